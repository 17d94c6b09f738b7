"""Simulated time that stands still and jumps back, as when a recording starts anew."""

import threading
import time

import pytest
from builtin_interfaces.msg import Time as TimeMessage
from rclpy.clock import Clock as RosClock
from rclpy.clock import JumpThreshold
from rclpy.clock_type import ClockType
from rclpy.duration import Duration
from rclpy.executors import MultiThreadedExecutor, SingleThreadedExecutor
from rclpy.experimental import EventsExecutor
from rclpy.parameter import Parameter
from rclpy.time import Time
from rosgraph_msgs.msg import Clock

PATIENCE = 20.0


@pytest.fixture(
    params=[
        SingleThreadedExecutor,
        lambda *, context: MultiThreadedExecutor(2, context=context),
        EventsExecutor,
    ],
    ids=["single", "multi", "events"],
)
def executor(request, context, node):
    """Each executor, with the node."""
    with request.param(context=context) as executor:
        executor.add_node(node)
        yield executor


@pytest.fixture
def show(node, executor):
    """Publishes a time on /clock and waits until the node's clock shows it."""
    node.set_parameters([Parameter("use_sim_time", value=True)])
    publisher = node.create_publisher(Clock, "/clock", 10)

    def show(seconds):
        publisher.publish(Clock(clock=TimeMessage(sec=seconds)))
        end = time.monotonic() + PATIENCE
        while node.get_clock().now().nanoseconds != seconds * 10**9:
            assert time.monotonic() < end, f"the clock does not show {seconds} s"
            executor.spin_once(timeout_sec=0.05)

    return show


def drain(executor, called, count):
    """Spin until so many calls came, and see that no more do."""
    end = time.monotonic() + PATIENCE
    while len(called) < count:
        assert time.monotonic() < end, called
        executor.spin_once(timeout_sec=0.05)
    executor.spin_once(timeout_sec=0.01)
    assert len(called) == count


def test_timers_go_on_after_a_jump_back(node, executor, show):
    show(100)
    infos = []
    node.create_timer(10.0, lambda info: infos.append(info))
    show(112)
    drain(executor, infos, 1)
    assert infos[0].expected_call_time == Time(seconds=110, clock_type=ClockType.ROS_TIME)
    assert infos[0].actual_call_time == Time(seconds=112, clock_type=ClockType.ROS_TIME)
    # The period begins anew: it is not waited for until 120 s come again.
    show(5)
    drain(executor, infos, 1)
    show(15)
    drain(executor, infos, 2)
    assert infos[1].expected_call_time.nanoseconds == 15 * 10**9


def test_paused_time_holds_its_timers_and_no_others(node, executor, show):
    show(100)
    simulated, steady = [], []
    node.create_timer(0.001, lambda: simulated.append(1))
    wall = RosClock(clock_type=ClockType.STEADY_TIME)
    timer = node.create_timer(0.001, lambda: steady.append(1), clock=wall)
    end = time.monotonic() + PATIENCE
    while len(steady) < 5:
        assert time.monotonic() < end
        executor.spin_once(timeout_sec=0.05)
    timer.cancel()
    assert not simulated
    show(101)
    drain(executor, simulated, 1)


def test_jump_callbacks_are_told_of_jumps_back(node, executor, show):
    show(100)
    before, after = [], []
    threshold = JumpThreshold(
        min_forward=None, min_backward=Duration(seconds=-20), on_clock_change=False
    )
    handle = node.get_clock().create_jump_callback(
        threshold,
        pre_callback=lambda: before.append(node.get_clock().now().nanoseconds // 10**9),
        post_callback=after.append,
    )
    show(90)
    show(200)
    assert not before
    show(10)
    assert before == [200]
    assert [jump.delta.nanoseconds for jump in after] == [-190 * 10**9]
    handle.unregister()
    show(500)
    show(1)
    assert len(after) == 1


def test_a_sleep_outlasts_a_jump_back(context, node, show):
    show(100)
    clock, woke = node.get_clock(), []
    until = Time(seconds=110, clock_type=ClockType.ROS_TIME)
    sleeping = threading.Thread(
        target=lambda: woke.append((clock.sleep_until(until, context), clock.now()))
    )
    sleeping.start()
    show(50)
    show(109)
    assert not woke
    show(111)
    sleeping.join(PATIENCE)
    assert woke == [(True, Time(seconds=111, clock_type=ClockType.ROS_TIME))]
