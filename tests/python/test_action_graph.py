"""Actions in the graph."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from example_interfaces.action import Fibonacci
from rclpy.action import (
    ActionClient,
    ActionServer,
    get_action_client_names_and_types_by_node,
    get_action_names_and_types,
    get_action_server_names_and_types_by_node,
)
from rclpy.context import Context
from rclpy.node import Node, NodeNameNonExistentError
from test_msgs.action import Fibonacci as OtherFibonacci

FIBONACCI = ["example_interfaces/action/Fibonacci"]
OTHER = ["test_msgs/action/Fibonacci"]


@pytest.fixture
def other(context: Context) -> Iterator[Node]:
    with Node("other", context=context, namespace="/far") as other:
        yield other


@pytest.fixture(autouse=True)
def actions(node: Node, other: Node) -> None:
    """Offered by one node, used by both."""
    for action_type, name in ((Fibonacci, "count"), (OtherFibonacci, "/global")):
        ActionServer(node, action_type, name, lambda goal: None)
    ActionClient(node, OtherFibonacci, "/global")
    ActionClient(other, Fibonacci, "/ns/count")


def test_all(node: Node, other: Node) -> None:
    for each in (node, other):
        names = get_action_names_and_types(each)
        assert sorted(names) == [("/global", OTHER), ("/ns/count", FIBONACCI)]


def test_servers(other: Node) -> None:
    names = get_action_server_names_and_types_by_node(other, "node", "/ns")
    assert sorted(names) == [("/global", OTHER), ("/ns/count", FIBONACCI)]
    assert get_action_server_names_and_types_by_node(other, "other", "/far") == []


def test_clients(other: Node) -> None:
    mine = get_action_client_names_and_types_by_node(other, "other", "/far")
    assert mine == [("/ns/count", FIBONACCI)]
    theirs = get_action_client_names_and_types_by_node(other, "node", "/ns")
    assert theirs == [("/global", OTHER)]


def test_unknown_nodes(other: Node) -> None:
    for ask in (
        get_action_client_names_and_types_by_node,
        get_action_server_names_and_types_by_node,
    ):
        with pytest.raises(NodeNameNonExistentError):
            ask(other, "nobody", "/ns")
