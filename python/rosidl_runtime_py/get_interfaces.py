"""
Which interfaces there are, and where their definitions lie.

What is known is the index of the sourced prefixes, and all that Rosebay can make classes of: the
standard interfaces, and packages of definition files alone.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable

from ament_index_python import (
    get_package_prefix,
    get_package_share_directory,
    get_resource,
    get_resources,
)

_KINDS = ("msg", "srv", "action")


def get_interface_packages() -> dict[str, str]:
    """Return the packages that have interfaces, each with its prefix."""
    from rclpy import _rclpy

    try:
        packages = get_resources("rosidl_interfaces")
    except OSError:
        packages = {}
    for name in _rclpy.interface_packages():
        if name not in packages:
            try:
                packages[name] = get_package_prefix(name)
            except (LookupError, OSError):
                continue  # in a folder that the program itself has added, which is no prefix
    return packages


def get_interfaces(package_names: Collection[str] = ()) -> dict[str, list[str]]:
    """
    Return the interfaces of packages, as ``msg/String``; packages without any are left out.

    :param package_names: the packages; all that there are if none is given.
    :raises LookupError: if there is no such package.
    """
    return _get_interfaces(package_names, _KINDS)


def get_message_interfaces(package_names: Collection[str] = ()) -> dict[str, list[str]]:
    """
    Return the messages of packages, as ``msg/String``; packages without any are left out.

    :param package_names: the packages; all that there are if none is given.
    :raises LookupError: if there is no such package.
    """
    return _get_interfaces(package_names, ("msg",))


def get_service_interfaces(package_names: Collection[str] = ()) -> dict[str, list[str]]:
    """
    Return the services of packages, as ``srv/Trigger``; packages without any are left out.

    :param package_names: the packages; all that there are if none is given.
    :raises LookupError: if there is no such package.
    """
    return _get_interfaces(package_names, ("srv",))


def get_action_interfaces(package_names: Collection[str] = ()) -> dict[str, list[str]]:
    """
    Return the actions of packages, as ``action/Fibonacci``; packages without any are left out.

    :param package_names: the packages; all that there are if none is given.
    :raises LookupError: if there is no such package.
    """
    return _get_interfaces(package_names, ("action",))


def get_interface_path(interface_name: str) -> str:
    """
    Return the file that defines an interface.

    :param interface_name: as ``std_msgs/msg/String``, or with the file's suffix.
    :raises ValueError: if this is no name of an interface.
    :raises LookupError: if there is no such package or interface.
    """
    parts = interface_name.split("/")
    if len(parts) < 2:
        raise ValueError(
            f"Invalid name '{interface_name}'. Expected at least two parts separated by '/'"
        )
    if not all(parts):
        raise ValueError(f"Invalid name '{interface_name}'. Must not contain empty parts")
    if ".." in parts:
        raise ValueError(f"Invalid name '{interface_name}'. Must not contain '..'")
    package = parts[0]
    _check_package(package)
    path = os.path.join(get_package_share_directory(package, print_warning=False), *parts[1:])
    has_suffix = "." in parts[-1]
    for suffix in [""] if has_suffix else [f".{parts[-2]}", ".idl"]:
        if os.path.exists(path + suffix):
            return path + suffix
    raise LookupError(f"Could not find the interface '{path}'")


def _get_interfaces(package_names: Collection[str], kinds: Collection[str]) -> dict[str, list[str]]:
    interfaces: dict[str, list[str]] = {}
    for package in package_names or get_interface_packages():
        _check_package(package)
        # A file each in the formats in which it is there; those with an underscore are generated.
        files = (name for name in _list_files(package) if "_" not in name)
        names = {
            stem
            for stem, _, suffix in (name.rpartition(".") for name in files)
            if (kind := stem.partition("/")[0]) in kinds and suffix in ("idl", kind)
        }
        if names:
            interfaces[package] = sorted(names)
    return interfaces


def _list_files(package: str) -> Iterable[str]:
    """List the definitions of a package as files: ``msg/String.msg``."""
    try:
        return get_resource("rosidl_interfaces", package)[0].splitlines()
    except (LookupError, OSError):
        from rclpy import _rclpy

        return [
            f"{kind}/{name}.{kind}"
            for kind in _KINDS
            for name in _rclpy.interface_names(package, kind)
        ]


def _check_package(name: str) -> None:
    try:
        get_package_prefix(name)
    except (LookupError, OSError, ValueError) as error:
        raise LookupError(f"Unknown package '{name}'") from error
