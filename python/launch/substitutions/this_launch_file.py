"""The launch file itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..frontend.expose import expose_substitution
from ..launch_context import LaunchContext
from ..some_substitutions_type import SomeSubstitutionsType
from ..substitution import Substitution
from .substitution_failure import SubstitutionFailure


@expose_substitution("filename")
class ThisLaunchFile(Substitution):
    """The path of the launch file."""

    @classmethod
    def parse(
        cls, data: Sequence[SomeSubstitutionsType]
    ) -> tuple[type[ThisLaunchFile], dict[str, Any]]:
        """Parse ``$(filename)``."""
        if len(data) != 0:
            raise TypeError("filename substitution doesn't expect arguments")
        return cls, {}

    def describe(self) -> str:
        """Describe the substitution for people."""
        return "ThisLaunchFile()"

    def perform(self, context: LaunchContext) -> str:
        """
        Return the path.

        :raises SubstitutionFailure: if what is launched does not come from a file.
        """
        path: str | None = context.get_locals_as_dict().get("current_launch_file_path")
        if path is None:
            raise SubstitutionFailure("ThisLaunchFile used outside of a launch file (in a script)")
        return path
