"""Reading launch files in Python."""

from __future__ import annotations

from types import ModuleType

from ..launch_description import LaunchDescription


class InvalidPythonLaunchFileError(Exception):
    """A launch file in Python has no function ``generate_launch_description``."""


def load_python_launch_file_as_module(python_launch_file_path: str) -> ModuleType:
    """Run a launch file and return it as a module, which ``sys.modules`` does not have."""
    from importlib.machinery import SourceFileLoader
    from importlib.util import module_from_spec, spec_from_loader

    loader = SourceFileLoader("python_launch_file", python_launch_file_path)
    spec = spec_from_loader(loader.name, loader)
    if spec is None:
        raise RuntimeError("Failed to load module spec!")
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def get_launch_description_from_python_launch_file(
    python_launch_file_path: str,
) -> LaunchDescription:
    """
    Return the description that a launch file's ``generate_launch_description()`` returns.

    :raises InvalidPythonLaunchFileError: if it has no such function.
    """
    module = load_python_launch_file_as_module(python_launch_file_path)
    generate = getattr(module, "generate_launch_description", None)
    if generate is None:
        raise InvalidPythonLaunchFileError(
            f"launch file at '{python_launch_file_path}' does not contain the required function "
            "'generate_launch_description()'"
        )
    description: LaunchDescription = generate()
    return description
