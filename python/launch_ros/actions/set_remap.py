"""Remapping rules for all nodes."""

from __future__ import annotations

from typing import Any

from launch import Action, LaunchContext, Substitution
from launch.frontend import Entity, Parser, expose_action
from launch.some_substitutions_type import SomeSubstitutionsType
from launch.utilities import normalize_to_list_of_substitutions, perform_substitutions

from .._scope import add_global_remapping


@expose_action("set_remap")
class SetRemap(Action):
    """Set a remapping rule of all nodes of the scope that are launched from now on."""

    def __init__(
        self, src: SomeSubstitutionsType, dst: SomeSubstitutionsType, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.__src = normalize_to_list_of_substitutions(src)
        self.__dst = normalize_to_list_of_substitutions(dst)

    @classmethod
    def parse(cls, entity: Entity, parser: Parser) -> tuple[type[Action], dict[str, Any]]:
        """Parse ``<set_remap from="" to=""/>``."""
        _, kwargs = super().parse(entity, parser)
        kwargs["src"] = parser.parse_substitution(entity.get_attr("from"))
        kwargs["dst"] = parser.parse_substitution(entity.get_attr("to"))
        return cls, kwargs

    @property
    def src(self) -> list[Substitution]:
        """The name."""
        return self.__src

    @property
    def dst(self) -> list[Substitution]:
        """What the name becomes."""
        return self.__dst

    def execute(self, context: LaunchContext) -> None:
        """Do it."""
        source = perform_substitutions(context, self.src)
        add_global_remapping(context, source, perform_substitutions(context, self.dst))
