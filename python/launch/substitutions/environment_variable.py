"""Variables of the environment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..frontend.expose import expose_substitution
from ..launch_context import LaunchContext
from ..some_substitutions_type import SomeSubstitutionsType
from ..substitution import Substitution
from ..utilities import normalize_to_list_of_substitutions, perform_substitutions
from .substitution_failure import SubstitutionFailure


@expose_substitution("env")
class EnvironmentVariable(Substitution):
    """A variable of the launch's environment, whatever that of single processes is."""

    def __init__(
        self, name: SomeSubstitutionsType, *, default_value: SomeSubstitutionsType | None = None
    ) -> None:
        """
        Create the substitution.

        :param default_value: what it is if there is no such variable; None if there must be one.
        """
        super().__init__()
        self.__name = normalize_to_list_of_substitutions(name)
        self.__default_value = (
            None if default_value is None else normalize_to_list_of_substitutions(default_value)
        )

    @classmethod
    def parse(
        cls, data: Sequence[SomeSubstitutionsType]
    ) -> tuple[type[EnvironmentVariable], dict[str, Any]]:
        """Parse ``$(env NAME [DEFAULT])``."""
        if len(data) not in (1, 2):
            raise TypeError("env substitution expects 1 or 2 arguments")
        return cls, dict(zip(("name", "default_value"), data, strict=False))

    @property
    def name(self) -> list[Substitution]:
        """The variable's name."""
        return self.__name

    @property
    def default_value(self) -> list[Substitution] | None:
        """What it is if there is no such variable."""
        return self.__default_value

    def describe(self) -> str:
        """Describe the substitution for people."""
        return f"EnvVar({' + '.join(part.describe() for part in self.name)})"

    def perform(self, context: LaunchContext) -> str:
        """
        Return the variable's value.

        :raises SubstitutionFailure: if there is no such variable, and no default.
        """
        name = perform_substitutions(context, self.name)
        if name in context.environment:
            return context.environment[name]
        if self.default_value is None:
            raise SubstitutionFailure(f"environment variable '{name}' does not exist")
        return perform_substitutions(context, self.default_value)
