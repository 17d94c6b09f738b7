"""Containers of nodes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, List  # noqa: UP035

from launch import Action, LaunchContext
from launch.frontend import Entity, Parser, expose_action
from launch.launch_description_entity import LaunchDescriptionEntity
from launch.some_substitutions_type import SomeSubstitutionsType

from ..descriptions import ComposableNode
from .node import Node


def parse_composable_nodes(
    entity: Entity, parser: Parser, *, optional: bool
) -> list[ComposableNode] | None:
    """Return the nodes in ``<composable_node …>``, None if there are none."""
    nodes = entity.get_attr(
        "composable_node", data_type=List[Entity], optional=optional  # noqa: UP006
    )  # fmt: skip
    if nodes is None:
        return None
    parsed = (ComposableNode.parse(parser, node) for node in nodes)
    return [node_class(**kwargs) for node_class, kwargs in parsed]


@expose_action("node_container")
class ComposableNodeContainer(Node):
    """Run a container of nodes, and load nodes into it."""

    def __init__(
        self,
        *,
        name: SomeSubstitutionsType,
        namespace: SomeSubstitutionsType,
        composable_node_descriptions: Sequence[ComposableNode] | None = None,
        **kwargs: Any,
    ) -> None:
        """
        Create the action.

        :param name: the container's name.
        :param namespace: the container's namespace.
        :param composable_node_descriptions: the nodes.
        :param kwargs: what :class:`Node` takes.
        """
        super().__init__(name=name, namespace=namespace, **kwargs)
        self.__composable_node_descriptions = composable_node_descriptions

    @classmethod
    def parse(  # type: ignore[override]
        cls, entity: Entity, parser: Parser
    ) -> tuple[type[Action], dict[str, Any]]:
        """Parse ``<node_container …><composable_node …/></node_container>``."""
        _, kwargs = super().parse(entity, parser)
        nodes = parse_composable_nodes(entity, parser, optional=True)
        if nodes is not None:
            kwargs["composable_node_descriptions"] = nodes
        return cls, kwargs

    def execute(self, context: LaunchContext) -> list[LaunchDescriptionEntity] | None:
        """Begin to run the container, and have the nodes loaded."""
        from .load_composable_nodes import LoadComposableNodes

        nodes = []
        for node in self.__composable_node_descriptions or ():
            condition = node.condition()
            if condition is None or condition.evaluate(context):
                nodes.append(node)
        entities = super().execute(context) or []
        if nodes:
            load = LoadComposableNodes(composable_node_descriptions=nodes, target_container=self)
            entities = [*entities, load]
        return entities or None
