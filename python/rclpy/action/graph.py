"""The actions in the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rclpy.node import Node


def get_action_client_names_and_types_by_node(
    node: Node, remote_node_name: str, remote_node_namespace: str
) -> list[tuple[str, list[str]]]:
    """
    Return the actions, with their types, that a node has clients of.

    :param node: who asks.
    :raises NodeNameNonExistentError: if there is no such node.
    """
    return node.handle.get_action_client_names_and_types_by_node(
        remote_node_name, remote_node_namespace
    )


def get_action_server_names_and_types_by_node(
    node: Node, remote_node_name: str, remote_node_namespace: str
) -> list[tuple[str, list[str]]]:
    """
    Return the actions, with their types, that a node offers.

    :param node: who asks.
    :raises NodeNameNonExistentError: if there is no such node.
    """
    return node.handle.get_action_server_names_and_types_by_node(
        remote_node_name, remote_node_namespace
    )


def get_action_names_and_types(node: Node) -> list[tuple[str, list[str]]]:
    """
    Return the graph's actions with their types.

    :param node: who asks.
    """
    return node.handle.get_action_names_and_types()
