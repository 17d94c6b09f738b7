"""Results that come later, and the work that makes them."""

from __future__ import annotations

import sys
import threading
import warnings
import weakref
from collections.abc import Callable, Coroutine, Generator, Iterator
from contextlib import contextmanager, suppress
from types import CoroutineType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from rclpy._asyncio_steps import AsyncioTask
    from rclpy.executors import Executor

T = TypeVar("T")

# The event loop, if any, around the step that a task takes in this thread.
_step_of_task = threading.local()


def _running_loop() -> AbstractEventLoop | None:
    """Return the event loop that runs in this thread; none does where nobody imported asyncio."""
    asyncio = sys.modules.get("asyncio")
    return None if asyncio is None else asyncio._get_running_loop()


def _is_cancellation(error: BaseException) -> bool:
    asyncio = sys.modules.get("asyncio")
    return asyncio is not None and isinstance(error, asyncio.CancelledError)


class Future(Generic[T]):
    """
    A result that may still be to come.

    A coroutine callback awaits it; other code asks :meth:`done` or adds a callback.
    """

    def __init__(self, *, executor: Executor | None = None) -> None:
        self._done = False
        self._cancelled = False
        self._result: T | None = None
        self._exception: BaseException | None = None
        self._exception_fetched = False
        self._callbacks: list[Callable[[Future[T]], Any]] = []
        self._waiters: list[Callable[[], None]] = []
        self._lock = threading.Lock()
        self._executor: weakref.ref[Executor] | None = None
        self._set_executor(executor)

    def __del__(self) -> None:
        if self._exception is not None and not self._exception_fetched:
            print(
                f"The following exception was never retrieved: {self._exception}", file=sys.stderr
            )

    def __await__(self) -> Generator[Any, None, T | None]:
        # Whoever runs the coroutine is given the future that it waits for; asyncio takes only
        # futures of its own.
        while not self._done:
            loop = _running_loop()
            if loop is None or loop is getattr(_step_of_task, "loop", None):
                yield self
            else:
                yield from self._await_in(loop)
        return self.result()

    def _await_in(self, loop: AbstractEventLoop) -> Generator[Any, None, None]:
        """Wait in an event loop of asyncio, whichever thread delivers the result."""
        done = loop.create_future()

        def finish() -> None:
            if not done.done():
                done.set_result(None)

        def wake() -> None:
            # A loop that was closed meanwhile has nobody waiting.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(finish)

        self._call_when_done(wake)
        try:
            yield from done
        finally:
            with self._lock:
                if wake in self._waiters:
                    self._waiters.remove(wake)

    def cancel(self) -> None:
        """Give up a result that has not come yet."""
        with self._lock:
            if not self._done:
                self._cancelled = True
        self._schedule_or_invoke_done_callbacks()

    def cancelled(self) -> bool:
        """Tell whether the result was given up."""
        return self._cancelled

    def done(self) -> bool:
        """Tell whether the result, or an exception in its stead, has come."""
        return self._done

    def result(self) -> T | None:
        """
        Return the result, ``None`` where it has not come.

        :raises Exception: what came in its stead.
        """
        if self._exception is not None:
            self._exception_fetched = True
            raise self._exception
        return self._result

    def exception(self) -> BaseException | None:
        """Return the exception that came instead of a result, if one did."""
        self._exception_fetched = True
        return self._exception

    def set_result(self, result: T) -> None:
        """Deliver the result."""
        with self._lock:
            self._result = result
            self._finish()
        self._schedule_or_invoke_done_callbacks()

    def set_exception(self, exception: BaseException) -> None:
        """Deliver an exception in the result's stead."""
        with self._lock:
            self._exception = exception
            self._exception_fetched = False
            self._finish()
        self._schedule_or_invoke_done_callbacks()

    def add_done_callback(self, callback: Callable[[Future[T]], Any]) -> None:
        """
        Add what is called with the future when it is done, at once if it is already.

        The future's executor calls it; without one, whoever delivers the result does.
        """
        with self._lock:
            if not self._done:
                self._callbacks.append(callback)
                return
            executor = self._get_executor()
        if executor is None:
            callback(self)
        else:
            executor.create_task(callback, self)

    def remove_done_callback(self, callback: Callable[[Future[T]], Any]) -> int:
        """Take a callback away; return how many times it was there."""
        with self._lock:
            kept = [entry for entry in self._callbacks if entry != callback]
            removed = len(self._callbacks) - len(kept)
            self._callbacks = kept
        return removed

    def _call_when_done(self, waiter: Callable[[], None]) -> None:
        """Have a waiter called by whoever delivers the result, at once if that has been done."""
        with self._lock:
            if not self._done:
                self._waiters.append(waiter)
                return
        waiter()

    @contextmanager
    def _waking(self, executor: Executor) -> Iterator[None]:
        """Have an executor woken when the future is done, as long as the block lasts."""
        self._call_when_done(executor.wake)
        try:
            yield
        finally:
            with self._lock:
                if executor.wake in self._waiters:
                    self._waiters.remove(executor.wake)

    def _finish(self) -> None:
        """Be done; the lock is held."""
        self._done = True
        self._cancelled = False

    def _schedule_or_invoke_done_callbacks(self) -> None:
        with self._lock:
            executor = self._get_executor()
            callbacks, self._callbacks = self._callbacks, []
            waiters: list[Callable[[], None]] = []
            if self._done:
                waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            waiter()
        for callback in callbacks:
            if executor is not None:
                executor.create_task(callback, self)
                continue
            try:
                callback(self)
            except Exception as error:
                # The others must be called all the same.
                warnings.warn(f"Unhandled exception in done callback: {error}", stacklevel=3)

    def _get_executor(self) -> Executor | None:
        return None if self._executor is None else self._executor()

    def _set_executor(self, executor: Executor | None) -> None:
        with self._lock:
            self._executor = None if executor is None else weakref.ref(executor)


