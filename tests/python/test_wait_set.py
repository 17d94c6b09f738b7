"""Wait sets, which programs use beside rclpy's public names."""

import threading
import time

import pytest
from conftest import LOCAL
from rclpy.clock import Clock
from rclpy.clock_type import ClockType
from rclpy.impl.implementation_singleton import rclpy_implementation as _rclpy
from rclpy.signals import SignalHandlerGuardCondition
from rclpy.utilities import timeout_sec_to_nsec
from std_msgs.msg import Int32
from std_srvs.srv import Empty

PATIENCE = timeout_sec_to_nsec(20.0)


def make(context, *handles):
    """A wait set with handles, which are named by their kinds' words."""
    wait_set = _rclpy.WaitSet(1, 1, 1, 1, 1, 0, context.handle)
    wait_set.clear_entities()
    for kind, handle in handles:
        getattr(wait_set, f"add_{kind}")(handle)
    return wait_set


def test_subscriptions(context, node):
    first = node.create_subscription(Int32, "first", lambda _: None, 10)
    second = node.create_subscription(Int32, "second", lambda _: None, 10)
    wait_set = make(context, ("subscription", first.handle), ("subscription", second.handle))
    publisher = node.create_publisher(Int32, "second", 10)
    publisher.publish(Int32(data=1))
    publisher.publish(Int32(data=2))
    for number in (1, 2):
        wait_set.wait(PATIENCE)
        assert wait_set.get_ready_entities("subscription") == [second.handle.pointer]
        assert not wait_set.is_ready("subscription", 0)
        assert wait_set.is_ready("subscription", 1)
        assert second.handle.take_message(second.msg_type, second.raw)[0].data == number
    assert second.handle.take_message(second.msg_type, second.raw) is None
    wait_set.wait(0)
    assert wait_set.get_ready_entities("subscription") == []


def test_messages_wake(context, node):
    subscription = node.create_subscription(Int32, "numbers", lambda _: None, 10)
    publisher = node.create_publisher(Int32, "numbers", 10)
    wait_set = make(context, ("subscription", subscription.handle))
    later = threading.Timer(0.05, publisher.publish, (Int32(data=7),))
    later.start()
    wait_set.wait(-1)
    assert wait_set.get_ready_entities("subscription") == [subscription.handle.pointer]
    later.join()


def test_the_executor_still_serves(node, executor, spin_until):
    received = []
    subscription = node.create_subscription(Int32, "numbers", received.append, 10)
    publisher = node.create_publisher(Int32, "numbers", 10)
    publisher.publish(Int32(data=7))
    wait_set = make(node.context, ("subscription", subscription.handle))
    wait_set.wait(PATIENCE)
    assert wait_set.get_ready_entities("subscription") == [subscription.handle.pointer]
    spin_until(lambda: received)


def test_guard_conditions(context):
    guard = _rclpy.GuardCondition(context.handle)
    wait_set = make(context, ("guard_condition", guard))
    for _ in range(2):
        wait_set.wait(0)
        assert wait_set.get_ready_entities("guard_condition") == []
        guard.trigger_guard_condition()
        wait_set.wait(PATIENCE)
        assert wait_set.get_ready_entities("guard_condition") == [guard.pointer]


def test_timers(context):
    clock = Clock(clock_type=ClockType.STEADY_TIME)
    timer = _rclpy.Timer(clock.handle, context.handle, 20_000_000, True)
    wait_set = make(context, ("timer", timer))
    wait_set.wait(0)
    assert wait_set.get_ready_entities("timer") == []
    wait_set.wait(PATIENCE)
    assert wait_set.get_ready_entities("timer") == [timer.pointer]
    timer.call_timer()
    wait_set.wait(0)
    assert wait_set.get_ready_entities("timer") == []


def test_services_and_clients(context, node, executor, spin_until):
    client = node.create_client(Empty, "empty")
    service = node.create_service(Empty, "empty", lambda _, response: response)
    wait_set = make(context, ("client", client.handle), ("service", service.handle))
    assert client.wait_for_service(20.0)
    future = client.call_async(Empty.Request())
    wait_set.wait(PATIENCE)
    assert wait_set.get_ready_entities("service") == [service.handle.pointer]
    assert wait_set.get_ready_entities("client") == []
    spin_until(future.done)


def test_shutdown_ends_a_wait(context):
    guard = _rclpy.GuardCondition(context.handle)
    wait_set = make(context, ("guard_condition", guard))
    later = threading.Timer(0.05, context.shutdown)
    later.start()
    wait_set.wait(-1)
    assert wait_set.get_ready_entities("guard_condition") == []
    later.join()


def test_what_there_is_not(context):
    wait_set = make(context)
    with pytest.raises(ValueError, match="none of subscription"):
        wait_set.get_ready_entities("message")
    with pytest.raises(IndexError, match="there are 0"):
        wait_set.is_ready("timer", 0)
    begin = time.monotonic()
    wait_set.wait(10_000_000)
    assert time.monotonic() - begin >= 0.01


@pytest.mark.parametrize("signal", [2, 15])
def test_signals(run, signal):
    program = run(
        """
        import rclpy
        from rclpy.impl.implementation_singleton import rclpy_implementation as _rclpy
        from rclpy.signals import SignalHandlerGuardCondition
        rclpy.init()
        context = rclpy.get_default_context()
        guard = SignalHandlerGuardCondition(context=context)
        wait_set = _rclpy.WaitSet(0, 1, 0, 0, 0, 0, context.handle)
        wait_set.add_guard_condition(guard.handle)
        try:
            print("waits")
            wait_set.wait(-1)
        except KeyboardInterrupt:
            pass
        print("ends")
        """,
        middleware=LOCAL,
    )
    program.wait_for_line("waits")
    assert program.end(signal) == (0, "ends\n", "")


def test_a_signals_guard_condition_can_be_destroyed(context):
    SignalHandlerGuardCondition(context=context).destroy()
