"""Nodes."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Collection, Iterable
from typing import Any, List  # noqa: UP035

import launch.logging
from launch import Action, LaunchContext
from launch.actions import ExecuteProcess
from launch.frontend import Entity, Parser, expose_action
from launch.frontend.type_utils import get_data_type_from_identifier
from launch.launch_description_entity import LaunchDescriptionEntity
from launch.some_substitutions_type import SomeSubstitutionsType
from launch.substitutions import LocalSubstitution, TextSubstitution
from launch.utilities import (
    ensure_argument_type,
    normalize_to_list_of_substitutions,
    perform_substitutions,
)

from .. import _programs, _scope
from ..descriptions import Parameter, ParameterFile, ParameterValue
from ..parameters_type import SomeParameters
from ..remap_rule_type import SomeRemapRules
from ..substitutions import ExecutableInPackage
from ..utilities import (
    add_node_name,
    evaluate_parameters,
    get_node_name_count,
    make_namespace_absolute,
    normalize_parameters,
    normalize_remap_rules,
    prefix_namespace,
)
from .node_action_extension import NodeActionExtension, get_extensions

__all__ = ["Node", "NodeActionExtension", "get_extensions"]


@expose_action("node")
class Node(ExecuteProcess):
    """
    Run a node.

    Its program is one of a package's. Without a package it is a file of Python, which needs not be
    installed anywhere, a command, or a module.
    """

    UNSPECIFIED_NODE_NAME = "<node_name_unspecified>"
    UNSPECIFIED_NODE_NAMESPACE = "<node_namespace_unspecified>"

    def __init__(
        self,
        *,
        executable: SomeSubstitutionsType,
        package: SomeSubstitutionsType | None = None,
        name: SomeSubstitutionsType | None = None,
        namespace: SomeSubstitutionsType | None = None,
        exec_name: SomeSubstitutionsType | None = None,
        parameters: SomeParameters | None = None,
        remappings: SomeRemapRules | None = None,
        ros_arguments: Iterable[SomeSubstitutionsType] | None = None,
        arguments: Iterable[SomeSubstitutionsType] | None = None,
        **kwargs: Any,
    ) -> None:
        """
        Create the action.

        :param executable: the program.
        :param package: the package that has it.
        :param name: the node's name; its own if not given.
        :param namespace: the node's namespace, which is below that of the scope unless absolute.
        :param exec_name: what the process is called; the name of the program if not given.
        :param parameters: files, single parameters and dictionaries of them. What comes later
            counts.
        :param remappings: names and what they become.
        :param ros_arguments: arguments for ROS.
        :param arguments: arguments for the program.
        :param kwargs: what :class:`launch.actions.ExecuteProcess` takes.
        """
        program: SomeSubstitutionsType = executable
        if package is not None:
            program = ExecutableInPackage(package=package, executable=executable)
        arguments = None if arguments is None else list(arguments)
        ros_arguments = None if ros_arguments is None else list(ros_arguments)
        cmd: list[SomeSubstitutionsType] = [program, *(arguments or ())]
        if ros_arguments is not None:
            cmd += ["--ros-args", *ros_arguments]
        # What is not known before the launch runs is added behind this.
        cmd.append("--ros-args")
        if name is not None:
            own_name = LocalSubstitution("ros_specific_arguments['name']", description="node name")
            cmd += ["-r", own_name]
        if parameters is not None:
            ensure_argument_type(parameters, list, "parameters", "Node")
        kwargs["name"] = exec_name
        super().__init__(cmd=cmd, **kwargs)
        self.__package = package
        self.__node_executable = executable
        self.__node_name = name
        self.__node_namespace = namespace
        self.__parameters = () if parameters is None else normalize_parameters(parameters)
        self.__remappings = [] if remappings is None else list(normalize_remap_rules(remappings))
        self.__ros_arguments = ros_arguments
        self.__arguments = arguments

        self.__expanded_node_name = self.UNSPECIFIED_NODE_NAME
        self.__expanded_node_namespace = self.UNSPECIFIED_NODE_NAMESPACE
        self.__expanded_parameter_arguments: list[tuple[str, bool]] | None = None
        self.__final_node_name: str | None = None
        self.__expanded_remappings: list[tuple[str, str]] | None = None
        self.__substitutions_performed = False

    @staticmethod
    def parse_nested_parameters(
        params: Iterable[Entity], parser: Parser
    ) -> list[dict[Any, Any] | ParameterFile]:
        """
        Parse ``<param name="" value="" type=""/>`` and ``<param from="" allow_substs=""/>``.

        :raises RuntimeError: if attributes do not go together.
        :raises ValueError: if there is neither a name nor a file.
        """
        parsed: list[dict[Any, Any] | ParameterFile] = []
        for param in params:
            file = param.get_attr("from", optional=True)
            allow_substs: Any = param.get_attr("allow_substs", data_type=bool, optional=True)
            name = param.get_attr("name", optional=True)
            if file is not None and name is not None:
                raise RuntimeError("name and from attributes are mutually exclusive")
            if file is not None:
                if isinstance(allow_substs, str):
                    allow_substs = parser.parse_substitution(allow_substs)
                param.assert_entity_completely_parsed()
                path = parser.parse_substitution(file)
                parsed.append(ParameterFile(path, allow_substs=allow_substs or False))
            elif name is None:
                raise ValueError("param Entity should have name or from attribute")
            elif allow_substs is not None:
                raise RuntimeError("'allow_substs' can only be used together with 'from' attribute")
            else:
                parsed.append(_parse_parameter(param, parser))
        return parsed

    @classmethod
    def parse(
        cls, entity: Entity, parser: Parser, ignore: Collection[str] | None = None
    ) -> tuple[type[Action], dict[str, Any]]:
        """Parse ``<node pkg="" exec="" …><param …/><remap from="" to=""/></node>``."""
        _, kwargs = super().parse(entity, parser, ignore=["cmd", *(ignore or ())])
        for attribute, argument in (("args", "arguments"), ("ros_args", "ros_arguments")):
            text = entity.get_attr(attribute, optional=True)
            if text is not None:
                kwargs[argument] = cls._parse_cmdline(text, parser)
        for attribute, argument in (
            ("exec_name", "exec_name"),
            ("pkg", "package"),
            ("namespace", "namespace"),
        ):
            text = entity.get_attr(attribute, optional=True)
            if text is not None:
                kwargs[argument] = parser.parse_substitution(text)
        kwargs["executable"] = parser.parse_substitution(entity.get_attr("exec"))
        remappings = parse_remappings(entity, parser)
        if remappings is not None:
            kwargs["remappings"] = remappings
        parameters = entity.get_attr("param", data_type=List[Entity], optional=True)  # noqa: UP006
        if parameters is not None:
            kwargs["parameters"] = cls.parse_nested_parameters(parameters, parser)
        return cls, kwargs

    @property
    def node_package(self) -> SomeSubstitutionsType | None:
        """The package that has the program."""
        return self.__package

    @property
    def node_executable(self) -> SomeSubstitutionsType:
        """The program."""
        return self.__node_executable

    @property
    def node_name(self) -> str:
        """
        The node's full name, as far as it is known.

        :raises RuntimeError: before the action is executed.
        """
        if self.__final_node_name is None:
            raise RuntimeError("cannot access 'node_name' before executing action")
        return self.__final_node_name

    @property
    def expanded_node_namespace(self) -> str:
        """The node's namespace."""
        return self.__expanded_node_namespace

    @property
    def expanded_remapping_rules(self) -> list[tuple[str, str]] | None:
        """Names and what they become, None if there are none."""
        return self.__expanded_remappings

    def is_node_name_fully_specified(self) -> bool:
        """Whether name and namespace are known."""
        unknown = (self.UNSPECIFIED_NODE_NAME, self.UNSPECIFIED_NODE_NAMESPACE)
        return not any(part in self.node_name for part in unknown)

    def _add_words(self, *words: SomeSubstitutionsType) -> None:
        self.cmd.extend(normalize_to_list_of_substitutions(word) for word in words)

    def _perform_substitutions(self, context: LaunchContext) -> None:
        """Find out name, parameters and remappings, once, and add them to the command."""
        if self.__substitutions_performed:
            return
        self.__substitutions_performed = True
        try:
            self.__perform_name(context)
        except Exception:
            launch.logging.get_logger(__name__).error(
                "Error while expanding or validating node name or namespace for "
                f"'package={self.__package}, executable={self.__node_executable}, "
                f"name={self.__node_name}, namespace={self.__node_namespace}':"
            )
            raise
        self.__perform_parameters(context)
        self.__perform_remappings(context)

    def __perform_name(self, context: LaunchContext) -> None:
        from rclpy.validate_namespace import validate_namespace
        from rclpy.validate_node_name import validate_node_name

        if self.__node_name is not None:
            name = normalize_to_list_of_substitutions(self.__node_name)
            self.__expanded_node_name = perform_substitutions(context, name)
            validate_node_name(self.__expanded_node_name)
        own = None
        if self.__node_namespace is not None:
            parts = normalize_to_list_of_substitutions(self.__node_namespace)
            own = perform_substitutions(context, parts)
        namespace = make_namespace_absolute(prefix_namespace(_scope.namespace(context), own))
        if namespace is not None:
            self.__expanded_node_namespace = namespace
            self._add_words("-r", LocalSubstitution("ros_specific_arguments['ns']"))
            validate_namespace(namespace)
        self.__final_node_name = prefix_namespace(
            self.__expanded_node_namespace, self.__expanded_node_name
        )

    def __perform_parameters(self, context: LaunchContext) -> None:
        """Add the scope's parameters, and then the node's own, which go before them."""
        import yaml

        arguments = self.__expanded_parameter_arguments = []
        for given in _scope.global_parameters(context):
            if isinstance(given, tuple):
                self._add_words("-p", f"{given[0]}:={given[1]}")
            else:
                self.__add_file(os.path.abspath(given))
        for given in evaluate_parameters(context, self.__parameters):
            if isinstance(given, dict):
                self.__add_file(self.__write_file(given))
            elif isinstance(given, pathlib.Path):
                self.__add_file(str(given))
            elif isinstance(given, Parameter):
                name, value = given.evaluate(context)
                argument = f"{name}:={yaml.dump(value)}"
                arguments.append((argument, False))
                self._add_words("-p", argument)

    def __add_file(self, path: str) -> None:
        if not os.path.isfile(path):
            launch.logging.get_logger(__name__).warning(
                f"Parameter file path is not a file: {path}"
            )
            return
        assert self.__expanded_parameter_arguments is not None
        self.__expanded_parameter_arguments.append((path, True))
        self._add_words("--params-file", path)

    def __write_file(self, parameters: dict[str, Any]) -> str:
        """Write parameters into a file that is there as long as this process."""
        import atexit
        import tempfile

        import yaml

        node = self.node_name if self.is_node_name_fully_specified() else "/**"
        content = {node: {"ros__parameters": parameters}}
        with tempfile.NamedTemporaryFile(mode="w", prefix="launch_params_", delete=False) as file:
            yaml.dump(content, file, default_flow_style=False)
        atexit.register(pathlib.Path(file.name).unlink, missing_ok=True)
        return file.name

    def __perform_remappings(self, context: LaunchContext) -> None:
        rules = _scope.global_remappings(context)
        for source, target in self.__remappings:
            rules.append(
                (perform_substitutions(context, source), perform_substitutions(context, target))
            )
        for rule in rules:
            self._add_words("-r", ":=".join(rule))
        self.__expanded_remappings = rules or None

    def __find_program(self, context: LaunchContext) -> None:
        """Put the program's path into the command, and what it may have to be run by."""

        def perform(value: SomeSubstitutionsType) -> str:
            return perform_substitutions(context, normalize_to_list_of_substitutions(value))

        executable = perform(self.__node_executable)
        if self.__package is None:
            words = _programs.words_without_package(context, executable)
        else:
            words = _programs.words_in_package(perform(self.__package), executable)
        *interpreter, program = words
        self.process_description._interpret_with(interpreter)
        self.cmd[0] = [TextSubstitution(text=program)]

    def execute(self, context: LaunchContext) -> list[LaunchDescriptionEntity] | None:
        """Begin to run the node."""
        self._perform_substitutions(context)
        self.__find_program(context)
        ros_specific_arguments: dict[str, Any] = {}
        if self.__node_name is not None:
            ros_specific_arguments["name"] = f"__node:={self.__expanded_node_name}"
        if self.__expanded_node_namespace != "":
            ros_specific_arguments["ns"] = f"__ns:={self.__expanded_node_namespace}"
        for extension in get_extensions().values():
            words, ros_specific_arguments = extension.prepare_for_execute(
                context, ros_specific_arguments, self
            )
            self._add_words(*words)
        context.extend_locals({"ros_specific_arguments": ros_specific_arguments})
        entities = super().execute(context)
        if self.is_node_name_fully_specified():
            add_node_name(context, self.node_name)
            count = get_node_name_count(context, self.node_name)
            if count > 1:
                launch.logging.get_logger(self.name).warning(
                    f"there are now at least {count} nodes with the name {self.node_name} created "
                    "within this launch context"
                )
        return entities


