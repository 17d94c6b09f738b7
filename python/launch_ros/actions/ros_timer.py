"""Timers in ROS time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from launch import LaunchContext
from launch.actions import TimerAction
from launch.events import TimerEvent
from launch.frontend import expose_action
from launch.launch_description_entity import LaunchDescriptionEntity
from launch.some_substitutions_type import SomeSubstitutionsType
from launch.utilities.type_utils import perform_typed_substitution

from ..ros_adapters import get_ros_node

if TYPE_CHECKING:
    import asyncio


@expose_action("ros_timer")
class ROSTimer(TimerAction):
    """Visit entities after some ROS time, once; :class:`SetUseSimTime` makes it simulated time."""

    def __init__(
        self,
        *,
        period: float | SomeSubstitutionsType,
        actions: Iterable[LaunchDescriptionEntity],
        **kwargs: Any,
    ) -> None:
        """
        Create a timer.

        :param period: the time in seconds.
        :param actions: the entities.
        """
        super().__init__(period=period, actions=actions, **kwargs)
        self.__timer_future: asyncio.Future[bool] | None = None

    def __fire(self) -> None:
        if self.__timer_future is not None and not self.__timer_future.done():
            self.__timer_future.set_result(True)

    async def _wait_to_fire_event(self, context: LaunchContext) -> None:
        import asyncio

        assert self._canceled_future is not None and self._completed_future is not None
        loop = context._running_loop()
        self.__timer_future = loop.create_future()
        timer = get_ros_node(context).create_timer(
            perform_typed_substitution(context, self.period, float),
            lambda: loop.call_soon_threadsafe(self.__fire),
        )
        await asyncio.wait(
            [self._canceled_future, self.__timer_future], return_when=asyncio.FIRST_COMPLETED
        )
        if not context.is_shutdown:  # with which the node has gone, and all its timers
            timer.cancel()
        if not self._canceled_future.done():
            await context.emit_event(TimerEvent(timer_action=self))
        self._completed_future.set_result(None)

    def describe(self) -> str:
        """Describe the timer for people."""
        return f"ROSTimer(period={self.period}, actions=<actions>)"
