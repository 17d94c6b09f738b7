"""One text or the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..frontend.expose import expose_substitution
from ..launch_context import LaunchContext
from ..some_substitutions_type import SomeSubstitutionsType
from ..substitution import Substitution
from ..utilities import normalize_to_list_of_substitutions, perform_substitutions
from ..utilities.type_utils import perform_typed_substitution
from .substitution_failure import SubstitutionFailure


@expose_substitution("if")
class IfElseSubstitution(Substitution):
    """One text if a condition is true, another if it is not."""

    def __init__(
        self,
        condition: SomeSubstitutionsType,
        if_value: SomeSubstitutionsType = "",
        else_value: SomeSubstitutionsType = "",
    ) -> None:
        super().__init__()
        if if_value == else_value == "":
            raise RuntimeError("One of if_value and else_value must be specified")
        self._condition = normalize_to_list_of_substitutions(condition)
        self._if_value = normalize_to_list_of_substitutions(if_value)
        self._else_value = normalize_to_list_of_substitutions(else_value)

    @classmethod
    def parse(
        cls, data: Sequence[SomeSubstitutionsType]
    ) -> tuple[type[IfElseSubstitution], dict[str, Any]]:
        """Parse ``$(if CONDITION IF_VALUE [ELSE_VALUE])``."""
        if len(data) not in (2, 3):
            raise TypeError("if substitution expects from 2 or 3 arguments")
        return cls, dict(zip(("condition", "if_value", "else_value"), data, strict=False))

    @property
    def condition(self) -> list[Substitution]:
        """What is true or not."""
        return self._condition

    @property
    def if_value(self) -> list[Substitution]:
        """The text if it is true."""
        return self._if_value

    @property
    def else_value(self) -> list[Substitution]:
        """The text if it is not."""
        return self._else_value

    def describe(self) -> str:
        """Describe the substitution for people."""
        return f"IfElseSubstitution({self.condition}, {self.if_value}, {self.else_value})"

    def perform(self, context: LaunchContext) -> str:
        """
        Return one text or the other.

        :raises SubstitutionFailure: if the condition is neither true nor false.
        """
        try:
            holds = perform_typed_substitution(context, self.condition, bool)
        except (TypeError, ValueError) as error:
            raise SubstitutionFailure(error) from error
        return perform_substitutions(context, self.if_value if holds else self.else_value)
