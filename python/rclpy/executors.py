"""Who calls the callbacks, and when."""

from __future__ import annotations

import os
import sys
import time
import warnings
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import RLock
from types import CoroutineType, TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from rclpy import _rclpy
from rclpy._worker_threads import WorkerThreads
from rclpy.context import Context
from rclpy.exceptions import InvalidHandle, NotInitializedException
from rclpy.task import Future, Task
from rclpy.utilities import get_default_context, timeout_sec_to_nsec

if TYPE_CHECKING:
    from rclpy._asyncio_steps import CompanionLoop
    from rclpy.node import Node

T = TypeVar("T")
WaitableEntityType = TypeVar("WaitableEntityType")
"""A subscription, timer, guard condition or event handler."""


async def await_or_execute(callback: Callable[..., Any], *args: Any) -> Any:
    """Call a function, or await a coroutine function."""
    result = callback(*args)
    return await result if isinstance(result, CoroutineType) else result


class TimeoutException(Exception):
    """Nothing was ready in time."""


class ShutdownException(Exception):
    """The executor was shut down."""


class ExternalShutdownException(Exception):
    """The context was shut down."""


class ConditionReachedException(Exception):
    """What was waited for has come true."""


class TimeoutObject:
    """A timeout that changes while it is used."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout

    @property
    def timeout(self) -> float:
        """Seconds that are left."""
        return self._timeout

    @timeout.setter
    def timeout(self, timeout: float) -> None:
        self._timeout = timeout


def _never() -> bool:
    return False


def _busy_companion() -> CompanionLoop | None:
    """Return the event loop, if any, that callbacks of this thread need to go on."""
    steps = sys.modules.get("rclpy._asyncio_steps")
    # While another thread still imports the module it has no function, and this thread no loop.
    busy_companion = getattr(steps, "busy_companion", None)
    return None if busy_companion is None else busy_companion()


class Executor:
    """
    Calls the callbacks of the nodes that are added to it.

    An executor of one's own defines :meth:`spin_once`, and gets its work from
    :meth:`wait_for_ready_callbacks`.
    """

    _by_readiness = False
    """Whether what is ready runs in the order of readiness alone, whatever it is."""

    def __init__(self, *, context: Context | None = None) -> None:
        super().__init__()
        self._context = get_default_context() if context is None else context
        if self._context.handle is None:
            raise NotInitializedException("cannot create executor")
        self._handle = _rclpy.Executor(self._context.handle, self._by_readiness)
        self._nodes: set[Node] = set()
        self._nodes_lock = RLock()
        self._is_shutdown = False
        # Work that was ready while other nodes were asked for.
        self._deferred: list[_rclpy.Work] = []
        self._context.on_shutdown(self.wake)

    @property
    def context(self) -> Context:
        """The context whose shutdown ends the spinning."""
        return self._context

    def create_task(
        self, callback: Callable[..., Any] | Coroutine[Any, Any, Any], *args: Any, **kwargs: Any
    ) -> Task[Any]:
        """
        Have a function, or a coroutine, run while the executor spins.

        :return: the future of its result.
        """
        task: Task[Any] = Task(callback, args, kwargs, executor=self)
        self._resume(task)
        return task

    def create_future(self) -> Future[Any]:
        """Make a future whose callbacks this executor calls."""
        return Future(executor=self)

    def shutdown(self, timeout_sec: float | None = None) -> bool:
        """
        Spin no more, and wait until the callbacks that run have ended.

        :param timeout_sec: how long to wait at most; forever if ``None`` or negative.
        :return: whether they have ended.
        """
        self._is_shutdown = True
        if not self._handle.shutdown(timeout_sec_to_nsec(timeout_sec)):
            return False
        with self._nodes_lock:
            self._nodes.clear()
        self._deferred.clear()
        return True

    def add_node(self, node: Node) -> bool:
        """
        Call a node's callbacks from now on.

        :return: whether the node is new here.
        """
        with self._nodes_lock:
            if node in self._nodes:
                return False
            self._nodes.add(node)
            node.executor = self
            self._handle.add_node(node.handle)
            return True

    def remove_node(self, node: Node) -> None:
        """Call a node's callbacks no more."""
        with self._nodes_lock:
            if node in self._nodes:
                self._nodes.remove(node)
                with suppress(InvalidHandle):  # a node that was destroyed has left
                    self._handle.remove_node(node.handle)

    def wake(self) -> None:
        """Have whoever spins look again whether it should go on, and what is to be waited for."""
        for node in tuple(self._nodes):
            node._ask_waitables()
        self._handle.wake()

    def get_nodes(self) -> list[Node]:
        """Return the nodes that were added."""
        with self._nodes_lock:
            return list(self._nodes)

    def spin(self) -> None:
        """
        Call callbacks until the executor or the context is shut down.

        :raises ExternalShutdownException: if a signal or another thread shuts the context down.
        """
        while self._context.ok() and not self._is_shutdown:
            self.spin_once()

    def spin_until_future_complete(
        self, future: Future[Any], timeout_sec: float | None = None
    ) -> None:
        """
        Call callbacks until a future is done.

        :param timeout_sec: how long at most; forever if ``None`` or negative.
        """
        end = None if timeout_sec is None or timeout_sec < 0 else time.monotonic() + timeout_sec
        with future._waking(self):
            while self._context.ok() and not future.done() and not self._is_shutdown:
                if end is None:
                    self.spin_once_until_future_complete(future, None)
                    continue
                left = end - time.monotonic()
                self.spin_once_until_future_complete(future, TimeoutObject(max(left, 0.0)))
                if left <= 0:
                    return

    def spin_once(self, timeout_sec: float | None = None) -> None:
        """
        Wait for one callback and call it.

        :param timeout_sec: how long to wait at most; forever if ``None`` or negative.
        """
        raise NotImplementedError()

    def spin_once_until_future_complete(
        self, future: Future[Any], timeout_sec: float | TimeoutObject | None = None
    ) -> None:
        """Wait for one callback and call it, unless the future is done first."""
        raise NotImplementedError()

    def can_execute(self, entity: Any) -> bool:
        """Tell whether an entity's callback group would let it run now."""
        return bool(entity.callback_group.can_execute(entity))

    def wait_for_ready_callbacks(
        self,
        timeout_sec: float | TimeoutObject | None = None,
        nodes: list[Node] | None = None,
        condition: Callable[[], bool] = _never,
    ) -> tuple[Task[Any], Any, Node | None]:
        """
        Wait for a callback to become ready.

        :param timeout_sec: how long at most; forever if ``None`` or negative.
        :param nodes: the nodes whose callbacks count, all if ``None``.
        :param condition: ends the waiting when it holds; :meth:`wake` has it looked at.
        :return: what calls the callback when it is called, whose callback it is, and its node.
        :raises TimeoutException: if nothing was ready in time.
        :raises ShutdownException: if the executor was shut down.
        :raises ExternalShutdownException: if the context was shut down.
        :raises ConditionReachedException: if the condition holds.
        """
        timeout = timeout_sec.timeout if isinstance(timeout_sec, TimeoutObject) else timeout_sec
        end = None if timeout is None or timeout < 0 else time.monotonic() + timeout
        while True:
            if self._is_shutdown:
                raise ShutdownException()
            if condition():
                raise ConditionReachedException()
            work = self._next_work(nodes, None if end is None else end - time.monotonic())
            if work is not None:
                return self._task_of(work), work.entity, work.node
            if end is not None and time.monotonic() >= end:
                raise TimeoutException()

    def _wait_for_ready_callbacks(
        self,
        timeout_sec: float | TimeoutObject | None = None,
        nodes: list[Node] | None = None,
        condition: Callable[[], bool] = _never,
    ) -> Iterator[tuple[Task[Any], Any, Node | None]]:
        """
        Yield what :meth:`wait_for_ready_callbacks` returns, then what else is ready already.

        No entity comes twice.
        """
        task, entity, node = self.wait_for_ready_callbacks(timeout_sec, nodes, condition)
        yielded: list[Any] = []
        while True:
            yielded.append(entity)
            yield task, entity, node
            if self._is_shutdown:
                raise ShutdownException()
            work = self._next_work(nodes, 0.0)
            if work is None:
                return
            if work.entity is not None and work.entity in yielded:
                self._deferred.append(work)
                return
            task, entity, node = self._task_of(work), work.entity, work.node

    def __enter__(self) -> Executor:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        self.shutdown()

    def _next_work(self, nodes: list[Node] | None, timeout: float | None) -> _rclpy.Work | None:
        """Return the next work of some nodes, ``None`` when time is up or the executor woken."""
        for work in self._deferred:
            if nodes is None or work.node is None or work.node in nodes:
                self._deferred.remove(work)
                return work
        timeout = None if timeout is None else max(timeout, 0.0)
        companion = _busy_companion()
        if companion is not None:
            companion.run(self._handle, timeout)
            timeout = 0.0
        work_or_none = self._handle.wait(timeout_sec_to_nsec(timeout))
        if work_or_none is None or nodes is None:
            return work_or_none
        if work_or_none.node is None or work_or_none.node in nodes:
            return work_or_none
        self._deferred.append(work_or_none)
        return None

    def _spin_here(
        self, future: Future[Any] | None, timeout_sec: float | None, *, once: bool
    ) -> None:
        """
        Call callbacks in this thread, until the future is done or the time is up.

        A callback may await what asyncio brings: then this thread's event loop runs as well.
        """
        left = None if timeout_sec is None or timeout_sec < 0 else timeout_sec
        end = None if left is None else time.monotonic() + left
        while True:
            companion = _busy_companion()
            if companion is None:
                self._handle.spin(self, future, timeout_sec_to_nsec(left), once)
                if _busy_companion() is None:
                    return
            elif not companion.run(self._handle, None if left is None else max(left, 0.0)):
                self._handle.spin(self, future, 0, True)
            left = None if end is None else end - time.monotonic()
            if once or self._is_shutdown or (left is not None and left <= 0):
                return
            if (future is not None and future.done()) or not self._context.ok():
                return

    def _task_of(self, work: _rclpy.Work) -> Task[Any]:
        return Task(_perform(work), executor=self) if work.task is None else work.task

    def _resume(self, task: Task[Any]) -> None:
        """Run a task, or go on with it, at one of the next turns."""
        self._handle.add_task(task)

    def _go_on_with(self, coroutine: Coroutine[Any, Any, Any], turn: _rclpy.Turn) -> None:
        """Run a callback's coroutine; its callback group stays busy until it ends."""
        task: Task[Any] = Task(_hold(coroutine, turn), executor=self)
        task()
        if task.done():
            task.result()


