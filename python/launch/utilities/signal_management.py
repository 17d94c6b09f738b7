"""Signals as callbacks of an event loop."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio
    import socket


def _do_nothing(signum: int, frame: FrameType | None) -> None:
    """Stand where the default action would end the process or raise ``KeyboardInterrupt``."""


class AsyncSafeSignalManager:
    """
    A context in which an event loop calls back for signals.

    The callbacks may do with the loop what they want, unlike Python's signal handlers, which go on
    being called. Managers may be nested and used again: each sees all signals. The interpreter
    writes the numbers of signals to a socket (:func:`signal.set_wakeup_fd`), which the loop reads;
    they are passed on to where they were written before. Only the main thread may enter.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """
        Create a manager.

        :param loop: calls the callbacks.
        """
        self.__loop = loop
        self.__handlers: dict[int, Callable[[int], Any]] = {}
        self.__sockets: tuple[socket.socket, socket.socket] | None = None
        self.__previous_fd = -1
        self.__replaced: dict[int, Any] = {}

    def __enter__(self) -> AsyncSafeSignalManager:
        import socket

        reader, writer = socket.socketpair()
        reader.setblocking(False)
        writer.setblocking(False)
        try:
            self.__previous_fd = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
        except ValueError:
            reader.close()
            writer.close()
            raise
        self.__sockets = (reader, writer)
        self.__loop.add_reader(reader, self.__receive)
        for signum in self.__handlers:
            self.__replace_default(signum)
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        exc_traceback: TracebackType | None,
    ) -> None:
        for signum, handler in self.__replaced.items():
            if signal.getsignal(signum) is _do_nothing:
                signal.signal(signum, handler)
        self.__replaced.clear()
        signal.set_wakeup_fd(self.__previous_fd, warn_on_full_buffer=False)
        if self.__sockets is not None:
            self.__loop.remove_reader(self.__sockets[0])
            for end in self.__sockets:
                end.close()
            self.__sockets = None

    def __replace_default(self, signum: int) -> None:
        """Keep the default action of a signal that is handled here from being taken as well."""
        handler = signal.getsignal(signum)
        if handler in (signal.SIG_DFL, signal.default_int_handler):
            self.__replaced[signum] = signal.signal(signum, _do_nothing)

    def __receive(self) -> None:
        if self.__sockets is None:
            return
        try:
            numbers = self.__sockets[0].recv(4096)
        except (BlockingIOError, InterruptedError):
            return
        for signum in numbers:
            handler = self.__handlers.get(signum)
            if handler is not None:
                handler(signum)
        if self.__previous_fd != -1:
            os.write(self.__previous_fd, numbers)

    def handle(
        self, signum: signal.Signals | int, handler: Callable[[int], Any] | None
    ) -> Callable[[int], Any] | None:
        """
        Set what is called back for a signal.

        :param handler: takes the signal's number; None for nothing.
        :return: what was called back before.
        :raises ValueError: if the handler cannot be called, or there is no such signal.
        """
        signum = signal.Signals(signum)
        if handler is None:
            return self.__handlers.pop(signum, None)
        if not callable(handler):
            raise ValueError("signal handler must be a callable")
        previous = self.__handlers.get(signum)
        self.__handlers[signum] = handler
        if self.__sockets is not None:
            self.__replace_default(signum)
        return previous
