"""Other nodes' parameters."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rcl_interfaces.msg import Parameter as ParameterMsg
from rcl_interfaces.msg import ParameterEvent
from rcl_interfaces.srv import (
    DescribeParameters,
    GetParameters,
    GetParameterTypes,
    ListParameters,
    SetParameters,
    SetParametersAtomically,
)

from rclpy.callback_groups import CallbackGroup
from rclpy.client import Client
from rclpy.event_handler import SubscriptionEventCallbacks
from rclpy.node import Node
from rclpy.parameter import Parameter, parameter_dict_from_yaml_file
from rclpy.qos import QoSProfile, qos_profile_parameter_events, qos_profile_services_default
from rclpy.qos_overriding_options import QoSOverridingOptions
from rclpy.subscription import Subscription
from rclpy.task import Future

_POLL_SEC = 0.02


class AsyncParameterClient:
    """
    Asks for and sets the parameters of another node.

    Each call returns a future of the service's response, and takes a callback that is called
    with the future when it is done.
    """

    def __init__(
        self,
        node: Node,
        remote_node_name: str,
        qos_profile: QoSProfile = qos_profile_services_default,
        callback_group: CallbackGroup | None = None,
    ) -> None:
        """
        Make the clients of the other node's services.

        :param node: the node to ask from.
        :param remote_node_name: the name of the other one.
        :param qos_profile: the QoS of the clients.
        :param callback_group: which callbacks they may run beside.
        """
        self.remote_node_name = remote_node_name
        self.node = node

        def client(service: type, name: str) -> Client[Any, Any]:
            return node.create_client(
                service,
                f"{remote_node_name}/{name}",
                qos_profile=qos_profile,
                callback_group=callback_group,
            )

        self._get_parameter_client = client(GetParameters, "get_parameters")
        self._list_parameter_client = client(ListParameters, "list_parameters")
        self._set_parameter_client = client(SetParameters, "set_parameters")
        self._get_parameter_types_client = client(GetParameterTypes, "get_parameter_types")
        self._describe_parameters_client = client(DescribeParameters, "describe_parameters")
        self._set_parameters_atomically_client = client(
            SetParametersAtomically, "set_parameters_atomically"
        )

    def services_are_ready(self) -> bool:
        """Tell whether the other node's services are all there."""
        clients = (
            self._get_parameter_client,
            self._list_parameter_client,
            self._set_parameter_client,
            self._get_parameter_types_client,
            self._describe_parameters_client,
            self._set_parameters_atomically_client,
        )
        return all(client.service_is_ready() for client in clients)

    def wait_for_services(self, timeout_sec: float | None = None) -> bool:
        """
        Wait until the other node's services are all there.

        :param timeout_sec: how long at most; forever if ``None``.
        :return: whether they are.
        """
        end = None if timeout_sec is None else time.monotonic() + timeout_sec
        while not self.services_are_ready():
            if end is not None and time.monotonic() >= end:
                return False
            time.sleep(_POLL_SEC)
        return True

    def list_parameters(
        self,
        prefixes: list[str] | None = None,
        depth: int | None = None,
        callback: Callable[[Future[Any]], Any] | None = None,
    ) -> Future[Any]:
        """
        Ask for the names of parameters.

        :param prefixes: the names and namespaces that are wanted; all if there are none.
        :param depth: how many parts a name may have behind the prefix; any number if ``None``.
        """
        request = ListParameters.Request(prefixes=prefixes or [], depth=depth or 0)
        return _call(self._list_parameter_client, request, callback)

    def get_parameters(
        self, names: list[str], callback: Callable[[Future[Any]], Any] | None = None
    ) -> Future[Any]:
        """Ask for values."""
        return _call(self._get_parameter_client, GetParameters.Request(names=names), callback)

    def set_parameters(
        self,
        parameters: Sequence[Parameter | ParameterMsg],
        callback: Callable[[Future[Any]], Any] | None = None,
    ) -> Future[Any]:
        """Set parameters, one after the other."""
        request = SetParameters.Request(parameters=_messages(parameters))
        return _call(self._set_parameter_client, request, callback)

    def describe_parameters(
        self, names: list[str], callback: Callable[[Future[Any]], Any] | None = None
    ) -> Future[Any]:
        """Ask what parameters are for and which values they take."""
        request = DescribeParameters.Request(names=names)
        return _call(self._describe_parameters_client, request, callback)

    def get_parameter_types(
        self, names: list[str], callback: Callable[[Future[Any]], Any] | None = None
    ) -> Future[Any]:
        """Ask for the types of values: numbers of :class:`rclpy.parameter.Parameter.Type`."""
        request = GetParameterTypes.Request(names=names)
        return _call(self._get_parameter_types_client, request, callback)

    def set_parameters_atomically(
        self,
        parameters: Sequence[Parameter | ParameterMsg],
        callback: Callable[[Future[Any]], Any] | None = None,
    ) -> Future[Any]:
        """Set all of the parameters, or none where one is rejected."""
        request = SetParametersAtomically.Request(parameters=_messages(parameters))
        return _call(self._set_parameters_atomically_client, request, callback)

    def delete_parameters(
        self, names: list[str], callback: Callable[[Future[Any]], Any] | None = None
    ) -> Future[Any]:
        """Undeclare parameters; their types must be ones that may change."""
        return self.set_parameters([Parameter(name) for name in names], callback)

    def load_parameter_file(
        self,
        parameter_file: str | Path,
        use_wildcard: bool = False,
        callback: Callable[[Future[Any]], Any] | None = None,
    ) -> Future[Any]:
        """
        Set the parameters that a file names, one after the other.

        :param use_wildcard: whether what it says of all nodes, ``/**``, counts.
        :raises RuntimeError: if it is no parameter file.
        """
        found = parameter_dict_from_yaml_file(parameter_file, use_wildcard)
        return self.set_parameters(list(found.values()), callback)

    def load_parameter_file_atomically(
        self,
        parameter_file: str | Path,
        use_wildcard: bool = False,
        callback: Callable[[Future[Any]], Any] | None = None,
    ) -> Future[Any]:
        """
        Set all of the parameters that a file names, or none where one is rejected.

        :param use_wildcard: whether what it says of all nodes, ``/**``, counts.
        :raises RuntimeError: if it is no parameter file.
        """
        found = parameter_dict_from_yaml_file(parameter_file, use_wildcard)
        return self.set_parameters_atomically(list(found.values()), callback)

    def on_parameter_event(
        self,
        callback: Callable[..., Any],
        qos_profile: QoSProfile = qos_profile_parameter_events,
        *,
        callback_group: CallbackGroup | None = None,
        event_callbacks: SubscriptionEventCallbacks | None = None,
        qos_overriding_options: QoSOverridingOptions | None = None,
        raw: bool = False,
    ) -> Subscription[ParameterEvent]:
        """Have a callback told of the changes of all nodes' parameters."""
        return self.node.create_subscription(
            ParameterEvent,
            "/parameter_events",
            callback,
            qos_profile,
            callback_group=callback_group,
            event_callbacks=event_callbacks,
            qos_overriding_options=qos_overriding_options,
            raw=raw,
        )


def _messages(parameters: Sequence[Parameter | ParameterMsg]) -> list[ParameterMsg]:
    return [each.to_parameter_msg() if isinstance(each, Parameter) else each for each in parameters]


def _call(
    client: Client[Any, Any], request: Any, callback: Callable[[Future[Any]], Any] | None
) -> Future[Any]:
    future = client.call_async(request)
    if callback is not None:
        future.add_done_callback(callback)
    return future
