"""Executors: what runs when, and what ends them."""

import asyncio
import gc
import itertools
import threading
import time
import weakref

import pytest
import rclpy
from rclpy.callback_groups import MutuallyExclusiveCallbackGroup
from rclpy.executors import (
    ConditionReachedException,
    Executor,
    ExternalShutdownException,
    ShutdownException,
    SingleThreadedExecutor,
    TimeoutException,
    TimeoutObject,
    await_or_execute,
)
from rclpy.experimental import EventsExecutor
from rclpy.node import Node
from rclpy.task import Future
from std_msgs.msg import Int32, String


def test_nodes(context, node):
    with SingleThreadedExecutor(context=context) as executor:
        assert executor.context is context
        assert executor.add_node(node)
        assert not executor.add_node(node)
        assert executor.get_nodes() == [node]
        assert node.executor is executor
        executor.remove_node(node)
        executor.remove_node(node)
        assert executor.get_nodes() == []


def test_a_destroyed_node_leaves_the_graph(context, node, executor):
    other = Node("other", context=context)
    executor.add_node(other)
    assert "other" in node.get_node_names()
    other.destroy_node()
    other.destroy_node()
    assert "other" not in node.get_node_names()
    executor.spin_once(timeout_sec=0)
    executor.remove_node(other)
    assert executor.get_nodes() == [node]


def test_a_callback_may_destroy_the_node_that_spins(context, node):
    def end():
        node.destroy_node()
        context.shutdown()

    node.create_timer(0.01, end)
    with SingleThreadedExecutor(context=context) as executor:
        rclpy.spin(node, executor)
    assert not context.ok()


def test_a_node_has_one_executor(context, node):
    first, second = (SingleThreadedExecutor(context=context) for _ in range(2))
    first.add_node(node)
    second.add_node(node)
    assert node.executor is second
    assert first.get_nodes() == []
    node.executor = None
    assert second.get_nodes() == []


def test_removed_nodes_are_not_served(node, executor):
    called = []
    node.create_guard_condition(lambda: called.append(1)).trigger()
    executor.remove_node(node)
    executor.spin_once(timeout_sec=0.01)
    assert not called
    executor.add_node(node)
    executor.spin_once(timeout_sec=5)
    assert called


def test_one_callback_at_a_time(node, executor):
    called = []
    for number in range(3):
        node.create_guard_condition(lambda number=number: called.append(number)).trigger()
    for count in range(1, 4):
        executor.spin_once(timeout_sec=5)
        assert len(called) == count
    assert called == [0, 1, 2]


def test_timers_come_before_messages(node, executor):
    called = []
    publisher = node.create_publisher(String, "chatter", 10)
    node.create_subscription(String, "chatter", lambda _: called.append("message"), 10)
    timer = node.create_timer(0.001, lambda: (called.append("timer"), timer.cancel()))
    publisher.publish(String())
    time.sleep(0.01)
    executor.spin_once(timeout_sec=5)
    executor.spin_once(timeout_sec=5)
    assert called == ["timer", "message"]


def test_entities_of_a_spinning_executor(node, executor):
    thread = threading.Thread(target=executor.spin)
    thread.start()
    received = threading.Event()
    publisher = node.create_publisher(String, "chatter", 10)
    subscription = node.create_subscription(String, "chatter", lambda _: received.set(), 10)
    publisher.publish(String())
    assert received.wait(20)
    node.destroy_subscription(subscription)
    ticked = threading.Event()
    node.create_timer(0.001, ticked.set)
    assert ticked.wait(20)
    executor.shutdown()
    thread.join()


def test_timeout(executor):
    start = time.monotonic()
    executor.spin_once(timeout_sec=0.05)
    assert time.monotonic() - start >= 0.05
    executor.spin_once(timeout_sec=0)


