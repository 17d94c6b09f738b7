"""What comes by and by, as an asynchronous iterator."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from types import TracebackType
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Channel(Generic[T]):
    """What has come and was not taken yet. Everything happens in the event loop's thread."""

    def __init__(self, depth: int | None) -> None:
        """
        Make one.

        :param depth: how many are kept, the newest; all if ``None``.
        """
        self._items: deque[T] = deque(maxlen=depth)
        self._waiters: deque[asyncio.Future[None]] = deque()
        self._is_closed = False

    def put(self, item: T) -> None:
        """Add one."""
        self._items.append(item)
        self._wake()

    def close(self) -> None:
        """Let whoever waits, and will wait, know that no more will come."""
        self._is_closed = True
        while self._waiters:
            self._wake()

    async def take(self) -> T:
        """
        Wait for one and take it.

        :raises StopAsyncIteration: if no more will come.
        """
        while not self._items:
            if self._is_closed:
                raise StopAsyncIteration
            waiter = asyncio.get_running_loop().create_future()
            self._waiters.append(waiter)
            try:
                await waiter
            except asyncio.CancelledError:
                if waiter in self._waiters:
                    self._waiters.remove(waiter)
                elif self._items:
                    self._wake()  # somebody else may have what woke this one
                raise
        return self._items.popleft()

    def _wake(self) -> None:
        while self._waiters:
            waiter = self._waiters.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return


class Stream(AsyncIterator[T]):
    """
    What comes by and by, for ``async for``.

    It ends with its node, with :meth:`aclose`, at the end of an ``async with`` block, or when
    nobody holds it any more.
    """

    def __init__(self, channel: Channel[T], release: Callable[[], Any]) -> None:
        self._channel = channel
        self._release: Callable[[], Any] | None = release

    def __aiter__(self) -> Stream[T]:
        return self

    async def __anext__(self) -> T:
        return await self._channel.take()

    async def aclose(self) -> None:
        """End it."""
        self._end()

    async def __aenter__(self) -> Stream[T]:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        self._end()

    def __del__(self) -> None:
        self._end()

    def _end(self) -> None:
        self._channel.close()
        release, self._release = self._release, None
        if release is not None:
            release()
