"""Which nodes an event is for, by their name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...actions import Node


def matches_node_name(node_name: str) -> Callable[[Node], bool]:
    """Return what accepts the actions of nodes with a name, which is made absolute."""
    if not node_name.startswith("/"):
        node_name = f"/{node_name}"
    return lambda action: action.node_name == node_name
