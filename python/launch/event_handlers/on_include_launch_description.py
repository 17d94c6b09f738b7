"""What handles the events that ask for launch descriptions."""

from __future__ import annotations

from typing import Any

from ..event_handler import BaseEventHandler
from ..events import IncludeLaunchDescription
from ..launch_context import LaunchContext
from ..launch_description import LaunchDescription
from ..utilities import is_a_subclass


class OnIncludeLaunchDescription(BaseEventHandler):
    """Has launch descriptions visited that are to be included."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            matcher=lambda event: is_a_subclass(event, IncludeLaunchDescription), **kwargs
        )

    def handle(self, event: Any, context: LaunchContext) -> LaunchDescription:
        """Return the description."""
        super().handle(event, context)
        description: LaunchDescription = event.launch_description
        return description

    @property
    def handler_description(self) -> str:
        """What the handler does, in words."""
        return "returns the launch_description in the event"

    @property
    def matcher_description(self) -> str:
        """Which events the handler is for, in words."""
        return "event issubclass of launch.events.IncludeLaunchDescription"