def test_shutdown_ends_spinning(executor, context):
    thread = threading.Thread(target=executor.spin)
    thread.start()
    assert executor.shutdown(timeout_sec=20)
    thread.join()
    assert context.ok()
    executor.spin()
    executor.spin_once()


def test_shutdown_from_a_callback(node, executor):
    node.create_timer(0.001, executor.shutdown)
    executor.spin()
    assert executor.get_nodes() == []


def test_shutdown_waits_for_callbacks(node, executor):
    began, may_end = threading.Event(), threading.Event()

    def callback():
        began.set()
        assert may_end.wait(20)

    node.create_guard_condition(callback).trigger()
    thread = threading.Thread(target=executor.spin)
    thread.start()
    assert began.wait(20)
    assert not executor.shutdown(timeout_sec=0.01)
    may_end.set()
    assert executor.shutdown()
    thread.join()


def test_context_shutdown_in_a_callback_ends_spinning_quietly(node, executor, context):
    node.create_timer(0.001, context.shutdown)
    executor.spin()
    assert not context.ok()


def test_context_shutdown_from_elsewhere_raises(executor, context):
    timer = threading.Timer(0.05, context.shutdown)
    timer.start()
    with pytest.raises(ExternalShutdownException):
        executor.spin()
    with pytest.raises(ExternalShutdownException):
        executor.spin_once(timeout_sec=0)
    timer.join()


def test_exceptions_leave_the_executor(node, executor):
    def fail():
        raise ValueError("from the callback")

    guard = node.create_guard_condition(fail)
    guard.trigger()
    with pytest.raises(ValueError, match="from the callback"):
        executor.spin()
    guard.trigger()
    with pytest.raises(ValueError, match="from the callback"):
        executor.spin_once()
    called = []
    node.create_guard_condition(lambda: called.append(1)).trigger()
    executor.spin_once(timeout_sec=5)
    assert called


def test_until_a_future_is_done(node, executor):
    future = Future()
    node.create_timer(0.01, lambda: future.set_result(1))
    executor.spin_until_future_complete(future)
    assert future.result() == 1
    executor.spin_until_future_complete(future)


def test_until_a_future_is_done_elsewhere(executor):
    future = Future()
    timer = threading.Timer(0.05, future.set_result, [1])
    timer.start()
    executor.spin_until_future_complete(future, timeout_sec=20)
    assert future.done()
    timer.join()


@pytest.mark.parametrize("timeout", [0, 0.02])
def test_until_the_time_is_up(executor, timeout):
    future = Future()
    executor.spin_until_future_complete(future, timeout_sec=timeout)
    executor.spin_once_until_future_complete(future, TimeoutObject(timeout))
    executor.spin_once_until_future_complete(future, timeout)
    assert not future.done()


def test_global_functions(domain):
    with rclpy.init(args=[], domain_id=domain), Node("node") as node:
        called = []
        timer = node.create_timer(0.001, lambda: called.append(1))
        rclpy.spin_once(node, timeout_sec=5)
        assert called
        future = Future()
        timer.callback = lambda: future.set_result(1)
        rclpy.spin_until_future_complete(node, future, timeout_sec=5)
        assert future.done()
        timer.callback = rclpy.shutdown
        rclpy.spin(node)
        assert not rclpy.ok()


def test_functions_as_tasks(executor):
    task = executor.create_task(lambda a, b: a + b, 1, b=2)
    assert not task.done()
    executor.spin_once(timeout_sec=5)
    assert task.result() == 3


def test_coroutines_as_tasks(executor):
    future = executor.create_future()

    async def coroutine(value):
        return value + await future

    tasks = [executor.create_task(coroutine, 1), executor.create_task(coroutine(2))]
    executor.spin_once(timeout_sec=0)
    executor.spin_once(timeout_sec=0)
    future.set_result(10)
    executor.spin_until_future_complete(tasks[0], timeout_sec=5)
    executor.spin_until_future_complete(tasks[1], timeout_sec=5)
    assert [task.result() for task in tasks] == [11, 12]


