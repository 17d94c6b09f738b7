"""Nodes whose callbacks an event loop of asyncio calls."""

from __future__ import annotations

import asyncio
import contextvars
import gc
import signal
import sys
import threading
import weakref

import pytest
import rclpy
from conftest import MIDDLEWARES, NETWORK, PATIENCE
from example_interfaces.action import Fibonacci
from example_interfaces.srv import AddTwoInts
from loops import in_loop, until
from rclpy.callback_groups import MutuallyExclusiveCallbackGroup
from rclpy.clock import ROSClock
from rclpy.context import Context
from rclpy.exceptions import TimeSourceChangedError
from rclpy.executors import SingleThreadedExecutor
from rclpy.experimental import AsyncClock, AsyncNode
from rclpy.node import Node
from rclpy.parameter import Parameter
from rclpy.time import Time
from std_msgs.msg import Int32

if sys.version_info < (3, 11):
    pytest.skip("asyncio has task groups since Python 3.11", allow_module_level=True)
from builtins import ExceptionGroup


def never(message):
    raise AssertionError("nobody should have called this")


@in_loop
async def test_callbacks_are_functions_or_coroutine_functions(context):
    heard = []
    both = asyncio.Event()

    def plainly(message):
        heard.append(("plainly", message.data))

    async def patiently(message, info):
        await asyncio.sleep(0)
        heard.append(("patiently", message.data))
        assert info["source_timestamp"] > 0
        both.set()

    async with AsyncNode("node", context=context) as node:
        node.create_subscription(Int32, "topic", plainly, 10)
        node.create_subscription(Int32, "topic", patiently, 10)
        node.create_publisher(Int32, "topic", 10).publish(Int32(data=3))
        await both.wait()
    assert heard == [("plainly", 3), ("patiently", 3)]


@in_loop
async def test_what_was_made_before_it_runs_is_served_then(context):
    node = AsyncNode("node", context=context)
    heard = asyncio.Event()
    publisher = node.create_publisher(Int32, "topic", 10)
    node.create_subscription(Int32, "topic", lambda _: heard.set(), 10)
    publisher.publish(Int32())
    await asyncio.sleep(0.01)
    assert not heard.is_set()
    async with node:
        await heard.wait()


@in_loop
async def test_run_ends_when_the_node_is_destroyed(context):
    node = AsyncNode("node", context=context)
    node.create_timer(0.01, node.destroy_node)
    await node.run()
    node.destroy_node()
    with pytest.raises(RuntimeError, match="destroyed"):
        await node.run()


@in_loop
async def test_a_callback_may_destroy_the_node_and_end(context):
    node = AsyncNode("node", context=context)
    reached = []

    async def end():
        node.destroy_node()
        reached.append("end")

    node.create_timer(0.01, end)
    await node.run()
    assert reached == ["end"]


@in_loop
async def test_it_runs_once_at_a_time(context):
    async with AsyncNode("node", context=context) as node:
        with pytest.raises(RuntimeError, match="runs already"):
            await node.run()


@pytest.mark.parametrize("shut_down_elsewhere", [False, True])
@in_loop
async def test_shutdown_destroys_it(context, shut_down_elsewhere):
    node = AsyncNode("node", context=context)
    if shut_down_elsewhere:
        asyncio.get_running_loop().call_later(0.01, threading.Thread(target=context.shutdown).start)
    else:
        node.create_timer(0.01, context.shutdown)
    await node.run()
    with pytest.raises(RuntimeError, match="destroyed"):
        node.create_publisher(Int32, "topic", 10)


def test_shutdown_destroys_one_that_never_ran(context):
    node = AsyncNode("node", context=context)
    context.shutdown()
    with pytest.raises(RuntimeError, match="destroyed"):
        node.create_timer(1.0, never)


@in_loop
async def test_a_destroyed_node_makes_nothing(context):
    node = AsyncNode("node", context=context)
    node.destroy_node()
    for make in (
        lambda: node.create_publisher(Int32, "topic", 10),
        lambda: node.create_subscription(Int32, "topic", never, 10),
        lambda: node.create_client(AddTwoInts, "add"),
        lambda: node.create_service(AddTwoInts, "add", never),
        lambda: node.create_timer(1.0, never),
        lambda: node.create_action_client(Fibonacci, "fibonacci"),
        lambda: node.messages(Int32, "topic"),
        lambda: node.ticks(1.0),
    ):
        with pytest.raises(RuntimeError, match="destroyed"):
            make()
    with pytest.raises(RuntimeError, match="destroyed"):
        await node.get_clock().sleep(1.0)


