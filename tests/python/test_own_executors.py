"""Executors, groups and nodes as programs extend, mix and mock them."""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from unittest.mock import Mock, create_autospec

import pytest
import rclpy
from rclpy.callback_groups import CallbackGroup, ReentrantCallbackGroup
from rclpy.context import Context
from rclpy.event_handler import SubscriptionEventCallbacks
from rclpy.executors import (
    Executor,
    MultiThreadedExecutor,
    SingleThreadedExecutor,
    TimeoutException,
)
from rclpy.experimental import EventsExecutor
from rclpy.node import Node
from std_msgs.msg import Int32, String

PATIENCE = 20.0

EXECUTORS = [
    SingleThreadedExecutor,
    lambda *, context: MultiThreadedExecutor(2, context=context),
    EventsExecutor,
]


@pytest.fixture(params=EXECUTORS, ids=["single", "multi", "events"])
def executor(request, context, node):
    """Each executor, with the node."""
    with request.param(context=context) as executor:
        executor.add_node(node)
        yield executor


def turn_until(executor, condition):
    """Spin by turns until a condition holds."""
    executor.spin_once(timeout_sec=0)
    for _ in range(int(PATIENCE / 0.05)):
        if condition():
            return
        executor.spin_once(timeout_sec=0.05)
    raise AssertionError("what was waited for has not happened")


class PriorityExecutor(Executor):
    """Calls what has priority at once on its own threads, everything else on one."""

    def __init__(self, *, context):
        super().__init__(context=context)
        self.urgent = set()
        self.fast = ThreadPoolExecutor(2)
        self.slow = ThreadPoolExecutor(1)
        self.log = []

    def add_urgent_node(self, node):
        self.urgent.add(node)
        self.add_node(node)

    def spin_once(self, timeout_sec=None):
        try:
            handler, _, node = self.wait_for_ready_callbacks(timeout_sec=timeout_sec)
        except TimeoutException:
            return
        urgent = node in self.urgent
        self.log.append("fast" if urgent else "slow")
        (self.fast if urgent else self.slow).submit(handler)

    def shutdown(self, timeout_sec=None):
        self.fast.shutdown()
        self.slow.shutdown()
        return super().shutdown(timeout_sec)


def test_priority_executor(context, node):
    with PriorityExecutor(context=context) as executor, Node("urgent", context=context) as urgent:
        executor.add_node(node)
        executor.add_urgent_node(urgent)
        blocked, may_end, called = threading.Event(), threading.Event(), threading.Event()

        def block():
            blocked.set()
            may_end.wait(PATIENCE)

        node.create_guard_condition(block).trigger()
        turn_until(executor, blocked.is_set)
        # The slow thread is busy; what is urgent does not wait for it.
        urgent.create_guard_condition(called.set).trigger()
        turn_until(executor, called.is_set)
        may_end.set()
        assert executor.log == ["slow", "fast"]


def test_another_thread_is_about_to_import_what_asyncio_needs(executor, monkeypatch):
    unfinished = ModuleType("rclpy._asyncio_steps")
    monkeypatch.setitem(sys.modules, unfinished.__name__, unfinished)
    task = executor.create_task(lambda: 5)
    turn_until(executor, task.done)
    assert task.result() == 5


class Throttled(CallbackGroup):
    """Lets so many callbacks run in all, until it is given more."""

    def __init__(self, tokens):
        super().__init__()
        self.tokens = tokens
        self.lock = threading.Lock()

    def can_execute(self, entity):
        with self.lock:
            return self.tokens > 0

    def beginning_execution(self, entity):
        with self.lock:
            self.tokens -= 1
            return self.tokens >= 0

    def ending_execution(self, entity):
        pass


def test_throttled_group_in_each_executor(node, executor):
    group, called = Throttled(1), []
    first = node.create_guard_condition(lambda: called.append("first"), group)
    second = node.create_guard_condition(lambda: called.append("second"), group)
    first.trigger()
    turn_until(executor, lambda: called)
    second.trigger()
    executor.spin_once(timeout_sec=0.02)
    assert called == ["first"]

    def refill():
        group.tokens = 1

    node.create_guard_condition(refill, ReentrantCallbackGroup()).trigger()
    turn_until(executor, lambda: len(called) == 2)


def test_guard_conditions_in_each_executor(node, executor):
    called = []
    guard = node.create_guard_condition(lambda: called.append(1))
    for count in range(1, 4):
        guard.trigger()
        turn_until(executor, lambda count=count: len(called) == count)
    node.destroy_guard_condition(guard)
    executor.spin_once(timeout_sec=0.01)
    assert len(called) == 3


