"""The event of what processes are to read."""

from __future__ import annotations

from typing import Any

from .process_io import ProcessIO


class ProcessStdin(ProcessIO):
    """Something is for a process to read."""

    name = "launch.events.process.ProcessStdin"

    def __init__(self, *, text: bytes, **kwargs: Any) -> None:
        """
        Create the event.

        :param text: what it is, which need not be whole lines.
        """
        super().__init__(text=text, fd=0, **kwargs)
