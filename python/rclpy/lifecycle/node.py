"""Managed nodes."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypedDict

from rclpy import _rclpy
from rclpy.callback_groups import CallbackGroup
from rclpy.lifecycle.managed_entity import (
    LifecycleState,
    ManagedEntity,
    TransitionCallbackReturn,
)
from rclpy.lifecycle.publisher import LifecyclePublisher
from rclpy.node import Node

if TYPE_CHECKING:
    from rclpy.context import Context
    from rclpy.event_handler import PublisherEventCallbacks
    from rclpy.parameter import Parameter
    from rclpy.qos_overriding_options import QoSOverridingOptions


CallbackNames: TypeAlias = Literal[
    "on_configure", "on_cleanup", "on_shutdown", "on_activate", "on_deactivate", "on_error"
]
"""What a managed node and its entities are told of transitions by."""


class CreateLifecyclePublisherArgs(TypedDict, total=False):
    """What a lifecycle publisher may be made with besides type, topic and QoS."""

    callback_group: CallbackGroup | None
    event_callbacks: PublisherEventCallbacks | None
    qos_overriding_options: QoSOverridingOptions | None


class LifecycleNodeArgs(TypedDict, total=False):
    """What a managed node may be made with besides its name, as :class:`rclpy.node.Node`."""

    context: Context | None
    cli_args: list[str] | None
    namespace: str | None
    use_global_arguments: bool
    enable_rosout: bool
    start_parameter_services: bool
    parameter_overrides: list[Parameter] | None
    allow_undeclared_parameters: bool
    automatically_declare_parameters_from_overrides: bool
    enable_logger_service: bool


class LifecycleNodeMixin(ManagedEntity, Node):
    """Makes a managed node of a node. It stands before :class:`rclpy.node.Node` in a class."""

    def __init__(
        self,
        *,
        enable_communication_interface: bool = True,
        callback_group: CallbackGroup | None = None,
    ) -> None:
        """
        Make the node a managed one. It must be initialized already.

        :param enable_communication_interface: whether other nodes can ask for its state and
            change it, and are told of changes.
        :param callback_group: which callbacks its services may run beside.
        """
        self._managed_entities: list[ManagedEntity] = []
        self._state_machine = _rclpy.Lifecycle(
            self.handle,
            self,
            enable_communication_interface,
            self.default_callback_group if callback_group is None else callback_group,
        )

    def destroy_node(self) -> None:
        """Take the node, and all that was made with it, out of the graph."""
        self._state_machine.destroy_when_not_in_use()
        super().destroy_node()

    def trigger_configure(self) -> TransitionCallbackReturn:
        """
        Configure the node: from unconfigured to inactive.

        :return: what came of the transition's callback.
        :raises RCLError: if its state does not allow that.
        """
        return TransitionCallbackReturn(self._state_machine.configure())

    def trigger_cleanup(self) -> TransitionCallbackReturn:
        """
        Clean the node up: from inactive to unconfigured.

        :return: what came of the transition's callback.
        :raises RCLError: if its state does not allow that.
        """
        return TransitionCallbackReturn(self._state_machine.cleanup())

    def trigger_shutdown(self) -> TransitionCallbackReturn:
        """
        Shut the node down: from unconfigured, inactive or active to finalized.

        :return: what came of the transition's callback.
        :raises RCLError: if its state does not allow that.
        """
        return TransitionCallbackReturn(self._state_machine.shutdown())

    def trigger_activate(self) -> TransitionCallbackReturn:
        """
        Activate the node: from inactive to active.

        :return: what came of the transition's callback.
        :raises RCLError: if its state does not allow that.
        """
        return TransitionCallbackReturn(self._state_machine.activate())

    def trigger_deactivate(self) -> TransitionCallbackReturn:
        """
        Deactivate the node: from active to inactive.

        :return: what came of the transition's callback.
        :raises RCLError: if its state does not allow that.
        """
        return TransitionCallbackReturn(self._state_machine.deactivate())

    def add_managed_entity(self, entity: ManagedEntity) -> None:
        """
        Have an entity told of the node's transitions.

        :raises TypeError: if it is none.
        """
        if not isinstance(entity, ManagedEntity):
            raise TypeError("Expected a rclpy.lifecycle.ManagedEntity instance.")
        if entity not in self._managed_entities:
            self._managed_entities.append(entity)

    def create_lifecycle_publisher(self, *args: Any, **kwargs: Any) -> LifecyclePublisher[Any]:
        """
        Make a publisher that publishes only while the node is active.

        The arguments are those of :meth:`rclpy.node.Node.create_publisher`.
        """
        if "publisher_class" in kwargs:
            raise TypeError(
                "create_publisher() got an unexpected keyword argument 'publisher_class'"
            )
        publisher = Node.create_publisher(self, *args, **kwargs, publisher_class=LifecyclePublisher)
        assert isinstance(publisher, LifecyclePublisher)
        self.add_managed_entity(publisher)
        return publisher

    def destroy_lifecycle_publisher(self, publisher: LifecyclePublisher[Any]) -> bool:
        """
        Take a publisher out of the graph.

        :return: whether it was this node's.
        """
        if publisher in self._managed_entities:
            self._managed_entities.remove(publisher)
        return Node.destroy_publisher(self, publisher)

    def on_configure(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Have the entities configured, up to the first that does not succeed."""
        return self.__tell_entities("on_configure", state)

    def on_cleanup(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Have the entities cleaned up, up to the first that does not succeed."""
        return self.__tell_entities("on_cleanup", state)

    def on_shutdown(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Have the entities shut down, up to the first that does not succeed."""
        return self.__tell_entities("on_shutdown", state)

    def on_activate(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Have the entities activated, up to the first that does not succeed."""
        return self.__tell_entities("on_activate", state)

    def on_deactivate(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Have the entities deactivated, up to the first that does not succeed."""
        return self.__tell_entities("on_deactivate", state)

    def on_error(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Have the entities mend what went wrong, up to the first that does not succeed."""
        return self.__tell_entities("on_error", state)

    def __tell_entities(
        self, callback: CallbackNames, state: LifecycleState
    ) -> TransitionCallbackReturn:
        for entity in self._managed_entities:
            returned = getattr(entity, callback)(state)
            _check_return(callback, entity, returned)
            if returned is not TransitionCallbackReturn.SUCCESS:
                return TransitionCallbackReturn(returned)
        return TransitionCallbackReturn.SUCCESS

    def _call_transition_callback(self, callback: CallbackNames, previous: tuple[int, str]) -> int:
        state_id, label = previous
        try:
            returned = getattr(self, callback)(LifecycleState(label, state_id))
            _check_return(callback, self, returned)
        except Exception:
            self.get_logger().error(f"{callback}() raised:\n{traceback.format_exc()}")
            returned = TransitionCallbackReturn.ERROR
        return int(returned.value)


def _check_return(callback: str, entity: object, returned: object) -> None:
    if not isinstance(returned, TransitionCallbackReturn):
        raise TypeError(
            f"{callback}() return value of class {type(entity)} should be"
            f" `TransitionCallbackReturn`, not {returned!r}"
        )


class LifecycleNode(LifecycleNodeMixin, Node):
    """A managed node."""

    def __init__(
        self, node_name: str, *, enable_communication_interface: bool = True, **kwargs: Any
    ) -> None:
        """
        Make a managed node.

        :param node_name: its name.
        :param enable_communication_interface: whether other nodes can ask for its state and
            change it, and are told of changes.
        :param kwargs: as for :class:`rclpy.node.Node`.
        """
        Node.__init__(self, node_name, **kwargs)
        LifecycleNodeMixin.__init__(
            self, enable_communication_interface=enable_communication_interface
        )