@in_loop
async def test_entities_are_destroyed_once_and_for_all(context):
    async with AsyncNode("node", context=context) as node:
        publisher = node.create_publisher(Int32, "topic", 10)
        entities = [
            publisher,
            node.create_subscription(Int32, "topic", never, 10),
            node.create_client(AddTwoInts, "add"),
            node.create_service(AddTwoInts, "add", never),
            node.create_timer(0.01, lambda: never(None), autostart=False),
        ]
        assert node.count_subscribers("topic") == 1
        for entity in entities[1:]:
            entity.destroy()
            entity.destroy()
        assert node.count_subscribers("topic") == 0
        publisher.publish(Int32())
        await asyncio.sleep(0.02)
        kinds = (node.subscriptions, node.clients, node.services, node.timers)
        assert [list(kind) for kind in kinds] == [[], [], [], []]
        publisher.destroy()
        with pytest.raises(RuntimeError):
            publisher.publish(Int32())


@pytest.mark.parametrize("concurrent", [False, True])
@in_loop
async def test_an_entitys_callbacks_run_one_after_another_unless_concurrent(context, concurrent):
    began, gate = [], asyncio.Event()

    async def wait(message):
        began.append(message.data)
        await gate.wait()

    async with AsyncNode("node", context=context) as node:
        node.create_subscription(Int32, "topic", wait, 10, concurrent=concurrent)
        publisher = node.create_publisher(Int32, "topic", 10)
        for number in range(3):
            publisher.publish(Int32(data=number))
        await until(lambda: len(began) == (3 if concurrent else 1))
        await asyncio.sleep(0.02)
        assert len(began) == (3 if concurrent else 1)
        gate.set()
        await until(lambda: began == [0, 1, 2])


@in_loop
async def test_entities_run_beside_one_another_unless_in_a_group(context):
    gate = asyncio.Event()
    together = MutuallyExclusiveCallbackGroup()
    called = []

    async def hold():
        called.append("hold")
        await gate.wait()

    async with AsyncNode("node", context=context) as node:
        node.create_timer(0.001, hold, together)
        await until(lambda: called)
        node.create_timer(0.001, lambda: called.append("other"), together)
        free = node.create_timer(0.001, lambda: called.append("free"))
        await until(lambda: "free" in called)
        free.destroy()
        assert "other" not in called
        gate.set()
        await until(lambda: "other" in called)


def fail():
    raise LookupError("on purpose")


async def fail_later():
    await asyncio.sleep(0)
    fail()


@pytest.mark.parametrize("callback", [fail, fail_later])
@in_loop
async def test_what_a_callback_raises_ends_the_node(context, callback):
    node = AsyncNode("node", context=context)
    node.create_timer(0.01, callback)
    with pytest.raises(ExceptionGroup) as raised:
        await node.run()
    assert raised.group_contains(LookupError, match="on purpose")
    with pytest.raises(RuntimeError, match="destroyed"):
        node.create_timer(0.01, callback)


@in_loop
async def test_what_the_block_raises_ends_all_its_nodes(context):
    first = AsyncNode("first", context=context)
    second = AsyncNode("second", context=context)
    with pytest.raises(ExceptionGroup) as raised:
        async with first, second:
            raise LookupError("on purpose")
    assert raised.group_contains(LookupError)
    for node in (first, second):
        with pytest.raises(RuntimeError, match="destroyed"):
            node.create_client(AddTwoInts, "add")


@in_loop
async def test_callbacks_that_run_are_cancelled_at_the_end(context):
    ends = []

    async def wait_for_ever():
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            ends.append("cancelled")
            raise

    async with AsyncNode("node", context=context) as node:
        node.create_timer(0.001, wait_for_ever)
        await asyncio.sleep(0.02)
    assert ends == ["cancelled"]


@in_loop
async def test_sleep_and_timers_follow_simulated_time(context):
    async with AsyncNode(
        "node", context=context, parameter_overrides=[Parameter("use_sim_time", value=True)]
    ) as node:
        clock = node.get_clock()
        clock.set_ros_time_override(Time(seconds=10))
        ticks = node.ticks(1.0)
        sleep = asyncio.create_task(clock.sleep(2.0))
        await asyncio.sleep(0.02)
        clock.set_ros_time_override(Time(seconds=11))
        info = await anext(ticks)
        assert info.actual_call_time.nanoseconds == 11_000_000_000
        assert not sleep.done()
        # Another thread may set the time.
        await asyncio.to_thread(clock.set_ros_time_override, Time(seconds=12))
        await sleep
        await clock.sleep(0.0)


@in_loop
async def test_a_change_of_the_time_source_ends_a_sleep(context):
    async with AsyncNode("node", context=context) as node:
        sleep = asyncio.create_task(node.get_clock().sleep(1000.0))
        await asyncio.sleep(0.01)
        node.set_parameters([Parameter("use_sim_time", value=True)])
        with pytest.raises(TimeSourceChangedError):
            await sleep


