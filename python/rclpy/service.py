"""Answering requests."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import suppress
from types import CoroutineType, TracebackType
from typing import Any, Generic, TypeVar

from rclpy import _rclpy
from rclpy.callback_groups import CallbackGroup
from rclpy.clock import Clock
from rclpy.exceptions import InvalidHandle
from rclpy.qos import QoSProfile
from rclpy.service_introspection import ServiceIntrospectionState
from rclpy.type_support import SrvRequestT, SrvResponseT

SrvType = TypeVar("SrvType")
SrvTypeRequest = TypeVar("SrvTypeRequest")
SrvTypeResponse = TypeVar("SrvTypeResponse")


class Service(Generic[SrvRequestT, SrvResponseT]):
    """
    Has an executor call its callback with each request, and sends what that returns.

    :meth:`rclpy.node.Node.create_service` makes them. As a context manager it destroys itself.
    """

    def __init__(
        self,
        service_impl: _rclpy.Service,
        srv_type: type[Any],
        srv_name: str,
        callback: Callable[[Any, Any], Any],
        callback_group: CallbackGroup,
        qos_profile: QoSProfile,
    ) -> None:
        self._handle = service_impl
        self.srv_type = srv_type
        self.srv_name = srv_name
        self.callback = callback
        self.callback_group = callback_group
        self.qos_profile = qos_profile

    def send_response(
        self, response: Any, header: _rclpy.rmw_service_info_t | _rclpy.rmw_request_id_t
    ) -> None:
        """
        Answer a request.

        :param header: which request it is.
        :raises TypeError: if it is no response of the service's type.
        """
        if not isinstance(response, self.srv_type.Response):
            raise TypeError(
                f"the response of service '{self.srv_name}' must be a "
                f"{self.srv_type.__name__}.Response, got {type(response)!r}; the callback has to "
                "return it"
            )
        request_id = header.request_id if isinstance(header, _rclpy.rmw_service_info_t) else header
        with self.handle:
            self._handle.service_send_response(response, request_id)

    def configure_introspection(
        self,
        clock: Clock,
        service_event_qos_profile: QoSProfile,
        introspection_state: ServiceIntrospectionState,
    ) -> None:
        """
        Say how much to tell of the calls on ``<service>/_service_event``.

        :param clock: what the events are stamped with.
        :param service_event_qos_profile: how they are published.
        :param introspection_state: how much of them.
        """
        with self.handle:
            self._handle.configure_introspection(
                clock.handle, service_event_qos_profile.get_c_qos_profile(), introspection_state
            )

    @property
    def handle(self) -> _rclpy.Service:
        """The native service."""
        return self._handle

    @property
    def service_name(self) -> str:
        """The service's full name, remapped."""
        return self._handle.name

    @property
    def logger_name(self) -> str:
        """The name of the node's logger."""
        return self._handle.get_logger_name()

    def destroy(self) -> None:
        """Free it; :meth:`rclpy.node.Node.destroy_service` is the way to do that."""
        self._handle.destroy_when_not_in_use()

    def __enter__(self) -> Service[SrvRequestT, SrvResponseT]:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        self.destroy()

    def _answer(
        self, request: Any, header: _rclpy.rmw_service_info_t
    ) -> Coroutine[Any, Any, None] | None:
        """Call the callback and send its response; a coroutine's when that has ended."""
        response = self.callback(request, self.srv_type.Response())
        if isinstance(response, CoroutineType):
            return self._answer_later(response, header)
        self._send_unless_destroyed(response, header)
        return None

    async def _answer_later(
        self, coroutine: Coroutine[Any, Any, Any], header: _rclpy.rmw_service_info_t
    ) -> None:
        self._send_unless_destroyed(await coroutine, header)

    def _send_unless_destroyed(self, response: Any, header: _rclpy.rmw_service_info_t) -> None:
        """Answer, unless another thread, or the callback itself, has destroyed the service."""
        with suppress(InvalidHandle):
            self.send_response(response, header)
