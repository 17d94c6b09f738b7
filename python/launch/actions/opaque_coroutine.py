"""Running coroutines."""

from __future__ import annotations

import collections.abc
from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..action import Action
from ..event import Event
from ..event_handlers import OnShutdown
from ..launch_context import LaunchContext
from ..utilities import ensure_argument_type

if TYPE_CHECKING:
    import asyncio


class OpaqueCoroutine(Action):
    """Run a coroutine in the launch's event loop; it is cancelled when the launch ends."""

    def __init__(
        self,
        *,
        coroutine: Callable[..., Coroutine[Any, Any, Any]],
        args: Iterable[Any] | None = None,
        kwargs: Mapping[str, Any] | None = None,
        ignore_context: bool = False,
        **left_over_kwargs: Any,
    ) -> None:
        """
        Create the action.

        :param coroutine: a coroutine function that takes the context, then `args` and `kwargs`.
        :param ignore_context: whether it does not take the context.
        """
        import inspect

        super().__init__(**left_over_kwargs)
        if not inspect.iscoroutinefunction(coroutine):
            raise TypeError(
                "OpaqueCoroutine expected a coroutine function for 'coroutine', "
                f"got '{type(coroutine)}'"
            )
        iterable = (collections.abc.Iterable, type(None))
        ensure_argument_type(args, iterable, "args", "OpaqueCoroutine")
        ensure_argument_type(kwargs, (dict, type(None)), "kwargs", "OpaqueCoroutine")
        ensure_argument_type(ignore_context, bool, "ignore_context", "OpaqueCoroutine")
        self.__coroutine = coroutine
        self.__args = [] if args is None else args
        self.__kwargs = {} if kwargs is None else kwargs
        self.__ignore_context = ignore_context
        self.__future: asyncio.Future[Any] | None = None

    def __on_shutdown(self, event: Event, context: LaunchContext) -> None:
        if self.__future is not None:
            self.__future.cancel()

    def execute(self, context: LaunchContext) -> None:
        """Begin to run the coroutine."""
        args = self.__args if self.__ignore_context else [context, *self.__args]
        coroutine = self.__coroutine(*args, **self.__kwargs)
        self.__future = context._running_loop().create_task(coroutine)
        context.register_event_handler(OnShutdown(on_shutdown=self.__on_shutdown))

    def get_asyncio_future(self) -> asyncio.Future[Any] | None:
        """Return what is done when the coroutine is."""
        return self.__future
