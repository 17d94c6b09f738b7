"""What is in files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..frontend.expose import expose_substitution
from ..launch_context import LaunchContext
from ..some_substitutions_type import SomeSubstitutionsType
from ..substitution import Substitution
from ..utilities import normalize_to_list_of_substitutions, perform_substitutions
from .substitution_failure import SubstitutionFailure


@expose_substitution("file-content")
class FileContent(Substitution):
    """What is in a file."""

    def __init__(self, path: SomeSubstitutionsType) -> None:
        super().__init__()
        self.__path = normalize_to_list_of_substitutions(path)

    @classmethod
    def parse(
        cls, data: Sequence[SomeSubstitutionsType]
    ) -> tuple[type[FileContent], dict[str, Any]]:
        """Parse ``$(file-content PATH)``."""
        if len(data) != 1:
            raise AttributeError("file content substitutions expect 1 argument")
        return cls, {"path": data[0]}

    @property
    def path(self) -> list[Substitution]:
        """The path of the file."""
        return self.__path

    def describe(self) -> str:
        """Describe the substitution for people."""
        return f"FileContent({', '.join(part.describe() for part in self.path)})"

    def perform(self, context: LaunchContext) -> str:
        """
        Return what is in the file.

        :raises SubstitutionFailure: if there is no such file.
        """
        path = perform_substitutions(context, self.path)
        try:
            with open(path) as file:
                return file.read()
        except FileNotFoundError:
            raise SubstitutionFailure(f"File not found: {path}") from None
