"""What ``ros2 launch`` does."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Mapping, Sequence

from ament_index_python.packages import get_package_share_directory
from launch import LaunchDescription, LaunchIntrospector, LaunchService
from launch._arguments import print_arguments_of_launch_description
from launch.actions import IncludeLaunchDescription
from launch.frontend import Parser
from launch.launch_description_sources import (
    AnyLaunchDescriptionSource,
    get_launch_description_from_any_launch_file,
)

from ..option import OptionExtension


class MultipleLaunchFilesError(Exception):
    """A package has several launch files of a name."""

    def __init__(self, msg: str, paths: Sequence[str]) -> None:
        super().__init__(msg)
        self.paths = paths


def get_share_file_path_from_package(*, package_name: str, file_name: str) -> str:
    """
    Return the path of a file of a package, wherever in its share folder that is.

    :raises PackageNotFoundError: if there is no such package.
    :raises FileNotFoundError: if it has no such file.
    :raises MultipleLaunchFilesError: if it has several.
    """
    share = get_package_share_directory(package_name)
    found = [
        os.path.join(folder, file_name) for folder, _, names in os.walk(share) if file_name in names
    ]
    if not found:
        raise FileNotFoundError(
            f"file '{file_name}' was not found in the share directory of package "
            f"'{package_name}' which is at '{share}'"
        )
    if len(found) > 1:
        paths = ", ".join(f"'{path}'" for path in found)
        raise MultipleLaunchFilesError(
            f"file '{file_name}' was found more than once in the share directory of package "
            f"'{package_name}': [{paths}]",
            found,
        )
    return found[0]


def is_launch_file(path: str) -> bool:
    """Whether a path is that of a launch file, as its name says."""
    extensions = ("launch.py", *Parser.get_file_extensions_from_parsers())
    return path.endswith(extensions) and os.path.isfile(path)


def get_launch_file_paths(*, path: str) -> list[str]:
    """Return the paths of all launch files below a folder."""
    files = (os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names)
    return [file for file in files if is_launch_file(file)]


def print_a_launch_file(*, launch_file_path: str) -> None:
    """Print what is in a launch file."""
    description = get_launch_description_from_any_launch_file(launch_file_path)
    print(LaunchIntrospector().format_launch_description(description))


def print_arguments_of_launch_file(*, launch_file_path: str) -> None:
    """Print the arguments that a launch file takes."""
    description = get_launch_description_from_any_launch_file(launch_file_path)
    print_arguments_of_launch_description(launch_description=description)


def parse_launch_arguments(launch_arguments: Iterable[str]) -> list[tuple[str, str]]:
    """
    Return the names and values in '<name>:=<value>'; of several for a name the last.

    :raises RuntimeError: if one is not of that form.
    """
    parsed = {}
    for argument in launch_arguments:
        name, separator, value = argument.partition(":=")
        if not separator or not name or not value:
            raise RuntimeError(
                f"malformed launch argument '{argument}', expected format '<name>:=<value>'"
            )
        parsed[name] = value
    return list(parsed.items())


def launch_a_launch_file(
    *,
    launch_file_path: str,
    launch_file_arguments: Iterable[str],
    noninteractive: bool = False,
    args: argparse.Namespace | None = None,
    option_extensions: Mapping[str, OptionExtension] | None = None,
    debug: bool = False,
) -> int:
    """
    Launch a launch file.

    :param launch_file_arguments: as '<name>:=<value>'.
    :param noninteractive: whether there is no terminal that would tell the processes of Ctrl-C.
    :param args: the command's options.
    :param option_extensions: what has options of its own, by name.
    :param debug: whether everything is logged.
    :return: 0, or 1 if anything went wrong.
    """
    options = args or argparse.Namespace()
    extensions = [extension for _, extension in sorted((option_extensions or {}).items())]
    for extension in extensions:
        extension.prestart(options)
    arguments = list(launch_file_arguments)
    for name in ("launch_prefix", "launch_prefix_filter"):
        value = getattr(options, name, None)
        if value:
            arguments.append(f"{name.replace('_', '-')}:={value}")
    service = LaunchService(argv=arguments, noninteractive=noninteractive, debug=debug)
    # Included and not only loaded, so that the file knows its own path.
    include = IncludeLaunchDescription(
        AnyLaunchDescriptionSource(launch_file_path),
        launch_arguments=parse_launch_arguments(arguments),
    )
    description = LaunchDescription([include])
    for extension in extensions:
        (description,) = extension.prelaunch(description, options)
    service.include_launch_description(description)
    return_code = service.run()
    for extension in extensions:
        extension.postlaunch(return_code, options)
    return return_code
