"""The kinds of clock."""

from enum import IntEnum


class ClockType(IntEnum):
    """What a clock measures, upstream's ``rcl_clock_type_t``."""

    UNINITIALIZED = 0
    ROS_TIME = 1
    """The system's time, or simulated time where that is active."""
    SYSTEM_TIME = 2
    """The wall clock."""
    STEADY_TIME = 3
    """A clock that never steps back and has no meaning outside this host."""
