"""Clocks, their jumps, and sleeping by them."""

import threading
import time

import pytest
from rclpy._rclpy import InvalidHandle, RCLError
from rclpy.clock import Clock, ClockChange, JumpThreshold, ROSClock, TimeJump
from rclpy.clock_type import ClockType
from rclpy.context import Context
from rclpy.duration import Duration
from rclpy.exceptions import NotInitializedException
from rclpy.time import Time

KINDS = [ClockType.ROS_TIME, ClockType.SYSTEM_TIME, ClockType.STEADY_TIME]


@pytest.mark.parametrize("kind", KINDS)
def test_reading(kind):
    clock = Clock(clock_type=kind)
    assert clock.clock_type == kind
    assert isinstance(clock, ROSClock) == (kind == ClockType.ROS_TIME)
    first = clock.now()
    assert first.clock_type == kind
    assert clock.now() >= first
    assert repr(clock) == f"Clock(clock_type={kind.name})"


def test_kinds_that_are_none():
    with pytest.raises(TypeError):
        Clock(clock_type="ROS_TIME")
    with pytest.raises(RCLError, match="STEADY_TIME"):
        Clock(clock_type=ClockType.UNINITIALIZED)


def test_system_time_is_the_wall_clock():
    before = time.time_ns()
    assert before <= Clock().now().nanoseconds <= time.time_ns()


def test_simulated_time():
    clock = ROSClock()
    assert not clock.ros_time_is_active
    clock.set_ros_time_override(Time(nanoseconds=5, clock_type=ClockType.ROS_TIME))
    assert clock.now().nanoseconds > 5
    clock._set_ros_time_is_active(True)
    assert clock.ros_time_is_active
    assert clock.now().nanoseconds == 5
    clock._set_ros_time_is_active(False)
    assert clock.now().nanoseconds > 5


def test_simulated_time_must_be_a_time():
    with pytest.raises(TypeError, match=r"rclpy\.time\.Time"):
        ROSClock().set_ros_time_override(5)


def test_only_ros_clocks_are_set():
    with pytest.raises(RCLError, match="ROS"):
        Clock().handle.set_ros_time_override(5)


@pytest.fixture
def simulated():
    clock = ROSClock()
    clock._set_ros_time_is_active(True)
    set_time(clock, 100)
    return clock


def set_time(clock, nanoseconds):
    clock.set_ros_time_override(Time(nanoseconds=nanoseconds, clock_type=ClockType.ROS_TIME))


FORWARD = JumpThreshold(
    min_forward=Duration(nanoseconds=10), min_backward=None, on_clock_change=False
)
BACKWARD = JumpThreshold(
    min_forward=None, min_backward=Duration(nanoseconds=-10), on_clock_change=False
)
CHANGE = JumpThreshold(min_forward=None, min_backward=None, on_clock_change=True)


@pytest.mark.parametrize(
    ("threshold", "to", "told"),
    [
        (FORWARD, 109, False),
        (FORWARD, 110, True),
        (FORWARD, 50, False),
        (BACKWARD, 91, False),
        (BACKWARD, 90, True),
        (BACKWARD, 200, False),
        (CHANGE, 1000, False),
    ],
)
def test_thresholds(simulated, threshold, to, told):
    jumps = []
    with simulated.create_jump_callback(threshold, post_callback=jumps.append):
        set_time(simulated, to)
    assert bool(jumps) == told
    for jump in jumps:
        assert isinstance(jump, TimeJump)
        assert jump.clock_change == ClockChange.ROS_TIME_NO_CHANGE
        assert jump.delta == Duration(nanoseconds=to - 100)


def test_change_of_the_source_is_told():
    clock, changes = ROSClock(), []
    handle = clock.create_jump_callback(
        CHANGE, post_callback=lambda jump: changes.append(jump.clock_change)
    )
    clock._set_ros_time_is_active(True)
    clock._set_ros_time_is_active(False)
    handle.unregister()
    clock._set_ros_time_is_active(True)
    assert changes == [ClockChange.ROS_TIME_ACTIVATED, ClockChange.ROS_TIME_DEACTIVATED]


def test_callbacks_run_before_and_after(simulated):
    seen = []
    with simulated.create_jump_callback(
        FORWARD,
        pre_callback=lambda: seen.append(simulated.now().nanoseconds),
        post_callback=lambda _: seen.append(simulated.now().nanoseconds),
    ):
        set_time(simulated, 200)
    assert seen == [100, 200]


def test_a_callback_that_raises_stops_the_others(simulated):
    called = []

    def fail(_):
        raise ValueError("from the callback")

    with (
        simulated.create_jump_callback(FORWARD, post_callback=fail),
        simulated.create_jump_callback(FORWARD, post_callback=called.append),
        pytest.raises(ValueError, match="from the callback"),
    ):
        set_time(simulated, 200)
    assert not called
    set_time(simulated, 300)


@pytest.mark.parametrize(
    "arguments",
    [
        {"min_forward": Duration(), "min_backward": None},
        {"min_forward": Duration(seconds=-1), "min_backward": None},
        {"min_forward": None, "min_backward": Duration()},
        {"min_forward": None, "min_backward": Duration(seconds=1)},
        {"min_forward": None, "min_backward": None, "on_clock_change": False},
    ],
)
def test_thresholds_that_make_no_sense(arguments):
    with pytest.raises(ValueError):
        JumpThreshold(**arguments)


def test_callbacks_that_are_none():
    for callbacks in ({}, {"pre_callback": 1}, {"post_callback": 1}):
        with pytest.raises(ValueError):
            Clock().create_jump_callback(CHANGE, **callbacks)


@pytest.mark.parametrize("kind", KINDS)
def test_sleeping(context, kind):
    clock = Clock(clock_type=kind)
    before = clock.now()
    assert clock.sleep_for(Duration(seconds=0.02), context)
    assert clock.now() - before >= Duration(seconds=0.02)
    assert clock.sleep_until(before, context)


def test_sleeping_by_another_clock(context):
    with pytest.raises(ValueError, match="clock type"):
        Clock().sleep_until(Time(clock_type=ClockType.STEADY_TIME), context)


def test_sleeping_without_context(context):
    with pytest.raises(NotInitializedException):
        Clock().sleep_for(Duration(), Context())
    context.shutdown()
    with pytest.raises(NotInitializedException):
        Clock().sleep_for(Duration(), context)


def _sleep_in_thread(clock, until, context):
    result = []
    thread = threading.Thread(target=lambda: result.append(clock.sleep_until(until, context)))
    thread.start()
    time.sleep(0.05)
    return thread, result


def test_shutdown_ends_sleeping(context):
    clock = Clock(clock_type=ClockType.STEADY_TIME)
    thread, result = _sleep_in_thread(clock, clock.now() + Duration(seconds=1000), context)
    context.shutdown()
    thread.join()
    assert result == [False]


def test_simulated_time_ends_sleeping(context, simulated):
    until = Time(nanoseconds=1000, clock_type=ClockType.ROS_TIME)
    thread, result = _sleep_in_thread(simulated, until, context)
    set_time(simulated, 999)
    set_time(simulated, 1000)
    thread.join()
    assert result == [True]


def test_change_of_the_source_ends_sleeping(context, simulated):
    until = Time(nanoseconds=1000, clock_type=ClockType.ROS_TIME)
    thread, result = _sleep_in_thread(simulated, until, context)
    simulated._set_ros_time_is_active(False)
    thread.join()
    assert result == [False]


def test_destroyed_clock():
    clock = Clock()
    clock.handle.destroy_when_not_in_use()
    with pytest.raises(InvalidHandle):
        clock.now()
