"""What processes write, line by line."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable


class ProcessOutput:
    """Cuts what a process writes into lines, hands them on, and keeps it all if that is wanted."""

    def __init__(self, on_line: Callable[[str], None], *, cached: bool) -> None:
        """
        Create it.

        :param on_line: takes the lines, without their ends.
        :param cached: whether everything is kept.
        """
        self._on_line = on_line
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._begun = ""
        self._everything = io.StringIO() if cached else None

    @property
    def text(self) -> str | None:
        """Everything that was written, None if it is not kept."""
        return None if self._everything is None else self._everything.getvalue()

    def write(self, data: bytes) -> None:
        """Take what was written, which need not be whole lines, nor whole characters."""
        text = self._decoder.decode(data)
        if self._everything is not None:
            self._everything.write(text)
        *lines, self._begun = (self._begun + text).split("\n")
        for line in lines:
            self._on_line(line)

    def flush(self) -> None:
        """Hand on the last line, which has no end."""
        line = self._begun + self._decoder.decode(b"", final=True)
        self._begun = ""
        self._decoder.reset()
        if line:
            self._on_line(line)
