"""Setting a variable of the environment."""

from __future__ import annotations

from ..frontend import expose_action
from ..launch_context import LaunchContext
from ._assignment import Assignment


@expose_action("set_env")
class SetEnvironmentVariable(Assignment):
    """Set a variable of the environment: ``<set_env name="" value=""/>``."""

    def execute(self, context: LaunchContext) -> None:
        """Do it."""
        name, value = self._perform(context)
        context.environment[name] = value
