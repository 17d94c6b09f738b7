"""Remembering the environment."""

from __future__ import annotations

from ..action import Action
from ..launch_context import LaunchContext


class PushEnvironment(Action):
    """Remember the environment for :class:`PopEnvironment`."""

    def execute(self, context: LaunchContext) -> None:
        """Do it."""
        context._push_environment()
