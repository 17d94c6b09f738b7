"""The multi-threaded executor: what runs beside what, and how it ends."""

import asyncio
import gc
import os
import threading
import time
import weakref

import pytest
from conftest import LOCAL
from rclpy.callback_groups import (
    CallbackGroup,
    MutuallyExclusiveCallbackGroup,
    ReentrantCallbackGroup,
)
from rclpy.executors import MultiThreadedExecutor
from rclpy.node import Node
from rclpy.task import Future
from std_msgs.msg import Int32

PATIENCE = 20.0


class OneAtATime(CallbackGroup):
    """A group of one's own that lets one callback run."""

    def __init__(self):
        super().__init__()
        self.running = 0
        self.lock = threading.Lock()

    def can_execute(self, entity):
        return self.running == 0

    def beginning_execution(self, entity):
        with self.lock:
            if self.running:
                return False
            self.running += 1
            return True

    def ending_execution(self, entity):
        with self.lock:
            self.running -= 1


class Rendezvous:
    """Callbacks that stay until two of them are there, or leave alone after a while."""

    def __init__(self, node, *groups, seconds=PATIENCE):
        self.barrier = threading.Barrier(len(groups))
        self.seconds = seconds
        self.met = []
        self.all_have_left = Future()
        self.guards = [node.create_guard_condition(self.meet, group) for group in groups]
        for guard in self.guards:
            guard.trigger()

    def meet(self):
        try:
            self.barrier.wait(self.seconds)
            met = True
        except threading.BrokenBarrierError:
            met = False
        self.met.append(met)
        if len(self.met) == len(self.guards):
            self.all_have_left.set_result(self.met)


@pytest.fixture
def executor(context, node):
    with MultiThreadedExecutor(4, context=context) as executor:
        executor.add_node(node)
        yield executor


def test_number_of_threads(context):
    with MultiThreadedExecutor(context=context) as executor:
        assert executor._executor.max_workers == len(os.sched_getaffinity(0))
    with pytest.warns(UserWarning, match="single thread"):
        MultiThreadedExecutor(1, context=context).shutdown()
    with pytest.raises(ValueError, match="greater than 0"):
        MultiThreadedExecutor(0, context=context)


@pytest.mark.parametrize("groups", ["reentrant", "several", "own"])
def test_callbacks_run_beside_each_other(node, executor, groups):
    reentrant = ReentrantCallbackGroup()
    pair = {
        "reentrant": (reentrant, reentrant),
        "several": (MutuallyExclusiveCallbackGroup(), MutuallyExclusiveCallbackGroup()),
        "own": (OneAtATime(), OneAtATime()),
    }[groups]
    rendezvous = Rendezvous(node, *pair)
    executor.spin_until_future_complete(rendezvous.all_have_left, PATIENCE)
    assert rendezvous.met == [True, True]


@pytest.mark.parametrize("kind", [MutuallyExclusiveCallbackGroup, OneAtATime])
def test_callbacks_of_one_group_exclude_each_other(node, executor, kind):
    group = kind()
    rendezvous = Rendezvous(node, group, group, seconds=0.05)
    executor.spin_until_future_complete(rendezvous.all_have_left, PATIENCE)
    assert rendezvous.met == [False, False]


def test_a_group_of_ones_own_loses_no_callback(node, executor):
    group, done, counts = OneAtATime(), Future(), [0] * 8

    def count(index):
        counts[index] += 1
        if counts[index] < 50:
            guards[index].trigger()
        elif counts == [50] * 8:
            done.set_result(None)

    guards = [node.create_guard_condition(lambda i=i: count(i), group) for i in range(8)]
    for guard in guards:
        guard.trigger()
    executor.spin_until_future_complete(done, PATIENCE)
    assert counts == [50] * 8


def test_no_message_is_lost(node, executor):
    received, done, lock = [], Future(), threading.Lock()

    def receive(message):
        with lock:
            received.append(message.data)
            if len(received) == 500:
                done.set_result(None)

    node.create_subscription(
        Int32, "numbers", receive, 500, callback_group=ReentrantCallbackGroup()
    )
    publisher = node.create_publisher(Int32, "numbers", 500)
    for number in range(500):
        publisher.publish(Int32(data=number))
    executor.spin_until_future_complete(done, PATIENCE)
    assert sorted(received) == list(range(500))


