"""Logic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ..frontend.expose import expose_substitution
from ..launch_context import LaunchContext
from ..some_substitutions_type import SomeSubstitutionsType
from ..substitution import Substitution
from ..utilities import normalize_to_list_of_substitutions
from ..utilities.type_utils import perform_typed_substitution
from ._pair import Pair
from .substitution_failure import SubstitutionFailure


def _is_true(context: LaunchContext, value: list[Substitution]) -> bool:
    try:
        return bool(perform_typed_substitution(context, value, bool))
    except (TypeError, ValueError) as error:
        raise SubstitutionFailure(error) from error


def _text(value: bool) -> str:
    return str(value).lower()


@expose_substitution("not")
class NotSubstitution(Substitution):
    """'true' for what is false and 'false' for what is true."""

    def __init__(self, value: SomeSubstitutionsType) -> None:
        super().__init__()
        self.__value = normalize_to_list_of_substitutions(value)

    @classmethod
    def parse(
        cls, data: Sequence[SomeSubstitutionsType]
    ) -> tuple[type[NotSubstitution], dict[str, Any]]:
        """Parse ``$(not VALUE)``."""
        if len(data) != 1:
            raise TypeError("not substitution expects 1 argument")
        return cls, {"value": data[0]}

    @property
    def value(self) -> list[Substitution]:
        """What is negated."""
        return self.__value

    def describe(self) -> str:
        """Describe the substitution for people."""
        return f"NotSubstitution({self.value})"

    def perform(self, context: LaunchContext) -> str:
        """Return 'true' or 'false'."""
        return _text(not _is_true(context, self.value))


@expose_substitution("and")
class AndSubstitution(Pair):
    """'true' if both values are."""

    _name = "and"

    def perform(self, context: LaunchContext) -> str:
        """Return 'true' or 'false'."""
        left, right = _is_true(context, self.left), _is_true(context, self.right)
        return _text(left and right)


@expose_substitution("or")
class OrSubstitution(Pair):
    """'true' if one of two values is."""

    _name = "or"

    def perform(self, context: LaunchContext) -> str:
        """Return 'true' or 'false'."""
        left, right = _is_true(context, self.left), _is_true(context, self.right)
        return _text(left or right)


class _Several(Substitution):
    """What depends on any number of values."""

    def __init__(self, *args: SomeSubstitutionsType) -> None:
        super().__init__()
        self.__args = [normalize_to_list_of_substitutions(arg) for arg in args]

    @classmethod
    def _of(cls, args: Iterable[SomeSubstitutionsType]) -> _Several:
        return cls(*args)

    @classmethod
    def parse(cls, data: Iterable[SomeSubstitutionsType]) -> tuple[Any, dict[str, Any]]:
        """Parse a substitution with any number of arguments."""
        return cls._of, {"args": data}

    @property
    def args(self) -> list[list[Substitution]]:
        """The values."""
        return self.__args

    def describe(self) -> str:
        """Describe the substitution for people."""
        return f"{type(self).__name__}({' '.join(str(arg) for arg in self.args)})"


@expose_substitution("any")
class AnySubstitution(_Several):
    """'true' if any value is."""

    def perform(self, context: LaunchContext) -> str:
        """Return 'true' or 'false'."""
        values = [_is_true(context, arg) for arg in self.args]
        return _text(any(values))


@expose_substitution("all")
class AllSubstitution(_Several):
    """'true' if all values are."""

    def perform(self, context: LaunchContext) -> str:
        """Return 'true' or 'false'."""
        values = [_is_true(context, arg) for arg in self.args]
        return _text(all(values))
