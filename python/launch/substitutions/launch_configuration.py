"""Launch configurations."""

from __future__ import annotations

import collections.abc
from collections.abc import Sequence
from typing import Any

from ..frontend.expose import expose_substitution
from ..launch_context import LaunchContext
from ..some_substitutions_type import SomeSubstitutionsType
from ..substitution import Substitution
from ..utilities import normalize_to_list_of_substitutions, perform_substitutions
from .substitution_failure import SubstitutionFailure


@expose_substitution("var")
class LaunchConfiguration(Substitution):
    """A launch configuration, such as an argument of the launch."""

    def __init__(self, variable_name: SomeSubstitutionsType, *, default: Any = None) -> None:
        """
        Create the substitution.

        :param default: what it is if there is no such configuration, a value or several that are
            joined; None if there must be one.
        """
        super().__init__()
        self.__variable_name = normalize_to_list_of_substitutions(variable_name)
        self.__default: list[Substitution] | None = None
        if default is not None:
            parts = default if isinstance(default, collections.abc.Iterable) else (default,)
            self.__default = normalize_to_list_of_substitutions(
                [part if isinstance(part, str | Substitution) else str(part) for part in parts]
            )

    @classmethod
    def parse(
        cls, data: Sequence[SomeSubstitutionsType]
    ) -> tuple[type[LaunchConfiguration], dict[str, Any]]:
        """Parse ``$(var NAME [DEFAULT])``."""
        if len(data) not in (1, 2):
            raise TypeError("var substitution expects 1 or 2 arguments")
        return cls, dict(zip(("variable_name", "default"), data, strict=False))

    @property
    def variable_name(self) -> list[Substitution]:
        """The configuration's name."""
        return self.__variable_name

    def describe(self) -> str:
        """Describe the substitution for people."""
        return f"LaunchConfig({' + '.join(part.describe() for part in self.variable_name)})"

    def perform(self, context: LaunchContext) -> str:
        """
        Return the configuration.

        :raises SubstitutionFailure: if there is no such configuration, and no default.
        """
        name = perform_substitutions(context, self.__variable_name)
        if name in context.launch_configurations:
            return context.launch_configurations[name]
        if self.__default is None:
            raise SubstitutionFailure(f"launch configuration '{name}' does not exist")
        return perform_substitutions(context, self.__default)
