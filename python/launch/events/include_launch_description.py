"""The event that asks for a launch description to be included."""

from __future__ import annotations

from ..event import Event
from ..launch_description import LaunchDescription


class IncludeLaunchDescription(Event):
    """A launch description is to be included."""

    name = "launch.events.IncludeLaunchDescription"

    def __init__(self, launch_description: LaunchDescription) -> None:
        self.__launch_description = launch_description

    @property
    def launch_description(self) -> LaunchDescription:
        """The description."""
        return self.__launch_description
