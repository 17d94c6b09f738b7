"""Sending requests."""

from __future__ import annotations

import threading
from contextlib import suppress
from types import TracebackType
from typing import Any, Generic, TypeVar

from rclpy import _rclpy
from rclpy.callback_groups import CallbackGroup
from rclpy.clock import Clock
from rclpy.context import Context
from rclpy.exceptions import InvalidHandle
from rclpy.executors import Executor
from rclpy.qos import QoSProfile
from rclpy.service_introspection import ServiceIntrospectionState
from rclpy.task import Future
from rclpy.type_support import SrvRequestT, SrvResponseT
from rclpy.utilities import timeout_sec_to_nsec

SrvType = TypeVar("SrvType")
SrvTypeRequest = TypeVar("SrvTypeRequest")
SrvTypeResponse = TypeVar("SrvTypeResponse")


class Client(Generic[SrvRequestT, SrvResponseT]):
    """
    Sends requests to a service; the node's executor receives the responses.

    :meth:`rclpy.node.Node.create_client` makes them. As a context manager it destroys itself.
    """

    def __init__(
        self,
        context: Context,
        client_impl: _rclpy.Client,
        srv_type: type[Any],
        srv_name: str,
        qos_profile: QoSProfile,
        callback_group: CallbackGroup,
    ) -> None:
        self.context = context
        self._handle = client_impl
        self.srv_type = srv_type
        self.srv_name = srv_name
        self.qos_profile = qos_profile
        self.callback_group = callback_group
        self._pending_requests: dict[int, Future[Any]] = {}
        self._lock = threading.Lock()

    def call(self, request: SrvRequestT, timeout_sec: float | None = None) -> SrvResponseT | None:
        """
        Send a request and wait for the response, which another thread's executor receives.

        :param timeout_sec: how long to wait at most; forever if ``None``.
        :return: the response, ``None`` when the time is up.
        :raises TypeError: if it is no request of the service's type.
        :raises RCLError: if the callback that waits keeps the response from being received: await
            :meth:`call_async` there instead, or let an executor with several threads spin, with
            the client in a callback group of its own.
        """
        self._check(request)
        # A negative time is up at once, as with threading.
        timeout_ns = timeout_sec_to_nsec(None if timeout_sec is None else max(timeout_sec, 0.0))
        with self.handle:
            response: SrvResponseT | None = self._handle.call(request, timeout_ns)
        return response

    def call_async(self, request: SrvRequestT) -> Future[SrvResponseT]:
        """
        Send a request.

        :return: the future of the response.
        :raises TypeError: if it is no request of the service's type.
        """
        self._check(request)
        future: Future[Any] = Future()
        # The response may come before its number is known here.
        with self._lock, self.handle:
            self._pending_requests[self._handle.send_request(request)] = future
        future.add_done_callback(self.remove_pending_request)
        return future

    def get_pending_request(self, sequence_number: int) -> Future[Any]:
        """
        Return the future of the response to a request.

        :raises KeyError: if the request is not waited for.
        """
        with self._lock:
            return self._pending_requests[sequence_number]

    def remove_pending_request(self, future: Future[Any]) -> None:
        """Wait for a request's response no more: the future will not be done."""
        with self._lock:
            pending = self._pending_requests.items()
            number = next((number for number, each in pending if each is future), None)
            if number is None:
                return
            del self._pending_requests[number]
        # Where the client has ended, its requests have ended with it.
        with suppress(InvalidHandle):
            self._handle.remove_request(number)

    def service_is_ready(self) -> bool:
        """
        Tell whether a server is there.

        :raises RCLError: if the context is shut down.
        """
        with self.handle:
            return self._handle.service_server_is_available()

    def wait_for_service(self, timeout_sec: float | None = None) -> bool:
        """
        Wait until a server is there.

        :param timeout_sec: how long to wait at most; forever if ``None``.
        :return: whether one is.
        :raises RCLError: if the context is, or gets, shut down.
        """
        timeout_ns = timeout_sec_to_nsec(None if timeout_sec is None else max(timeout_sec, 0.0))
        with self.handle:
            return self._handle.wait_for_service(timeout_ns)

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
    def handle(self) -> _rclpy.Client:
        """The native client."""
        return self._handle

    @property
    def service_name(self) -> str:
        """The service's full name, remapped."""
        return self._handle.service_name

    @property
    def logger_name(self) -> str:
        """The name of the node's logger."""
        return self._handle.get_logger_name()

    def destroy(self) -> None:
        """Free it; :meth:`rclpy.node.Node.destroy_client` is the way to do that."""
        self._handle.destroy_when_not_in_use()

    def __enter__(self) -> Client[SrvRequestT, SrvResponseT]:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        self.destroy()

    def _check(self, request: Any) -> None:
        if not isinstance(request, self.srv_type.Request):
            raise TypeError(
                f"a request to service '{self.srv_name}' must be a "
                f"{self.srv_type.__name__}.Request, got {type(request)!r}"
            )

    def _receive(
        self,
        sequence_number: int,
        response: Any,
        error: Exception | None,
        executor: Executor | None,
    ) -> None:
        """Deliver the response to a request, or why there is none."""
        try:
            future = self.get_pending_request(sequence_number)
        except KeyError:
            return  # nobody waits for it any more
        future._set_executor(executor)
        if error is None:
            future.set_result(response)
        else:
            future.set_exception(error)