def test_the_newest_task_goes_first(executor):
    order = []
    for number in range(3):
        executor.create_task(order.append, number)
    for _ in range(3):
        executor.spin_once(timeout_sec=5)
    assert order == [2, 1, 0]


def test_exceptions_of_tasks_leave_the_executor(executor):
    async def fail():
        raise ValueError("from the task")

    task = executor.create_task(fail)
    with pytest.raises(ValueError, match="from the task"):
        executor.spin_once(timeout_sec=5)
    assert task.done()


def test_waiting_tasks_cost_no_turns(executor):
    async def coroutine():
        await Future()

    executor.create_task(coroutine)
    executor.spin_once(timeout_sec=5)
    start = time.monotonic()
    executor.spin_once(timeout_sec=0.05)
    assert time.monotonic() - start >= 0.05


def test_bare_yields_go_on_at_the_next_turn(executor):
    async def coroutine():
        await asyncio.sleep(0)
        return 1

    task = executor.create_task(coroutine)
    executor.spin_once(timeout_sec=0)
    assert not task.done()
    executor.spin_once(timeout_sec=0)
    assert task.result() == 1


def test_coroutines_as_callbacks(node, executor, spin_until):
    received = []
    future = Future()

    async def callback(message):
        received.append((message.data, await future))

    publisher = node.create_publisher(Int32, "numbers", 10)
    node.create_subscription(Int32, "numbers", callback, 10)
    publisher.publish(Int32(data=1))
    executor.spin_once(timeout_sec=5)
    assert not received
    future.set_result("done")
    spin_until(lambda: received)
    assert received == [(1, "done")]


def test_a_coroutine_keeps_its_group_busy(node, executor, spin_until):
    future, called = Future(), []

    async def wait():
        called.append("began")
        await future
        called.append("ended")

    other = MutuallyExclusiveCallbackGroup()
    node.create_guard_condition(wait).trigger()
    executor.spin_once(timeout_sec=5)
    node.create_guard_condition(lambda: called.append("same group")).trigger()
    node.create_guard_condition(lambda: called.append("other group"), other).trigger()
    executor.spin_once(timeout_sec=5)
    executor.spin_once(timeout_sec=0.02)
    assert called == ["began", "other group"]
    future.set_result(None)
    spin_until(lambda: len(called) == 4)
    assert called[2:] == ["ended", "same group"]


def test_exceptions_of_coroutine_callbacks_leave_the_executor(node, executor):
    called = []

    async def fail():
        raise ValueError("from the coroutine")

    node.create_guard_condition(fail).trigger()
    with pytest.raises(ValueError, match="from the coroutine"):
        executor.spin_once(timeout_sec=5)
    node.create_guard_condition(lambda: called.append(1)).trigger()
    executor.spin_once(timeout_sec=5)
    assert called


def test_await_or_execute():
    async def coroutine(value):
        return value

    for callback in (coroutine, lambda value: value):
        with pytest.raises(StopIteration) as stop:
            await_or_execute(callback, 5).send(None)
        assert stop.value.value == 5


