"""What is done when something happens."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .event import Event
from .some_entities_type import SomeEntitiesType

if TYPE_CHECKING:
    from .launch_context import LaunchContext


class BaseEventHandler:
    """
    What handles those events that a matcher accepts.

    The event is ``context.locals.event`` for the entities that a handler returns.
    """

    def __init__(self, *, matcher: Callable[[Any], bool], handle_once: bool = False) -> None:
        """
        Create a handler.

        :param matcher: says of an event whether it is for this handler.
        :param handle_once: whether the first event is the last.
        """
        self.__matcher = matcher
        self.__handle_once = handle_once

    @property
    def handle_once(self) -> bool:
        """Whether the first event is the last."""
        return self.__handle_once

    @property
    def handler_description(self) -> str | None:
        """What the handler does, in words."""
        return None

    @property
    def matcher_description(self) -> str | None:
        """Which events the handler is for, in words."""
        return None

    def matches(self, event: Event) -> bool:
        """Whether an event is for this handler."""
        return self.__matcher(event)

    def describe(self) -> tuple[str, list[Any]]:
        """Return a description and the entities that are known to be returned."""
        text = (
            f"{type(self).__name__}(matcher='{self.matcher_description}', "
            f"handler='{self.handler_description}', handle_once={self.handle_once})"
        )
        return text, []

    def handle(self, event: Event, context: LaunchContext) -> SomeEntitiesType | None:
        """Handle an event; subclasses call this first."""
        context.extend_locals({"event": event})
        if self.handle_once:
            context.unregister_event_handler(self)
        return None


class EventHandler(BaseEventHandler):
    """What returns the same entities for every event that it is for."""

    def __init__(
        self,
        *,
        matcher: Callable[[Any], bool],
        entities: SomeEntitiesType | None = None,
        handle_once: bool = False,
    ) -> None:
        """
        Create a handler.

        :param entities: what is visited when an event has been accepted.
        """
        super().__init__(matcher=matcher, handle_once=handle_once)
        self.__entities = entities

    @property
    def entities(self) -> SomeEntitiesType | None:
        """What is visited when an event has been accepted."""
        return self.__entities

    def describe(self) -> tuple[str, list[Any]]:
        """Return a description and the entities."""
        text, entities = super().describe()
        if isinstance(self.entities, tuple | list):
            entities.extend(self.entities)
        elif self.entities is not None:
            entities.append(self.entities)
        return text, entities

    def handle(self, event: Event, context: LaunchContext) -> SomeEntitiesType | None:
        """Handle an event."""
        super().handle(event, context)
        return self.entities
