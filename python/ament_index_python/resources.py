"""What packages have registered in the index: a file a resource, in a folder a type."""

from __future__ import annotations

import os
from typing import Literal

from . import _standard
from .constants import RESOURCE_INDEX_SUBFOLDER
from .search_paths import get_search_paths


class InvalidResourceTypeNameError(ValueError):
    """The name of a type of resources would be a path."""


class InvalidResourceNameError(ValueError):
    """The name of a resource would be a path."""


def get_resource(resource_type: str, resource_name: str) -> tuple[str, str]:
    """
    Return the content of a resource, and the prefix in which it was found first.

    :raises EnvironmentError: if no prefix is known, or the resource cannot be read.
    :raises LookupError: if there is no such resource.
    :raises InvalidResourceTypeNameError: if the name of the type has a slash or a backslash.
    :raises InvalidResourceNameError: if the name of the resource has one.
    """
    prefix = has_resource(resource_type, resource_name)
    if not prefix:
        raise LookupError(
            f"Could not find the resource '{resource_name}' of type '{resource_type}'"
        )
    if prefix == _standard.PREFIX:
        return _standard.read_resource(resource_type, resource_name), prefix
    try:
        with open(_index(prefix, resource_type, resource_name)) as file:
            return file.read(), prefix
    except OSError as error:
        raise OSError(
            f"Could not open the resource '{resource_name}' of type '{resource_type}':\n{error}"
        ) from error


def get_resources(resource_type: str) -> dict[str, str]:
    """
    Return the names of all resources of a type, each with the first prefix that has it.

    :raises EnvironmentError: if no prefix is known.
    :raises InvalidResourceTypeNameError: if the name of the type has a slash or a backslash.
    """
    _check_type(resource_type)
    resources: dict[str, str] = {}
    for prefix in get_search_paths():
        if prefix == _standard.PREFIX:
            names = _standard.list_resources(resource_type)
        else:
            names = _list(_index(prefix, resource_type), folders=False)
        for name in names:
            resources.setdefault(name, prefix)
    return resources


def get_resource_types() -> set[str]:
    """
    Return the types of resources that there are.

    :raises EnvironmentError: if no prefix is known.
    """
    types: set[str] = set()
    for prefix in get_search_paths():
        if prefix == _standard.PREFIX:
            types |= {"packages", "rosidl_interfaces"}
        types.update(_list(_index(prefix), folders=True))
    return types


def has_resource(resource_type: str, resource_name: str) -> str | Literal[False]:
    """
    Return the first prefix that has a resource, False where there is none.

    :raises EnvironmentError: if no prefix is known.
    :raises InvalidResourceTypeNameError: if the name of the type has a slash or a backslash.
    :raises InvalidResourceNameError: if the name of the resource has one.
    """
    _check_type(resource_type)
    assert resource_name, "The resource name must not be empty"
    if _is_path(resource_name):
        raise InvalidResourceNameError(f"Resource name '{resource_name}' is invalid")
    for prefix in get_search_paths():
        if os.path.isfile(_index(prefix, resource_type, resource_name)):
            return prefix
        if prefix == _standard.PREFIX and resource_name in _standard.list_resources(resource_type):
            return prefix
    return False


def _check_type(resource_type: str) -> None:
    assert resource_type, "The resource type must not be empty"
    if _is_path(resource_type):
        raise InvalidResourceTypeNameError(f"Resource type '{resource_type}' is invalid")


def _is_path(name: str) -> bool:
    """Say whether a name, which is to be one of a file or a folder, would lead elsewhere."""
    return "/" in name or "\\" in name


def _index(prefix: str, *names: str) -> str:
    return os.path.join(prefix, RESOURCE_INDEX_SUBFOLDER, *names)


def _list(folder: str, folders: bool) -> list[str]:
    """Name what lies in a folder and is not hidden: the folders, or what is none."""
    if not os.path.isdir(folder):
        return []
    with os.scandir(folder) as entries:
        return [
            entry.name
            for entry in entries
            if entry.is_dir() == folders and not entry.name.startswith(".")
        ]
