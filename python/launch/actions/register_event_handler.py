"""Beginning to handle events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..action import Action
from ..event_handler import BaseEventHandler
from ..launch_context import LaunchContext
from ..launch_description_entity import LaunchDescriptionEntity
from ..utilities import normalize_to_list_of_entities


class RegisterEventHandler(Action):
    """Begin to handle events with a handler; the event at hand is not for it any more."""

    def __init__(self, event_handler: BaseEventHandler, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.__event_handler = event_handler

    @property
    def event_handler(self) -> BaseEventHandler:
        """The handler."""
        return self.__event_handler

    def execute(self, context: LaunchContext) -> None:
        """Do it."""
        context.register_event_handler(self.__event_handler)

    def describe_conditional_sub_entities(
        self,
    ) -> list[tuple[str, Iterable[LaunchDescriptionEntity]]]:
        """Return the entities that the handler returns for an event."""
        text, entities = self.__event_handler.describe()
        return [(text, normalize_to_list_of_entities(entities))] if entities else []
