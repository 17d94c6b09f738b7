"""Callbacks for what happens to publishers and subscriptions."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Callable
from enum import IntEnum
from types import CoroutineType, TracebackType
from typing import Any, TypeVar

from rclpy import _rclpy
from rclpy._rclpy import UnsupportedEventTypeError as UnsupportedEventTypeError
from rclpy.callback_groups import CallbackGroup
from rclpy.logging import get_logger
from rclpy.qos import qos_policy_name_from_kind
from rclpy.waitable import NumberOfEntities, Waitable


class QoSPublisherEventType(IntEnum):
    """What can happen to a publisher."""

    RCL_PUBLISHER_OFFERED_DEADLINE_MISSED = 0
    RCL_PUBLISHER_LIVELINESS_LOST = 1
    RCL_PUBLISHER_OFFERED_INCOMPATIBLE_QOS = 2
    RCL_PUBLISHER_INCOMPATIBLE_TYPE = 3
    RCL_PUBLISHER_MATCHED = 4


class QoSSubscriptionEventType(IntEnum):
    """What can happen to a subscription."""

    RCL_SUBSCRIPTION_REQUESTED_DEADLINE_MISSED = 0
    RCL_SUBSCRIPTION_LIVELINESS_CHANGED = 1
    RCL_SUBSCRIPTION_REQUESTED_INCOMPATIBLE_QOS = 2
    RCL_SUBSCRIPTION_MESSAGE_LOST = 3
    RCL_SUBSCRIPTION_INCOMPATIBLE_TYPE = 4
    RCL_SUBSCRIPTION_MATCHED = 5


QoSRequestedDeadlineMissedInfo = _rclpy.rmw_requested_deadline_missed_status_t
QoSLivelinessChangedInfo = _rclpy.rmw_liveliness_changed_status_t
QoSMessageLostInfo = _rclpy.rmw_message_lost_status_t
QoSRequestedIncompatibleQoSInfo = _rclpy.rmw_requested_qos_incompatible_event_status_t
QoSSubscriptionMatchedInfo = _rclpy.rmw_matched_status_t
QoSOfferedDeadlineMissedInfo = _rclpy.rmw_offered_deadline_missed_status_t
QoSLivelinessLostInfo = _rclpy.rmw_liveliness_lost_status_t
QoSPublisherMatchedInfo = _rclpy.rmw_matched_status_t
QoSOfferedIncompatibleQoSInfo = QoSRequestedIncompatibleQoSInfo
IncompatibleTypeInfo = _rclpy.rmw_incompatible_type_status_t

InfoT = TypeVar("InfoT")


class EventHandler(Waitable[InfoT]):
    """Has an executor call a callback with an event's status when it has changed."""

    def __init__(
        self,
        *,
        callback_group: CallbackGroup,
        callback: Callable[[InfoT], Any],
        event_type: IntEnum,
        parent_impl: _rclpy.Publisher | _rclpy.Subscription,
    ) -> None:
        """
        Listen to an event.

        :raises UnsupportedEventTypeError: if the middleware does not tell of it.
        """
        self._handle = _rclpy.EventHandle(parent_impl, event_type)
        super().__init__(callback_group)
        self.callback = callback
        self.event_type = event_type
        self._index: int | None = None

    @property
    def handle(self) -> _rclpy.EventHandle:
        """The native event."""
        return self._handle

    def destroy(self) -> None:
        """Stop listening."""
        self._handle.destroy_when_not_in_use()

    def is_ready(self, wait_set: _rclpy.WaitSet) -> bool:
        """Tell whether the status has changed."""
        return self._index is not None and wait_set.is_ready("event", self._index)

    def take_data(self) -> InfoT:
        """Take the status; the counts of change start anew."""
        with self._handle:
            status: InfoT = self._handle.take_event()
        return status

    async def execute(self, taken_data: InfoT) -> None:
        """Call the callback with a status."""
        result = self.callback(taken_data)
        if isinstance(result, CoroutineType):
            await result

    def get_num_entities(self) -> NumberOfEntities:
        """Return that it is one event."""
        return NumberOfEntities(num_events=1)

    def add_to_wait_set(self, wait_set: _rclpy.WaitSet) -> None:
        """Add the event."""
        self._index = wait_set.add_event(self._handle)

    def __enter__(self) -> None:
        self._handle.__enter__()

    def __exit__(
        self, t: type[BaseException] | None, v: BaseException | None, tb: TracebackType | None
    ) -> None:
        self._handle.__exit__(t, v, tb)


