"""Objects of asyncio, awaited in callbacks that ordinary executors call."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
import threading
import time

import pytest
from conftest import LOCAL, PATIENCE
from example_interfaces.srv import AddTwoInts
from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.executors import MultiThreadedExecutor, SingleThreadedExecutor
from rclpy.experimental import EventsExecutor

EXECUTORS = {
    "single-threaded": SingleThreadedExecutor,
    "events": EventsExecutor,
    "multi-threaded": lambda context: MultiThreadedExecutor(3, context=context),
}


@pytest.fixture(params=EXECUTORS)
def any_executor(request, context, node):
    with contextlib.closing(_Closing(EXECUTORS[request.param](context=context))) as closing:
        closing.executor.add_node(node)
        yield closing.executor


class _Closing:
    def __init__(self, executor):
        self.executor = executor

    def close(self):
        self.executor.shutdown(timeout_sec=PATIENCE)


def complete(executor, coroutine):
    """Run a coroutine in an executor and return what it returns."""
    task = executor.create_task(coroutine)
    executor.spin_until_future_complete(task, timeout_sec=PATIENCE)
    assert task.done()
    return task.result()


def test_sleeps_and_timeouts(any_executor):
    async def sleep():
        before = time.monotonic()
        assert await asyncio.sleep(0.02, "slept") == "slept"
        assert time.monotonic() - before >= 0.01
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(asyncio.Event().wait(), 0.01)
        return "done"

    assert complete(any_executor, sleep()) == "done"


@pytest.mark.skipif(sys.version_info < (3, 11), reason="new in Python 3.11")
def test_scopes_that_cancel_the_current_task(any_executor):
    async def fail():
        raise LookupError("on purpose")

    async def scopes():
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await asyncio.sleep(1000.0)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await any_executor.create_future()
        with pytest.raises(BaseException) as raised:
            async with asyncio.TaskGroup() as group:
                group.create_task(asyncio.sleep(1000.0))
                group.create_task(fail())
        assert isinstance(raised.value.exceptions[0], LookupError)
        return "done"

    assert complete(any_executor, scopes()) == "done"


def test_threads_tasks_and_futures(any_executor):
    async def gather():
        loop = asyncio.get_running_loop()
        future = loop.create_future()
        loop.call_later(0.005, future.set_result, 3)
        one = asyncio.create_task(asyncio.sleep(0.005, 1))
        thread = asyncio.to_thread(threading.get_ident)
        results = await asyncio.gather(one, asyncio.sleep(0.001, 2), future, thread)
        assert results[3] != threading.get_ident()
        return results[:3]

    assert complete(any_executor, gather()) == [1, 2, 3]


def test_streams(any_executor):
    async def echo(reader, writer):
        writer.write(await reader.readline())
        await writer.drain()
        writer.close()

    async def talk():
        server = await asyncio.start_server(echo, "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"hello\n")
        line = await reader.readline()
        writer.close()
        await writer.wait_closed()
        server.close()
        await server.wait_closed()
        return line

    assert complete(any_executor, talk()) == b"hello\n"


def test_other_callbacks_run_meanwhile(any_executor, node):
    ticks = []
    node.create_timer(0.002, lambda: ticks.append(threading.get_ident()), ReentrantCallbackGroup())

    async def wait():
        count = len(ticks)
        while len(ticks) < count + 5:
            await asyncio.sleep(0.001)
        return "done"

    assert complete(any_executor, wait()) == "done"


def test_services_and_asyncio_take_turns(any_executor, node):
    async def add(request, response):
        await asyncio.sleep(0.002)
        response.sum = request.a + request.b
        return response

    node.create_service(AddTwoInts, "add", add, callback_group=ReentrantCallbackGroup())
    client = node.create_client(AddTwoInts, "add", callback_group=ReentrantCallbackGroup())

    async def call():
        sums = []
        for number in range(5):
            response = await client.call_async(AddTwoInts.Request(a=number, b=1))
            sums.append(response.sum)
            await asyncio.sleep(0.001)
        return sums

    assert complete(any_executor, call()) == [1, 2, 3, 4, 5]


def test_what_is_raised_after_a_sleep_leaves_the_executor(any_executor, node):
    async def fail():
        await asyncio.sleep(0.001)
        raise LookupError("on purpose")

    timer = node.create_timer(0.001, fail)
    end = time.monotonic() + PATIENCE
    with pytest.raises(LookupError, match="on purpose"):
        while time.monotonic() < end:
            any_executor.spin_once(timeout_sec=0.1)
    timer.cancel()


def test_a_cancelled_wait_ends_the_task_alone(any_executor):
    reached = []

    async def give_up():
        future = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_later(0.001, future.cancel)
        try:
            await future
        finally:
            reached.append("end")

    task = any_executor.create_task(give_up())
    end = time.monotonic() + PATIENCE
    while not reached:
        assert time.monotonic() < end
        any_executor.spin_once(timeout_sec=0.01)
    assert task.cancelled()
    assert complete(any_executor, asyncio.sleep(0.001, "next")) == "next"


def test_shutdown_does_not_wait_for_what_asyncio_may_bring(any_executor):
    began = []

    async def wait():
        began.append(True)
        await asyncio.sleep(1000.0)

    any_executor.create_task(wait())
    end = time.monotonic() + PATIENCE
    while not began:
        assert time.monotonic() < end
        any_executor.spin_once(timeout_sec=0.01)
    assert any_executor.shutdown(timeout_sec=PATIENCE)


def test_turns_are_those_of_upstream(executor):
    steps = []

    async def coroutine():
        steps.append(1)
        await asyncio.sleep(0)
        steps.append(2)

    task = executor.create_task(coroutine())
    executor.spin_once(timeout_sec=0)
    assert steps == [1]
    executor.spin_once(timeout_sec=0)
    assert steps == [1, 2]
    assert task.done()


def test_spin_once_keeps_to_its_time(executor):
    task = executor.create_task(asyncio.sleep(1000.0))
    executor.spin_once(timeout_sec=0)
    before = time.monotonic()
    executor.spin_once(timeout_sec=0.03)
    executor.spin_until_future_complete(task, timeout_sec=0.03)
    assert 0.05 < time.monotonic() - before < PATIENCE
    task.cancel()


def test_an_executor_that_a_loop_spins_waits_in_that_loop(executor):
    async def callback():
        assert asyncio.current_task().get_name().startswith("rclpy task")
        return await asyncio.sleep(0.005, asyncio.get_running_loop())

    async def main():
        task = executor.create_task(callback())
        while not task.done():
            executor.spin_once(timeout_sec=0)
            await asyncio.sleep(0)
        assert task.result() is asyncio.get_running_loop()

    asyncio.run(asyncio.wait_for(main(), PATIENCE))


def test_the_loop_goes_with_its_thread_and_ctrl_c_ends_its_wait(run):
    program = run(
        """
        import asyncio, warnings, rclpy
        from rclpy.executors import ExternalShutdownException
        warnings.simplefilter("error")
        rclpy.init()
        node = rclpy.create_node("node")
        async def wait():
            await asyncio.sleep(0.01)
            print("waits", flush=True)
            await asyncio.sleep(1000.0)
        node.create_timer(0.01, wait)
        try:
            rclpy.spin(node)
        except (KeyboardInterrupt, ExternalShutdownException):
            pass
        finally:
            rclpy.try_shutdown()
        """,
        middleware=LOCAL,
    )
    program.wait_for_line("waits")
    status, _, errors = program.end(signal.SIGINT)
    assert (status, errors) == (0, "")