class Task(Future[T]):
    """
    A function or coroutine that an executor runs; its result is the future's.

    Executors make them: :meth:`rclpy.executors.Executor.create_task`.
    """

    def __init__(
        self,
        handler: Callable[..., Any] | Coroutine[Any, Any, T],
        args: Any = None,
        kwargs: dict[str, Any] | None = None,
        executor: Executor | None = None,
    ) -> None:
        super().__init__(executor=executor)
        self._handler: Any = handler
        self._args: Any = () if args is None else args
        self._kwargs = {} if kwargs is None else kwargs
        from inspect import iscoroutinefunction  # slow to import, and tasks are rare

        if iscoroutinefunction(handler):
            self._handler = handler(*self._args, **self._kwargs)
        self._executing = False
        self._called_again = False
        self._in_asyncio: AsyncioTask | None = None
        self._task_lock = threading.Lock()

    def __del__(self) -> None:
        super().__del__()
        # A task whose executor has ended is given up without a word, also before its first step.
        if isinstance(self._handler, CoroutineType):
            self._handler.close()

    def __call__(self) -> None:
        """Run the handler, as far as it gets without what it awaits."""
        if self._in_asyncio is not None and self._in_asyncio.is_elsewhere():
            self._resume_later()
            return
        with self._task_lock:
            if self._executing:
                # What it awaits is there before this step has ended: another one has to follow.
                self._called_again = True
                return
            if self._done:
                return
            self._executing = True
        try:
            self._go_on()
        finally:
            with self._task_lock:
                self._executing = False
                called_again, self._called_again = self._called_again, False
        if called_again:
            self._resume_later()

    def _go_on(self) -> None:
        if self._cancelled:
            self._close()
        elif self._in_asyncio is not None and self._in_asyncio.is_waiting():
            pass  # what it awaited before has come late
        elif isinstance(self._handler, CoroutineType):
            self._step(self._handler)
        else:
            self._call()

    async def _run_in_loop(self) -> None:
        """Run the whole of it as part of a task of asyncio."""
        handler, args, kwargs = self._handler, self._args, self._kwargs
        if self._done or handler is None:
            return
        self._forget_handler()
        try:
            result = handler if isinstance(handler, CoroutineType) else handler(*args, **kwargs)
            self.set_result(await result if isinstance(result, CoroutineType) else result)
        except Exception as error:
            self.set_exception(error)
            self.result()  # whoever runs it learns of the error too

    def executing(self) -> bool:
        """Tell whether it runs at this moment."""
        return self._executing

    def cancel(self) -> None:
        """Give the task up: its coroutine is closed instead of resumed."""
        super().cancel()
        self._resume_later()

    def _call(self) -> None:
        try:
            self.set_result(self._handler(*self._args, **self._kwargs))
        except Exception as error:
            self.set_exception(error)
        self._forget_handler()

    def _step(self, coroutine: Coroutine[Any, Any, T]) -> None:
        try:
            if "asyncio" in sys.modules:
                awaited = self._step_in_asyncio(coroutine)
            else:
                awaited = coroutine.send(None)
        except StopIteration as stop:
            self.set_result(stop.value)
            self._forget_handler()
        except Exception as error:
            self.set_exception(error)
            self._forget_handler()
        except BaseException as error:
            if not _is_cancellation(error):
                raise
            super().cancel()
            self._forget_handler()
        else:
            self._wait_for(awaited)

    def _step_in_asyncio(self, coroutine: Coroutine[Any, Any, T]) -> Any:
        """Take a step that may use asyncio; return what the coroutine awaits."""
        from rclpy._asyncio_steps import AsyncioTask

        if self._in_asyncio is None:
            self._in_asyncio = AsyncioTask(self)
        must_cancel = self._in_asyncio.take_cancellation()
        outer = getattr(_step_of_task, "loop", None)
        with self._in_asyncio.step():
            _step_of_task.loop = _running_loop()
            try:
                if must_cancel:
                    return coroutine.throw(sys.modules["asyncio"].CancelledError())
                return coroutine.send(None)
            finally:
                _step_of_task.loop = outer

    def _wait_for(self, awaited: Any) -> None:
        """Have the executor resume the task: when the future is done, else at its next turn."""
        if isinstance(awaited, Future):
            awaited._call_when_done(self._resume_later)
        elif self._in_asyncio is not None and hasattr(awaited, "_asyncio_future_blocking"):
            self._in_asyncio.wait_for(awaited)
        else:
            self._resume_later()

    def _resume_later(self) -> None:
        if self._in_asyncio is not None and self._in_asyncio.companion is not None:
            self._in_asyncio.companion.hand(self)
            return
        executor = self._get_executor()
        if executor is not None:
            executor._resume(self)

    def _close(self) -> None:
        if isinstance(self._handler, CoroutineType):
            self._handler.close()
        self._forget_handler()

    def _forget_handler(self) -> None:
        self._handler = None
        self._args = None
        self._kwargs = {}
        if self._in_asyncio is not None:
            self._in_asyncio.end()
