"""Rates, and what ends a sleep."""

import threading
import time

import pytest
from conftest import LOCAL
from rclpy.clock import Clock, ROSClock
from rclpy.clock_type import ClockType
from rclpy.exceptions import ROSInterruptException
from rclpy.time import Time

PATIENCE = 20.0


class Sleeper:
    """A thread that sleeps once by a rate."""

    def __init__(self, rate):
        self.outcome = None
        self.begun = threading.Event()
        self.rate = rate
        self.thread = threading.Thread(target=self._sleep)
        self.thread.start()
        assert self.begun.wait(PATIENCE)

    def _sleep(self):
        self.begun.set()
        try:
            self.rate.sleep()
            self.outcome = "woke"
        except ROSInterruptException:
            self.outcome = "interrupted"

    def join(self):
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()
        return self.outcome


def test_frequencies(node):
    with pytest.raises(TypeError):
        node.create_rate(None)
    for frequency in (0.0, -1.0):
        with pytest.raises(ValueError, match="must be > 0"):
            node.create_rate(frequency)


@pytest.mark.parametrize("kind", list(ClockType)[1:])
def test_nobody_spins(node, kind):
    rate = node.create_rate(50, Clock(clock_type=kind))
    begin = time.monotonic()
    for _ in range(5):
        rate.sleep()
    assert time.monotonic() - begin >= 0.09


def test_somebody_spins(node, executor):
    rate = node.create_rate(50)
    done = threading.Event()

    def sleep():
        for _ in range(5):
            rate.sleep()
        done.set()

    begin = time.monotonic()
    thread = threading.Thread(target=sleep)
    thread.start()
    while not done.is_set():
        executor.spin_once()  # ends with the intervals, which the node's timers count
    thread.join()
    assert time.monotonic() - begin >= 0.09
    assert len(list(node.timers)) == 1
    node.destroy_rate(rate)
    assert not list(node.timers)


def test_who_spins_ends_the_interval(node, executor):
    clock = ROSClock()
    clock._set_ros_time_is_active(True)
    clock.set_ros_time_override(Time(seconds=10, clock_type=ClockType.ROS_TIME))
    rate = node.create_rate(1.0, clock)
    clock.set_ros_time_override(Time(seconds=11, clock_type=ClockType.ROS_TIME))
    executor.spin_once()
    rate.sleep()
    sleeper = Sleeper(rate)
    clock.set_ros_time_override(Time(seconds=12, clock_type=ClockType.ROS_TIME))
    assert sleeper.join() == "woke"


def test_in_a_callback(node, executor, spin_until):
    rate = node.create_rate(100)
    slept = []
    node.create_guard_condition(lambda: slept.append(rate.sleep())).trigger()
    spin_until(lambda: slept)


def test_who_is_late_does_not_sleep(node):
    clock = ROSClock()
    clock._set_ros_time_is_active(True)
    clock.set_ros_time_override(Time(seconds=10, clock_type=ClockType.ROS_TIME))
    rate = node.create_rate(1 / 3600, clock)
    clock.set_ros_time_override(Time(seconds=3700, clock_type=ClockType.ROS_TIME))
    rate.sleep()


def test_simulated_time(node):
    clock = ROSClock()
    clock._set_ros_time_is_active(True)
    clock.set_ros_time_override(Time(seconds=10, clock_type=ClockType.ROS_TIME))
    sleepers = [Sleeper(node.create_rate(1.0, clock)) for _ in range(2)]
    assert all(sleeper.thread.is_alive() for sleeper in sleepers)
    clock.set_ros_time_override(Time(seconds=11, clock_type=ClockType.ROS_TIME))
    assert [sleeper.join() for sleeper in sleepers] == ["woke"] * 2


def test_simulated_time_begins(node):
    clock = ROSClock()
    clock.set_ros_time_override(Time(seconds=10, clock_type=ClockType.ROS_TIME))
    sleeper = Sleeper(node.create_rate(1 / 3600, clock))
    clock._set_ros_time_is_active(True)
    clock.set_ros_time_override(Time(seconds=8000, clock_type=ClockType.ROS_TIME))
    assert sleeper.join() == "woke"


def test_destroying_wakes(node):
    rate = node.create_rate(1e-7)
    sleeper = Sleeper(rate)
    assert node.destroy_rate(rate)
    assert not node.destroy_rate(rate)
    assert sleeper.join() == "woke"
    with pytest.raises(RuntimeError, match="destroyed"):
        rate.sleep()


def test_the_nodes_end_wakes(node):
    sleeper = Sleeper(node.create_rate(1e-7))
    node.destroy_node()
    assert sleeper.join() == "woke"


def test_shutdown_wakes(context, node):
    rate = node.create_rate(1e-7)
    sleeper = Sleeper(rate)
    context.shutdown()
    assert sleeper.join() == "interrupted"
    with pytest.raises(ROSInterruptException):
        rate.sleep()


def test_a_canceled_timer(node):
    rate = node.create_rate(1.0)
    rate._timer.cancel()
    with pytest.raises(RuntimeError, match="canceled"):
        rate.sleep()


@pytest.mark.parametrize("handlers", ["ALL", "NO"])
@pytest.mark.parametrize(
    "sleep",
    [
        "node.create_rate(1e-7).sleep()",
        "node.get_clock().sleep_for(Duration(seconds=3600))",
        "rclpy.spin(node)",
        "executor.spin_once()",
        "executor.spin_until_future_complete(Future())",
        "threads.spin()",
        "threads.spin_once()",
    ],
)
def test_ctrl_c(run, handlers, sleep):
    program = run(
        f"""
        import threading, time, rclpy
        from rclpy.duration import Duration
        from rclpy.executors import *
        from rclpy.task import Future
        from rclpy.signals import SignalHandlerOptions
        rclpy.init(signal_handler_options=SignalHandlerOptions.{handlers})
        node = rclpy.create_node("node")
        executor = SingleThreadedExecutor()
        threads = MultiThreadedExecutor(2)
        threading.Timer(0.2, lambda: print("sleeps")).start()
        try:
            {sleep}
        except KeyboardInterrupt:
            print("interrupted")
        """,
        middleware=LOCAL,
    )
    program.wait_for_line("sleeps")
    assert program.end(2) == (0, "interrupted\n", "")
