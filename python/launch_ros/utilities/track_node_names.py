"""How many nodes of a name a launch has."""

from __future__ import annotations

from collections import defaultdict

from launch import LaunchContext

_KEY = "unique_ros_node_names"


def add_node_name(context: LaunchContext, node_name: str) -> None:
    """Count one more node of a name."""
    names = context.get_locals_as_dict().get(_KEY)
    if names is None:
        names = defaultdict(int)
        context.extend_globals({_KEY: names})
    names[node_name] += 1


def get_node_name_count(context: LaunchContext, node_name: str) -> int:
    """Return how many nodes of a name there are."""
    names: dict[str, int] = context.get_locals_as_dict().get(_KEY, {})
    return names.get(node_name, 0)
