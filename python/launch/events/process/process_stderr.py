"""The event of what processes write to their standard error."""

from __future__ import annotations

from typing import Any

from .process_io import ProcessIO


class ProcessStderr(ProcessIO):
    """A process has written to its standard error."""

    name = "launch.events.process.ProcessStderr"

    def __init__(self, *, text: bytes, **kwargs: Any) -> None:
        """
        Create the event.

        :param text: what it is, which need not be whole lines.
        """
        super().__init__(text=text, fd=2, **kwargs)
