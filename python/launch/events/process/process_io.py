"""The events of what processes write and read."""

from __future__ import annotations

from typing import Any

from .running_process_event import RunningProcessEvent


class ProcessIO(RunningProcessEvent):
    """A process has written something, or something is for it to read."""

    name = "launch.events.process.ProcessIO"

    def __init__(self, *, text: bytes, fd: int, **kwargs: Any) -> None:
        """
        Create the event.

        :param text: what was written, which need not be whole lines.
        :param fd: 0 for standard input, 1 for output, 2 for errors.
        """
        super().__init__(**kwargs)
        self.__text = text
        self.__fd = fd

    @property
    def text(self) -> bytes:
        """What was written, which need not be whole lines."""
        return self.__text

    @property
    def from_stdin(self) -> bool:
        """Whether it is for standard input."""
        return self.__fd == 0

    @property
    def from_stdout(self) -> bool:
        """Whether it is from standard output."""
        return self.__fd == 1

    @property
    def from_stderr(self) -> bool:
        """Whether it is from standard error."""
        return self.__fd == 2
