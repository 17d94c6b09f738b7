"""Clocks, and who is told when they jump."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from types import TracebackType
from typing import Any, TypedDict

from rclpy import _rclpy
from rclpy.clock_type import ClockType
from rclpy.context import Context
from rclpy.duration import Duration
from rclpy.exceptions import NotInitializedException
from rclpy.time import Time
from rclpy.utilities import get_default_context


class ClockChange(IntEnum):
    """What a jump did to a clock's source."""

    ROS_TIME_NO_CHANGE = 1
    """Simulated time was active and still is."""
    ROS_TIME_ACTIVATED = 2
    """Simulated time is active from now on."""
    ROS_TIME_DEACTIVATED = 3
    """The system's time counts from now on."""
    SYSTEM_TIME_NO_CHANGE = 4
    """The system's time counted and still does."""


class JumpThreshold:
    """Which jumps are told of."""

    def __init__(
        self,
        *,
        min_forward: Duration | None,
        min_backward: Duration | None,
        on_clock_change: bool = True,
    ) -> None:
        """
        Set the thresholds.

        :param min_forward: the smallest jump forward, greater than zero; none if ``None``.
        :param min_backward: the smallest jump backward, less than zero; none if ``None``.
        :param on_clock_change: whether a switch to or from simulated time counts as a jump.
        :raises ValueError: if a threshold has the wrong sign, or none is set.
        """
        if min_forward is not None and min_forward.nanoseconds <= 0:
            raise ValueError("min_forward must be a positive non-zero duration")
        if min_backward is not None and min_backward.nanoseconds >= 0:
            raise ValueError("min_backward must be a negative non-zero duration")
        if min_forward is None and min_backward is None and not on_clock_change:
            raise ValueError("At least one jump threshold must be enabled")
        self.min_forward = min_forward
        self.min_backward = min_backward
        self.on_clock_change = on_clock_change


class TimeJump:
    """A jump of a clock."""

    def __init__(self, clock_change: ClockChange, delta: Duration) -> None:
        if not isinstance(clock_change, ClockChange):
            raise TypeError("clock_change must be an instance of rclpy.clock.ClockChange")
        self._clock_change = clock_change
        self._delta = delta

    @property
    def clock_change(self) -> ClockChange:
        """What became of the clock's source."""
        return self._clock_change

    @property
    def delta(self) -> Duration:
        """How far the clock jumped."""
        return self._delta


class TimeJumpDictionary(TypedDict):
    """A :class:`TimeJump` as a dictionary."""

    clock_change: ClockChange
    delta: int


