"""Callbacks at intervals."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Any

from rclpy import _rclpy
from rclpy._signatures import accepts
from rclpy.callback_groups import CallbackGroup
from rclpy.clock import Clock
from rclpy.clock_type import ClockType
from rclpy.context import Context
from rclpy.exceptions import ROSInterruptException
from rclpy.time import Time
from rclpy.utilities import get_default_context


class TimerInfo:
    """When a timer's callback was due and when it was called."""

    def __init__(
        self,
        *,
        expected_call_time: int = 0,
        actual_call_time: int = 0,
        clock_type: ClockType = ClockType.SYSTEM_TIME,
    ) -> None:
        """
        Make one by hand.

        :param expected_call_time: when the callback was due, in nanoseconds.
        :param actual_call_time: when it was called, in nanoseconds.
        :param clock_type: the clock that showed these times.
        :raises ValueError: if a time is negative.
        """
        self._expected_call_time = Time(nanoseconds=expected_call_time, clock_type=clock_type)
        self._actual_call_time = Time(nanoseconds=actual_call_time, clock_type=clock_type)

    @property
    def expected_call_time(self) -> Time:
        """When the callback was due."""
        return self._expected_call_time

    @property
    def actual_call_time(self) -> Time:
        """When it was called."""
        return self._actual_call_time


class Timer:
    """
    Has an executor call its callback at intervals.

    :meth:`rclpy.node.Node.create_timer` makes them.
    """

    def __init__(
        self,
        callback: Callable[..., Any] | None,
        callback_group: CallbackGroup | None,
        timer_period_ns: int,
        clock: Clock,
        *,
        context: Context | None = None,
        autostart: bool = True,
    ) -> None:
        """
        Make a timer.

        :param callback: called without arguments, or with a :class:`TimerInfo` where it takes one.
        :param callback_group: which callbacks it may run beside.
        :param timer_period_ns: the interval in nanoseconds.
        :param clock: the clock that measures it.
        :param autostart: whether it runs now, or only after :meth:`reset`.
        """
        self._context = get_default_context() if context is None else context
        self._clock = clock
        self._handle = _rclpy.Timer(clock.handle, self._context.handle, timer_period_ns, autostart)
        self.callback = callback
        self.callback_group = callback_group

    @property
    def callback(self) -> Callable[..., Any] | None:
        """What is called, with a :class:`TimerInfo` where it cannot do without an argument."""
        return self._callback

    @callback.setter
    def callback(self, value: Callable[..., Any] | None) -> None:
        self._takes_info = value is not None and _takes_argument(value)
        self._callback = value

    @property
    def handle(self) -> _rclpy.Timer:
        """The native timer."""
        return self._handle

    def destroy(self) -> None:
        """Free it; :meth:`rclpy.node.Node.destroy_timer` is the way to do that."""
        self._handle.destroy_when_not_in_use()

    @property
    def clock(self) -> Clock:
        """The clock that measures the interval."""
        return self._clock

    @property
    def timer_period_ns(self) -> int:
        """The interval in nanoseconds. A new one counts from the next call on."""
        return self._handle.get_timer_period()

    @timer_period_ns.setter
    def timer_period_ns(self, value: int) -> None:
        self._handle.change_timer_period(int(value))

    def is_ready(self) -> bool:
        """Tell whether the callback is due."""
        return self._handle.is_timer_ready()

    def is_canceled(self) -> bool:
        """Tell whether the timer stands still."""
        return self._handle.is_timer_canceled()

    def cancel(self) -> None:
        """Stop; :meth:`reset` starts it again."""
        self._handle.cancel_timer()

    def reset(self) -> None:
        """Begin a new interval now."""
        self._handle.reset_timer()

    def time_since_last_call(self) -> int:
        """Return how many nanoseconds ago the callback was last due."""
        return self._handle.time_since_last_call()

    def time_until_next_call(self) -> int | None:
        """Return how many nanoseconds remain until the callback is due, ``None`` if canceled."""
        return self._handle.time_until_next_call()

    def __enter__(self) -> Timer:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        self.destroy()


class Rate:
    """
    Sleeps to the end of each interval of a timer.

    :meth:`rclpy.node.Node.create_rate` makes them. Nobody needs to spin; where an executor calls
    the timer first, that ends the interval as well.
    """

    def __init__(self, timer: Timer, *, context: Context) -> None:
        self._timer = timer
        self._context = context
        self._handle = _rclpy.Rate(timer.handle, context.handle)
        self._is_destroyed = False

    def sleep(self) -> None:
        """
        Sleep to the end of the interval, not at all where that has passed since the last sleep.

        :raises ROSInterruptException: if the context is shut down.
        :raises RuntimeError: if the rate was destroyed before, or its timer canceled.
        """
        if not self._context.ok():
            raise ROSInterruptException()
        if self._is_destroyed:
            raise RuntimeError("Rate cannot sleep because it has been destroyed")
        try:
            self._handle.sleep()
        except RuntimeError as error:
            if not self._context.ok():
                raise ROSInterruptException() from None
            raise RuntimeError(f"Rate cannot sleep because its {error}") from None

    def destroy(self) -> None:
        """End every sleep; :meth:`rclpy.node.Node.destroy_rate` is the way to do that."""
        self._is_destroyed = True
        self._handle.end()


def _takes_argument(callback: Callable[..., Any]) -> bool:
    try:
        return not accepts(callback, 0)
    except ValueError:
        return False
