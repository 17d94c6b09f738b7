"""What gives a name a value."""

from __future__ import annotations

from typing import Any

from ..action import Action
from ..frontend import Entity, Parser
from ..launch_context import LaunchContext
from ..some_substitutions_type import SomeSubstitutionsType
from ..substitution import Substitution
from ..utilities import normalize_to_list_of_substitutions, perform_substitutions


class Assignment(Action):
    """Gives a name a value."""

    def __init__(
        self, name: SomeSubstitutionsType, value: SomeSubstitutionsType, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.__name = normalize_to_list_of_substitutions(name)
        self.__value = normalize_to_list_of_substitutions(value)

    @classmethod
    def parse(cls, entity: Entity, parser: Parser) -> tuple[type[Action], dict[str, Any]]:
        """Parse the attributes ``name`` and ``value``."""
        _, kwargs = super().parse(entity, parser)
        kwargs["name"] = parser.parse_substitution(entity.get_attr("name"))
        kwargs["value"] = parser.parse_substitution(entity.get_attr("value"))
        return cls, kwargs

    @property
    def name(self) -> list[Substitution]:
        """What is set."""
        return self.__name

    @property
    def value(self) -> list[Substitution]:
        """What it is set to."""
        return self.__value

    def _perform(self, context: LaunchContext) -> tuple[str, str]:
        """Return the name and the value as texts."""
        name = perform_substitutions(context, self.name)
        return name, perform_substitutions(context, self.value)
