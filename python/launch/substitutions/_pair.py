"""What two values have in common, be they compared or combined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..some_substitutions_type import SomeSubstitutionsType
from ..substitution import Substitution
from ..utilities import normalize_to_list_of_substitutions


class Pair(Substitution):
    """What depends on two values."""

    _name = ""

    def __init__(self, left: SomeSubstitutionsType, right: SomeSubstitutionsType) -> None:
        super().__init__()
        self.__left = normalize_to_list_of_substitutions(left)
        self.__right = normalize_to_list_of_substitutions(right)

    @classmethod
    def parse(cls, data: Sequence[SomeSubstitutionsType]) -> tuple[type[Pair], dict[str, Any]]:
        """Parse a substitution with two arguments."""
        if len(data) != 2:
            raise TypeError(f"{cls._name} substitution expects 2 arguments")
        return cls, {"left": data[0], "right": data[1]}

    @property
    def left(self) -> list[Substitution]:
        """The first value."""
        return self.__left

    @property
    def right(self) -> list[Substitution]:
        """The second value."""
        return self.__right

    def describe(self) -> str:
        """Describe the substitution for people."""
        return f"{type(self).__name__}({self.left} {self.right})"
