"""Futures and tasks."""

import asyncio
import gc
import threading

import pytest
from rclpy.task import Future, Task


class Turns:
    """Whatever a future takes for its executor."""

    def __init__(self):
        self.tasks = []

    def create_task(self, callback, *args):
        self.tasks.append((callback, args))

    def _resume(self, task):
        self.tasks.append((task, ()))


def test_result():
    future = Future()
    assert not future.done() and future.result() is None and future.exception() is None
    future.set_result("x")
    assert future.done() and future.result() == "x" and not future.cancelled()


def test_result_may_be_set_twice():
    future = Future()
    future.set_result(1)
    future.set_result(2)
    assert future.result() == 2


def test_exception():
    future = Future()
    future.set_exception(ValueError("x"))
    assert future.done()
    with pytest.raises(ValueError, match="x"):
        future.result()
    assert isinstance(future.exception(), ValueError)


def test_exception_that_nobody_fetches_is_printed(capsys):
    future = Future()
    future.set_exception(ValueError("forgotten"))
    del future
    gc.collect()
    assert "forgotten" in capsys.readouterr().err


def test_cancelling():
    future = Future()
    future.cancel()
    assert future.cancelled() and not future.done()
    done = Future()
    done.set_result(1)
    done.cancel()
    assert not done.cancelled()


def test_callbacks_without_executor():
    future, called = Future(), []
    future.add_done_callback(called.append)
    assert not called
    future.set_result(1)
    assert called == [future]
    future.add_done_callback(called.append)
    assert called == [future, future]


def test_callbacks_go_to_the_executor():
    turns = Turns()
    future = Future(executor=turns)
    future.add_done_callback(print)
    future.set_result(1)
    future.add_done_callback(repr)
    assert turns.tasks == [(print, (future,)), (repr, (future,))]


def test_a_callback_that_raises_stops_no_other():
    future, called = Future(), []

    def fail(_):
        raise ValueError("from the callback")

    future.add_done_callback(fail)
    future.add_done_callback(called.append)
    with pytest.warns(UserWarning, match="from the callback"):
        future.set_result(1)
    assert called == [future]


def test_callbacks_are_called_when_cancelled():
    future, called = Future(), []
    future.add_done_callback(called.append)
    future.cancel()
    assert called == [future]


def test_callback_can_be_taken_away():
    future, called = Future(), []
    future.add_done_callback(called.append)
    assert future.remove_done_callback(called.append) == 1
    assert future.remove_done_callback(called.append) == 0
    future.set_result(1)
    assert not called


def test_function():
    task = Task(lambda *args, **kwargs: (args, kwargs), (1,), {"a": 2})
    assert not task.done() and not task.executing()
    task()
    assert task.result() == ((1,), {"a": 2})
    task()


def test_function_that_raises():
    def fail():
        raise ValueError("x")

    task = Task(fail)
    task()
    assert isinstance(task.exception(), ValueError)


def test_coroutine():
    future = Future()

    async def coroutine(add):
        return await future + add

    task = Task(coroutine, kwargs={"add": 1})
    task()
    task()
    assert not task.done()
    future.set_result(1)
    task()
    assert task.result() == 2


def test_coroutine_object():
    async def coroutine():
        return 1

    task = Task(coroutine())
    task()
    assert task.result() == 1


def test_coroutine_that_raises():
    async def coroutine():
        raise ValueError("x")

    task = Task(coroutine)
    task()
    with pytest.raises(ValueError, match="x"):
        task.result()


def test_awaited_exceptions_come_out():
    future = Future()

    async def coroutine():
        try:
            await future
        except ValueError as error:
            return str(error)

    task = Task(coroutine)
    task()
    future.set_exception(ValueError("x"))
    task()
    assert task.result() == "x"


def test_a_task_is_resumed_when_what_it_awaits_is_done():
    turns, future = Turns(), Future()

    async def coroutine():
        return await future

    task = Task(coroutine, executor=turns)
    task()
    assert not turns.tasks
    future.set_result(1)
    assert turns.tasks == [(task, ())]


def test_a_cancelled_task_cleans_up():
    left = []

    async def coroutine():
        try:
            await Future()
        finally:
            left.append(True)

    task = Task(coroutine)
    task()
    task.cancel()
    task()
    assert left and task.cancelled() and not task.done()


def test_a_task_knows_that_it_runs():
    seen = []
    task = Task(lambda: seen.append(task.executing()))
    task()
    assert seen == [True] and not task.executing()


def test_asyncio_awaits_what_another_thread_delivers():
    async def wait():
        future = Future()
        threading.Timer(0.01, future.set_result, ["x"]).start()
        return await asyncio.wait_for(future, 10.0)

    assert asyncio.run(wait()) == "x"


def test_asyncio_gives_a_future_up():
    future = Future()

    async def wait():
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(future, 0.001)

    asyncio.run(wait())
    future.set_result("nobody waits")


def test_task_stepped_inside_asyncio_waits_for_its_executor():
    turns, future = Turns(), Future()

    async def handler():
        return await future

    async def step():
        task = Task(handler, executor=turns)
        task()
        future.set_result("x")
        turns.tasks.pop()[0]()
        return task.result()

    assert asyncio.run(step()) == "x"
