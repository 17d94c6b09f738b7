"""Setting a launch configuration."""

from __future__ import annotations

from ..frontend import expose_action
from ..launch_context import LaunchContext
from ._assignment import Assignment


@expose_action("let")
class SetLaunchConfiguration(Assignment):
    """Set a launch configuration: ``<let name="" value=""/>``."""

    def execute(self, context: LaunchContext) -> None:
        """Do it."""
        name, value = self._perform(context)
        context.launch_configurations[name] = value
