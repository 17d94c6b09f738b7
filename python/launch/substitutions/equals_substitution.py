"""Comparison."""

from __future__ import annotations

import math
from typing import Any

from ..frontend.expose import expose_substitution
from ..launch_context import LaunchContext
from ..substitution import Substitution
from ..utilities import normalize_to_list_of_substitutions, perform_substitutions
from ..utilities.type_utils import is_substitution
from ._pair import Pair

_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


@expose_substitution("equals")
class EqualsSubstitution(Pair):
    """'true' if two values are equal: as booleans, as numbers up to rounding, or as texts."""

    _name = "equals"

    def __init__(self, left: Any, right: Any) -> None:
        """
        Create the substitution.

        :param left: a substitution, or any value; None is the empty text.
        :param right: the same.
        """
        super().__init__(_normalize(left), _normalize(right))

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
