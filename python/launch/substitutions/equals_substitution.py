"""Comparison."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from ..frontend.expose import expose_substitution
from ..launch_context import LaunchContext
from ..some_substitutions_type import SomeSubstitutionsType
from ..substitution import Substitution
from ..utilities import normalize_to_list_of_substitutions, perform_substitutions
from ..utilities.type_utils import is_substitution

_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


@expose_substitution("equals")
class EqualsSubstitution(Substitution):
    """'true' if two values are equal: as booleans, as numbers up to rounding, or as texts."""

    def __init__(self, left: Any, right: Any) -> None:
        """
        Create the substitution.

        :param left: a substitution, or any value; None is the empty text.
        :param right: the same.
        """
        super().__init__()
        self.__left = _normalize(left)
        self.__right = _normalize(right)

    @classmethod
    def parse(
        cls, data: Sequence[SomeSubstitutionsType]
    ) -> tuple[type[EqualsSubstitution], dict[str, Any]]:
        """Parse ``$(equals LEFT RIGHT)``."""
        if len(data) != 2:
            raise TypeError("and substitution expects 2 arguments")
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

    def _equal(self, context: LaunchContext) -> bool:
        left = perform_substitutions(context, self.left)
        right = perform_substitutions(context, self.right)
        if left.lower() in _BOOLEANS and right.lower() in _BOOLEANS:
            return _BOOLEANS[left.lower()] == _BOOLEANS[right.lower()]
        try:
            return math.isclose(float(left), float(right))
        except ValueError:
            return left == right

    def perform(self, context: LaunchContext) -> str:
        """Return 'true' or 'false'."""
        return str(self._equal(context)).lower()


def _normalize(value: Any) -> list[Substitution]:
    if is_substitution(value):
        return normalize_to_list_of_substitutions(value)
    if value is None:
        value = ""
    elif isinstance(value, bool):
        value = str(value).lower()
    return normalize_to_list_of_substitutions(str(value))
