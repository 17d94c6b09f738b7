"""The ``ros2 launch`` command."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence

from ament_index_python.packages import PackageNotFoundError
from launch import InvalidLaunchFileError

from .api import (
    MultipleLaunchFilesError,
    get_share_file_path_from_package,
    launch_a_launch_file,
    print_a_launch_file,
    print_arguments_of_launch_file,
)
from .option import OptionExtension, get_option_extensions


def _make_parser(extensions: Mapping[str, OptionExtension]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ros2 launch",
        usage="%(prog)s [options] (PACKAGE FILE | FILE) [NAME:=VALUE ...]",
        description="Launch a launch file: one of a package, or any by its path.",
    )
    parser.add_argument(
        "-n",
        "--noninteractive",
        default=not sys.stdin.isatty(),
        action="store_true",
        help="assume that no terminal tells the processes of Ctrl-C; so it is without one",
    )
    parser.add_argument(
        "-d", "--debug", action="store_true", help="log everything that the launch does"
    )
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument(
        "-p",
        "--print",
        "--print-description",
        action="store_true",
        help="print what is in the launch file, and launch nothing",
    )
    instead.add_argument(
        "-s",
        "--show-args",
        "--show-arguments",
        action="store_true",
        help="show the arguments that the launch file takes, and launch nothing",
    )
    parser.add_argument(
        "-a",
        "--show-all-subprocesses-output",
        action="store_true",
        help="show what all processes write, whatever the launch file says",
    )
    parser.add_argument(
        "--launch-prefix",
        metavar="COMMAND",
        help="a command to run all processes with, such as 'gdb -ex run --args'",
    )
    parser.add_argument(
        "--launch-prefix-filter",
        metavar="REGEX",
        help="run only those with --launch-prefix whose name matches",
    )
    parser.add_argument("words", nargs="*", help=argparse.SUPPRESS)
    for extension in extensions.values():
        extension.add_arguments(parser, "ros2")
    return parser


def _find_file(words: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Return the path of the launch file that is meant, and the arguments for it."""
    if os.path.isfile(words[0]):
        return words[0], words[1:]
    if len(words) < 2 or ":=" in words[1]:
        raise FileNotFoundError(f"'{words[0]}' is no launch file; of a package, give one by name")
    package, file = words[:2]
    return get_share_file_path_from_package(package_name=package, file_name=file), words[2:]


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says, and return the exit code."""
    extensions = get_option_extensions()
    parser = _make_parser(extensions)
    options = parser.parse_intermixed_args(argv)
    if not options.words:
        parser.error("which launch file?")
    if options.launch_prefix is None and options.launch_prefix_filter is not None:
        parser.error("--launch-prefix must be specified if --launch-prefix-filter is provided")
    if options.show_all_subprocesses_output:
        os.environ["OVERRIDE_LAUNCH_PROCESS_OUTPUT"] = "both"
    try:
        path, arguments = _find_file(options.words)
        if options.print:
            print_a_launch_file(launch_file_path=path)
            return 0
        if options.show_args:
            print_arguments_of_launch_file(launch_file_path=path)
            return 0
        return launch_a_launch_file(
            launch_file_path=path,
            launch_file_arguments=arguments,
            noninteractive=options.noninteractive,
            args=options,
            option_extensions=extensions,
            debug=options.debug,
        )
    except PackageNotFoundError as error:
        print(f"Package '{options.words[0]}' not found: {error.args[0]}", file=sys.stderr)
    except (
        FileNotFoundError,
        InvalidLaunchFileError,
        MultipleLaunchFilesError,
        RuntimeError,
    ) as error:
        print(error, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
