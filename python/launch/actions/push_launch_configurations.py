"""Remembering the launch configurations."""

from __future__ import annotations

from ..action import Action
from ..launch_context import LaunchContext


class PushLaunchConfigurations(Action):
    """Remember the configurations for :class:`PopLaunchConfigurations`."""

    def execute(self, context: LaunchContext) -> None:
        """Do it."""
        context._push_launch_configurations()
