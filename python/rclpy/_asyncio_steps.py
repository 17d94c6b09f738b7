"""What lets a coroutine that an executor runs await the objects of asyncio."""

from __future__ import annotations

import asyncio
import threading
from asyncio.tasks import _enter_task, _leave_task
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from rclpy import _rclpy

if TYPE_CHECKING:
    from rclpy.task import Task


class CompanionLoop:
    """
    The event loop of a thread that spins an executor.

    It runs while a task waits for what only it can bring; otherwise the thread waits for the
    executor alone.
    """

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.get_ident()
        self._tasks: WeakSet[Task[Any]] = WeakSet()
        started: WeakSet[asyncio.Task[Any]] = WeakSet()
        self._started = started

        def start(
            loop: asyncio.AbstractEventLoop, coroutine: Any, **options: Any
        ) -> asyncio.Task[Any]:
            task: asyncio.Task[Any] = asyncio.Task(coroutine, loop=loop, **options)
            started.add(task)
            return task

        # asyncio.all_tasks() would go through those of every loop, at every step.
        self.loop.set_task_factory(start)
        self._handed: deque[Task[Any]] = deque()

    def __del__(self) -> None:
        self.loop.close()

    def keep(self, task: Task[Any]) -> None:
        """Have a task go on in this thread alone, for what it awaits belongs to this loop."""
        self._tasks.add(task)

    def forget(self, task: Task[Any]) -> None:
        """Know that a task has ended."""
        self._tasks.discard(task)

    def is_busy(self) -> bool:
        """Tell whether somebody needs the loop."""
        return bool(self._tasks) or any(not task.done() for task in self._started)

    def is_here(self) -> bool:
        """Tell whether this is the thread that it belongs to."""
        return self._thread == threading.get_ident()

    def hand(self, task: Task[Any]) -> None:
        """Have its thread go on with a task."""
        self._handed.append(task)
        self.wake()

    def wake(self) -> None:
        """Have :meth:`run` return; from any thread."""
        # After its thread nobody runs it.
        with suppress(RuntimeError):
            self.loop.call_soon_threadsafe(self.loop.stop)

    def run(self, executor: _rclpy.Executor | None, timeout: float | None) -> bool:
        """
        Run until an executor has work, a task can go on, or the time is up.

        :param timeout: how many seconds; no limit if ``None``.
        :return: whether a task went on.
        """
        fileno = None if executor is None else executor.fileno()
        left = -1 if executor is None else executor.poll()
        waits = [each for each in (timeout, left * 1e-9 if left >= 0 else None) if each is not None]
        timer = self.loop.call_later(min(waits), self.loop.stop) if waits else None
        if fileno is not None:
            self.loop.add_reader(fileno, self.loop.stop)
        try:
            if not self._handed:
                self.loop.run_forever()
        finally:
            if fileno is not None:
                self.loop.remove_reader(fileno)
            if timer is not None:
                timer.cancel()
        if not self._handed:
            return False
        task = self._handed.popleft()
        task()
        if task.done():
            task.result()
        return True


class AsyncioTask:
    """What asyncio is told is the current task, while a task of an executor takes a step."""

    def __init__(self, task: Task[Any]) -> None:
        self._task = task
        self._cancellations = 0
        self._awaited: asyncio.Future[Any] | None = None
        self._must_cancel = False
        self.companion: CompanionLoop | None = None

    def cancel(self, msg: Any = None) -> bool:
        """Raise ``CancelledError`` in the coroutine."""
        if self._task.done():
            return False
        self._cancellations += 1
        if self._awaited is None or not self._awaited.cancel(msg):
            self._must_cancel = True
            self._task._resume_later()
        return True

    def cancelling(self) -> int:
        """Return how many cancellations were not taken back."""
        return self._cancellations

    def uncancel(self) -> int:
        """Take a cancellation back; return how many there are still."""
        self._cancellations = max(self._cancellations - 1, 0)
        return self._cancellations

    def done(self) -> bool:
        """Tell whether the task has ended."""
        return self._task.done()

    def get_name(self) -> str:
        """Return a name for it."""
        return f"rclpy task {id(self._task):#x}"

    def is_elsewhere(self) -> bool:
        """Tell whether another thread has to take its steps."""
        return self.companion is not None and not self.companion.is_here()

    def is_waiting(self) -> bool:
        """Tell whether a step now would come too early."""
        awaited = self._awaited
        return awaited is not None and not awaited.done() and not self._must_cancel

    def take_cancellation(self) -> bool:
        """Tell whether the next step has to raise ``CancelledError``."""
        must_cancel, self._must_cancel = self._must_cancel, False
        return must_cancel

    @contextmanager
    def step(self) -> Iterator[None]:
        """Be the current task of a running loop: the thread's, or its companion."""
        self._awaited = None
        loop = asyncio._get_running_loop()
        companion = None if loop is not None else _companion_of_this_thread()
        if companion is not None:
            loop = companion.loop
            asyncio._set_running_loop(loop)
        assert loop is not None
        outer = asyncio.current_task(loop)
        if outer is not None:
            _leave_task(loop, outer)
        _enter_task(loop, self)  # type: ignore[arg-type]
        try:
            yield
        finally:
            _leave_task(loop, self)  # type: ignore[arg-type]
            if outer is not None:
                _enter_task(loop, outer)
            if companion is not None:
                asyncio._set_running_loop(None)
                if companion.is_busy():
                    _rclpy.leave_spin()

    def wait_for(self, awaited: asyncio.Future[Any]) -> None:
        """Have the executor go on with the task when a future of asyncio is done."""
        awaited._asyncio_future_blocking = False
        self._awaited = awaited
        loop = awaited.get_loop()
        companion = getattr(_of_thread, "companion", None)
        if companion is not None and companion.loop is loop:
            self.companion = companion
            companion.keep(self._task)
            _rclpy.leave_spin()
        awaited.add_done_callback(lambda _: self._task._resume_later())

    def end(self) -> None:
        """Know that the task has ended."""
        if self.companion is not None:
            self.companion.forget(self._task)


_of_thread = threading.local()


def _companion_of_this_thread() -> CompanionLoop:
    companion: CompanionLoop | None = getattr(_of_thread, "companion", None)
    if companion is None:
        companion = _of_thread.companion = CompanionLoop()
    return companion


def busy_companion() -> CompanionLoop | None:
    """Return this thread's companion loop where somebody needs it to run."""
    companion: CompanionLoop | None = getattr(_of_thread, "companion", None)
    if companion is None or asyncio._get_running_loop() is not None:
        return None
    return companion if companion.is_busy() else None
