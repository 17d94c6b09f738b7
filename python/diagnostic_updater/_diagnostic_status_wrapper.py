"""A status with methods to fill it."""

from __future__ import annotations

from typing import Any, overload

from diagnostic_msgs.msg import DiagnosticStatus, KeyValue


class DiagnosticStatusWrapper(DiagnosticStatus):
    """A `diagnostic_msgs.msg.DiagnosticStatus` that is easy to fill, made as that is."""

    @overload
    def summary(self, status: DiagnosticStatus, /) -> None: ...
    @overload
    def summary(self, level: bytes, message: str, /) -> None: ...
    def summary(self, *args: Any) -> None:
        """Take the level and the message, given as two or as those of a status."""
        self.level, self.message = _summary_of(args)

    def clearSummary(self) -> None:
        """Say that all is well, and no more."""
        self.summary(DiagnosticStatus.OK, "")

    @overload
    def mergeSummary(self, status: DiagnosticStatus, /) -> None: ...
    @overload
    def mergeSummary(self, level: bytes, message: str, /) -> None: ...
    def mergeSummary(self, *args: Any) -> None:
        """
        Join a level and a message, given as two or as those of a status, to what is there.

        The worse level stays. Messages are joined where both are good or both are bad; else that
        of the bad one stays.
        """
        level, message = _summary_of(args)
        if (level > DiagnosticStatus.OK) == (self.level > DiagnosticStatus.OK):
            self.message = f"{self.message}; {message}" if self.message else message
        elif level > self.level:
            self.message = message
        self.level = max(level, self.level)

    def add(self, key: str, val: object) -> None:
        """Add a value, as text, under a name."""
        self.values.append(KeyValue(key=key, value=str(val)))


def _summary_of(args: tuple[Any, ...]) -> tuple[bytes, str]:
    if len(args) == 1:
        return args[0].level, args[0].message
    level, message = args
    return level, str(message)