class JumpHandle:
    """Keeps callbacks for jumps registered until :meth:`unregister`, or as a context manager."""

    def __init__(
        self,
        *,
        clock: Clock,
        threshold: JumpThreshold,
        pre_callback: Callable[[], Any] | None,
        post_callback: Callable[[TimeJumpDictionary], Any] | None,
    ) -> None:
        """
        Register callbacks; :meth:`Clock.create_jump_callback` is the way to do that.

        :raises ValueError: if there is no callback, or one cannot be called.
        """
        if pre_callback is None and post_callback is None:
            raise ValueError("One of pre_callback or post_callback must be callable")
        if pre_callback is not None and not callable(pre_callback):
            raise ValueError("pre_callback must be callable if given")
        if post_callback is not None and not callable(post_callback):
            raise ValueError("post_callback must be callable if given")
        self._clock: Clock | None = clock
        self._pre_callback = pre_callback
        self._post_callback = post_callback
        clock.handle.add_clock_callback(
            self,
            threshold.on_clock_change,
            threshold.min_forward.nanoseconds if threshold.min_forward else 0,
            threshold.min_backward.nanoseconds if threshold.min_backward else 0,
        )

    def unregister(self) -> None:
        """Take the callbacks away."""
        clock, self._clock = self._clock, None
        if clock is not None:
            clock.handle.remove_clock_callback(self)

    def __enter__(self) -> JumpHandle:
        return self

    def __exit__(
        self,
        t: type[BaseException] | None,
        v: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.unregister()


class Clock:
    """A clock. Of the kind ``ROS_TIME`` it is a :class:`ROSClock`."""

    _handle: _rclpy.Clock
    _clock_type: ClockType

    def __new__(cls, *, clock_type: ClockType = ClockType.SYSTEM_TIME) -> Clock:
        if not isinstance(clock_type, ClockType):
            raise TypeError("Clock type must be a ClockType enum")
        self = super().__new__(ROSClock if clock_type == ClockType.ROS_TIME else cls)
        self._handle = _rclpy.Clock(clock_type)
        self._clock_type = clock_type
        return self

    @property
    def clock_type(self) -> ClockType:
        """The kind of clock."""
        return self._clock_type

    @property
    def handle(self) -> _rclpy.Clock:
        """The native clock."""
        return self._handle

    def __repr__(self) -> str:
        return f"Clock(clock_type={self.clock_type.name})"

    def now(self) -> Time:
        """Read the clock."""
        return Time(nanoseconds=self._handle.get_now(), clock_type=self._clock_type)

    def create_jump_callback(
        self,
        threshold: JumpThreshold,
        *,
        pre_callback: Callable[[], Any] | None = None,
        post_callback: Callable[[TimeJump], Any] | None = None,
    ) -> JumpHandle:
        """
        Have callbacks called when the clock jumps.

        They run in the thread that sets the clock and must be quick. If one raises, those after
        it are not called.

        :param threshold: which jumps count.
        :param pre_callback: called before the new time counts.
        :param post_callback: called with the jump after that.
        :return: what keeps them registered.
        """
        as_dictionary: Callable[[TimeJumpDictionary], Any] | None = None
        if callable(post_callback):
            call: Callable[[TimeJump], Any] = post_callback

            def as_dictionary(jump: TimeJumpDictionary) -> None:
                clock_change = ClockChange(jump["clock_change"])
                call(TimeJump(clock_change, Duration(nanoseconds=jump["delta"])))

        return JumpHandle(
            clock=self,
            threshold=threshold,
            pre_callback=pre_callback,
            post_callback=as_dictionary,
        )

    def sleep_until(self, until: Time, context: Context | None = None) -> bool:
        """
        Sleep until this clock shows a time.

        Simulated time may never get there; a switch to or from it ends the sleep, as does the
        shutdown of the context.

        :return: whether the time was reached.
        :raises ValueError: if the time is of another kind of clock.
        :raises NotInitializedException: if the context is not initialized, or shut down.
        """
        context = get_default_context() if context is None else context
        if not context.ok():
            raise NotInitializedException()
        if until.clock_type != self._clock_type:
            raise ValueError("until's clock type does not match this clock's type")
        return _rclpy.Sleep(self._handle, until.nanoseconds, context.handle).wait()

    def sleep_for(self, rel_time: Duration, context: Context | None = None) -> bool:
        """Sleep for a span of this clock's time, otherwise as :meth:`sleep_until`."""
        return self.sleep_until(self.now() + rel_time, context)


class ROSClock(Clock):
    """A clock that shows simulated time where that is active, else the system's."""

    def __new__(cls) -> ROSClock:
        self = super().__new__(cls, clock_type=ClockType.ROS_TIME)
        assert isinstance(self, ROSClock)
        return self

    @classmethod
    def _of_handle(cls, handle: _rclpy.Clock) -> ROSClock:
        self = cls()
        self._handle = handle
        return self

    @property
    def ros_time_is_active(self) -> bool:
        """Whether simulated time is active."""
        return self._handle.get_ros_time_override_is_enabled()

    def _set_ros_time_is_active(self, enabled: bool) -> None:
        self._handle.set_ros_time_override_is_enabled(enabled)

    def set_ros_time_override(self, time: Time) -> None:
        """Set what the clock shows while simulated time is active."""
        if not isinstance(time, Time):
            raise TypeError(
                f"Time must be specified as rclpy.time.Time. Received type: {type(time)}"
            )
        self._handle.set_ros_time_override(time.nanoseconds)