def test_coroutines_lose_no_step(node, executor):
    """What one awaits may come at any moment, also while its step is about to end."""

    async def ping(count):
        for _ in range(count):
            future = Future()
            threads.append(threading.Thread(target=future.set_result, args=(None,)))
            threads[-1].start()
            await future
        return count

    threads = []
    tasks = [executor.create_task(ping(40)) for _ in range(4)]
    for task in tasks:
        executor.spin_until_future_complete(task, PATIENCE)
    assert [task.result() for task in tasks] == [40] * 4
    for thread in threads:
        thread.join()


def test_coroutines_keep_their_group_busy(node, executor):
    group, gate, events, done = MutuallyExclusiveCallbackGroup(), Future(), [], Future()

    async def wait():
        events.append("begins")
        await gate
        events.append("ends")

    def follow():
        events.append("follows")
        done.set_result(None)

    node.create_guard_condition(wait, group).trigger()
    following = node.create_guard_condition(follow, group)
    opener = node.create_timer(0.05, lambda: (opener.cancel(), gate.set_result(None)))
    executor.spin_once(timeout_sec=PATIENCE)
    following.trigger()
    executor.spin_until_future_complete(done, PATIENCE)
    assert events == ["begins", "ends", "follows"]


def test_spin_raises_what_callbacks_raise(node, executor):
    def fail():
        raise ZeroDivisionError("in a callback")

    node.create_guard_condition(fail).trigger()
    with pytest.raises(ZeroDivisionError, match="in a callback"):
        executor.spin()
    again = executor.create_task(lambda: 1)
    executor.spin_until_future_complete(again, PATIENCE)
    assert again.result() == 1


def test_spin_raises_what_tasks_raise(executor):
    async def fail():
        await asyncio.sleep(0)
        raise ZeroDivisionError("in a task")

    executor.create_task(fail())
    with pytest.raises(ZeroDivisionError, match="in a task"):
        executor.spin()


def test_a_callback_ends_the_program(node, executor):
    def leave():
        raise SystemExit(3)

    node.create_guard_condition(leave).trigger()
    with pytest.raises(SystemExit):
        executor.spin()


def test_spin_once_raises_what_callbacks_raise(node, executor):
    def fail():
        raise ZeroDivisionError("in a callback")

    node.create_guard_condition(fail).trigger()
    with pytest.raises(ZeroDivisionError, match="in a callback"):
        for _ in range(2):
            executor.spin_once(timeout_sec=PATIENCE)


def test_spin_once_does_not_wait_for_the_end(node, executor):
    rendezvous = Rendezvous(node, *[ReentrantCallbackGroup()] * 2)
    executor.spin_once(timeout_sec=PATIENCE)
    executor.spin_once(timeout_sec=PATIENCE)
    end = time.monotonic() + PATIENCE
    while not rendezvous.all_have_left.done() and time.monotonic() < end:
        time.sleep(0.001)
    assert rendezvous.met == [True, True]


def test_timeouts(executor):
    executor.spin_once(timeout_sec=0.01)
    executor.spin_once_until_future_complete(Future(), 0.01)
    executor.spin_until_future_complete(Future(), 0.01)
    executor.spin_until_future_complete(Future(), 0)


def test_never_more_threads_than_asked_for(context, node):
    with MultiThreadedExecutor(2, context=context) as executor:
        executor.add_node(node)
        leave = threading.Event()
        guards = [
            node.create_guard_condition(lambda: leave.wait(PATIENCE), ReentrantCallbackGroup())
            for _ in range(3)
        ]
        before = threading.active_count()
        for guard in guards:
            guard.trigger()
        for _ in range(5):
            executor.spin_until_future_complete(Future(), 0.01)
        assert threading.active_count() - before == 2
        leave.set()


@pytest.mark.filterwarnings("ignore:MultiThreadedExecutor is used with a single thread")
def test_a_callback_spins(context, node):
    with MultiThreadedExecutor(1, context=context) as executor:
        executor.add_node(node)
        inner, outer = Future(), Future()

        def wait():
            node.create_guard_condition(
                lambda: inner.set_result(1), ReentrantCallbackGroup()
            ).trigger()
            executor.spin_until_future_complete(inner, PATIENCE)
            outer.set_result(inner.result())

        node.create_guard_condition(wait).trigger()
        executor.spin_until_future_complete(outer, PATIENCE)
        assert outer.result() == 1


