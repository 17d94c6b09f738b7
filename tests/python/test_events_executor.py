"""The executor that follows the order of events."""

import pytest
from rclpy.executors import SingleThreadedExecutor
from rclpy.experimental import EventsExecutor
from rclpy.experimental.events_executor import EventsExecutor as SameEventsExecutor
from std_msgs.msg import Int32

PATIENCE = 20.0


def test_name():
    assert SameEventsExecutor is EventsExecutor


@pytest.mark.parametrize(
    ("kind", "order"),
    [
        (EventsExecutor, ["guard", "message", "task"]),
        (SingleThreadedExecutor, ["task", "message", "guard"]),
    ],
)
def test_order(context, node, kind, order):
    called = []
    publisher = node.create_publisher(Int32, "numbers", 10)
    node.create_subscription(Int32, "numbers", lambda _: called.append("message"), 10)
    guard = node.create_guard_condition(lambda: called.append("guard"))
    with kind(context=context) as executor:
        executor.add_node(node)
        guard.trigger()
        publisher.publish(Int32())
        executor.create_task(lambda: called.append("task"))
        for _ in range(3):
            executor.spin_once(timeout_sec=PATIENCE)
    assert called == order


def test_timers_and_coroutines(context, node):
    with EventsExecutor(context=context) as executor:
        executor.add_node(node)
        done, called = executor.create_future(), []

        async def tick():
            called.append(len(called))
            if len(called) == 3:
                done.set_result(called)

        node.create_timer(0.01, tick)
        executor.spin_until_future_complete(done, PATIENCE)
        assert called == [0, 1, 2]


def test_exceptions(context, node):
    def fail():
        raise ZeroDivisionError("in a callback")

    with EventsExecutor(context=context) as executor:
        executor.add_node(node)
        node.create_guard_condition(fail).trigger()
        with pytest.raises(ZeroDivisionError, match="in a callback"):
            executor.spin()


def test_shutdown(context, node):
    executor = EventsExecutor(context=context)
    executor.add_node(node)
    node.create_guard_condition(executor.shutdown).trigger()
    executor.spin()
