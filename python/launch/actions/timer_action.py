"""Timers."""

from __future__ import annotations

import collections.abc
import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .. import logging
from ..action import Action
from ..event_handler import EventHandler
from ..events import Shutdown, TimerEvent
from ..frontend import Entity, Parser, expose_action
from ..launch_context import LaunchContext
from ..launch_description_entity import LaunchDescriptionEntity
from ..some_entities_type import SomeEntitiesType
from ..some_substitutions_type import SomeSubstitutionsType, SomeSubstitutionsType_types_tuple
from ..utilities import ensure_argument_type, is_a_subclass
from ..utilities.type_utils import (
    NormalizedValueType,
    normalize_typed_substitution,
    perform_typed_substitution,
)
from .opaque_function import OpaqueFunction

if TYPE_CHECKING:
    import asyncio


@expose_action("timer")
class TimerAction(Action):
    """Visit entities after some time, once, unless the timer is cancelled."""

    def __init__(
        self,
        *,
        period: float | SomeSubstitutionsType,
        actions: Iterable[LaunchDescriptionEntity],
        cancel_on_shutdown: bool | SomeSubstitutionsType = True,
        **kwargs: Any,
    ) -> None:
        """
        Create a timer.

        :param period: the time in seconds.
        :param actions: the entities.
        :param cancel_on_shutdown: whether the end of the launch cancels the timer.
        """
        super().__init__(**kwargs)
        period_types = [*SomeSubstitutionsType_types_tuple, float]
        ensure_argument_type(period, period_types, "period", "TimerAction")
        ensure_argument_type(actions, collections.abc.Iterable, "actions", "TimerAction")
        if isinstance(period, str):
            period = float(period)
            warnings.warn(
                "The parameter 'period' must be a float or substitution,"
                "passing a string literal was deprecated",
                stacklevel=2,
            )
        self.__period = normalize_typed_substitution(period, float)
        self.__actions = actions
        self.__cancel_on_shutdown = normalize_typed_substitution(cancel_on_shutdown, bool)
        self.__context_locals: dict[str, Any] = {}
        self.__canceled = False
        self._completed_future: asyncio.Future[None] | None = None
        self._canceled_future: asyncio.Future[bool] | None = None

    @classmethod
    def parse(cls, entity: Entity, parser: Parser) -> tuple[type[Action], dict[str, Any]]:
        """Parse ``<timer period="" cancel_on_shutdown="">…</timer>``."""
        _, kwargs = super().parse(entity, parser)
        period = entity.get_attr("period", data_type=float, can_be_str=True)
        kwargs["period"] = parser.parse_if_substitutions(period)
        kwargs["actions"] = [parser.parse_action(child) for child in entity.children]
        cancel = entity.get_attr(
            "cancel_on_shutdown", optional=True, data_type=bool, can_be_str=True
        )
        if cancel is not None:
            kwargs["cancel_on_shutdown"] = parser.parse_if_substitutions(cancel)
        return cls, kwargs

    @property
    def period(self) -> NormalizedValueType:
        """The time in seconds."""
        return self.__period

    @property
    def actions(self) -> Iterable[LaunchDescriptionEntity]:
        """The entities."""
        return self.__actions

    def describe(self) -> str:
        """Describe the timer for people."""
        return f"TimerAction(period={self.__period}, actions=<actions>)"

    def describe_conditional_sub_entities(
        self,
    ) -> list[tuple[str, Iterable[LaunchDescriptionEntity]]]:
        """Return the entities that are visited if the timer is not cancelled."""
        return [(f"{self.__period} seconds pass without being canceled", self.__actions)]

    def handle(self, context: LaunchContext) -> SomeEntitiesType | None:
        """Return the entities, which have the variables that there were when the timer began."""
        context.extend_locals(self.__context_locals)
        return self.__actions

    def cancel(self) -> None:
        """Cancel the timer, whether it has begun or not; only in the thread of the event loop."""
        self.__canceled = True
        if self._canceled_future is not None and not self._canceled_future.done():
            self._canceled_future.set_result(True)

    async def _wait_to_fire_event(self, context: LaunchContext) -> None:
        import asyncio

        assert self._canceled_future is not None and self._completed_future is not None
        seconds = perform_typed_substitution(context, self.__period, float)
        await asyncio.wait([self._canceled_future], timeout=seconds)
        if not self._canceled_future.done():
            await context.emit_event(TimerEvent(timer_action=self))
        self._completed_future.set_result(None)

    def execute(self, context: LaunchContext) -> None:
        """Begin to wait."""
        loop = context._running_loop()
        self._completed_future = loop.create_future()
        self._canceled_future = loop.create_future()
        if self.__canceled:
            logging.get_logger(__name__).debug(
                f"timer {self} not waiting because it was canceled before being executed"
            )
            self._completed_future.set_result(None)
            return
        if not hasattr(context, "_TimerAction__handles_timer_events"):
            context._TimerAction__handles_timer_events = True  # type: ignore[attr-defined]
            context.register_event_handler(
                EventHandler(
                    matcher=lambda event: is_a_subclass(event, TimerEvent),
                    entities=OpaqueFunction(
                        function=lambda context: context.locals.event.timer_action.handle(context)
                    ),
                )
            )
        self.__context_locals = context.get_locals_as_dict()
        loop.create_task(self._wait_to_fire_event(context))
        if perform_typed_substitution(context, self.__cancel_on_shutdown, bool):
            context.register_event_handler(
                EventHandler(
                    matcher=lambda event: is_a_subclass(event, Shutdown),
                    entities=OpaqueFunction(function=lambda context: self.cancel()),
                )
            )

    def get_asyncio_future(self) -> asyncio.Future[None] | None:
        """Return what is done when the timer is."""
        return self._completed_future