def parse_remappings(entity: Entity, parser: Parser) -> list[Any] | None:
    """Parse ``<remap from="" to=""/>``, None if there are none."""
    remappings = entity.get_attr("remap", data_type=List[Entity], optional=True)  # noqa: UP006
    if remappings is None:
        return None
    rules = []
    for remapping in remappings:
        source = parser.parse_substitution(remapping.get_attr("from"))
        target = parser.parse_substitution(remapping.get_attr("to"))
        remapping.assert_entity_completely_parsed()
        rules.append((source, target))
    return rules


def _parse_parameter(param: Entity, parser: Parser) -> dict[Any, Any]:
    """Parse a parameter with a value, or with others in it whose names are below its own."""
    name = tuple(parser.parse_substitution(param.get_attr("name")))
    identifier: Any = param.get_attr("type", data_type=None, optional=True)
    data_type = None if identifier is None else get_data_type_from_identifier(identifier)
    value: Any = param.get_attr("value", data_type=data_type, optional=True)
    nested = param.get_attr("param", data_type=List[Entity], optional=True)  # noqa: UP006
    param.assert_entity_completely_parsed()
    if nested and value is not None:
        raise RuntimeError("nested parameters and value attributes are mutually exclusive")
    if nested and data_type is not None:
        raise RuntimeError("nested parameters and type attributes are mutually exclusive")
    if value is not None:
        return {name: ParameterValue(parser.parse_if_substitutions(value), value_type=data_type)}
    if not nested:
        raise RuntimeError("either a value attribute or nested params are needed")
    values: dict[Any, Any] = {}
    for below in nested:
        values.update(_parse_parameter(below, parser))
    return {name: values}
