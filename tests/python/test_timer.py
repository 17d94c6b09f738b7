"""Timers and guard conditions."""

import time

import pytest
from rclpy._rclpy import RCLError
from rclpy.clock import Clock, ROSClock
from rclpy.clock_type import ClockType
from rclpy.guard_condition import GuardCondition
from rclpy.time import Time
from rclpy.timer import Timer, TimerInfo

MILLISECOND = 10**6


@pytest.mark.parametrize("kind", [ClockType.SYSTEM_TIME, ClockType.STEADY_TIME])
def test_calls(node, spin_until, kind):
    called = []
    clock = Clock(clock_type=kind)
    timer = node.create_timer(0.002, lambda: called.append(1), clock=clock)
    assert timer.clock is clock
    assert timer.timer_period_ns == 2 * MILLISECOND
    spin_until(lambda: len(called) >= 3)


def test_info_by_hand():
    none = TimerInfo()
    assert none.expected_call_time == none.actual_call_time == Time()
    info = TimerInfo(expected_call_time=1, actual_call_time=2, clock_type=ClockType.STEADY_TIME)
    assert info.expected_call_time == Time(nanoseconds=1, clock_type=ClockType.STEADY_TIME)
    assert info.actual_call_time == Time(nanoseconds=2, clock_type=ClockType.STEADY_TIME)
    with pytest.raises(ValueError, match="negative"):
        TimerInfo(actual_call_time=-1)
    with pytest.raises(TypeError):
        TimerInfo(clock_type=1)


def test_info(node, spin_until):
    infos = []
    node.create_timer(0.002, infos.append)
    spin_until(lambda: len(infos) == 2)
    for info in infos:
        assert isinstance(info, TimerInfo)
        assert info.expected_call_time <= info.actual_call_time
        assert info.actual_call_time.clock_type == ClockType.ROS_TIME
    assert (infos[1].expected_call_time - infos[0].expected_call_time).nanoseconds >= 2 * 10**6


def test_callback_that_may_take_an_argument_is_given_none(node, spin_until):
    called = []
    node.create_timer(0.001, lambda value="default": called.append(value))
    spin_until(lambda: called)
    assert called[0] == "default"


def test_replaced_callback(node, spin_until):
    called = []
    timer = node.create_timer(0.001, None)
    timer.callback = lambda info: called.append(info)
    spin_until(lambda: called)
    assert isinstance(called[0], TimerInfo)


def test_cancelling_and_starting_again(node, spin_until, executor):
    called = []
    timer = node.create_timer(0.001, lambda: called.append(1))
    timer.cancel()
    assert timer.is_canceled() and timer.time_until_next_call() is None
    executor.spin_once(timeout_sec=0.02)
    assert not called
    timer.reset()
    assert not timer.is_canceled()
    spin_until(lambda: called)


def test_starting_by_hand(node, spin_until):
    called = []
    timer = node.create_timer(0.001, lambda: called.append(1), autostart=False)
    assert timer.is_canceled()
    timer.reset()
    spin_until(lambda: called)


def test_cancelling_in_the_callback(node, spin_until, executor):
    called = []
    timer = node.create_timer(0.001, lambda: (called.append(1), timer.cancel()))
    spin_until(lambda: called)
    executor.spin_once(timeout_sec=0.02)
    assert len(called) == 1


def test_simulated_time(context, node, executor):
    clock, called = ROSClock(), []
    clock._set_ros_time_is_active(True)

    def show(nanoseconds):
        clock.set_ros_time_override(Time(nanoseconds=nanoseconds, clock_type=ClockType.ROS_TIME))

    show(10)
    timer = node.create_timer(1e-6, lambda: called.append(clock.now().nanoseconds), clock=clock)
    assert timer.time_until_next_call() == 1000 and timer.time_since_last_call() == 0
    show(1009)
    executor.spin_once(timeout_sec=0.01)
    assert not called and not timer.is_ready()
    show(1010)
    assert timer.is_ready()
    executor.spin_once(timeout_sec=5)
    # What was missed is passed over: the next call is due at 4010.
    show(3500)
    executor.spin_once(timeout_sec=5)
    assert called == [1010, 3500]
    assert timer.time_until_next_call() == 510


def test_period_can_be_changed(node):
    timer = node.create_timer(1, print)
    timer.timer_period_ns = 5 * MILLISECOND
    assert timer.timer_period_ns == 5 * MILLISECOND
    with pytest.raises(RCLError, match="negative"):
        timer.timer_period_ns = -1


def test_negative_period(node):
    with pytest.raises(RCLError, match="negative"):
        node.create_timer(-1, print)


def test_by_hand(context):
    with Timer(None, None, 1, Clock(), context=context) as timer:
        time.sleep(0.001)
        assert timer.is_ready()
        timer.handle.call_timer()
        assert timer.time_since_last_call() >= 0


def test_guard_condition(node, executor):
    called = []
    guard = node.create_guard_condition(lambda: called.append(1))
    executor.spin_once(timeout_sec=0.01)
    guard.trigger()
    guard.trigger()
    executor.spin_once(timeout_sec=5)
    executor.spin_once(timeout_sec=0.01)
    assert called == [1]
    assert node.destroy_guard_condition(guard)
    assert not node.destroy_guard_condition(guard)


def test_guard_condition_without_node(context):
    guard = GuardCondition(None, None, context=context)
    guard.trigger()
    guard.destroy()
