"""Parameters for all nodes."""

from __future__ import annotations

from typing import Any

from launch import Action, LaunchContext
from launch.frontend import Entity, Parser, expose_action
from launch.some_substitutions_type import SomeSubstitutionsType
from launch.utilities import normalize_to_list_of_substitutions

from .._scope import add_global_parameters
from ..parameters_type import ParameterName, ParameterValue
from ..utilities.evaluate_parameters import evaluate_parameter_dict
from ..utilities.normalize_parameters import normalize_parameter_dict


@expose_action("set_parameter")
class SetParameter(Action):
    """Set a parameter of all nodes of the scope that are launched from now on."""

    def __init__(self, name: SomeSubstitutionsType, value: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        key = tuple(normalize_to_list_of_substitutions(name))
        self.__param_dict = normalize_parameter_dict({key: value})

    @classmethod
    def parse(cls, entity: Entity, parser: Parser) -> tuple[type[Action], dict[str, Any]]:
        """Parse ``<set_parameter name="" value=""/>``."""
        _, kwargs = super().parse(entity, parser)
        kwargs["name"] = parser.parse_substitution(entity.get_attr("name"))
        kwargs["value"] = parser.parse_substitution(entity.get_attr("value"))
        return cls, kwargs

    @property
    def name(self) -> ParameterName:
        """The parameter's name."""
        return next(iter(self.__param_dict))

    @property
    def value(self) -> ParameterValue:
        """The parameter's value."""
        return next(iter(self.__param_dict.values()))

    def execute(self, context: LaunchContext) -> None:
        """Do it."""
        evaluated = evaluate_parameter_dict(context, self.__param_dict)
        add_global_parameters(context, evaluated.items())
