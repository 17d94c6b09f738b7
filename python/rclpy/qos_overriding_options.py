"""QoS of publishers and subscriptions that parameters can override."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

from rcl_interfaces.msg import ParameterDescriptor
from rcl_interfaces.msg import SetParametersResult as QosCallbackResult

from rclpy.duration import Duration
from rclpy.exceptions import ParameterAlreadyDeclaredException
from rclpy.publisher import Publisher
from rclpy.qos import (
    DurabilityPolicy,
    HistoryPolicy,
    LivelinessPolicy,
    QoSPolicyKind,
    QoSProfile,
    ReliabilityPolicy,
)
from rclpy.subscription import Subscription

if TYPE_CHECKING:
    from rclpy.node import Node

QosCallbackType: TypeAlias = Callable[[QoSProfile], QosCallbackResult]

QoSProfileAttributes: TypeAlias = (
    HistoryPolicy | int | ReliabilityPolicy | DurabilityPolicy | Duration | LivelinessPolicy | bool
)
"""What a policy can be set to."""

_CHOICES: dict[QoSPolicyKind, Any] = {
    QoSPolicyKind.DURABILITY: DurabilityPolicy,
    QoSPolicyKind.HISTORY: HistoryPolicy,
    QoSPolicyKind.LIVELINESS: LivelinessPolicy,
    QoSPolicyKind.RELIABILITY: ReliabilityPolicy,
}
_DURATIONS = (
    QoSPolicyKind.DEADLINE,
    QoSPolicyKind.LIFESPAN,
    QoSPolicyKind.LIVELINESS_LEASE_DURATION,
)


class InvalidQosOverridesError(Exception):
    """The QoS that parameters led to was rejected."""


class QoSOverridingOptions:
    """Which QoS policies of a publisher or subscription parameters can override."""

    def __init__(
        self,
        policy_kinds: Iterable[QoSPolicyKind],
        *,
        callback: QosCallbackType | None = None,
        entity_id: str | None = None,
    ) -> None:
        """
        Choose policies.

        :param policy_kinds: the policies, each of which gets a parameter.
        :param callback: asked whether the profile is valid that the parameters lead to.
        :param entity_id: what tells the parameters from those of another publisher or
            subscription of the same topic.
        """
        self._policy_kinds = policy_kinds
        self._callback = callback
        self._entity_id = entity_id

    @property
    def policy_kinds(self) -> Iterable[QoSPolicyKind]:
        """The policies."""
        return self._policy_kinds

    @property
    def callback(self) -> QosCallbackType | None:
        """Who is asked whether a profile is valid."""
        return self._callback

    @property
    def entity_id(self) -> str | None:
        """What the names of the parameters are told apart by."""
        return self._entity_id

    @classmethod
    def with_default_policies(
        cls, *, callback: QosCallbackType | None = None, entity_id: str | None = None
    ) -> QoSOverridingOptions:
        """Choose history, depth and reliability."""
        return cls(
            (QoSPolicyKind.HISTORY, QoSPolicyKind.DEPTH, QoSPolicyKind.RELIABILITY),
            callback=callback,
            entity_id=entity_id,
        )


def _declare_qos_parameters(
    entity_type: type[Publisher[Any]] | type[Subscription[Any]],
    node: Node,
    topic_name: str,
    qos: QoSProfile,
    options: QoSOverridingOptions,
) -> None:
    """Declare the parameters of a publisher or subscription, and give ``qos`` their values."""
    if not issubclass(entity_type, Publisher | Subscription):
        raise TypeError("Argument `entity_type` should be a subclass of Publisher or Subscription")
    is_publisher = issubclass(entity_type, Publisher)
    entity = "publisher" if is_publisher else "subscription"
    suffix = "" if options.entity_id is None else f"_{options.entity_id}"
    belongs_to = f"for {entity} `{topic_name}` with id `{options.entity_id}`"
    for kind in options.policy_kinds:
        if kind == QoSPolicyKind.LIFESPAN and not is_publisher:
            continue
        policy = kind.name.lower()
        name = f"qos_overrides.{topic_name}.{entity}{suffix}.{policy}"
        descriptor = ParameterDescriptor(description=f"{policy} {belongs_to}", read_only=True)
        try:
            parameter = node.declare_parameter(
                name, _get_qos_policy_parameter(qos, kind), descriptor
            )
        except ParameterAlreadyDeclaredException:
            parameter = node.get_parameter(name)
        setattr(qos, policy, _from_parameter(kind, parameter.value))
    if options.callback is not None:
        result = options.callback(qos)
        if not result.successful:
            raise InvalidQosOverridesError(
                f"Provided QoS overrides {belongs_to}, are not valid: {result.reason}"
            )


def _get_qos_policy_parameter(qos: QoSProfile, kind: QoSPolicyKind) -> str | int | bool:
    value = getattr(qos, kind.name.lower())
    if kind in _CHOICES:
        name = str(value.name).lower()
        if name == "unknown":
            raise ValueError("User provided QoS profile is invalid")
        return name
    if kind in _DURATIONS:
        return int(value.nanoseconds)
    if kind == QoSPolicyKind.AVOID_ROS_NAMESPACE_CONVENTIONS:
        return bool(value)
    return int(value)


def _from_parameter(kind: QoSPolicyKind, value: Any) -> Any:
    if kind in _CHOICES:
        try:
            return _CHOICES[kind][value.upper()]
        except KeyError:
            raise RuntimeError(
                f"Unexpected QoS override for policy `{kind.name.lower()}`: `{value}`"
            ) from None
    return Duration(nanoseconds=value) if kind in _DURATIONS else value
