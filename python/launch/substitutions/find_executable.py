"""Where commands are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..frontend.expose import expose_substitution
from ..launch_context import LaunchContext
from ..some_substitutions_type import SomeSubstitutionsType
from ..substitution import Substitution
from ..utilities import normalize_to_list_of_substitutions, perform_substitutions
from .substitution_failure import SubstitutionFailure


@expose_substitution("find-exec")
class FindExecutable(Substitution):
    """The path of a command, which is sought where a shell does."""

    def __init__(self, *, name: SomeSubstitutionsType) -> None:
        super().__init__()
        self.__name = normalize_to_list_of_substitutions(name)

    @classmethod
    def parse(
        cls, data: Sequence[SomeSubstitutionsType]
    ) -> tuple[type[FindExecutable], dict[str, Any]]:
        """Parse ``$(find-exec NAME)``."""
        if len(data) != 1:
            raise AttributeError("find-exec substitution expects 1 argument")
        return cls, {"name": data[0]}

    @property
    def name(self) -> list[Substitution]:
        """The command's name."""
        return self.__name

    def describe(self) -> str:
        """Describe the substitution for people."""
        return f"FindExec({' + '.join(part.describe() for part in self.name)})"

    def perform(self, context: LaunchContext) -> str:
        """
        Return the command's path.

        :raises SubstitutionFailure: if it is not found.
        """
        import shutil

        name = perform_substitutions(context, self.name)
        path = shutil.which(name)
        if path is None:
            raise SubstitutionFailure(f"executable '{name}' not found on the PATH")
        return path
