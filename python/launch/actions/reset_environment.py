"""Going back to the first environment."""

from __future__ import annotations

from typing import Any

from ..action import Action
from ..frontend import Entity, Parser, expose_action
from ..launch_context import LaunchContext


@expose_action("reset_env")
class ResetEnvironment(Action):
    """Go back to the environment that there was when the launch context was made."""

    @classmethod
    def parse(cls, entity: Entity, parser: Parser) -> tuple[type[Action], dict[str, Any]]:
        """Parse ``<reset_env/>``."""
        return cls, super().parse(entity, parser)[1]

    def execute(self, context: LaunchContext) -> None:
        """Do it."""
        context._reset_environment()
