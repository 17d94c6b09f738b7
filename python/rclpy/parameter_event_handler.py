"""Callbacks for the changes of parameters, of this node's and others'."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from itertools import chain

from rcl_interfaces.msg import Parameter as ParameterMsg
from rcl_interfaces.msg import ParameterEvent

from rclpy.callback_groups import CallbackGroup
from rclpy.event_handler import SubscriptionEventCallbacks
from rclpy.node import Node
from rclpy.qos import QoSProfile, qos_profile_parameter_events
from rclpy.qos_overriding_options import QoSOverridingOptions


class ParameterCallbackHandle:
    """What a callback of one parameter is removed by."""

    def __init__(
        self, parameter_name: str, node_name: str, callback: Callable[[ParameterMsg], None]
    ) -> None:
        """Name the parameter, its node and the callback."""
        self.parameter_name = parameter_name
        self.node_name = node_name
        self.callback = callback


class ParameterEventCallbackHandle:
    """What a callback of all events is removed by."""

    def __init__(self, callback: Callable[[ParameterEvent], None]) -> None:
        """Name the callback."""
        self.callback = callback


class ParameterEventHandler:
    """Calls callbacks when parameters change; the last one added is called first."""

    class Callbacks:
        """The callbacks. They may add and remove others."""

        def __init__(self) -> None:
            """Begin without any."""
            self.parameter_callbacks: dict[tuple[str, str], list[ParameterCallbackHandle]] = {}
            self.event_callbacks: list[ParameterEventCallbackHandle] = []
            self.mutex = threading.Lock()

        def event_callback(self, event: ParameterEvent) -> None:
            """Call the callbacks that an event concerns."""
            with self.mutex:
                wanted = {key: list(each) for key, each in self.parameter_callbacks.items()}
                of_all = list(self.event_callbacks)
            for (parameter_name, node_name), handles in wanted.items():
                parameter = ParameterEventHandler.get_parameter_from_event(
                    event, parameter_name, node_name
                )
                if parameter is not None:
                    for handle in handles:
                        handle.callback(parameter)
            for event_handle in of_all:
                event_handle.callback(event)

        def add_parameter_callback(
            self, parameter_name: str, node_name: str, callback: Callable[[ParameterMsg], None]
        ) -> ParameterCallbackHandle:
            """Add a callback of one parameter; its node's name is a full one."""
            handle = ParameterCallbackHandle(parameter_name, node_name, callback)
            with self.mutex:
                key = (parameter_name, node_name)
                self.parameter_callbacks.setdefault(key, []).insert(0, handle)
            return handle

        def remove_parameter_callback(self, handle: ParameterCallbackHandle) -> None:
            """Remove a callback of one parameter."""
            key = (handle.parameter_name, handle.node_name)
            with self.mutex:
                handles = self.parameter_callbacks.get(key, [])
                if handle not in handles:
                    raise RuntimeError("Callback doesn't exist")
                handles.remove(handle)
                if not handles:
                    del self.parameter_callbacks[key]

        def add_parameter_event_callback(
            self, callback: Callable[[ParameterEvent], None]
        ) -> ParameterEventCallbackHandle:
            """Add a callback of all events."""
            handle = ParameterEventCallbackHandle(callback)
            with self.mutex:
                self.event_callbacks.insert(0, handle)
            return handle

        def remove_parameter_event_callback(self, handle: ParameterEventCallbackHandle) -> None:
            """Remove a callback of all events."""
            with self.mutex:
                if handle not in self.event_callbacks:
                    raise RuntimeError("Callback doesn't exist")
                self.event_callbacks.remove(handle)

    def __init__(
        self,
        node: Node,
        qos_profile: QoSProfile = qos_profile_parameter_events,
        callback_group: CallbackGroup | None = None,
        event_callbacks: SubscriptionEventCallbacks | None = None,
        qos_overriding_options: QoSOverridingOptions | None = None,
        raw: bool = False,
    ) -> None:
        """
        Listen to the changes of all nodes' parameters.

        :param node: the node to listen with.
        :param qos_profile: what it asks for.
        :param callback_group: which callbacks the callbacks may run beside.
        :param event_callbacks: what to call when something happens to the subscription.
        :param qos_overriding_options: which of its QoS policies parameters can override.
        :param raw: whether callbacks of all events are given the serialized message.
        """
        self.node = node
        self.qos_profile = qos_profile
        self._callbacks = ParameterEventHandler.Callbacks()
        self.parameter_event_subscription = node.create_subscription(
            ParameterEvent,
            "/parameter_events",
            self._callbacks.event_callback,
            qos_profile,
            callback_group=callback_group,
            event_callbacks=event_callbacks,
            qos_overriding_options=qos_overriding_options,
            raw=raw,
        )

    def destroy(self) -> None:
        """Listen no more."""
        self.node.destroy_subscription(self.parameter_event_subscription)

    @staticmethod
    def get_parameter_from_event(
        event: ParameterEvent, parameter_name: str, node_name: str
    ) -> ParameterMsg | None:
        """Return a parameter with its new value; ``None`` if the event does not concern it."""
        if event.node != node_name:
            return None
        found = ParameterEventHandler.get_parameters_from_event(event)
        return next((each for each in found if each.name == parameter_name), None)

    @staticmethod
    def get_parameters_from_event(event: ParameterEvent) -> Iterator[ParameterMsg]:
        """Return the parameters that an event gives new values."""
        yield from chain(event.new_parameters, event.changed_parameters)

    def add_parameter_callback(
        self, parameter_name: str, node_name: str, callback: Callable[[ParameterMsg], None]
    ) -> ParameterCallbackHandle:
        """
        Have a callback called with a parameter when that has a new value.

        :param node_name: the parameter's node; a relative name counts from this node's namespace,
            and an empty one is this node's.
        :return: what it is removed by.
        """
        return self._callbacks.add_parameter_callback(
            parameter_name, self._resolve_path(node_name), callback
        )

    def remove_parameter_callback(self, handle: ParameterCallbackHandle) -> None:
        """
        Take a callback away.

        :raises RuntimeError: if it is not there.
        """
        self._callbacks.remove_parameter_callback(handle)

    def add_parameter_event_callback(
        self, callback: Callable[[ParameterEvent], None]
    ) -> ParameterEventCallbackHandle:
        """
        Have a callback called with every event.

        :return: what it is removed by.
        """
        return self._callbacks.add_parameter_event_callback(callback)

    def remove_parameter_event_callback(self, handle: ParameterEventCallbackHandle) -> None:
        """
        Take a callback away.

        :raises RuntimeError: if it is not there.
        """
        self._callbacks.remove_parameter_event_callback(handle)

    def _resolve_path(self, node_path: str | None = None) -> str:
        if not node_path:
            return self.node.get_fully_qualified_name()
        if node_path.startswith("/"):
            return node_path
        return f"{self.node.get_namespace().rstrip('/')}/{node_path}"
