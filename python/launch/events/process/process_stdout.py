"""The event of what processes write to their standard output."""

from __future__ import annotations

from typing import Any

from .process_io import ProcessIO


class ProcessStdout(ProcessIO):
    """A process has written to its standard output."""

    name = "launch.events.process.ProcessStdout"

    def __init__(self, *, text: bytes, **kwargs: Any) -> None:
        """
        Create the event.

        :param text: what it is, which need not be whole lines.
        """
        super().__init__(text=text, fd=1, **kwargs)
