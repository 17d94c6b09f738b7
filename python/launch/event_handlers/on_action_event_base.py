"""What handles the events of actions."""

from __future__ import annotations

import collections.abc
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..event import Event
from ..event_handler import BaseEventHandler
from ..launch_context import LaunchContext
from ..launch_description_entity import LaunchDescriptionEntity
from ..some_entities_type import SomeEntitiesType

if TYPE_CHECKING:
    from ..action import Action


class OnActionEventBase(BaseEventHandler):
    """What handles one kind of event, of one action or of those that a callable accepts."""

    def __init__(
        self,
        *,
        action_matcher: Callable[[Any], bool] | Action | None,
        on_event: SomeEntitiesType | Callable[[Any, LaunchContext], SomeEntitiesType | None],
        target_event_cls: type[Event],
        target_action_cls: type[Action],
        **kwargs: Any,
    ) -> None:
        """
        Create a handler.

        :param action_matcher: the action, or what accepts actions; None for all.
        :param on_event: entities to be visited, or a callable that returns them.
        :param target_event_cls: the kind of event.
        :param target_action_cls: the kind of action that has such events.
        :raises TypeError: if anything is of the wrong type.
        """
        if not issubclass(target_event_cls, Event):
            raise TypeError("'target_event_cls' must be a subclass of 'Event'")
        if not (
            action_matcher is None
            or isinstance(action_matcher, target_action_cls)
            or callable(action_matcher)
        ):
            raise TypeError(
                f"action_matcher must be an '{target_action_cls.__name__}' instance or a callable"
            )
        self.__action_matcher = action_matcher
        self.__target_event_cls = target_event_cls
        self.__target_action_cls = target_action_cls
        self.__entities: list[LaunchDescriptionEntity] = []
        self.__on_event: Callable[[Any, LaunchContext], SomeEntitiesType | None] | None = None
        if callable(on_event):
            self.__on_event = on_event
        elif isinstance(on_event, collections.abc.Iterable):
            self.__entities = list(on_event)
            for entity in self.__entities:
                if not isinstance(entity, LaunchDescriptionEntity):
                    raise TypeError(
                        "expected all items in 'on_event' iterable to be of type "
                        f"'LaunchDescriptionEntity' but got '{type(entity)}'"
                    )
        else:
            self.__entities = [on_event]
        super().__init__(matcher=self.__accepts, **kwargs)

    def __accepts(self, event: Any) -> bool:
        if not isinstance(event, self.__target_event_cls):
            return False
        matcher = self.__action_matcher
        if matcher is None:
            return True
        action = event.action  # type: ignore[attr-defined]
        return bool(matcher(action)) if callable(matcher) else action is matcher

    def handle(self, event: Event, context: LaunchContext) -> SomeEntitiesType | None:
        """Handle an event."""
        super().handle(event, context)
        return self.__entities if self.__on_event is None else self.__on_event(event, context)

    def describe(self) -> tuple[str, list[Any]]:
        """Return a description and the entities, if they are known."""
        text, entities = super().describe()
        return text, [*entities, *self.__entities]

    @property
    def handler_description(self) -> str:
        """What the handler does, in words."""
        return str(self.__on_event) if self.__on_event is not None else "<actions>"

    @property
    def matcher_description(self) -> str:
        """Which events the handler is for, in words."""
        text = f"event == {self.__target_event_cls.__name__}"
        if self.__action_matcher is None:
            return text
        return f"{text} and {self.__target_action_cls.__name__}(event.action)"
