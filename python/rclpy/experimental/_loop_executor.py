"""An executor whose callbacks an event loop of asyncio calls."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Protocol

from rclpy import _rclpy
from rclpy.context import Context
from rclpy.executors import Executor, ExternalShutdownException
from rclpy.task import Task

_AT_ONCE = 64
"""How many callbacks are called before the loop does something else."""


class TaskGroup(Protocol):
    """A :class:`asyncio.TaskGroup`, which older versions of Python do not know."""

    def create_task(self, coroutine: Coroutine[Any, Any, Any], /) -> asyncio.Task[Any]: ...

    async def __aenter__(self) -> TaskGroup: ...

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
        /,
    ) -> None: ...


def new_task_group() -> TaskGroup:
    """
    Make a task group.

    :raises RuntimeError: if this version of Python has none.
    """
    if sys.version_info >= (3, 11):
        group: TaskGroup = asyncio.TaskGroup()
        return group
    raise RuntimeError(
        "an AsyncNode runs in Python 3.11 or newer: only there has asyncio task groups"
    )


class LoopExecutor(Executor):
    """
    Calls callbacks from an event loop, beside whatever else that does.

    Nobody spins it: its bell wakes the loop, and a timer of the loop when a timer is due.
    Coroutines are tasks of a task group, which so learns what callbacks raise.
    """

    def __init__(self, context: Context, on_shutdown: Callable[[], Any]) -> None:
        """
        Make one.

        :param on_shutdown: called in the loop when the context has been shut down.
        """
        super().__init__(context=context)
        self._on_shutdown = on_shutdown
        self._loop: asyncio.AbstractEventLoop | None = None
        self._group: TaskGroup | None = None
        self._running: set[asyncio.Task[Any]] = set()
        self._next_look: asyncio.Handle | None = None
        self._fileno: int | None = None

    def start(self, group: TaskGroup) -> None:
        """Call callbacks from the running loop."""
        self._loop = asyncio.get_running_loop()
        self._group = group
        self._fileno = self._handle.fileno()
        try:
            if self._fileno is None:
                raise NotImplementedError
            self._loop.add_reader(self._fileno, self._look)
        except NotImplementedError:
            # Loops that wait for no descriptors have a thread wait.
            self._fileno = None
            threading.Thread(target=self._listen, args=(self._loop,), daemon=True).start()
        self._next_look = self._loop.call_soon(self._look)

    def stop(self) -> None:
        """Call no more, and cancel the callbacks that run."""
        self.shutdown(timeout_sec=0.0)
        loop, self._loop = self._loop, None
        if loop is None:
            return
        if self._next_look is not None:
            self._next_look.cancel()
        if self._fileno is not None:
            loop.remove_reader(self._fileno)
        self._handle.ring()  # for the thread that may listen
        for task in self._running:
            task.cancel()

    def _look(self) -> None:
        """Call what is ready, and have the loop look again when something else will be."""
        if self._next_look is not None:
            self._next_look.cancel()
            self._next_look = None
        try:
            left = self._handle.run_ready(self, _AT_ONCE)
        except ExternalShutdownException:
            self._on_shutdown()
            return
        except Exception as error:
            self._fail(error)
            left = 0
        if self._loop is None:
            return  # a callback has stopped it
        if left == 0:
            self._next_look = self._loop.call_soon(self._look)
        elif left > 0:
            self._next_look = self._loop.call_later(left * 1e-9, self._look)

    def _listen(self, loop: asyncio.AbstractEventLoop) -> None:
        while True:
            self._handle.wait_for_bell()
            if self._loop is not loop:
                return
            loop.call_soon_threadsafe(self._look)

    def _resume(self, task: Task[Any]) -> None:
        # A future's callbacks and an action server's goals are tasks of their own.
        loop = self._loop
        if loop is None:
            super()._resume(task)
        elif loop is asyncio._get_running_loop():
            self._start(task._run_in_loop())
        else:
            loop.call_soon_threadsafe(lambda: self._start(task._run_in_loop()))

    def _go_on_with(self, coroutine: Coroutine[Any, Any, Any], turn: _rclpy.Turn) -> None:
        self._start(coroutine, turn.end)

    def _start(
        self, coroutine: Coroutine[Any, Any, Any], at_end: Callable[[], Any] | None = None
    ) -> None:
        """Run a coroutine as a task of the group."""
        try:
            if self._group is None or self._loop is None:
                raise RuntimeError("the node does not run")
            task = self._group.create_task(coroutine)
        except RuntimeError:
            # The node is about to end, and its callbacks with it.
            coroutine.close()
            if at_end is not None:
                at_end()
            return
        self._running.add(task)

        def end(task: asyncio.Task[Any]) -> None:
            self._running.discard(task)
            if at_end is not None:
                at_end()

        task.add_done_callback(end)

    def _fail(self, error: Exception) -> None:
        self._start(_raise(error))


async def _raise(error: Exception) -> None:
    raise error
