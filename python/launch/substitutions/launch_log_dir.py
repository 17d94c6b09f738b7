"""The folder of a launch's logs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..frontend.expose import expose_substitution
from ..launch_context import LaunchContext
from ..logging import launch_config
from ..some_substitutions_type import SomeSubstitutionsType
from ..substitution import Substitution


@expose_substitution("launch_log_dir")
@expose_substitution("log_dir")
class LaunchLogDir(Substitution):
    """The path of the folder of this launch's logs."""

    @classmethod
    def parse(
        cls, data: Sequence[SomeSubstitutionsType]
    ) -> tuple[type[LaunchLogDir], dict[str, Any]]:
        """Parse ``$(launch_log_dir)`` or ``$(log_dir)``."""
        if len(data) != 0:
            raise TypeError("launch_log_dir/log_dir substitution doesn't expect arguments")
        return cls, {}

    def describe(self) -> str:
        """Describe the substitution for people."""
        return "LaunchLogDir()"

    def perform(self, context: LaunchContext) -> str:
        """Return the path."""
        return launch_config.log_dir
