"""Clients of services whose calls are awaited."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from rclpy.client import Client
from rclpy.exceptions import InvalidHandle
from rclpy.executors import Executor
from rclpy.experimental._owned import Owned


class AsyncClient(Owned, Client[Any, Any]):
    """
    Sends requests to a service; the event loop receives the responses.

    :meth:`rclpy.experimental.async_node.AsyncNode.create_client` makes them.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._calls: dict[int, asyncio.Future[Any]] = {}
        self._is_destroyed = False

    async def call(self, request: Any) -> Any:  # type: ignore[override]
        """
        Send a request and wait for the response.

        ``asyncio.timeout()`` around it limits the time; the request is then forgotten. If the
        client is destroyed meanwhile, the call is cancelled.

        :raises TypeError: if it is no request of the service's type.
        :raises RuntimeError: if the client is destroyed.
        """
        if self._is_destroyed:
            raise RuntimeError(f"cannot call '{self.srv_name}': the client is destroyed")
        self._check(request)
        response = asyncio.get_running_loop().create_future()
        number = self._handle.send_request(request)
        self._calls[number] = response
        try:
            return await response
        finally:
            del self._calls[number]
            # Where the client has ended, its requests have ended with it.
            with suppress(InvalidHandle):
                self._handle.remove_request(number)

    async def wait_for_service(  # type: ignore[override]
        self, *, check_interval: float = 0.1
    ) -> None:
        """
        Wait until a server is there; ``asyncio.timeout()`` around it limits the time.

        :param check_interval: how many seconds pass between two looks.
        """
        while not self.service_is_ready():
            await asyncio.sleep(check_interval)

    def destroy(self) -> None:
        """Take it out of the graph; calls that still wait are cancelled."""
        self._is_destroyed = True
        for response in self._calls.values():
            response.cancel()
        super().destroy()

    def _receive(
        self,
        sequence_number: int,
        response: Any,
        error: Exception | None,
        executor: Executor | None,
    ) -> None:
        waiting = self._calls.get(sequence_number)
        if waiting is None:
            # It may have been sent with call_async().
            super()._receive(sequence_number, response, error, executor)
        elif waiting.done():
            pass  # cancelled, and about to be forgotten
        elif error is None:
            waiting.set_result(response)
        else:
            waiting.set_exception(error)
