"""The versions that extensions are made for."""

from __future__ import annotations


class PluginException(Exception):
    """An extension does not fit."""


def _numbers(version: str) -> tuple[int, int, int]:
    major, minor, patch, *_ = [*(int(part) for part in version.split(".")), 0, 0, 0]
    return major, minor, patch


def satisfies_version(version: str, caret_range: str) -> None:
    """
    Check that a version is in a range such as '^1.2': no older, and compatible.

    :raises PluginException: if it is not.
    """
    if not caret_range.startswith("^"):
        raise ValueError(f"only ranges with a caret are supported, such as ^0.1: {caret_range}")
    lowest = _numbers(caret_range[1:])
    next_incompatible = (lowest[0] + 1, 0, 0) if lowest[0] > 0 else (0, lowest[1] + 1, 0)
    if _numbers(version) < lowest:
        raise PluginException(
            f"Extension point is too old ({version}), the extension requires '{caret_range[1:]}'"
        )
    if _numbers(version) >= next_incompatible:
        raise PluginException(
            f"Extension point is newer ({version}), than what the extension supports "
            f"'{caret_range[1:]}'"
        )
