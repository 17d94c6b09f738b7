"""Adding to a variable of the environment."""

from __future__ import annotations

import os
from typing import Any

from ..action import Action
from ..frontend import Entity, Parser, expose_action
from ..launch_context import LaunchContext
from ..some_substitutions_type import SomeSubstitutionsType
from ..substitution import Substitution
from ..utilities import normalize_to_list_of_substitutions, perform_substitutions
from ..utilities.type_utils import (
    NormalizedValueType,
    normalize_typed_substitution,
    perform_typed_substitution,
)


@expose_action("append_env")
class AppendEnvironmentVariable(Action):
    """Add to a variable of the environment, or set it if it is not."""

    def __init__(
        self,
        name: SomeSubstitutionsType,
        value: SomeSubstitutionsType,
        prepend: bool | SomeSubstitutionsType = False,
        separator: SomeSubstitutionsType = os.pathsep,
        **kwargs: Any,
    ) -> None:
        """
        Create the action.

        :param prepend: whether the value is added before what there is.
        :param separator: what comes between them.
        """
        super().__init__(**kwargs)
        self.__name = normalize_to_list_of_substitutions(name)
        self.__value = normalize_to_list_of_substitutions(value)
        self.__prepend = normalize_typed_substitution(prepend, bool)
        self.__separator = normalize_to_list_of_substitutions(separator)

    @classmethod
    def parse(cls, entity: Entity, parser: Parser) -> tuple[type[Action], dict[str, Any]]:
        """Parse ``<append_env name="" value="" prepend="" separator=""/>``."""
        _, kwargs = super().parse(entity, parser)
        kwargs["name"] = parser.parse_substitution(entity.get_attr("name"))
        kwargs["value"] = parser.parse_substitution(entity.get_attr("value"))
        prepend = entity.get_attr("prepend", optional=True, data_type=bool, can_be_str=True)
        if prepend is not None:
            kwargs["prepend"] = parser.parse_if_substitutions(prepend)
        separator = entity.get_attr("separator", optional=True)
        if separator is not None:
            kwargs["separator"] = parser.parse_substitution(separator)
        return cls, kwargs

    @property
    def name(self) -> list[Substitution]:
        """The variable's name."""
        return self.__name

    @property
    def value(self) -> list[Substitution]:
        """What is added."""
        return self.__value

    @property
    def prepend(self) -> NormalizedValueType:
        """Whether the value is added before what there is."""
        return self.__prepend

    @property
    def separator(self) -> list[Substitution]:
        """What comes between them."""
        return self.__separator

    def execute(self, context: LaunchContext) -> None:
        """Do it."""
        name = perform_substitutions(context, self.name)
        value = perform_substitutions(context, self.value)
        prepend = perform_typed_substitution(context, self.prepend, bool)
        separator = perform_substitutions(context, self.separator)
        if name in context.environment:
            former = context.environment[name]
            parts = (value, former) if prepend else (former, value)
            value = separator.join(parts)
        context.environment[name] = value
