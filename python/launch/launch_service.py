"""What runs launch descriptions."""

from __future__ import annotations

import collections.abc
import contextlib
import logging as python_logging
import signal
import threading
import traceback
from collections.abc import Coroutine, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from . import logging
from .event import Event
from .event_handlers import OnIncludeLaunchDescription, OnShutdown
from .events import IncludeLaunchDescription, Shutdown
from .launch_context import LaunchContext
from .launch_description import LaunchDescription
from .launch_description_entity import LaunchDescriptionEntity
from .utilities import AsyncSafeSignalManager, visit_all_entities_and_collect_futures

if TYPE_CHECKING:
    import asyncio


def _get_loop() -> asyncio.AbstractEventLoop:
    """Return this thread's event loop, which is made if there is none that can be used."""
    import asyncio
    import warnings

    with contextlib.suppress(RuntimeError):
        return asyncio.get_running_loop()
    with contextlib.suppress(RuntimeError), warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        loop = asyncio.get_event_loop()
        if not loop.is_closed():
            return loop
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    return loop


class LaunchService:
    """
    Visits launch descriptions and handles events until there is nothing left to be done.

    It sleeps while nothing happens. Ctrl-C and SIGTERM shut it down in order, with all processes;
    a second SIGTERM, and SIGQUIT, end it at once and leave them alone.
    """

    def __init__(
        self,
        *,
        argv: Iterable[str] | None = None,
        noninteractive: bool = False,
        debug: bool = False,
    ) -> None:
        """
        Create a service.

        :param argv: arguments that entities may read.
        :param noninteractive: whether there is no terminal that would tell the processes of Ctrl-C.
        :param debug: whether everything is logged, and the event loop looks for mistakes.
        """
        logging.launch_config.level = python_logging.DEBUG if debug else python_logging.INFO
        self.__debug = debug
        self.__logger = logging.get_logger("launch")
        self.__context = LaunchContext(argv=argv, noninteractive=noninteractive)
        self.__context.register_event_handler(OnIncludeLaunchDescription())
        self.__context.register_event_handler(OnShutdown(on_shutdown=self.__on_shutdown))
        self._entity_future_pairs: list[tuple[LaunchDescriptionEntity, asyncio.Future[Any]]] = []
        # Held while other threads use the loop, so that it is not left meanwhile.
        self.__loop_lock = threading.RLock()
        self.__loop: asyncio.AbstractEventLoop | None = None
        self.__task: asyncio.Task[Any] | None = None
        self.__shutting_down = False
        self.__asked_to_terminate = False

    def emit_event(self, event: Event) -> None:
        """Emit an event from any thread; without a running launch it waits for one."""
        import asyncio

        with self.__loop_lock:
            loop = self.__loop
            if loop is None or self.__is_in_own_thread():
                self.__context.emit_event_sync(event)
                return
            emitted = asyncio.run_coroutine_threadsafe(self.__context.emit_event(event), loop)
        emitted.result()

    def include_launch_description(self, launch_description: LaunchDescription) -> None:
        """Have a launch description visited, from any thread."""
        self.emit_event(IncludeLaunchDescription(launch_description))

    @staticmethod
    def __is_in_own_thread() -> bool:
        """Whether this is the thread in which services run, and waiting for the loop has no end."""
        return threading.current_thread() is threading.main_thread()

    def _is_idle(self) -> bool:
        """Whether nothing is under way and no event waits; what is done is forgotten."""
        context = self.__context
        self._entity_future_pairs = [
            pair for pair in self._entity_future_pairs if not pair[1].done()
        ]
        context._completion_futures = [f for f in context._completion_futures if not f.done()]
        under_way = self._entity_future_pairs or context._completion_futures
        return not under_way and context._event_queue.empty()

    @contextlib.contextmanager
    def _prepare_run_loop(self) -> Iterator[asyncio.AbstractEventLoop]:
        import asyncio

        with self.__loop_lock:
            if self.__loop is not None:
                raise RuntimeError("LaunchService cannot be run multiple times concurrently.")
            loop = asyncio.get_running_loop()
            loop.set_debug(self.__debug or loop.get_debug())
            # Queues belong to the loop in which they were first waited for.
            queue: asyncio.Queue[Event] = asyncio.Queue()
            while not self.__context._event_queue.empty():
                queue.put_nowait(self.__context._event_queue.get_nowait())
            self.__context._event_queue = queue
            self.__context._set_asyncio_loop(loop)
            self.__loop = loop
        self.__task = asyncio.current_task(loop)
        try:
            with AsyncSafeSignalManager(loop) as manager:
                manager.handle(signal.SIGINT, self.__on_sigint)
                manager.handle(signal.SIGTERM, self.__on_sigterm)
                manager.handle(signal.SIGQUIT, self.__on_sigquit)
                yield loop
        finally:
            with self.__loop_lock:
                self.__context._set_asyncio_loop(None)
                self.__loop = None
                self.__shutting_down = False
                self.__asked_to_terminate = False

    def __on_sigint(self, signum: int) -> None:
        message = "user interrupted with ctrl-c (SIGINT)"
        if self.__shutting_down:
            self.__logger.warning(f"{message} again, ignoring...")
            return
        self.__logger.warning(message)
        self._shutdown(reason="ctrl-c (SIGINT)", due_to_sigint=True, force_sync=True)

    def __on_sigterm(self, signum: int) -> None:
        if self.__asked_to_terminate:
            self.__leave("asked to terminate (SIGTERM) again")
            return
        self.__asked_to_terminate = True
        self.__logger.warning("asked to terminate (SIGTERM)")
        self._shutdown(reason="SIGTERM", due_to_sigint=False, force_sync=True)

    def __on_sigquit(self, signum: int) -> None:
        self.__leave("user interrupted with ctrl-\\ (SIGQUIT)")

    def __leave(self, reason: str) -> None:
        """End the run at once, whatever there is still to be done."""
        self.__logger.error(f"{reason}, terminating...")
        self.__logger.error("this can result in orphaned processes")
        self.__logger.error("make sure no processes launched are still running")
        if self.__loop is not None and self.__task is not None:
            self.__loop.call_soon(self.__task.cancel)

    async def _process_one_event(self) -> None:
        self.__process_event(await self.__context._event_queue.get())

    def __process_event(self, event: Event) -> None:
        context = self.__context
        self.__logger.debug(f"processing event: '{event}'")
        for event_handler in tuple(context._event_handlers):
            if not event_handler.matches(event):
                continue
            self.__logger.debug(f"processing event: '{event}' ✓ '{event_handler}'")
            context._push_locals()
            try:
                entities = event_handler.handle(event, context)
                if not isinstance(entities, collections.abc.Iterable):
                    entities = [] if entities is None else [entities]
                for entity in entities:
                    if entity is None:
                        continue
                    if not isinstance(entity, LaunchDescriptionEntity):
                        raise RuntimeError(
                            f"expected a LaunchDescriptionEntity from event_handler, got '{entity}'"
                        )
                    visit_all_entities_and_collect_futures(
                        entity, context, self._entity_future_pairs
                    )
            finally:
                context._pop_locals()

    async def run_async(self, *, shutdown_when_idle: bool = True) -> int:
        """
        Run in the running event loop of the main thread until the launch has been shut down.

        :param shutdown_when_idle: whether it shuts itself down when nothing is left to be done.
        :return: 0, or 1 if anything went wrong.
        :raises RuntimeError: in another thread, or if the service already runs.
        """
        import asyncio

        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError("LaunchService can only be run in the main thread.")
        return_code = 0

        def on_exception(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
            nonlocal return_code
            return_code = 1
            loop.default_exception_handler(context)

        with self._prepare_run_loop() as loop:
            logging.log_launch_config(logger=self.__logger)
            loop.set_exception_handler(on_exception)
            event_task: asyncio.Task[None] | None = None
            try:
                while True:
                    try:
                        idle = self._is_idle()
                        if idle and self.__shutting_down:
                            break
                        if idle and shutdown_when_idle:
                            self._shutdown(reason="idle", due_to_sigint=False, force_sync=True)
                        if event_task is None or event_task.done():
                            event_task = loop.create_task(self._process_one_event())
                        await self.__wait_for(event_task)
                    except asyncio.CancelledError:
                        self.__logger.error("run task was canceled")
                        return_code = 1
                        break
                    except Exception as error:
                        message = f"Caught exception in launch (see debug for traceback): {error}"
                        self.__logger.debug(traceback.format_exc())
                        self.__logger.error(message)
                        return_code = 1
                        # What runs is still shut down in order.
                        self._shutdown(reason=message, due_to_sigint=False, force_sync=True)
            finally:
                loop.set_exception_handler(None)
                if event_task is not None and not event_task.done():
                    event_task.cancel()
                    with contextlib.suppress(asyncio.CancelledError):
                        await event_task
        return return_code

    async def __wait_for(self, event_task: asyncio.Task[None]) -> None:
        """Wait until an event has been processed, or something that is under way is done."""
        import asyncio

        waiting: list[asyncio.Future[Any]] = [event_task]
        if self.__context._event_queue.empty():
            waiting += [future for _, future in self._entity_future_pairs]
            waiting += self.__context._completion_futures
        done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        errors = []
        for future in done:
            if future.cancelled():
                continue
            error = future.exception()
            if error is not None:
                errors.append(error)
        for error in errors[1:]:
            self.__logger.error(error)
        if errors:
            raise errors[0]

    def run(self, *, shutdown_when_idle: bool = True) -> int:
        """
        Run in the main thread until the launch has been shut down.

        :param shutdown_when_idle: whether it shuts itself down when nothing is left to be done.
        :return: 0, or 1 if anything went wrong.
        :raises RuntimeError: in another thread, or if the service already runs.
        """
        loop = _get_loop()
        task = loop.create_task(self.run_async(shutdown_when_idle=shutdown_when_idle))
        while True:
            try:
                return loop.run_until_complete(task)
            except KeyboardInterrupt:
                # From code that has a handler of its own for SIGINT; the signal is seen here too.
                continue

    def __on_shutdown(self, event: Event, context: LaunchContext) -> None:
        self.__shutting_down = True
        self.__context._set_is_shutdown(True)

    def _shutdown(
        self, *, reason: str, due_to_sigint: bool, force_sync: bool = False
    ) -> Coroutine[Any, Any, None] | None:
        emitting = None
        if not self.__shutting_down:
            event = Shutdown(reason=reason, due_to_sigint=due_to_sigint)
            if force_sync:
                self.__context.emit_event_sync(event)
            elif self.__is_in_own_thread():
                emitting = self.__context.emit_event(event)
            else:
                self.emit_event(event)
        self.__shutting_down = True
        self.__context._set_is_shutdown(True)
        return emitting

    def shutdown(self, force_sync: bool = False) -> Coroutine[Any, Any, None] | None:
        """
        Shut the launch down, from any thread; without a running launch nothing happens.

        :param force_sync: whether the event is queued at once in the loop's own thread.
        :return: what has to be awaited, if it is called in the service's own thread; else None.
        """
        with self.__loop_lock:
            if self.__loop is None:
                return None
            return self._shutdown(
                reason="LaunchService.shutdown() called",
                due_to_sigint=False,
                force_sync=force_sync,
            )

    @property
    def context(self) -> LaunchContext:
        """What entities have at hand."""
        return self.__context

    @property
    def event_loop(self) -> asyncio.AbstractEventLoop | None:
        """The event loop, None if the launch does not run."""
        return self.__loop

    @property
    def task(self) -> asyncio.Task[Any] | None:
        """The task that runs the launch."""
        return self.__task
