"""Which processes an event is for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...actions import ExecuteLocal


def matches_pid(pid: int) -> Callable[[ExecuteLocal], bool]:
    """Return what accepts the process of a number."""

    def matcher(action: ExecuteLocal) -> bool:
        details = action.process_details
        return details is not None and details.get("pid") == pid

    return matcher


def matches_name(name: str) -> Callable[[ExecuteLocal], bool]:
    """Return what accepts the process of a name."""

    def matcher(action: ExecuteLocal) -> bool:
        details = action.process_details
        return details is not None and details["name"] == name

    return matcher


def matches_executable(executable: str) -> Callable[[ExecuteLocal], bool]:
    """Return what accepts processes whose command ends in a text, such as 'ls' for '/bin/ls'."""

    def matcher(action: ExecuteLocal) -> bool:
        details = action.process_details
        return details is not None and bool(details["cmd"][0].endswith(executable))

    return matcher
