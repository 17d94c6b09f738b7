"""What other packages add to the launch of nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import launch.logging
from launch import LaunchContext

from ..utilities import plugin_support

if TYPE_CHECKING:
    from .node import Node

_GROUP = "launch_ros.node_action"
_extensions: dict[str, Any] | None = None


class NodeActionExtension:
    """
    What is asked before a node is launched.

    Packages name subclasses as entry points in the group ``launch_ros.node_action``.
    """

    NAME: str | None = None
    EXTENSION_POINT_VERSION = "0.1"

    def __init__(self) -> None:
        super().__init__()
        plugin_support.satisfies_version(self.EXTENSION_POINT_VERSION, "^0.1")

    def prepare_for_execute(
        self, context: LaunchContext, ros_specific_arguments: dict[str, Any], node_action: Node
    ) -> tuple[list[Any], dict[str, Any]]:
        """Return what is added to the command, and the arguments that it has for ROS."""
        return [], ros_specific_arguments


def get_extensions() -> dict[str, Any]:
    """Return all extensions by their names; those that fail are left out with a warning."""
    global _extensions
    if _extensions is None:
        import importlib.metadata

        _extensions = {}
        for entry_point in importlib.metadata.entry_points(group=_GROUP):
            try:
                extension = entry_point.load()()
            except Exception as error:
                launch.logging.get_logger(__name__).warning(
                    f"Failed to instantiate '{_GROUP}' extension '{entry_point.name}': {error}"
                )
                continue
            extension.NAME = entry_point.name
            _extensions[entry_point.name] = extension
    return _extensions
