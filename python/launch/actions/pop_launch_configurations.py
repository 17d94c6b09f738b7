"""Going back to former launch configurations."""

from __future__ import annotations

from ..action import Action
from ..launch_context import LaunchContext


class PopLaunchConfigurations(Action):
    """Go back to the configurations at the last :class:`PushLaunchConfigurations`."""

    def execute(self, context: LaunchContext) -> None:
        """Do it."""
        context._pop_launch_configurations()
