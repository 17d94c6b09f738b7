"""Spans of time."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

from rclpy._rclpy import RMW_DURATION_INFINITE
from rclpy.constants import S_TO_NS

if TYPE_CHECKING:
    import builtin_interfaces.msg

_INT64 = range(-(2**63), 2**63)


class DurationType(Protocol):
    """Whatever has a span in nanoseconds."""

    @property
    def nanoseconds(self) -> int:
        """The span's length."""
        ...


class Duration:
    """A span between two points in time, in nanoseconds."""

    __slots__ = ("__weakref__", "_nanoseconds")

    def __init__(self, *, seconds: int | float = 0, nanoseconds: int = 0) -> None:
        """
        Add up a span.

        :param seconds: whole and fractional seconds.
        :param nanoseconds: whole nanoseconds; a fraction is cut off.
        :raises OverflowError: if the sum does not fit 64 bits.
        """
        total = int(seconds * S_TO_NS) + int(nanoseconds)
        if total not in _INT64:
            raise OverflowError("Total nanoseconds value is too large to store in C duration.")
        self._nanoseconds = total

    @property
    def nanoseconds(self) -> int:
        """The whole span in nanoseconds."""
        return self._nanoseconds

    def __repr__(self) -> str:
        return f"Duration(nanoseconds={self.nanoseconds})"

    def __str__(self) -> str:
        return "Infinite" if self == Infinite else f"{self.nanoseconds} nanoseconds"

    def __add__(self, other: Duration) -> Duration:
        if isinstance(other, Duration):
            return Duration(nanoseconds=self.nanoseconds + other.nanoseconds)
        return NotImplemented

    def __sub__(self, other: Duration) -> Duration:
        if isinstance(other, Duration):
            return Duration(nanoseconds=self.nanoseconds - other.nanoseconds)
        return NotImplemented

    def __mul__(self, other: int | float) -> Duration:
        if not isinstance(other, (int, float)):
            return NotImplemented
        if other == math.inf:
            return Infinite
        return Duration(nanoseconds=int(self.nanoseconds * other))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Duration):
            return self.nanoseconds == other.nanoseconds
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self.nanoseconds)

    def __lt__(self, other: object) -> bool:
        if isinstance(other, Duration):
            return self.nanoseconds < other.nanoseconds
        return NotImplemented

    def __le__(self, other: object) -> bool:
        if isinstance(other, Duration):
            return self.nanoseconds <= other.nanoseconds
        return NotImplemented

    def __gt__(self, other: object) -> bool:
        if isinstance(other, Duration):
            return self.nanoseconds > other.nanoseconds
        return NotImplemented

    def __ge__(self, other: object) -> bool:
        if isinstance(other, Duration):
            return self.nanoseconds >= other.nanoseconds
        return NotImplemented

    def to_msg(self) -> builtin_interfaces.msg.Duration:
        """Convert to a message."""
        import builtin_interfaces.msg

        seconds, nanoseconds = divmod(self.nanoseconds, S_TO_NS)
        return builtin_interfaces.msg.Duration(sec=seconds, nanosec=nanoseconds)

    @classmethod
    def from_msg(cls, msg: builtin_interfaces.msg.Duration) -> Duration:
        """
        Convert from a message.

        :raises TypeError: if it is no ``builtin_interfaces.msg.Duration``.
        """
        import builtin_interfaces.msg

        if not isinstance(msg, builtin_interfaces.msg.Duration):
            raise TypeError("Must pass a builtin_interfaces.msg.Duration object")
        return cls(seconds=msg.sec, nanoseconds=msg.nanosec)

    def get_c_duration(self) -> DurationType:
        """Return what has the span in nanoseconds."""
        return self


Infinite = Duration(nanoseconds=RMW_DURATION_INFINITE)
"""A span that never ends."""
