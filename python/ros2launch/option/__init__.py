"""Options that other packages add to ``ros2 launch``."""

from __future__ import annotations

import argparse
from collections.abc import Collection

from launch import LaunchDescription
from launch_ros.utilities.plugin_support import satisfies_version

_GROUP = "ros2launch.option"


class OptionExtension:
    """
    What has options of its own, and is told before and after a launch.

    Packages name subclasses as entry points in the group ``ros2launch.option``.
    """

    NAME: str | None = None
    EXTENSION_POINT_VERSION = "0.1"

    def __init__(self) -> None:
        super().__init__()
        satisfies_version(self.EXTENSION_POINT_VERSION, "^0.1")

    def add_arguments(
        self, parser: argparse.ArgumentParser, cli_name: str, *, argv: list[str] | None = None
    ) -> None:
        """Add options to the command's."""

    def prestart(self, args: argparse.Namespace) -> None:
        """Do something before there is a launch service."""

    def prelaunch(
        self, launch_description: LaunchDescription, args: argparse.Namespace
    ) -> tuple[LaunchDescription]:
        """Return what is launched, in place of a description."""
        return (launch_description,)

    def postlaunch(self, launch_return_code: int, args: argparse.Namespace) -> None:
        """Do something after the launch."""


def get_option_extensions(exclude_names: Collection[str] = ()) -> dict[str, OptionExtension]:
    """Return all extensions by their names, sorted."""
    import importlib.metadata

    extensions = {}
    for entry_point in importlib.metadata.entry_points(group=_GROUP):
        if entry_point.name not in exclude_names:
            extension: OptionExtension = entry_point.load()()
            extension.NAME = entry_point.name
            extensions[entry_point.name] = extension
    return dict(sorted(extensions.items()))
