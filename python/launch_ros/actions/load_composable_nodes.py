"""Loading nodes into containers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import launch.logging
from composition_interfaces.srv import LoadNode
from launch import Action, LaunchContext
from launch.frontend import Entity, Parser, expose_action
from launch.some_substitutions_type import (
    SomeSubstitutionsType,
    SomeSubstitutionsType_types_tuple,
)
from launch.utilities import (
    ensure_argument_type,
    normalize_to_list_of_substitutions,
    perform_substitutions,
)

from .. import _scope
from .._calls import call_unless_shutdown
from ..descriptions import ComposableNode
from ..parameter_descriptions import ParameterFile
from ..ros_adapters import get_ros_node
from ..utilities import (
    add_node_name,
    evaluate_parameters,
    get_node_name_count,
    make_namespace_absolute,
    prefix_namespace,
    to_parameters_list,
)
from ..utilities.normalize_parameters import normalize_parameter_dict
from .composable_node_container import ComposableNodeContainer, parse_composable_nodes


@expose_action("load_composable_node")
class LoadComposableNodes(Action):
    """Load nodes into a container, one after the other, as soon as its service is there."""

    def __init__(
        self,
        *,
        composable_node_descriptions: Sequence[ComposableNode],
        target_container: SomeSubstitutionsType | ComposableNodeContainer,
        **kwargs: Any,
    ) -> None:
        """
        Create the action.

        :param composable_node_descriptions: the nodes.
        :param target_container: the container's action or name.
        """
        ensure_argument_type(
            target_container,
            [*SomeSubstitutionsType_types_tuple, ComposableNodeContainer],
            "target_container",
            "LoadComposableNodes",
        )
        super().__init__(**kwargs)
        self.__composable_node_descriptions = composable_node_descriptions
        self.__target_container = target_container
        self.__final_target_container_name = ""
        self.__client: Any = None

    @classmethod
    def parse(cls, entity: Entity, parser: Parser) -> tuple[type[Action], dict[str, Any]]:
        """Parse ``<load_composable_node target=""><composable_node …/></load_composable_node>``."""
        _, kwargs = super().parse(entity, parser)
        kwargs["target_container"] = parser.parse_substitution(entity.get_attr("target"))
        kwargs["composable_node_descriptions"] = parse_composable_nodes(
            entity, parser, optional=False
        )
        return cls, kwargs

    def execute(self, context: LaunchContext) -> None:
        """Begin to load the nodes."""
        target = self.__target_container
        if isinstance(target, ComposableNodeContainer):
            self.__final_target_container_name = target.node_name
        else:
            substitutions = normalize_to_list_of_substitutions(target)
            self.__final_target_container_name = perform_substitutions(context, substitutions)
        self.__client = get_ros_node(context).create_client(
            LoadNode, f"{self.__final_target_container_name}/_container/load_node"
        )
        # Made here and not where they are sent: by then the scope may be another.
        made = [
            get_composable_node_load_request(node, context)
            for node in self.__composable_node_descriptions
        ]
        requests = [request for request in made if request is not None]
        if requests:
            loading = context._running_loop().run_in_executor(
                None, self._load_in_sequence, requests, context
            )
            context.add_completion_future(loading)

    def _load_in_sequence(self, requests: Sequence[Any], context: LaunchContext) -> None:
        for request in requests:
            self._load_node(request, context)

    def _load_node(self, request: Any, context: LaunchContext) -> None:
        logger = launch.logging.get_logger(__name__)
        container = self.__final_target_container_name
        response = call_unless_shutdown(self.__client, request, context, logger)
        if response is None:
            return
        node_name = response.full_node_name or request.node_name
        if not response.success:
            logger.error(
                f"Failed to load node '{node_name}' of type '{request.plugin_name}' in container "
                f"'{container}': {response.error_message}"
            )
            return
        add_node_name(context, node_name)
        count = get_node_name_count(context, node_name)
        if count > 1:
            launch.logging.get_logger(container).warning(
                f"there are now at least {count} nodes with the name {node_name} created within "
                "this launch context"
            )
        logger.info(f"Loaded node '{response.full_node_name}' in container '{container}'")


def get_composable_node_load_request(
    composable_node_description: ComposableNode, context: LaunchContext
) -> Any:
    """Return the request that has a node loaded, None if its condition does not hold."""
    description = composable_node_description
    condition = description.condition()
    if condition is not None and not condition.evaluate(context):
        return None
    request: Any = LoadNode.Request()
    request.package_name = perform_substitutions(context, description.package)
    request.plugin_name = perform_substitutions(context, description.node_plugin)
    if description.node_name is not None:
        request.node_name = perform_substitutions(context, description.node_name)
    own_namespace = None
    if description.node_namespace is not None:
        own_namespace = perform_substitutions(context, description.node_namespace)
    namespace = make_namespace_absolute(prefix_namespace(_scope.namespace(context), own_namespace))
    if namespace is not None:
        request.node_namespace = namespace
    rules = _scope.global_remappings(context)
    for source, target in description.remappings or ():
        rules.append(
            (perform_substitutions(context, source), perform_substitutions(context, target))
        )
    request.remap_rules = [f"{source}:={target}" for source, target in rules]

    def messages(parameters: Any) -> list[Any]:
        evaluated = evaluate_parameters(context, parameters)
        listed = to_parameters_list(context, request.node_name, namespace, evaluated)
        return [parameter.to_parameter_msg() for parameter in listed]

    parameters = [*_global_parameters(context), *(description.parameters or ())]
    request.parameters = messages(parameters)
    request.extra_arguments = messages(description.extra_arguments or ())
    return request


def _global_parameters(context: LaunchContext) -> list[Any]:
    return [
        normalize_parameter_dict(dict([parameter]))
        if isinstance(parameter, tuple)
        else ParameterFile(Path(parameter).resolve())
        for parameter in _scope.global_parameters(context)
    ]
