"""
The prefix of the standard interfaces, which come with Rosebay.

It has packages' share folders as any other prefix, but no index: the folders say it all.
"""

from __future__ import annotations

import os

import rosebay

PREFIX = os.path.dirname(os.path.abspath(rosebay.__file__))
"""The prefix."""

_KINDS = ("msg", "srv", "action")


def list_resources(resource_type: str) -> list[str]:
    """Name the resources of one type: packages, and those that have interfaces, which are all."""
    if resource_type not in ("packages", "rosidl_interfaces"):
        return []
    with os.scandir(os.path.join(PREFIX, "share")) as entries:
        return [entry.name for entry in entries if entry.is_dir()]


def read_resource(resource_type: str, resource_name: str) -> str:
    """Return what a package has registered: its interfaces, one a line, or nothing."""
    if resource_type != "rosidl_interfaces":
        return ""
    share = os.path.join(PREFIX, "share", resource_name)
    return "\n".join(
        f"{kind}/{name}"
        for kind in _KINDS
        if os.path.isdir(os.path.join(share, kind))
        for name in sorted(os.listdir(os.path.join(share, kind)))
        if name.endswith(f".{kind}")
    )
