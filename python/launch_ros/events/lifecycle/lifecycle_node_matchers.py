"""Which nodes an event of lifecycles is for."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..matchers import matches_node_name as _matches_node_name

if TYPE_CHECKING:
    from ...actions import Node


def matches_node_name(node_name: str) -> Callable[[Node], bool]:
    """Do as :func:`launch_ros.events.matches_node_name`, which is where it is now."""
    warnings.warn(
        "'matches_node_name' has been moved into the 'launch_ros.events' module and will be "
        "removed from the 'lifecycle' module in the future",
        stacklevel=2,
    )
    return _matches_node_name(node_name)
