"""
What processes have written. Its assertions say all themselves: PYTEST_DONT_REWRITE.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from typing import Any

from launch.actions import ExecuteLocal
from launch.events.process import ProcessIO

from .asserts.assert_output import assertInStream
from .tools.text import Expected
from .util import NoMatchingProcessException, resolveProcesses


class IoHandler:
    """Keeps what processes write, all together in its order, and each process's own."""

    def __init__(self) -> None:
        self._events: list[ProcessIO] = []
        self._by_name: dict[str, list[ProcessIO]] = {}

    def track(self, process_name: str) -> None:
        """Know of a process before it writes anything."""
        self._by_name.setdefault(process_name, [])

    def append(self, process_io: ProcessIO) -> None:
        """Keep what a process has written."""
        self._events.append(process_io)
        self._by_name.setdefault(process_io.process_name, []).append(process_io)

    def __iter__(self) -> Iterator[ProcessIO]:
        return iter(self._events)

    def processes(self) -> list[ExecuteLocal]:
        """Return the actions of the processes that have written something."""
        return [events[0].action for events in self._by_name.values() if events]

    def process_names(self) -> Collection[str]:
        """Return the names of all processes."""
        return self._by_name.keys()

    def __getitem__(self, key: str | ExecuteLocal) -> list[ProcessIO]:
        """
        Return what a process has written.

        :param key: its name or its action.
        :raises KeyError: if it is not known.
        """
        if isinstance(key, str):
            return list(self._by_name[key])
        if not key.process_details:
            raise KeyError(key)
        return list(self._by_name[key.process_details["name"]])


class ActiveIoHandler:
    """Keeps what processes write while other threads read it, and wait for it."""

    def __init__(self) -> None:
        # A part of it and no parent, so that it can be handed on when nothing is written any more.
        self._io_handler = IoHandler()
        self._condition = threading.Condition()

    @property
    def io_event(self) -> threading.Condition:
        """What is notified of all that is written."""
        return self._condition

    def track(self, process_name: str) -> None:
        """See :meth:`IoHandler.track`."""
        with self._condition:
            self._io_handler.track(process_name)
            self._condition.notify_all()

    def append(self, process_io: ProcessIO) -> None:
        """See :meth:`IoHandler.append`."""
        with self._condition:
            self._io_handler.append(process_io)
            self._condition.notify_all()

    def __iter__(self) -> Iterator[ProcessIO]:
        with self._condition:
            return iter(list(self._io_handler))

    def processes(self) -> list[ExecuteLocal]:
        """See :meth:`IoHandler.processes`."""
        with self._condition:
            return self._io_handler.processes()

    def process_names(self) -> list[str]:
        """See :meth:`IoHandler.process_names`."""
        with self._condition:
            return list(self._io_handler.process_names())

    def __getitem__(self, key: str | ExecuteLocal) -> list[ProcessIO]:
        with self._condition:
            return self._io_handler[key]

    def assertWaitFor(self, *args: Any, **kwargs: Any) -> None:
        """Assert that something is written in time: see :meth:`waitFor`."""
        assert self.waitFor(*args, **kwargs), "Waiting for output timed out"

    def waitFor(
        self,
        expected_output: Expected,
        process: ExecuteLocal | str | None = None,
        cmd_args: Any = None,
        *,
        strict_proc_matching: bool = True,
        output_filter: Any = None,
        timeout: float = 10,
        strip_ansi_escape_sequences: bool = True,
        stream: str = "stderr",
    ) -> bool:
        """
        Wait until a process has written something, and return whether it has.

        :param timeout: for how many seconds to wait.
        :raises Exception: if there is no such process in the end.

        The other parameters are those of :func:`launch_testing.asserts.assertInStream`.
        """

        def is_written() -> bool:
            try:
                assertInStream(
                    self._io_handler,
                    expected_output,
                    process,
                    cmd_args,
                    output_filter=output_filter,
                    strict_proc_matching=strict_proc_matching,
                    strip_ansi_escape_sequences=strip_ansi_escape_sequences,
                    stream=stream,
                )
            except (NoMatchingProcessException, AssertionError):
                return False
            return True

        with self._condition:
            if self._condition.wait_for(is_written, timeout=timeout):
                return True
            # Whoever has misspelled a process is told so.
            resolveProcesses(
                self._io_handler, process=process, cmd_args=cmd_args, strict_proc_matching=False
            )
        return False