class QoSEventHandler(EventHandler[InfoT]):
    """The former name of :class:`EventHandler`."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        cls._warn()
        super().__init_subclass__(**kwargs)

    def __init__(self, **kwargs: Any) -> None:
        self._warn()
        super().__init__(**kwargs)

    @staticmethod
    def _warn() -> None:
        warnings.warn(
            "QoSEventHandler is deprecated, use EventHandler instead.",
            DeprecationWarning,
            stacklevel=3,
        )


class SubscriptionEventCallbacks:
    """What a subscription's owner wants to be told."""

    def __init__(
        self,
        *,
        deadline: Callable[[QoSRequestedDeadlineMissedInfo], Any] | None = None,
        incompatible_qos: Callable[[QoSRequestedIncompatibleQoSInfo], Any] | None = None,
        liveliness: Callable[[QoSLivelinessChangedInfo], Any] | None = None,
        message_lost: Callable[[QoSMessageLostInfo], Any] | None = None,
        incompatible_type: Callable[[IncompatibleTypeInfo], Any] | None = None,
        matched: Callable[[QoSSubscriptionMatchedInfo], Any] | None = None,
        use_default_callbacks: bool = True,
    ) -> None:
        """
        Name the callbacks.

        :param deadline: no message came within the deadline.
        :param incompatible_qos: a publisher cannot match for its QoS.
        :param liveliness: publishers have come to life or ceased to be alive.
        :param message_lost: messages were lost.
        :param incompatible_type: a publisher has another type.
        :param matched: publishers have come or gone.
        :param use_default_callbacks: whether an incompatible QoS or type is logged where no
            callback is given for it.
        """
        self.deadline = deadline
        self.incompatible_qos = incompatible_qos
        self.liveliness = liveliness
        self.message_lost = message_lost
        self.incompatible_type = incompatible_type
        self.matched = matched
        self.use_default_callbacks = use_default_callbacks

    def create_event_handlers(
        self, callback_group: CallbackGroup, subscription: _rclpy.Subscription, topic_name: str
    ) -> list[EventHandler[Any]]:
        """Make a handler for each callback."""
        kinds = QoSSubscriptionEventType
        handlers = _Handlers(callback_group, subscription)
        handlers.add(kinds.RCL_SUBSCRIPTION_REQUESTED_DEADLINE_MISSED, self.deadline)
        handlers.add(kinds.RCL_SUBSCRIPTION_LIVELINESS_CHANGED, self.liveliness)
        handlers.add(kinds.RCL_SUBSCRIPTION_MESSAGE_LOST, self.message_lost)
        handlers.add(kinds.RCL_SUBSCRIPTION_MATCHED, self.matched)
        qos_kind = kinds.RCL_SUBSCRIPTION_REQUESTED_INCOMPATIBLE_QOS
        type_kind = kinds.RCL_SUBSCRIPTION_INCOMPATIBLE_TYPE
        handlers.add_if_supported(qos_kind, self.incompatible_qos)
        handlers.add_if_supported(type_kind, self.incompatible_type)
        if self.use_default_callbacks:
            warn = get_logger(subscription.get_logger_name()).warn
            if not self.incompatible_qos:
                handlers.add_if_supported(
                    qos_kind,
                    lambda event: warn(
                        f"New publisher discovered on topic '{topic_name}', offering "
                        "incompatible QoS. No messages will be received from it. Last "
                        f"incompatible policy: {qos_policy_name_from_kind(event.last_policy_kind)}"
                    ),
                )
            if not self.incompatible_type:
                handlers.add_if_supported(type_kind, _log_incompatible_type(warn, topic_name))
        return handlers.made