async def _hold(coroutine: Coroutine[Any, Any, Any], turn: _rclpy.Turn) -> Any:
    try:
        return await coroutine
    finally:
        turn.end()


async def _perform(work: _rclpy.Work) -> Any:
    try:
        coroutine = work.call()
        return None if coroutine is None else await coroutine
    finally:
        work.end()


class SingleThreadedExecutor(Executor):
    """Calls the callbacks one after another in the thread that spins."""

    def spin(self) -> None:
        """
        Call callbacks until the executor or the context is shut down.

        :raises ExternalShutdownException: if a signal or another thread shuts the context down.
        """
        if type(self).spin_once is not SingleThreadedExecutor.spin_once:
            super().spin()
        elif self._context.ok() and not self._is_shutdown:
            self._spin_here(None, None, once=False)

    def spin_until_future_complete(
        self, future: Future[Any], timeout_sec: float | None = None
    ) -> None:
        if (
            type(self).spin_once_until_future_complete
            is not SingleThreadedExecutor.spin_once_until_future_complete
        ):
            super().spin_until_future_complete(future, timeout_sec)
        elif self._context.ok() and not self._is_shutdown:
            self._spin(future, timeout_sec, once=False)

    def spin_once(self, timeout_sec: float | None = None) -> None:
        self._spin_here(None, timeout_sec, once=True)

    def spin_once_until_future_complete(
        self, future: Future[Any], timeout_sec: float | TimeoutObject | None = None
    ) -> None:
        timeout = timeout_sec.timeout if isinstance(timeout_sec, TimeoutObject) else timeout_sec
        self._spin(future, timeout, once=True)

    def _spin(self, future: Future[Any], timeout_sec: float | None, *, once: bool) -> None:
        with future._waking(self):
            self._spin_here(future, timeout_sec, once=once)


