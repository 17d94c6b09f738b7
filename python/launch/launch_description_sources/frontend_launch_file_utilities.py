"""Reading launch files in XML, YAML and the like."""

from __future__ import annotations

from ..frontend import InvalidFrontendLaunchFileError, Parser
from ..launch_description import LaunchDescription

__all__ = ["InvalidFrontendLaunchFileError", "get_launch_description_from_frontend_launch_file"]


def get_launch_description_from_frontend_launch_file(
    frontend_launch_file_path: str, *, parser: type[Parser] = Parser
) -> LaunchDescription:
    """Return the description in a launch file in a markup language."""
    root_entity, instance = parser.load(frontend_launch_file_path)
    return instance.parse_description(root_entity)
