"""Nodes in containers."""

from __future__ import annotations

from typing import Any, List  # noqa: UP035

from launch import Action
from launch.condition import Condition
from launch.frontend import Entity, Parser
from launch.some_substitutions_type import SomeSubstitutionsType
from launch.substitution import Substitution
from launch.utilities import normalize_to_list_of_substitutions

from ..parameters_type import Parameters, SomeParameters
from ..remap_rule_type import RemapRules, SomeRemapRules
from ..utilities import normalize_parameters, normalize_remap_rules


class ComposableNode:
    """A node that is loaded into a container with others."""

    def __init__(
        self,
        *,
        package: SomeSubstitutionsType,
        plugin: SomeSubstitutionsType,
        name: SomeSubstitutionsType | None = None,
        namespace: SomeSubstitutionsType | None = None,
        parameters: SomeParameters | None = None,
        remappings: SomeRemapRules | None = None,
        extra_arguments: SomeParameters | None = None,
        condition: Condition | None = None,
    ) -> None:
        """
        Describe a node.

        :param package: the package that has it.
        :param plugin: what it is called there.
        :param name: the node's name.
        :param namespace: the node's namespace.
        :param parameters: files, single parameters and dictionaries of them.
        :param remappings: names and what they become.
        :param extra_arguments: what the container understands.
        :param condition: must hold for the node to be loaded.
        """
        self.__package = normalize_to_list_of_substitutions(package)
        self.__node_plugin = normalize_to_list_of_substitutions(plugin)
        self.__node_name = None if name is None else normalize_to_list_of_substitutions(name)
        self.__node_namespace = (
            None if namespace is None else normalize_to_list_of_substitutions(namespace)
        )
        self.__parameters = None if parameters is None else normalize_parameters(parameters)
        self.__remappings = list(normalize_remap_rules(remappings)) if remappings else None
        self.__extra_arguments = normalize_parameters(extra_arguments) if extra_arguments else None
        self.__condition = condition

    @classmethod
    def parse(cls, parser: Parser, entity: Entity) -> tuple[type[ComposableNode], dict[str, Any]]:
        """Parse ``<composable_node pkg="" plugin="" name="" …>``."""
        from ..actions.node import Node, parse_remappings

        _, kwargs = Action.parse(entity, parser)
        kwargs["package"] = parser.parse_substitution(entity.get_attr("pkg"))
        kwargs["plugin"] = parser.parse_substitution(entity.get_attr("plugin"))
        kwargs["name"] = parser.parse_substitution(entity.get_attr("name"))
        namespace = entity.get_attr("namespace", optional=True)
        if namespace is not None:
            kwargs["namespace"] = parser.parse_substitution(namespace)
        parameters = entity.get_attr("param", data_type=List[Entity], optional=True)  # noqa: UP006
        if parameters is not None:
            kwargs["parameters"] = Node.parse_nested_parameters(parameters, parser)
        remappings = parse_remappings(entity, parser)
        if remappings is not None:
            kwargs["remappings"] = remappings
        arguments = entity.get_attr("extra_arg", data_type=List[Entity], optional=True)  # noqa: UP006
        if arguments is not None:
            kwargs["extra_arguments"] = []
            for argument in arguments:
                name = tuple(parser.parse_substitution(argument.get_attr("name")))
                value = parser.parse_substitution(argument.get_attr("value"))
                argument.assert_entity_completely_parsed()
                kwargs["extra_arguments"].append({name: value})
        entity.assert_entity_completely_parsed()
        return cls, kwargs

    @property
    def package(self) -> list[Substitution]:
        """The package that has the node."""
        return self.__package

    @property
    def node_plugin(self) -> list[Substitution]:
        """What the node is called there."""
        return self.__node_plugin

    @property
    def node_name(self) -> list[Substitution] | None:
        """The node's name."""
        return self.__node_name

    @property
    def node_namespace(self) -> list[Substitution] | None:
        """The node's namespace."""
        return self.__node_namespace

    @property
    def parameters(self) -> Parameters | None:
        """Files, single parameters and dictionaries of them."""
        return self.__parameters

    @property
    def remappings(self) -> RemapRules | None:
        """Names and what they become."""
        return self.__remappings

    @property
    def extra_arguments(self) -> Parameters | None:
        """What the container understands."""
        return self.__extra_arguments

    def condition(self) -> Condition | None:
        """Return what must hold for the node to be loaded."""
        return self.__condition