class MultiThreadedExecutor(Executor):
    """Calls the callbacks in several threads, beside one another where their groups allow it."""

    def __init__(self, num_threads: int | None = None, *, context: Context | None = None) -> None:
        """
        Make an executor.

        :param num_threads: how many threads call callbacks, one for each processor that this
            process may use if ``None``. The one that spins is not among them.
        :param context: the context whose shutdown ends the spinning.
        :raises ValueError: if the number is not greater than zero.
        """
        if num_threads is None:
            num_threads = len(os.sched_getaffinity(0))
        if num_threads == 1:
            warnings.warn(
                "MultiThreadedExecutor is used with a single thread.\n"
                "Use the SingleThreadedExecutor instead.",
                stacklevel=2,
            )
        self._executor = WorkerThreads(num_threads)
        self._failures: deque[BaseException] = deque()
        # One for each thread that spins; whatever it is given makes it look what there is to do.
        self._spinning: list[SimpleQueue[None]] = []
        # The event loops that worker threads run to let a task end.
        self._companions: list[CompanionLoop] = []
        super().__init__(context=context)

    def wake(self) -> None:
        super().wake()
        for news in tuple(self._spinning):
            news.put(None)
        for companion in tuple(self._companions):
            companion.wake()

    def spin(self) -> None:
        """Call callbacks until the executor or the context is shut down."""
        if type(self).spin_once is not MultiThreadedExecutor.spin_once:
            super().spin()
        else:
            self._spin(None, None)

    def spin_until_future_complete(
        self, future: Future[Any], timeout_sec: float | None = None
    ) -> None:
        if (
            type(self).spin_once_until_future_complete
            is not MultiThreadedExecutor.spin_once_until_future_complete
        ):
            super().spin_until_future_complete(future, timeout_sec)
        else:
            with future._waking(self):
                self._spin(future, timeout_sec)

    def spin_once(self, timeout_sec: float | None = None) -> None:
        """
        Wait for one callback and hand it to a thread, without waiting for its end.

        What callbacks have raised is raised here, or by whatever spins next.

        :param timeout_sec: how long to wait at most; forever if ``None`` or negative.
        """
        self._hand_over_one(timeout_sec, _never)

    def spin_once_until_future_complete(
        self, future: Future[Any], timeout_sec: float | TimeoutObject | None = None
    ) -> None:
        with future._waking(self):
            self._hand_over_one(timeout_sec, future.done)

    def shutdown(self, timeout_sec: float | None = None, *, wait_for_threads: bool = True) -> bool:
        """
        Spin no more, and wait until the callbacks that run have ended.

        :param timeout_sec: how long to wait at most; forever if ``None`` or negative.
        :param wait_for_threads: whether the executor's threads are to have ended, too.
        :return: whether the callbacks have ended.
        """
        has_ended = super().shutdown(timeout_sec)
        self.wake()
        if has_ended:
            self._executor.shutdown(wait=wait_for_threads)
        return has_ended

    def _spin(self, future: Future[Any] | None, timeout_sec: float | None) -> None:
        """Let every thread take turns until the future is done or the time is up."""
        if self._executor.is_one_of_them():
            # A callback that spins goes on with the work itself.
            self._spin_here(future, timeout_sec, once=False)
            return
        end = None if timeout_sec is None or timeout_sec < 0 else time.monotonic() + timeout_sec
        stop: Future[None] = Future()
        news: SimpleQueue[None] = SimpleQueue()
        self._spinning.append(news)
        try:
            for _ in range(self._executor.max_workers):
                self._executor.submit(lambda: self._take_turns(stop))
            while not (self._has_ended() or (future is not None and future.done())):
                self._raise_failure()
                news.get(timeout=None if end is None else max(end - time.monotonic(), 0.0))
            self._raise_failure()
        except Empty:
            pass  # the time is up
        finally:
            stop.set_result(None)
            self._spinning.remove(news)
            self.wake()

    def _has_ended(self) -> bool:
        return self._is_shutdown or not self._context.ok()

    def _take_turns(self, stop: Future[None]) -> None:
        while not stop.done() and not self._has_ended():
            try:
                self._spin_here(stop, None, once=False)
            except ExternalShutdownException:
                break
            except BaseException as error:
                self._fail(error)
        self.wake()

    def _hand_over_one(
        self, timeout_sec: float | TimeoutObject | None, condition: Callable[[], bool]
    ) -> None:
        try:
            task, _, _ = self.wait_for_ready_callbacks(
                timeout_sec, None, lambda: bool(self._failures) or condition()
            )
        except (
            ConditionReachedException,
            ExternalShutdownException,
            ShutdownException,
            TimeoutException,
        ):
            pass
        else:
            self._executor.submit(lambda: self._run(task))
        self._raise_failure()

    def _run(self, task: Task[Any]) -> None:
        if self._is_shutdown:
            task._close()
            return
        try:
            task()
            if task.done():
                task.result()
            self._finish_here()
        except BaseException as error:
            self._fail(error)

    def _finish_here(self) -> None:
        """Let tasks end that await what asyncio brings to this thread, which nobody spins."""
        companion = _busy_companion()
        if companion is None:
            return
        self._companions.append(companion)
        try:
            while companion.is_busy() and not self._has_ended():
                companion.run(None, None)
        finally:
            self._companions.remove(companion)

    def _fail(self, error: BaseException) -> None:
        self._failures.append(error)
        self.wake()

    def _raise_failure(self) -> None:
        if self._failures:
            raise self._failures.popleft()