class PublisherEventCallbacks:
    """What a publisher's owner wants to be told."""

    def __init__(
        self,
        *,
        deadline: Callable[[QoSOfferedDeadlineMissedInfo], Any] | None = None,
        liveliness: Callable[[QoSLivelinessLostInfo], Any] | None = None,
        incompatible_qos: Callable[[QoSOfferedIncompatibleQoSInfo], Any] | None = None,
        incompatible_type: Callable[[IncompatibleTypeInfo], Any] | None = None,
        matched: Callable[[QoSPublisherMatchedInfo], Any] | None = None,
        use_default_callbacks: bool = True,
    ) -> None:
        """
        Name the callbacks.

        :param deadline: no message was published within the deadline.
        :param liveliness: the publisher has failed to show that it is alive.
        :param incompatible_qos: a subscription cannot match for its QoS.
        :param incompatible_type: a subscription has another type.
        :param matched: subscriptions have come or gone.
        :param use_default_callbacks: whether an incompatible QoS or type is logged where no
            callback is given for it.
        """
        self.deadline = deadline
        self.liveliness = liveliness
        self.incompatible_qos = incompatible_qos
        self.incompatible_type = incompatible_type
        self.matched = matched
        self.use_default_callbacks = use_default_callbacks

    def create_event_handlers(
        self, callback_group: CallbackGroup, publisher: _rclpy.Publisher, topic_name: str
    ) -> list[EventHandler[Any]]:
        """Make a handler for each callback."""
        kinds = QoSPublisherEventType
        handlers = _Handlers(callback_group, publisher)
        handlers.add(kinds.RCL_PUBLISHER_OFFERED_DEADLINE_MISSED, self.deadline)
        handlers.add(kinds.RCL_PUBLISHER_LIVELINESS_LOST, self.liveliness)
        handlers.add(kinds.RCL_PUBLISHER_MATCHED, self.matched)
        qos_kind = kinds.RCL_PUBLISHER_OFFERED_INCOMPATIBLE_QOS
        type_kind = kinds.RCL_PUBLISHER_INCOMPATIBLE_TYPE
        handlers.add_if_supported(qos_kind, self.incompatible_qos)
        handlers.add_if_supported(type_kind, self.incompatible_type)
        if self.use_default_callbacks:
            warn = get_logger(publisher.get_logger_name()).warn
            if not self.incompatible_qos:
                handlers.add_if_supported(
                    qos_kind,
                    lambda event: warn(
                        f"New subscription discovered on topic '{topic_name}', requesting "
                        "incompatible QoS. No messages will be sent to it. Last "
                        f"incompatible policy: {qos_policy_name_from_kind(event.last_policy_kind)}"
                    ),
                )
            if not self.incompatible_type:
                handlers.add_if_supported(type_kind, _log_incompatible_type(warn, topic_name))
        return handlers.made


class _Handlers:
    """The handlers of one publisher or subscription as they are made."""

    def __init__(
        self, callback_group: CallbackGroup, parent: _rclpy.Publisher | _rclpy.Subscription
    ) -> None:
        self._callback_group = callback_group
        self._parent = parent
        self.made: list[EventHandler[Any]] = []

    def add(self, event_type: IntEnum, callback: Callable[[Any], Any] | None) -> None:
        """Make a handler where a callback is given."""
        if callback is not None:
            self.made.append(
                EventHandler(
                    callback_group=self._callback_group,
                    callback=callback,
                    event_type=event_type,
                    parent_impl=self._parent,
                )
            )

    def add_if_supported(self, event_type: IntEnum, callback: Callable[[Any], Any] | None) -> None:
        """Make a handler where the middleware tells of the event."""
        with contextlib.suppress(UnsupportedEventTypeError):
            self.add(event_type, callback)


def _log_incompatible_type(
    warn: Callable[[str], Any], topic_name: str
) -> Callable[[IncompatibleTypeInfo], Any]:
    return lambda _: warn(
        f"Incompatible type on topic '{topic_name}', no messages will be sent to it."
    )