class OneAtATime(Executor):
    """An executor as users write them."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.log = []

    def spin_once(self, timeout_sec=None):
        try:
            handler, entity, node = self.wait_for_ready_callbacks(timeout_sec=timeout_sec)
        except TimeoutException:
            return
        self.log.append((entity, node))
        handler()
        if handler.exception() is not None:
            raise handler.exception()


@pytest.fixture
def own(context, node):
    with OneAtATime(context=context) as own:
        own.add_node(node)
        yield own


def test_executor_of_ones_own(own, node):
    called = []
    timer = node.create_timer(0.001, lambda: (called.append("timer"), timer.cancel()))
    guard = node.create_guard_condition(lambda: called.append("guard"))
    own.spin_once(timeout_sec=5)
    guard.trigger()
    own.spin_once(timeout_sec=5)
    assert called == ["timer", "guard"]
    assert own.log == [(timer, node), (guard, node)]
    own.spin_once(timeout_sec=0.01)
    task = own.create_task(lambda: 5)
    own.spin_once(timeout_sec=5)
    assert task.result() == 5


def test_executor_of_ones_own_spins(own, node, context):
    node.create_timer(0.001, context.shutdown)
    own.spin()
    assert not context.ok()


def test_coroutines_in_an_executor_of_ones_own(own, node):
    future, called = Future(), []

    async def callback():
        called.append(await future)

    node.create_guard_condition(callback).trigger()
    own.spin_once(timeout_sec=5)
    future.set_result(1)
    own.spin_once(timeout_sec=5)
    assert called == [1]


def test_exceptions_in_an_executor_of_ones_own(own, node):
    def fail():
        raise ValueError("from the callback")

    node.create_guard_condition(fail).trigger()
    with pytest.raises(ValueError, match="from the callback"):
        own.spin_once(timeout_sec=5)


def test_what_ends_waiting(own, context):
    with pytest.raises(TimeoutException):
        own.wait_for_ready_callbacks(timeout_sec=0)
    with pytest.raises(ConditionReachedException):
        own.wait_for_ready_callbacks(None, None, lambda: True)
    holds = []
    timer = threading.Timer(0.05, lambda: (holds.append(1), own.wake()))
    timer.start()
    with pytest.raises(ConditionReachedException):
        own.wait_for_ready_callbacks(None, None, lambda: holds)
    timer.join()
    timer = threading.Timer(0.05, own.shutdown)
    timer.start()
    with pytest.raises(ShutdownException):
        own.wait_for_ready_callbacks()
    timer.join()
    with OneAtATime(context=context) as other:
        context.shutdown()
        with pytest.raises(ExternalShutdownException):
            other.wait_for_ready_callbacks()


def test_waiting_for_some_nodes(own, node, context):
    with Node("other", context=context) as other:
        own.add_node(other)
        called = []
        node.create_guard_condition(lambda: called.append("node")).trigger()
        other.create_guard_condition(lambda: called.append("other")).trigger()
        handler, _, whose = own.wait_for_ready_callbacks(5, [other])
        assert whose is other
        handler()
        with pytest.raises(TimeoutException):
            own.wait_for_ready_callbacks(0.02, [other])
        handler, _, whose = own.wait_for_ready_callbacks(5)
        assert whose is node
        handler()
        assert called == ["other", "node"]


def test_abstract_executor(context):
    executor = Executor(context=context)
    with pytest.raises(NotImplementedError):
        executor.spin_once()
    with pytest.raises(NotImplementedError):
        executor.spin_once_until_future_complete(Future())


def test_overridden_spin_once_is_what_spins(context, node):
    class Counting(SingleThreadedExecutor):
        turns = 0

        def spin_once(self, timeout_sec=None):
            self.turns += 1
            super().spin_once(timeout_sec)

    with Counting(context=context) as executor:
        executor.add_node(node)
        node.create_timer(0.001, executor.shutdown)
        executor.spin()
        assert executor.turns >= 1


def test_a_forgotten_executor_is_freed(context):
    executor = SingleThreadedExecutor(context=context)
    executor.create_task(executor.get_nodes)
    gone = weakref.ref(executor)
    del executor
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize("kind", [SingleThreadedExecutor, EventsExecutor])
def test_callbacks_in_c_let_other_threads_in(kind, context, node):
    """Work that is always ready does not keep the interpreter, even if no callback runs Python."""
    count = itertools.count()
    node.create_timer(0.0, count.__next__)
    with kind(context=context) as executor:
        executor.add_node(node)
        thread = threading.Thread(target=executor.spin)
        thread.start()
        while next(count) < 10_000:
            time.sleep(0.001)
        executor.shutdown()
        thread.join()
