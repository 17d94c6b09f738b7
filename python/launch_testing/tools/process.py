"""Processes that a test starts itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from launch import LaunchDescription, LaunchService
from launch.actions import ExecuteProcess
from launch.events import IncludeLaunchDescription, matches_action
from launch.events.process import ProcessExited, ProcessIO, ProcessStarted, ShutdownProcess
from launch.utilities import ensure_argument_type

if TYPE_CHECKING:
    from ..io_handler import ActiveIoHandler
    from ..proc_info_handler import ActiveProcInfoHandler


class _Answer:
    """Whether what was waited for has come, and what has been written."""

    def __init__(self, holds: bool, output: str | None) -> None:
        self._holds = holds
        self._output = output

    def __bool__(self) -> bool:
        return self._holds

    def __repr__(self) -> str:
        return f"<{self._holds}: {self._output!r}>"


class ProcessProxy:
    """What a test sees of a process."""

    def __init__(
        self,
        process_action: ExecuteProcess,
        proc_info: ActiveProcInfoHandler,
        proc_output: ActiveIoHandler,
        *,
        output_filter: Callable[[str], str] | None = None,
    ) -> None:
        """
        Look at a process.

        :param process_action: what starts it.
        :param proc_info: what knows whether it runs.
        :param proc_output: what knows what it has written.
        :param output_filter: what makes of that the text to look at.
        :raises TypeError: if any of them is something else.
        """
        # They look for texts with what is beside this module.
        from ..io_handler import ActiveIoHandler
        from ..proc_info_handler import ActiveProcInfoHandler

        ensure_argument_type(process_action, ExecuteProcess, "process_action")
        ensure_argument_type(proc_info, ActiveProcInfoHandler, "proc_info")
        ensure_argument_type(proc_output, ActiveIoHandler, "proc_output")
        if output_filter is not None and not callable(output_filter):
            raise TypeError(f"Expected 'output_filter' to be callable but got '{output_filter!r}'")
        self._process_action = process_action
        self._proc_info = proc_info
        self._proc_output = proc_output
        self._output_filter = output_filter

    def wait_for_shutdown(self, timeout: float | None = None) -> bool:
        """Wait, for so many seconds or for ever, until it has ended; return whether it has."""
        with self._proc_info.proc_event:
            return self._proc_info.proc_event.wait_for(lambda: self.terminated, timeout=timeout)

    def wait_for_output(
        self, condition: Callable[[str], object] | None = None, timeout: float | None = None
    ) -> _Answer:
        """
        Wait until it has written something.

        :param condition: takes all that it has written and says whether that is it; None for
            anything.
        :param timeout: for how many seconds to wait, None for ever.
        :return: what is true if it has.
        """
        if condition is not None and not callable(condition):
            raise TypeError(f"Expected 'condition' to be callable but got '{condition!r}'")
        output: str | None = None

        def holds() -> bool:
            nonlocal output
            if not self.running:
                return False
            output = self.output
            return condition is None or bool(condition(output))

        with self._proc_output.io_event:
            return _Answer(self._proc_output.io_event.wait_for(holds, timeout=timeout), output)

    @property
    def target_process_action(self) -> ExecuteProcess:
        """What starts it."""
        return self._process_action

    def _text(self, is_wanted: Callable[[ProcessIO], bool]) -> str:
        events = self._proc_output[self._process_action]
        text = "".join(event.text.decode() for event in events if is_wanted(event))
        return text if self._output_filter is None else self._output_filter(text)

    @property
    def stderr(self) -> str:
        """What it has written to standard error."""
        return self._text(lambda event: event.from_stderr)

    @property
    def stdout(self) -> str:
        """What it has written to standard output."""
        return self._text(lambda event: event.from_stdout)

    @property
    def output(self) -> str:
        """What it has written."""
        return self._text(lambda event: True)

    def _last_was(self, event_type: type[Any]) -> bool:
        known = self._process_action in self._proc_info.processes()
        return known and isinstance(self._proc_info[self._process_action], event_type)

    @property
    def running(self) -> bool:
        """Whether it runs."""
        return self._last_was(ProcessStarted)

    @property
    def terminated(self) -> bool:
        """Whether it has ended."""
        return self._last_was(ProcessExited)

    @property
    def exit_code(self) -> int:
        """What it has returned."""
        returncode: int = self._proc_info[self._process_action].returncode
        return returncode


@contextmanager
def launch_process(
    launch_service: LaunchService,
    process_action: ExecuteProcess,
    proc_info: ActiveProcInfoHandler,
    proc_output: ActiveIoHandler,
    **kwargs: Any,
) -> Iterator[ProcessProxy]:
    """
    Start a process in a launch that runs, and shut it down at the end.

    :return: what is seen of it; `kwargs` are for :class:`ProcessProxy`.
    """
    ensure_argument_type(process_action, ExecuteProcess, "process_action")
    launch_service.emit_event(IncludeLaunchDescription(LaunchDescription([process_action])))
    proxy = ProcessProxy(process_action, proc_info, proc_output, **kwargs)
    try:
        yield proxy
    finally:
        if not proxy.terminated:
            launch_service.emit_event(
                ShutdownProcess(process_matcher=matches_action(process_action))
            )
