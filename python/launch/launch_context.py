"""What entities have at hand while a launch runs."""

from __future__ import annotations

import collections
import os
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from typing import TYPE_CHECKING, Any

from . import logging
from .event import Event
from .event_handler import BaseEventHandler
from .substitution import Substitution

if TYPE_CHECKING:
    import asyncio


class _Locals:
    """The context's local variables as attributes."""

    __slots__ = ("_variables",)

    def __init__(self, variables: Mapping[str, Any]) -> None:
        object.__setattr__(self, "_variables", variables)

    def __getattr__(self, key: str) -> Any:
        try:
            return self._variables[key]
        except KeyError:
            names = ", ".join(self._variables)
            raise AttributeError(
                f"context.locals does not contain attribute '{key}', it contains: [{names}]"
            ) from None

    def __setattr__(self, key: str, value: Any) -> None:
        raise AttributeError(f"can't set attribute '{key}', locals are read-only")


class LaunchContext:
    """Configurations, environment, variables, events and handlers of a launch that runs."""

    def __init__(self, *, argv: Iterable[str] | None = None, noninteractive: bool = False) -> None:
        """
        Create a context.

        :param argv: arguments that entities may read.
        :param noninteractive: whether there is no terminal that would tell the processes of Ctrl-C.
        """
        import asyncio

        self.__argv: Sequence[str] = [] if argv is None else list(argv)
        self.__noninteractive = noninteractive

        self._event_queue: asyncio.Queue[Event] = asyncio.Queue()
        self._event_handlers: collections.deque[BaseEventHandler] = collections.deque()
        self._completion_futures: list[asyncio.Future[Any]] = []

        self.__globals: dict[str, Any] = {}
        self.__locals: dict[str, Any] = {}
        self.__locals_stack: list[dict[str, Any]] = []
        self.__launch_configurations: dict[str, str] = {}
        self.__launch_configurations_stack: list[dict[str, str]] = []
        self.__environment_stack: list[Mapping[str, str]] = []
        self.__environment_at_start: Mapping[str, str] = os.environ.copy()

        self.__is_shutdown = False
        self.__asyncio_loop: asyncio.AbstractEventLoop | None = None

    @property
    def argv(self) -> Sequence[str]:
        """The arguments."""
        return self.__argv

    @property
    def noninteractive(self) -> bool:
        """Whether there is no terminal that would tell the processes of Ctrl-C."""
        return self.__noninteractive

    def _set_is_shutdown(self, state: bool) -> None:
        self.__is_shutdown = state

    @property
    def is_shutdown(self) -> bool:
        """Whether the launch is shutting down."""
        return self.__is_shutdown

    def _set_asyncio_loop(self, loop: asyncio.AbstractEventLoop | None) -> None:
        self.__asyncio_loop = loop

    @property
    def asyncio_loop(self) -> asyncio.AbstractEventLoop | None:
        """The event loop, None if the launch does not run."""
        return self.__asyncio_loop

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        """Return the event loop for what can only be done while the launch runs."""
        if self.__asyncio_loop is None:
            raise RuntimeError("the launch context has no event loop: its service does not run")
        return self.__asyncio_loop

    def add_completion_future(self, completion_future: asyncio.Future[Any]) -> None:
        """Add something that must be done before the launch counts as idle."""
        self._completion_futures.append(completion_future)

    def _push_locals(self) -> None:
        self.__locals_stack.append(dict(self.__locals))

    def _pop_locals(self) -> None:
        if not self.__locals_stack:
            raise RuntimeError("locals stack unexpectedly empty")
        self.__locals = self.__locals_stack.pop()

    def extend_globals(self, extensions: Mapping[str, Any]) -> None:
        """Add variables for good; those of :meth:`extend_locals` hide them."""
        self.__globals.update(extensions)

    def extend_locals(self, extensions: Mapping[str, Any]) -> None:
        """Add variables until the event that is being handled has been."""
        self.__locals.update(extensions)

    def get_locals_as_dict(self) -> dict[str, Any]:
        """Return all variables."""
        return {**self.__globals, **self.__locals}

    @property
    def locals(self) -> _Locals:
        """All variables, as attributes."""
        return _Locals(self.get_locals_as_dict())

    def _push_environment(self) -> None:
        self.__environment_stack.append(os.environ.copy())

    def _pop_environment(self) -> None:
        if not self.__environment_stack:
            raise RuntimeError("environment stack unexpectedly empty")
        self.__set_environment(self.__environment_stack.pop())

    def _reset_environment(self) -> None:
        self.__set_environment(self.__environment_at_start)

    @staticmethod
    def __set_environment(environment: Mapping[str, str]) -> None:
        # In place: os.environ is the process's own environment only as long as it is this object.
        os.environ.clear()
        os.environ.update(environment)

    def _push_launch_configurations(self) -> None:
        self.__launch_configurations_stack.append(self.__launch_configurations.copy())

    def _pop_launch_configurations(self) -> None:
        if not self.__launch_configurations_stack:
            raise RuntimeError("launch_configurations stack unexpectedly empty")
        self.__launch_configurations = self.__launch_configurations_stack.pop()

    @property
    def launch_configurations(self) -> dict[str, str]:
        """The launch configurations by name."""
        return self.__launch_configurations

    @property
    def environment(self) -> MutableMapping[str, str]:
        """The environment that processes are started with."""
        return os.environ

    def would_handle_event(self, event: Event) -> bool:
        """Whether any handler is for an event."""
        return any(handler.matches(event) for handler in self._event_handlers)

    def register_event_handler(self, event_handler: BaseEventHandler, append: bool = False) -> None:
        """
        Add a handler.

        :param append: whether it comes after those that are there, instead of before.
        """
        if append:
            self._event_handlers.append(event_handler)
        else:
            self._event_handlers.appendleft(event_handler)

    def unregister_event_handler(self, event_handler: BaseEventHandler) -> None:
        """
        Remove a handler.

        :raises ValueError: if it is not there.
        """
        self._event_handlers.remove(event_handler)

    def emit_event_sync(self, event: Event) -> None:
        """Queue an event, from the thread of the event loop."""
        logging.get_logger(__name__).debug(f"emitting event synchronously: '{event.name}'")
        self._event_queue.put_nowait(event)

    async def emit_event(self, event: Event) -> None:
        """Queue an event."""
        logging.get_logger(__name__).debug(f"emitting event: '{event.name}'")
        await self._event_queue.put(event)

    def perform_substitution(self, substitution: Substitution) -> str:
        """Return the text that a substitution stands for."""
        return substitution.perform(self)
