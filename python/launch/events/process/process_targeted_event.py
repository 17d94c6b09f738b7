"""The events that are for processes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ...event import Event

if TYPE_CHECKING:
    from ...actions import ExecuteLocal


class ProcessTargetedEvent(Event):
    """Something is to happen to processes."""

    name = "launch.events.process.ProcessTargetedEvent"

    def __init__(self, *, process_matcher: Callable[[Any], bool]) -> None:
        """
        Create the event.

        :param process_matcher: accepts the actions of the processes that are meant, such as
            :func:`launch.events.matches_action` and those of :mod:`launch.events.process` do.
        """
        self.__process_matcher = process_matcher

    @property
    def process_matcher(self) -> Callable[[ExecuteLocal], bool]:
        """What accepts the actions of the processes that are meant."""
        return self.__process_matcher
