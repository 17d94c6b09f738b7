"""Finding processes among those of which something is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from launch import LaunchContext
from launch.actions import ExecuteLocal

NO_CMD_ARGS = object()
"""Stands for a process without arguments."""


class NoMatchingProcessException(Exception):
    """Nothing is known of such a process."""


class KnowsProcesses(Protocol):
    """What knows something of processes."""

    def processes(self) -> Iterable[Any]:
        """Return the actions of the processes."""


def _command(process: ExecuteLocal) -> str:
    """Return what a process is called, or would be if that is known before it is launched."""
    if process.process_details:
        arguments = " ".join(process.process_details["cmd"][1:])
        return f"{process.process_details['name']} {arguments}"
    context = LaunchContext()
    try:
        return " ".join(
            "".join(substitution.perform(context) for substitution in word)
            for word in process.process_description.cmd or ()
        )
    except Exception:  # whatever a substitution raises that needs a launch
        return "Unknown - Process not launched yet"


def _matches(process: ExecuteLocal, name: str, cmd_args: Any) -> bool:
    details = process.process_details
    if not details or name not in details["name"]:
        return False
    if cmd_args is NO_CMD_ARGS:
        return len(details["cmd"]) == 1
    return cmd_args is None or all(argument in details["cmd"][1:] for argument in cmd_args)


def resolveProcesses(
    info_obj: KnowsProcesses,
    *,
    process: ExecuteLocal | str | None = None,
    cmd_args: str | Sequence[str] | object | None = None,
    strict_proc_matching: bool = True,
) -> list[Any]:
    """
    Find processes.

    :param info_obj: where to look.
    :param process: the action that started it, a part of its name, or None for all.
    :param cmd_args: with a name, an argument, or arguments, that the process has among others;
        `NO_CMD_ARGS` is a process that has none.
    :param strict_proc_matching: whether a name must mean one process.
    :return: their actions, at least one.
    :raises NoMatchingProcessException: if there is none.
    :raises Exception: if a name means several, and it must not.
    """
    known = list(info_obj.processes())
    if process is None:
        if not known:
            raise NoMatchingProcessException("No data recorded for any process")
        return known
    if isinstance(process, ExecuteLocal):
        if process not in known:
            raise NoMatchingProcessException(f"No data recorded for proc {_command(process)}")
        return [process]
    if not isinstance(process, str):
        raise TypeError(f"proc argument must be 'ExecuteProcess' or 'str' not {type(process)}")
    wanted = [cmd_args] if isinstance(cmd_args, str) else cmd_args
    matches = [candidate for candidate in known if _matches(candidate, process, wanted)]
    names = ", ".join(sorted(_command(candidate) for candidate in known))
    if not matches:
        raise NoMatchingProcessException(
            f"Did not find any processes matching name '{process}' and args '{wanted}'. "
            f"Procs: {names}"
        )
    if strict_proc_matching and len(matches) > 1:
        raise Exception(
            f"Found multiple processes matching name '{process}' and cmd_args '{wanted}'. "
            f"Procs: {names}"
        )
    return matches
