"""Points in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, overload

from rclpy.clock_type import ClockType
from rclpy.constants import S_TO_NS
from rclpy.duration import Duration

if TYPE_CHECKING:
    import datetime

    import builtin_interfaces.msg


class TimeHandle(Protocol):
    """Whatever has a point in time and the kind of clock it was read from."""

    @property
    def nanoseconds(self) -> int:
        """Nanoseconds since the clock's epoch."""
        ...

    @property
    def clock_type(self) -> ClockType:
        """The kind of clock."""
        ...


class Time:
    """
    A point in time of one kind of clock, in nanoseconds since its epoch.

    Points of different kinds of clock can be neither compared nor subtracted.
    """

    __slots__ = ("__weakref__", "_clock_type", "_nanoseconds")

    def __init__(
        self,
        *,
        seconds: int | float = 0,
        nanoseconds: int = 0,
        clock_type: ClockType = ClockType.SYSTEM_TIME,
    ) -> None:
        """
        Add up a point in time.

        :param seconds: whole and fractional seconds since the epoch.
        :param nanoseconds: nanoseconds, added to them; a fraction is cut off.
        :param clock_type: the kind of clock.
        :raises TypeError: if the kind of clock is none.
        :raises ValueError: if seconds or nanoseconds are negative.
        :raises OverflowError: if the sum does not fit 64 bits.
        """
        if not isinstance(clock_type, ClockType):
            raise TypeError("Clock type must be a ClockType enum")
        if seconds < 0:
            raise ValueError("Seconds value must not be negative")
        if nanoseconds < 0:
            raise ValueError("Nanoseconds value must not be negative")
        total = int(seconds * S_TO_NS) + int(nanoseconds)
        if total >= 2**63:
            raise OverflowError("Total nanoseconds value is too large to store in C time point.")
        self._nanoseconds = total
        self._clock_type = clock_type

    @property
    def _time_handle(self) -> TimeHandle:
        return self

    @property
    def nanoseconds(self) -> int:
        """Nanoseconds since the clock's epoch."""
        return self._nanoseconds

    def seconds_nanoseconds(self) -> tuple[int, int]:
        """Split into whole seconds and the nanoseconds that remain."""
        return divmod(self.nanoseconds, S_TO_NS)

    @property
    def clock_type(self) -> ClockType:
        """The kind of clock that the point belongs to."""
        return self._clock_type

    def __repr__(self) -> str:
        return f"Time(nanoseconds={self.nanoseconds}, clock_type={self.clock_type.name})"

    def __add__(self, other: Duration) -> Time:
        if not isinstance(other, Duration):
            return NotImplemented
        try:
            return Time(
                nanoseconds=self.nanoseconds + other.nanoseconds, clock_type=self.clock_type
            )
        except OverflowError as error:
            raise OverflowError("Addition leads to overflow in C storage.") from error

    def __radd__(self, other: Duration) -> Time:
        return self.__add__(other)

    @overload
    def __sub__(self, other: Time) -> Duration: ...

    @overload
    def __sub__(self, other: Duration) -> Time: ...

    def __sub__(self, other: Time | Duration) -> Time | Duration:
        if isinstance(other, Time):
            if self.clock_type != other.clock_type:
                raise TypeError("Can't subtract times with different clock types")
            return Duration(nanoseconds=self.nanoseconds - other.nanoseconds)
        if not isinstance(other, Duration):
            return NotImplemented
        try:
            return Time(
                nanoseconds=self.nanoseconds - other.nanoseconds, clock_type=self.clock_type
            )
        except ValueError as error:
            raise ValueError("Subtraction leads to negative time.") from error

    def _comparable(self, other: Time) -> int:
        if self.clock_type != other.clock_type:
            raise TypeError("Can't compare times with different clock types")
        return other.nanoseconds

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Time):
            return self.nanoseconds == self._comparable(other)
        return NotImplemented

    def __hash__(self) -> int:
        return hash((self.nanoseconds, self.clock_type))

    def __lt__(self, other: object) -> bool:
        if isinstance(other, Time):
            return self.nanoseconds < self._comparable(other)
        return NotImplemented

    def __le__(self, other: object) -> bool:
        if isinstance(other, Time):
            return self.nanoseconds <= self._comparable(other)
        return NotImplemented

    def __gt__(self, other: object) -> bool:
        if isinstance(other, Time):
            return self.nanoseconds > self._comparable(other)
        return NotImplemented

    def __ge__(self, other: object) -> bool:
        if isinstance(other, Time):
            return self.nanoseconds >= self._comparable(other)
        return NotImplemented

    def to_datetime(self) -> datetime.datetime:
        """Convert to a date and time in UTC, which makes sense for ROS and system time only."""
        import datetime

        if self.clock_type == ClockType.STEADY_TIME:
            raise TypeError("A steady clock has no epoch that a date could be reckoned from")
        seconds, nanoseconds = self.seconds_nanoseconds()
        whole = datetime.datetime.fromtimestamp(seconds, tz=datetime.timezone.utc)
        return whole.replace(microsecond=nanoseconds // 1000)

    def to_msg(self) -> builtin_interfaces.msg.Time:
        """Convert to a message."""
        import builtin_interfaces.msg

        seconds, nanoseconds = self.seconds_nanoseconds()
        return builtin_interfaces.msg.Time(sec=seconds, nanosec=nanoseconds)

    @classmethod
    def from_msg(
        cls, msg: builtin_interfaces.msg.Time, clock_type: ClockType = ClockType.ROS_TIME
    ) -> Time:
        """
        Convert from a message.

        :raises TypeError: if it is no ``builtin_interfaces.msg.Time``.
        """
        import builtin_interfaces.msg

        if not isinstance(msg, builtin_interfaces.msg.Time):
            raise TypeError("Must pass a builtin_interfaces.msg.Time object")
        return cls(seconds=msg.sec, nanoseconds=msg.nanosec, clock_type=clock_type)
