"""Files of parameters for all nodes."""

from __future__ import annotations

from typing import Any

from launch import Action, LaunchContext
from launch.frontend import Entity, Parser, expose_action
from launch.some_substitutions_type import SomeSubstitutionsType
from launch.utilities import normalize_to_list_of_substitutions, perform_substitutions

from .._scope import add_global_parameters


@expose_action("set_parameters_from_file")
class SetParametersFromFile(Action):
    """Set the parameters in a file for all nodes of the scope that are launched from now on."""

    def __init__(self, filename: SomeSubstitutionsType, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._input_file = normalize_to_list_of_substitutions(filename)

    @classmethod
    def parse(cls, entity: Entity, parser: Parser) -> tuple[type[Action], dict[str, Any]]:
        """Parse ``<set_parameters_from_file filename=""/>``."""
        _, kwargs = super().parse(entity, parser)
        kwargs["filename"] = parser.parse_substitution(entity.get_attr("filename"))
        return cls, kwargs

    def execute(self, context: LaunchContext) -> None:
        """Do it."""
        add_global_parameters(context, [perform_substitutions(context, self._input_file)])
