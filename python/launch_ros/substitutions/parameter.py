"""Parameters that are set for all nodes."""

from __future__ import annotations

import collections.abc
from collections.abc import Sequence
from typing import Any

from launch import LaunchContext
from launch.frontend import expose_substitution
from launch.some_substitutions_type import SomeSubstitutionsType
from launch.substitution import Substitution
from launch.substitutions import SubstitutionFailure
from launch.utilities import normalize_to_list_of_substitutions, perform_substitutions

from .._scope import global_parameters


@expose_substitution("param")
class Parameter(Substitution):
    """The value of a parameter that :class:`launch_ros.actions.SetParameter` has set."""

    def __init__(self, name: SomeSubstitutionsType, *, default: Any = None) -> None:
        """
        Create the substitution.

        :param default: what it is if there is no such parameter, a value or several that are
            joined; None if there must be one.
        """
        super().__init__()
        self.__name = normalize_to_list_of_substitutions(name)
        self.__default: list[Substitution] | None = None
        if default is not None:
            parts = default if isinstance(default, collections.abc.Iterable) else (default,)
            self.__default = normalize_to_list_of_substitutions(
                [part if isinstance(part, str | Substitution) else str(part) for part in parts]
            )

    @classmethod
    def parse(cls, data: Sequence[SomeSubstitutionsType]) -> tuple[type[Parameter], dict[str, Any]]:
        """Parse ``$(param NAME [DEFAULT])``."""
        if len(data) not in (1, 2):
            raise TypeError("param substitution expects 1 or 2 arguments")
        return cls, dict(zip(("name", "default"), data, strict=False))

    @property
    def name(self) -> list[Substitution]:
        """The parameter's name."""
        return self.__name

    def describe(self) -> str:
        """Describe the substitution for people."""
        return f"{type(self).__name__}(name={' + '.join(part.describe() for part in self.name)})"

    def perform(self, context: LaunchContext) -> str:
        """
        Return the parameter's value.

        :raises SubstitutionFailure: if there is no such parameter, and no default.
        """
        name = perform_substitutions(context, self.name)
        for parameter in global_parameters(context):
            if isinstance(parameter, tuple) and parameter[0] == name:
                return str(parameter[1])
        if self.__default is None:
            raise SubstitutionFailure(f"parameter '{name}' not found")
        return perform_substitutions(context, self.__default)
