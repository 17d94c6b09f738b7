"""What handles the end of a launch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..event_handler import BaseEventHandler
from ..events import Shutdown
from ..launch_context import LaunchContext
from ..some_entities_type import SomeEntitiesType
from ..utilities import is_a_subclass


class OnShutdown(BaseEventHandler):
    """What is done when the launch is to end."""

    def __init__(
        self,
        *,
        on_shutdown: SomeEntitiesType
        | Callable[[Shutdown, LaunchContext], SomeEntitiesType | None],
        **kwargs: Any,
    ) -> None:
        """
        Create a handler.

        :param on_shutdown: entities to be visited, or a callable that returns them.
        """
        super().__init__(matcher=lambda event: is_a_subclass(event, Shutdown), **kwargs)
        self.__on_shutdown = on_shutdown

    def handle(self, event: Any, context: LaunchContext) -> SomeEntitiesType | None:
        """Handle the event."""
        super().handle(event, context)
        if callable(self.__on_shutdown):
            return self.__on_shutdown(event, context)
        return self.__on_shutdown

    @property
    def handler_description(self) -> str:
        """What the handler does, in words."""
        return str(self.__on_shutdown)

    @property
    def matcher_description(self) -> str:
        """Which events the handler is for, in words."""
        return "event issubclass of launch.events.Shutdown"
