"""Paths."""

from __future__ import annotations

import os
from collections.abc import Iterable

from ..launch_context import LaunchContext
from ..substitution import Substitution
from ..utilities import normalize_to_list_of_substitutions


class PathJoinSubstitution(Substitution):
    """A path whose components are substitutions or texts, or several of them in a row."""

    def __init__(
        self, substitutions: Iterable[str | Substitution | Iterable[str | Substitution]]
    ) -> None:
        super().__init__()
        self.__components = [normalize_to_list_of_substitutions(part) for part in substitutions]

    @property
    def substitutions(self) -> list[Substitution]:
        """The substitutions of all components."""
        return [part for component in self.__components for part in component]

    def describe(self) -> str:
        """Describe the substitution for people."""
        return f"PathJoin('{' + '.join(part.describe() for part in self.substitutions)}')"

    def perform(self, context: LaunchContext) -> str:
        """Return the path."""
        return os.path.join(
            *("".join(part.perform(context) for part in parts) for parts in self.__components)
        )
