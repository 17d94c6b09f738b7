"""Finding launch files, describing them, and launching them."""

from launch._arguments import print_arguments_of_launch_description

from .api import (
    MultipleLaunchFilesError,
    get_launch_file_paths,
    get_share_file_path_from_package,
    is_launch_file,
    launch_a_launch_file,
    parse_launch_arguments,
    print_a_launch_file,
    print_arguments_of_launch_file,
)

__all__ = [
    "MultipleLaunchFilesError",
    "get_launch_file_paths",
    "get_share_file_path_from_package",
    "is_launch_file",
    "launch_a_launch_file",
    "parse_launch_arguments",
    "print_a_launch_file",
    "print_arguments_of_launch_description",
    "print_arguments_of_launch_file",
]
