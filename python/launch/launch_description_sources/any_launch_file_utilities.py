"""Reading launch files of any format."""

from __future__ import annotations

import os
from collections.abc import Callable

from ..frontend import Parser
from ..invalid_launch_file_error import InvalidLaunchFileError
from ..launch_description import LaunchDescription
from .frontend_launch_file_utilities import get_launch_description_from_frontend_launch_file
from .python_launch_file_utilities import get_launch_description_from_python_launch_file


def get_launch_description_from_any_launch_file(
    launch_file_path: str, *, parser: type[Parser] = Parser
) -> LaunchDescription:
    """
    Return the description in a launch file.

    :raises InvalidLaunchFileError: if it cannot be read in any format.
    """

    def from_markup(path: str) -> LaunchDescription:
        return get_launch_description_from_frontend_launch_file(path, parser=parser)

    name = os.path.basename(launch_file_path)
    extension = os.path.splitext(name)[1][1:]
    loaders: list[Callable[[str], LaunchDescription]] = [
        from_markup,
        get_launch_description_from_python_launch_file,
    ]
    if extension == "py":
        loaders.reverse()
    elif not Parser.is_filename_valid(name):
        extension = ""
    errors: list[Exception] = []
    for loader in loaders:
        try:
            return loader(launch_file_path)
        except Exception as error:
            errors.append(error)
    raise InvalidLaunchFileError(extension, likely_errors=errors)
