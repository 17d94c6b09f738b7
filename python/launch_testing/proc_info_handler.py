"""
What has become of processes. Its assertions say all themselves: PYTEST_DONT_REWRITE.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator
from typing import Any

from launch.actions import ExecuteLocal
from launch.events.process import ProcessExited

from .util import NoMatchingProcessException, resolveProcesses


class ProcInfoHandler:
    """Keeps the last event of each process: that it has started, or that it has ended."""

    def __init__(self) -> None:
        self._events: dict[ExecuteLocal, Any] = {}

    def append(self, process_info: Any) -> None:
        """Keep an event."""
        self._events[process_info.action] = process_info

    def __iter__(self) -> Iterator[Any]:
        return iter(self._events.values())

    def processes(self) -> Collection[ExecuteLocal]:
        """Return the actions of all processes."""
        return self._events.keys()

    def process_names(self) -> list[str]:
        """Return the names of all processes."""
        return [_name(action) for action in self._events]

    def __getitem__(self, key: str | ExecuteLocal) -> Any:
        """
        Return the last event of a process.

        :param key: a part of its name, or its action.
        :raises KeyError: if it is not known.
        """
        if not isinstance(key, str):
            return self._events[key]
        for action, event in self._events.items():
            if key in _name(action):
                return event
        raise KeyError(key)


def _name(action: ExecuteLocal) -> str:
    details = action.process_details
    return details["name"] if details else ""


class ActiveProcInfoHandler:
    """Keeps what becomes of processes while other threads read it, and wait for it."""

    def __init__(self) -> None:
        # A part of it and no parent, so that it can be handed on when all have ended.
        self._proc_info_handler = ProcInfoHandler()
        self._condition = threading.Condition()

    @property
    def proc_event(self) -> threading.Condition:
        """What is notified of every event."""
        return self._condition

    def append(self, process_info: Any) -> None:
        """See :meth:`ProcInfoHandler.append`."""
        with self._condition:
            self._proc_info_handler.append(process_info)
            self._condition.notify_all()

    def __iter__(self) -> Iterator[Any]:
        with self._condition:
            return iter(list(self._proc_info_handler))

    def processes(self) -> list[ExecuteLocal]:
        """See :meth:`ProcInfoHandler.processes`."""
        with self._condition:
            return list(self._proc_info_handler.processes())

    def process_names(self) -> list[str]:
        """See :meth:`ProcInfoHandler.process_names`."""
        with self._condition:
            return self._proc_info_handler.process_names()

    def __getitem__(self, key: str | ExecuteLocal) -> Any:
        with self._condition:
            return self._proc_info_handler[key]

    def assertWaitForShutdown(
        self, process: ExecuteLocal | str, cmd_args: Any = None, *, timeout: float = 10
    ) -> None:
        """
        Assert that a process has ended within so many seconds.

        :param process: which one; see :func:`launch_testing.util.resolveProcesses` for it, and for
            `cmd_args`.
        """
        ended = self._wait_for(
            lambda event: isinstance(event, ProcessExited), process, cmd_args, timeout
        )
        assert ended, f"Timed out waiting for process '{process}' to finish"

    def assertWaitForStartup(
        self, process: ExecuteLocal | str, cmd_args: Any = None, *, timeout: float = 10
    ) -> None:
        """
        Assert that a process has started within so many seconds.

        :param process: which one; see :func:`launch_testing.util.resolveProcesses` for it, and for
            `cmd_args`.
        """
        started = self._wait_for(lambda event: True, process, cmd_args, timeout)
        assert started, f"Timed out waiting for process '{process}' to start"

    def _wait_for(
        self,
        is_it: Callable[[Any], bool],
        process: ExecuteLocal | str,
        cmd_args: Any,
        timeout: float,
    ) -> bool:
        """Wait for an event of a process; return whether there is one."""
        handler = self._proc_info_handler

        def has_happened() -> bool:
            try:
                (found,) = resolveProcesses(handler, process=process, cmd_args=cmd_args)
            except NoMatchingProcessException:
                return False
            return is_it(handler[found])

        with self._condition:
            return self._condition.wait_for(has_happened, timeout=timeout)