def test_event_callbacks_in_each_executor(node, executor):
    matched = []
    callbacks = SubscriptionEventCallbacks(matched=matched.append)
    node.create_subscription(Int32, "topic", print, 10, event_callbacks=callbacks)
    publisher = node.create_publisher(Int32, "topic", 10)
    turn_until(executor, lambda: matched)
    assert matched[-1].current_count == 1
    node.destroy_publisher(publisher)
    turn_until(executor, lambda: matched[-1].current_count == 0)


def test_what_an_event_callback_raises_leaves_spin(node, executor):
    def fail(_):
        raise ValueError("from the event")

    callbacks = SubscriptionEventCallbacks(matched=fail)
    node.create_subscription(Int32, "topic", print, 10, event_callbacks=callbacks)
    node.create_publisher(Int32, "topic", 10)
    with pytest.raises(ValueError, match="from the event"):
        executor.spin()
    called = []
    node.create_guard_condition(lambda: called.append(1)).trigger()
    turn_until(executor, lambda: called)


def test_spinning_within_a_callback_of_the_same_executor(node, executor):
    errors = []

    def nested():
        try:
            executor.spin_once(timeout_sec=0)
        except (RuntimeError, ValueError) as error:
            errors.append(error)
        finally:
            ended.append(1)

    ended = []
    node.create_guard_condition(nested).trigger()
    turn_until(executor, lambda: ended)
    # Whatever the executor says of it, it goes on.
    called = []
    node.create_guard_condition(lambda: called.append(1)).trigger()
    turn_until(executor, lambda: called)


def test_a_callback_spins_another_executor(context, node, executor):
    received = []
    with (
        Node("inner", context=context) as inner,
        SingleThreadedExecutor(context=context) as other,
    ):
        other.add_node(inner)
        future = rclpy.task.Future()

        def outer():
            inner.create_guard_condition(lambda: future.set_result(5)).trigger()
            other.spin_until_future_complete(future, PATIENCE)
            received.append(future.result())

        node.create_guard_condition(outer).trigger()
        turn_until(executor, lambda: received)
    assert received == [5]


def test_one_process_with_two_contexts(domain):
    received = {}
    contexts = [Context(), Context()]
    for index, context in enumerate(contexts):
        rclpy.init(args=[], context=context, domain_id=domain)
        received[index] = []
    executors, nodes = [], []
    for index, context in enumerate(contexts):
        node = Node(f"node_{index}", context=context)
        node.create_subscription(String, "topic", received[index].append, 10)
        executor = SingleThreadedExecutor(context=context)
        executor.add_node(node)
        nodes.append(node)
        executors.append(executor)
    publisher = nodes[0].create_publisher(String, "topic", 10)
    turn_until(executors[0], lambda: publisher.get_subscription_count() == 2)
    publisher.publish(String(data="to both"))
    for index, executor in enumerate(executors):
        turn_until(executor, lambda index=index: received[index])
    # The end of one is not the other's.
    contexts[0].shutdown()
    assert contexts[1].ok()
    again = nodes[1].create_publisher(String, "topic", 10)
    again.publish(String(data="to the one left"))
    turn_until(executors[1], lambda: len(received[1]) == 2)
    executors[0].shutdown()
    executors[1].shutdown()
    contexts[1].shutdown()
    assert len(received[0]) == 1


def test_a_node_moves_between_executors(context, node, executor):
    called = []
    guard = node.create_guard_condition(lambda: called.append(threading.get_ident()))
    guard.trigger()
    turn_until(executor, lambda: called)
    with SingleThreadedExecutor(context=context) as other:
        assert other.add_node(node)
        assert node.executor is other and node not in executor.get_nodes()
        guard.trigger()
        executor.spin_once(timeout_sec=0.01)
        assert len(called) == 1
        turn_until(other, lambda: len(called) == 2)


@pytest.mark.parametrize("make", [Mock, create_autospec])
def test_mocks_of_nodes(make):
    mock = Mock(spec=Node) if make is Mock else create_autospec(Node, instance=True)
    assert isinstance(mock, Node)
    mock.create_publisher(Int32, "topic", 10)
    mock.create_publisher.assert_called_once_with(Int32, "topic", 10)
    mock.get_logger().info("unheard")
    mock.declare_parameter("p", 1)
    mock.create_timer(1.0, print)
    for name in ("get_clock", "create_subscription", "create_client", "create_service"):
        assert callable(getattr(mock, name))
    with pytest.raises(AttributeError):
        mock.no_such_method()


def test_mock_of_an_instance(node):
    mock = Mock(spec=node)
    assert isinstance(mock, Node)
    mock.get_name.return_value = "mocked"
    assert mock.get_name() == "mocked"
