"""Going back to a former environment."""

from __future__ import annotations

from ..action import Action
from ..launch_context import LaunchContext


class PopEnvironment(Action):
    """Go back to the environment at the last :class:`PushEnvironment`."""

    def execute(self, context: LaunchContext) -> None:
        """Do it."""
        context._pop_environment()
