"""Removing a variable of the environment."""

from __future__ import annotations

from typing import Any

from ..action import Action
from ..frontend import Entity, Parser, expose_action
from ..launch_context import LaunchContext
from ..some_substitutions_type import SomeSubstitutionsType
from ..substitution import Substitution
from ..utilities import normalize_to_list_of_substitutions, perform_substitutions


@expose_action("unset_env")
class UnsetEnvironmentVariable(Action):
    """Remove a variable of the environment, if it is set."""

    def __init__(self, name: SomeSubstitutionsType, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.__name = normalize_to_list_of_substitutions(name)

    @classmethod
    def parse(cls, entity: Entity, parser: Parser) -> tuple[type[Action], dict[str, Any]]:
        """Parse ``<unset_env name=""/>``."""
        _, kwargs = super().parse(entity, parser)
        kwargs["name"] = parser.parse_substitution(entity.get_attr("name"))
        return cls, kwargs

    @property
    def name(self) -> list[Substitution]:
        """The variable's name."""
        return self.__name

    def execute(self, context: LaunchContext) -> None:
        """Do it."""
        context.environment.pop(perform_substitutions(context, self.name), None)
