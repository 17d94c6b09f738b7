"""
Where the programs of packages are, and how they are started.

A package in a prefix has them in ``lib/<package>``. One that ``pip`` has installed has console
scripts, one that is a mere folder has files of Python, and one that can be imported has modules.
Some of upstream's programs are verbs of the ``ros2`` command here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from ament_index_python.packages import get_package_prefix, get_package_share_directory
from launch import LaunchContext
from launch.substitutions import SubstitutionFailure


def find_file(package: str, executable: str) -> str:
    """
    Return the path of a package's program.

    :raises PackageNotFoundError: if there is no such package.
    :raises SubstitutionFailure: if it has no such program.
    """
    import shutil

    prefix = get_package_prefix(package)
    libexec = os.path.join(prefix, "lib", package)
    found = shutil.which(executable, path=libexec)
    if found is not None:
        return found
    for path in _other_places(package, executable):
        if os.path.isfile(path):
            return path
    if not os.path.exists(libexec):
        raise SubstitutionFailure(
            f"package '{package}' found at '{prefix}', "
            f"but libexec directory '{libexec}' does not exist"
        )
    raise SubstitutionFailure(
        f"executable '{executable}' not found on the libexec directory '{libexec}' "
    )


def _other_places(package: str, executable: str) -> Iterator[str]:
    import importlib.metadata

    try:
        scripts = importlib.metadata.distribution(package).entry_points
    except importlib.metadata.PackageNotFoundError:
        scripts = ()  # type: ignore[assignment]
    if any(item.group == "console_scripts" and item.name == executable for item in scripts):
        yield os.path.join(os.path.dirname(sys.executable), executable)
    if executable.endswith(".py"):
        folder = get_package_share_directory(package, print_warning=False)
        yield os.path.join(folder, executable)
        yield os.path.join(folder, "scripts", executable)


def words_in_package(package: str, executable: str) -> list[str]:
    """
    Return the words that start a package's program, of which the last is its own.

    :raises PackageNotFoundError: if there is no such package.
    :raises SubstitutionFailure: if it has no such program.
    """
    try:
        return _words_of_file(find_file(package, executable))
    except SubstitutionFailure:
        if _is_module(f"{package}.{executable}"):
            return [sys.executable, "-m", f"{package}.{executable}"]
        command = _ros2_command()
        if command is not None and _is_verb(command, package, executable):
            return [command, "run", package, executable]
        raise


def words_without_package(context: LaunchContext, executable: str) -> list[str]:
    """
    Return the words that start a program that belongs to no package, of which the last is its own.

    It is a file of Python, sought in the working directory and beside the launch file; a command;
    or a module.
    """
    import shutil

    if executable.endswith(".py"):
        beside = context.get_locals_as_dict().get("current_launch_file_directory", "")
        for path in (executable, os.path.join(beside, executable)):
            if os.path.isfile(path):
                return [sys.executable, os.path.abspath(path)]
    elif shutil.which(executable) is None and _is_module(executable):
        return [sys.executable, "-m", executable]
    return [executable]


def _words_of_file(path: str) -> list[str]:
    if path.endswith(".py") and not os.access(path, os.X_OK):
        return [sys.executable, path]
    return [path]


def _is_module(name: str) -> bool:
    import importlib.util

    if not all(part.isidentifier() for part in name.split(".")):
        return False
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def _ros2_command() -> str | None:
    import shutil

    return shutil.which("ros2", path=os.path.dirname(sys.executable)) or shutil.which("ros2")


def _is_verb(command: str, package: str, executable: str) -> bool:
    import subprocess

    listed = subprocess.run(
        [command, "pkg", "executables", package], capture_output=True, text=True, check=False
    )
    return f"{package} {executable}" in listed.stdout.splitlines()