@in_loop
async def test_clocks_of_their_own(context):
    clock = AsyncClock()
    assert isinstance(clock, ROSClock)
    before = clock.now()
    await clock.sleep(0.01)
    assert (clock.now() - before).nanoseconds >= 9_000_000
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await clock.sleep(1000.0)


@in_loop
async def test_it_waits_for_nodes(context):
    async with AsyncNode("node", context=context, namespace="/ns") as node:
        await node.wait_for_node("ns/node")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await node.wait_for_node("/nobody")


@in_loop
async def test_it_lives_beside_ordinary_nodes(context):
    def add(request, response):
        response.sum = request.a + request.b
        return response

    executor = SingleThreadedExecutor(context=context)
    ordinary = Node("ordinary", context=context)
    ordinary.create_service(AddTwoInts, "add", add)
    executor.add_node(ordinary)
    thread = threading.Thread(target=executor.spin)
    thread.start()
    try:
        async with AsyncNode("node", context=context) as node:
            client = node.create_client(AddTwoInts, "add")
            await client.wait_for_service()
            for number in range(10):
                assert (await client.call(AddTwoInts.Request(a=number, b=1))).sum == number + 1
    finally:
        executor.shutdown()
        thread.join()


@in_loop
async def test_loops_without_descriptors_are_woken_by_a_thread(context, monkeypatch):
    def refuse(*args):
        raise NotImplementedError

    monkeypatch.setattr(asyncio.get_running_loop(), "add_reader", refuse)
    threads = set(threading.enumerate())
    async with AsyncNode("node", context=context) as node:
        publisher = node.create_publisher(Int32, "topic", 10)
        messages = node.messages(Int32, "topic")
        for number in range(5):
            publisher.publish(Int32(data=number))
            assert (await anext(messages)).data == number
    await until(lambda: threads >= set(threading.enumerate()))


@in_loop
async def test_nothing_is_left_of_it(context):
    async def make():
        async with AsyncNode("node", context=context) as node:
            node.create_timer(0.001, asyncio.Event().wait)
            messages = node.messages(Int32, "topic")
            await asyncio.sleep(0.01)
            del messages
            return weakref.ref(node)

    gone = await make()
    gc.collect()
    assert gone() is None


@in_loop
async def test_callbacks_see_the_loop_and_its_tasks(context):
    seen = contextvars.ContextVar("seen")
    seen.set("by callbacks too")
    done = asyncio.Event()

    async def callback():
        assert asyncio.current_task() is not None
        assert seen.get() == "by callbacks too"
        async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
            group.create_task(asyncio.sleep(0))
        assert await asyncio.to_thread(threading.current_thread) is not threading.main_thread()
        done.set()

    async with AsyncNode("node", context=context) as node:
        node.create_timer(0.005, callback)
        await done.wait()


@in_loop
async def test_messages_come_over_the_network(domain, monkeypatch):
    monkeypatch.setenv("RMW_IMPLEMENTATION", NETWORK)
    contexts = here, there = Context(), Context()
    for context in contexts:
        rclpy.init(args=[], context=context, domain_id=domain)
    executor = SingleThreadedExecutor(context=there)
    thread = threading.Thread(target=executor.spin)
    try:
        async with (
            AsyncNode("talker", context=here) as talker,
            AsyncNode("listener", context=there) as listener,
        ):
            publisher = talker.create_publisher(Int32, "topic", 10)
            messages = listener.messages(Int32, "topic")
            await until(publisher.get_subscription_count)
            for number in range(200):
                if number == 100:  # from now on another thread takes what comes
                    thread.start()
                publisher.publish(Int32(data=number))
                assert (await anext(messages)).data == number
    finally:
        executor.shutdown()
        thread.join()
        for context in contexts:
            context.try_shutdown()


@pytest.mark.parametrize("middleware", MIDDLEWARES)
@pytest.mark.parametrize("where", ["before the loop", "in the loop"])
def test_ctrl_c_ends_it(run, where, middleware):
    inits = {"before the loop": ("rclpy.init()", ""), "in the loop": ("", "rclpy.init()")}[where]
    program = run(
        f"""
        import asyncio, rclpy
        from rclpy.experimental.async_node import AsyncNode
        {inits[0]}
        async def main():
            {inits[1]}
            node = AsyncNode("node")
            async def wait():
                print("runs", flush=True)
                await asyncio.Event().wait()
            node.create_timer(0.01, wait)
            await node.run()
        try:
            asyncio.run(main())
        except KeyboardInterrupt:
            pass
        finally:
            rclpy.try_shutdown()
        """,
        middleware=middleware,
    )
    program.wait_for_line("runs")
    status, _, err = program.end(signal.SIGINT)
    assert (status, err) == (0, "")