def test_nodes_come_and_go_while_it_spins(context, executor):
    spinning = threading.Thread(target=executor.spin)
    spinning.start()
    for number in range(20):
        called = threading.Event()
        with Node(f"guest{number}", context=context) as guest:
            executor.add_node(guest)
            guest.create_guard_condition(called.set).trigger()
            assert called.wait(PATIENCE)
            executor.remove_node(guest)
    executor.shutdown()
    spinning.join(PATIENCE)
    assert not spinning.is_alive()


def test_shutdown_waits_for_callbacks(node, executor):
    begun, leave, ended = threading.Event(), threading.Event(), []

    def stay():
        begun.set()
        leave.wait(PATIENCE)
        ended.append(True)

    node.create_guard_condition(stay).trigger()
    spinning = threading.Thread(target=executor.spin)
    spinning.start()
    assert begun.wait(PATIENCE)
    assert not executor.shutdown(timeout_sec=0.01)
    leave.set()
    assert executor.shutdown(timeout_sec=PATIENCE)
    assert ended
    spinning.join(PATIENCE)
    assert not spinning.is_alive()


@pytest.mark.parametrize("end", ["executor", "context"])
def test_a_callback_ends_the_spinning(context, node, executor, end):
    leave = {"executor": executor.shutdown, "context": context.try_shutdown}[end]
    node.create_guard_condition(lambda: (leave(), None)[1]).trigger()
    executor.spin()


def test_another_thread_shuts_the_context_down(context, executor):
    spinning = threading.Thread(target=executor.spin)
    spinning.start()
    context.shutdown()
    spinning.join(PATIENCE)
    assert not spinning.is_alive()


def test_what_extends_it_spins_once_itself(context, node):
    class Counting(MultiThreadedExecutor):
        turns = 0

        def spin_once(self, timeout_sec=None):
            self.turns += 1
            super().spin_once(timeout_sec)

    with Counting(2, context=context) as executor:
        executor.add_node(node)
        node.create_guard_condition(executor.shutdown).trigger()
        executor.spin()
        assert executor.turns


def test_nothing_keeps_it_alive(context):
    executor = MultiThreadedExecutor(2, context=context)
    executor.spin_until_future_complete(executor.create_task(lambda: None), PATIENCE)
    alive = weakref.ref(executor)
    executor.shutdown()
    del executor
    end = time.monotonic() + PATIENCE
    while alive() is not None and time.monotonic() < end:
        gc.collect()
        time.sleep(0.01)
    assert alive() is None


@pytest.mark.parametrize("signal", [2, 15])
def test_signals(run, signal):
    program = run(
        """
        import rclpy
        from rclpy.executors import ExternalShutdownException, MultiThreadedExecutor
        rclpy.init()
        executor = MultiThreadedExecutor(3)
        node = rclpy.create_node("node")
        executor.add_node(node)
        node.create_guard_condition(lambda: print("spins")).trigger()
        try:
            executor.spin()
        except (KeyboardInterrupt, ExternalShutdownException):
            pass
        print("ends")
        """,
        middleware=LOCAL,
    )
    program.wait_for_line("spins")
    assert program.end(signal) == (0, "ends\n", "")


def test_daemon_threads_do_not_keep_the_program(run):
    program = run(
        """
        import threading, rclpy
        from rclpy.executors import MultiThreadedExecutor
        rclpy.init()
        executor = MultiThreadedExecutor(3)
        node = rclpy.create_node("node")
        executor.add_node(node)
        spins = threading.Event()
        node.create_guard_condition(spins.set).trigger()
        threading.Thread(target=executor.spin, daemon=True).start()
        spins.wait(20)
        print("ends")
        """,
        middleware=LOCAL,
    )
    assert program.end() == (0, "ends\n", "")


def test_a_name_is_free_as_soon_as_its_node_is_destroyed(context, executor, capfd):
    began, may_end = threading.Event(), threading.Event()

    def callback():
        began.set()
        may_end.wait(PATIENCE)

    first = Node("reborn", context=context)
    executor.add_node(first)
    first.create_guard_condition(callback).trigger()
    spinning = threading.Thread(target=executor.spin)
    spinning.start()
    try:
        assert began.wait(PATIENCE)
        with first.handle:  # as a callback may hold it
            first.destroy_node()
            with Node("reborn", context=context) as second:
                second.get_logger().info("here")
    finally:
        may_end.set()
        executor.shutdown()
        spinning.join(PATIENCE)
    assert "already registered" not in capfd.readouterr().err
