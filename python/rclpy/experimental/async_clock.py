"""Clocks by which coroutines sleep."""

from __future__ import annotations

import asyncio

from rclpy import _rclpy
from rclpy.clock import ClockChange, JumpThreshold, ROSClock, TimeJump
from rclpy.clock_type import ClockType
from rclpy.duration import Duration
from rclpy.exceptions import TimeSourceChangedError

_ANY_PROGRESS = JumpThreshold(min_forward=Duration(nanoseconds=1), min_backward=None)
_CHANGES = (ClockChange.ROS_TIME_ACTIVATED, ClockChange.ROS_TIME_DEACTIVATED)


class AsyncClock(ROSClock):
    """A clock by which coroutines sleep, in simulated time where that is active."""

    _sleeps: set[asyncio.Future[None]]
    _is_destroyed: bool

    def __new__(cls, *, clock_type: ClockType = ClockType.SYSTEM_TIME) -> AsyncClock:
        return cls._made_of(_rclpy.Clock(clock_type), clock_type)

    @classmethod
    def _of_handle(cls, handle: _rclpy.Clock) -> AsyncClock:
        return cls._made_of(handle, ClockType.ROS_TIME)

    @classmethod
    def _made_of(cls, handle: _rclpy.Clock, clock_type: ClockType) -> AsyncClock:
        self = object.__new__(cls)
        self._handle = handle
        self._clock_type = clock_type
        self._sleeps = set()
        self._is_destroyed = False
        return self

    async def sleep(self, duration_sec: float) -> None:
        """
        Sleep for a span of this clock's time.

        If the clock's node is destroyed meanwhile, the sleep is cancelled.

        :param duration_sec: how many seconds.
        :raises TimeSourceChangedError: if simulated time begins or ends meanwhile.
        :raises RuntimeError: if the clock's node is destroyed already.
        """
        if self._is_destroyed:
            raise RuntimeError("cannot sleep by the clock of a destroyed node")
        if duration_sec <= 0:
            await asyncio.sleep(0)
        elif self._clock_type == ClockType.ROS_TIME:
            await self._sleep_by_ros_time(duration_sec)
        else:
            await self._sleep(asyncio.get_running_loop().create_future(), duration_sec)

    async def _sleep_by_ros_time(self, duration_sec: float) -> None:
        loop = asyncio.get_running_loop()
        end: asyncio.Future[None] = loop.create_future()
        until = self.now() + Duration(seconds=duration_sec) if self.ros_time_is_active else None

        def finish(error: Exception | None) -> None:
            if end.done():
                return
            if error is None:
                end.set_result(None)
            else:
                end.set_exception(error)

        def on_jump(jump: TimeJump) -> None:
            # Whoever sets the clock may do so in any thread.
            if jump.clock_change in _CHANGES:
                loop.call_soon_threadsafe(finish, TimeSourceChangedError())
            elif until is not None and self.now() >= until:
                loop.call_soon_threadsafe(finish, None)

        with self.create_jump_callback(_ANY_PROGRESS, post_callback=on_jump):
            if until is None or self.now() < until:
                await self._sleep(end, None if until is not None else duration_sec)

    async def _sleep(self, end: asyncio.Future[None], duration_sec: float | None) -> None:
        self._sleeps.add(end)
        try:
            await asyncio.wait_for(end, duration_sec)
        except asyncio.TimeoutError:
            pass
        finally:
            self._sleeps.discard(end)

    def _destroy(self) -> None:
        """Cancel whoever sleeps by it."""
        self._is_destroyed = True
        for sleep in self._sleeps:
            sleep.cancel()
