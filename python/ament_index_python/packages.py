"""Where packages are."""

from __future__ import annotations

import os
import re
import warnings
from pathlib import Path

from . import _standard
from ._python_packages import find_package_folder
from .resources import get_resource, get_resources
from .search_paths import get_search_paths


class PackageNotFoundError(KeyError):
    """No place that is searched has the package."""


def get_packages_with_prefixes() -> dict[str, str]:
    """
    Return the packages of the index, each with the prefix in which it is.

    :raises EnvironmentError: if no prefix is known.
    """
    return get_resources("packages")


def get_package_prefix(package_name: str) -> str:
    """
    Return the prefix in which a package is installed.

    A package that is in no index may be one of the standard interfaces, or a folder with a
    ``package.xml`` that Python can see; such a folder is its own prefix.

    :raises PackageNotFoundError: if there is no such package.
    :raises ValueError: if no package can be called so.
    """
    return _locate(package_name)[0]


def get_package_share_directory(package_name: str, print_warning: bool = True) -> str:
    """
    Return the folder in which a package keeps its launch files, parameters and the like.

    :param print_warning: whether to warn if the folder does not exist.
    :raises PackageNotFoundError: if there is no such package.
    :raises ValueError: if no package can be called so.
    """
    share = _locate(package_name)[1]
    if print_warning and not os.path.exists(share):
        warnings.warn(f"Share directory for {package_name} ({share}) does not exist.", stacklevel=2)
    return share


def get_package_share_path(package_name: str, print_warning: bool = True) -> Path:
    """
    Return the folder in which a package keeps its launch files, parameters and the like.

    :param print_warning: whether to warn if the folder does not exist.
    :raises PackageNotFoundError: if there is no such package.
    :raises ValueError: if no package can be called so.
    """
    share = Path(_locate(package_name)[1])
    if print_warning and not share.exists():
        warnings.warn(f"Share path for {package_name} ({share}) does not exist.", stacklevel=2)
    return share


def _locate(name: str) -> tuple[str, str]:
    """Return a package's prefix and its share folder."""
    # REP 127, with the dashes and the capitals that it lets old packages have.
    if re.fullmatch("[a-zA-Z0-9][a-zA-Z0-9_-]+", name) is None:
        raise ValueError(f"'{name}' is not a valid package name")
    try:
        prefix = get_resource("packages", name)[1]
    except (LookupError, OSError) as error:
        missing: LookupError | OSError = error
    else:
        return prefix, os.path.join(prefix, "share", name)
    if name in _standard.list_resources("packages"):
        return _standard.PREFIX, os.path.join(_standard.PREFIX, "share", name)
    folder = find_package_folder(name)
    if folder is not None:
        return folder, folder
    if isinstance(missing, OSError):
        raise missing
    raise PackageNotFoundError(
        f"package '{name}' not found, searching: {get_search_paths()}"
    ) from missing
