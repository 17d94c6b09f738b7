"""Clients and services."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from example_interfaces.srv import AddTwoInts
from rclpy import _rclpy
from rclpy.callback_groups import MutuallyExclusiveCallbackGroup, ReentrantCallbackGroup
from rclpy.client import Client
from rclpy.context import Context
from rclpy.exceptions import InvalidHandle, InvalidServiceNameException
from rclpy.executors import Executor, ExternalShutdownException, SingleThreadedExecutor
from rclpy.node import Node
from rclpy.qos import QoSProfile
from rclpy.service import Service
from rclpy.task import Future
from std_msgs.msg import String
from std_srvs.srv import Trigger

SpinUntil = Callable[[Callable[[], Any]], None]


def add(request: AddTwoInts.Request, response: AddTwoInts.Response) -> AddTwoInts.Response:
    response.sum = request.a + request.b
    return response


def request(a: int, b: int) -> AddTwoInts.Request:
    return AddTwoInts.Request(a=a, b=b)


@contextmanager
def spinning(executor: Executor) -> Iterator[None]:
    """Spins in a thread; what a callback raises is raised at the end."""
    raised: list[BaseException] = []

    def spin() -> None:
        try:
            executor.spin()
        except ExternalShutdownException:
            pass
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=spin)
    thread.start()
    try:
        yield
    finally:
        executor.shutdown()
        thread.join()
    if raised:
        raise raised[0]


@pytest.fixture
def client(node: Node) -> Client:
    return node.create_client(AddTwoInts, "add")


def test_a_call_is_answered(node: Node, client: Client, spin_until: SpinUntil) -> None:
    node.create_service(AddTwoInts, "add", add)
    assert client.wait_for_service(timeout_sec=20)
    future = client.call_async(request(2, 3))
    spin_until(future.done)
    assert isinstance(future.result(), AddTwoInts.Response)
    assert future.result().sum == 5  # type: ignore[union-attr]


def test_each_response_finds_its_request(node: Node, client: Client, spin_until: SpinUntil) -> None:
    node.create_service(AddTwoInts, "add", add)
    other = node.create_client(AddTwoInts, "add")
    futures = [
        (each, n, each.call_async(request(n, 1))) for n in range(5) for each in (client, other)
    ]
    spin_until(lambda: all(future.done() for _, _, future in futures))
    assert [future.result().sum for _, _, future in futures] == [n + 1 for _, n, _ in futures]  # type: ignore[union-attr]


def test_a_coroutine_may_answer(node: Node, client: Client, spin_until: SpinUntil) -> None:
    gate: Future[None] = Future()

    async def wait_and_add(
        request: AddTwoInts.Request, response: AddTwoInts.Response
    ) -> AddTwoInts.Response:
        await gate
        return add(request, response)

    node.create_service(AddTwoInts, "add", wait_and_add, callback_group=ReentrantCallbackGroup())
    futures = [client.call_async(request(n, n)) for n in range(3)]
    node.create_timer(0.1, lambda: gate.set_result(None))
    spin_until(lambda: all(future.done() for future in futures))
    assert [future.result().sum for future in futures] == [0, 2, 4]  # type: ignore[union-attr]


def test_a_callback_awaits_another_service(node: Node, spin_until: SpinUntil) -> None:
    node.create_service(AddTwoInts, "inner", add)
    inner = node.create_client(AddTwoInts, "inner", callback_group=ReentrantCallbackGroup())

    async def relay(
        request: AddTwoInts.Request, response: AddTwoInts.Response
    ) -> AddTwoInts.Response:
        result = await inner.call_async(request)
        assert result is not None
        response.sum = result.sum * 10
        return response

    node.create_service(AddTwoInts, "outer", relay, callback_group=ReentrantCallbackGroup())
    future = node.create_client(AddTwoInts, "outer").call_async(request(1, 2))
    spin_until(future.done)
    assert future.result().sum == 30  # type: ignore[union-attr]


def test_a_blocking_call(node: Node, client: Client, executor: Executor) -> None:
    node.create_service(AddTwoInts, "add", add)
    with spinning(executor):
        assert client.call(request(4, 5)).sum == 9
        assert client.call(request(4, 6), timeout_sec=20.0).sum == 10


def test_a_blocking_call_ends_when_time_is_up(client: Client, executor: Executor) -> None:
    assert client.call(request(1, 1), timeout_sec=0.05) is None
    assert client.call(request(1, 1), timeout_sec=0) is None
    assert client.call(request(1, 1), 0.05) is None
    with spinning(executor):
        assert client.call(request(1, 1), timeout_sec=0.05) is None


def test_the_shutdown_ends_a_blocking_call(context: Context, client: Client) -> None:
    threading.Timer(0.1, context.shutdown).start()
    with pytest.raises(_rclpy.RCLError, match="shut down"):
        client.call(request(1, 1), timeout_sec=20.0)


def call_in_a_callback(node: Node, client: Client, spin_until: SpinUntil) -> list[Any]:
    outcome: list[Any] = []

    def call() -> None:
        timer.cancel()
        try:
            outcome.append(client.call(request(1, 2), timeout_sec=20.0))
        except Exception as error:
            outcome.append(error)

    timer = node.create_timer(0.01, call)
    spin_until(lambda: outcome)
    return outcome


@pytest.mark.parametrize("group", [None, ReentrantCallbackGroup()])
def test_a_call_that_its_own_callback_holds_up_raises(
    node: Node, spin_until: SpinUntil, group: ReentrantCallbackGroup | None
) -> None:
    client = node.create_client(AddTwoInts, "add", callback_group=group)
    node.create_service(AddTwoInts, "add", add, callback_group=ReentrantCallbackGroup())
    [error] = call_in_a_callback(node, client, spin_until)
    assert isinstance(error, _rclpy.RCLError)
    assert "would never end" in str(error)
    assert "call_async" in str(error)
    assert "thread" in str(error)


def test_a_call_in_a_task_raises_too(
    node: Node, client: Client, executor: Executor, spin_until: SpinUntil
) -> None:
    node.create_service(AddTwoInts, "add", add)
    task = executor.create_task(lambda: client.call(request(1, 2), timeout_sec=20.0))
    with pytest.raises(_rclpy.RCLError, match="would never end"):
        spin_until(task.done)


def test_a_call_in_a_callback_works_where_another_executor_serves(
    context: Context, node: Node, client: Client, spin_until: SpinUntil
) -> None:
    with Node("other", context=context, namespace="/ns") as other:
        other.create_service(AddTwoInts, "add", add)
        client = other.create_client(AddTwoInts, "add", callback_group=ReentrantCallbackGroup())
        executor = SingleThreadedExecutor(context=context)
        executor.add_node(other)
        with spinning(executor):
            [response] = call_in_a_callback(node, client, spin_until)
    assert response.sum == 3


def test_waiting_for_a_service(node: Node, client: Client) -> None:
    assert not client.service_is_ready()
    assert not client.wait_for_service(timeout_sec=0)
    assert not client.wait_for_service(timeout_sec=0.05)
    assert not client.wait_for_service(timeout_sec=-1.0)
    server = threading.Timer(0.1, lambda: node.create_service(AddTwoInts, "add", add))
    server.start()
    assert client.wait_for_service()
    assert client.service_is_ready()
    server.join()


def test_the_shutdown_ends_the_wait_for_a_service(context: Context, client: Client) -> None:
    threading.Timer(0.1, context.shutdown).start()
    for ask in (client.wait_for_service, client.service_is_ready):
        with pytest.raises(_rclpy.RCLError, match="shut down"):
            ask()


def test_clients_and_services_are_generic(node: Node) -> None:
    client: Client[AddTwoInts.Request, AddTwoInts.Response] = node.create_client(AddTwoInts, "add")
    assert isinstance(client, Client)
    assert Client[AddTwoInts.Request, AddTwoInts.Response].__origin__ is Client
    assert Service[AddTwoInts.Request, AddTwoInts.Response].__origin__ is Service


def test_types_are_checked(node: Node, client: Client) -> None:
    for wrong in ("text", None, AddTwoInts.Response(), Trigger.Request(), AddTwoInts.Request):
        with pytest.raises(TypeError, match=r"AddTwoInts\.Request"):
            client.call_async(wrong)
        with pytest.raises(TypeError, match=r"AddTwoInts\.Request"):
            client.call(wrong)
    with pytest.raises(RuntimeError, match="not valid"):
        node.create_client(String, "add")
    with pytest.raises(RuntimeError, match="not valid"):
        node.create_service(String, "add", add)
    with pytest.raises(AttributeError):
        node.create_client(int, "add")


def test_a_service_whose_callback_returns_something_else_raises(
    node: Node, client: Client, executor: Executor
) -> None:
    node.create_service(AddTwoInts, "add", lambda request, response: None)
    future = client.call_async(request(1, 2))
    with pytest.raises(TypeError, match="return"):
        executor.spin_until_future_complete(future, 20.0)


def test_what_a_callback_raises_leaves_the_spin(
    node: Node, client: Client, executor: Executor, spin_until: SpinUntil
) -> None:
    calls: list[int] = []

    def fail_once(
        request: AddTwoInts.Request, response: AddTwoInts.Response
    ) -> AddTwoInts.Response:
        calls.append(request.a)
        if len(calls) == 1:
            raise RuntimeError("not today")
        return add(request, response)

    node.create_service(AddTwoInts, "add", fail_once)
    lost = client.call_async(request(1, 2))
    with pytest.raises(RuntimeError, match="not today"):
        executor.spin_until_future_complete(lost, 20.0)
    future = client.call_async(request(3, 4))
    spin_until(future.done)
    assert calls == [1, 3]
    assert not lost.done()


@pytest.mark.parametrize("name", ["", "a b", "1a", "~a", "a//b", "{unknown}", "a/"])
def test_invalid_names(node: Node, name: str) -> None:
    with pytest.raises((InvalidServiceNameException, ValueError)):
        node.create_client(AddTwoInts, name)
    with pytest.raises((InvalidServiceNameException, ValueError)):
        node.create_service(AddTwoInts, name, add)
    assert [*node.clients, *node.services] == []


@pytest.mark.parametrize(
    ("name", "full"),
    [("add", "/ns/add"), ("/add", "/add"), ("~/add", "/ns/node/add"), ("old", "/ns/new")],
)
def test_names(context: Context, name: str, full: str) -> None:
    arguments = ["--ros-args", "-r", "old:=new"]
    with Node("node", context=context, namespace="/ns", cli_args=arguments) as node:
        client = node.create_client(AddTwoInts, name)
        service = node.create_service(AddTwoInts, name, add)
        assert client.service_name == service.service_name == full
        assert client.srv_name == service.srv_name == name
        assert client.logger_name == service.logger_name == "ns.node"


def test_the_node_knows_them(node: Node, client: Client) -> None:
    qos = QoSProfile(depth=3)
    service = node.create_service(AddTwoInts, "add", add, qos_profile=qos)
    assert list(node.clients) == [client]
    assert list(node.services) == [service]
    assert service.qos_profile is qos
    assert service.callback_group is node.default_callback_group
    assert node.count_clients("add") == node.count_services("add") == 1
    names_and_types = [("/ns/add", ["example_interfaces/srv/AddTwoInts"])]
    assert node.get_client_names_and_types_by_node("node", "/ns") == names_and_types
    assert ("/ns/add", ["example_interfaces/srv/AddTwoInts"]) in (
        node.get_service_names_and_types_by_node("node", "/ns")
    )


def test_what_is_destroyed_is_gone(node: Node, client: Client) -> None:
    service = node.create_service(AddTwoInts, "add", add)
    assert node.destroy_client(client)
    assert not node.destroy_client(client)
    assert node.destroy_service(service)
    assert not node.destroy_service(service)
    assert [*node.clients, *node.services] == []
    assert node.count_clients("add") == node.count_services("add") == 0
    with pytest.raises(InvalidHandle):
        client.call_async(request(1, 2))
    with pytest.raises(InvalidHandle):
        client.call(request(1, 2))
    with pytest.raises(InvalidHandle):
        client.service_is_ready()
    with pytest.raises(InvalidHandle):
        service.configure_introspection(None, None, None)  # type: ignore[arg-type]


def test_a_context_manager_destroys(node: Node) -> None:
    with node.create_client(AddTwoInts, "add") as client:
        assert isinstance(client, Client)
    with node.create_service(AddTwoInts, "add", add) as service:
        assert isinstance(service, Service)
    assert node.count_clients("add") == node.count_services("add") == 0


def test_destroying_a_node_destroys_them(context: Context, node: Node) -> None:
    with Node("other", context=context, namespace="/ns") as other:
        client = other.create_client(AddTwoInts, "add")
        other.create_service(AddTwoInts, "add", add)
    assert node.count_clients("add") == node.count_services("add") == 0
    with pytest.raises(InvalidHandle):
        client.call_async(request(1, 2))


def test_a_service_may_destroy_itself(node: Node, client: Client, spin_until: SpinUntil) -> None:
    calls: list[int] = []

    async def answer_and_go(
        request: AddTwoInts.Request, response: AddTwoInts.Response
    ) -> AddTwoInts.Response:
        calls.append(1)
        node.executor.create_task(node.destroy_service, service)  # type: ignore[union-attr]
        return add(request, response)

    service = node.create_service(AddTwoInts, "add", answer_and_go)
    future = client.call_async(request(1, 2))
    spin_until(future.done)
    spin_until(lambda: node.count_services("add") == 0)
    client.call_async(request(1, 2))
    assert calls == [1]


def test_a_removed_request_is_answered_no_more(
    node: Node, client: Client, spin_until: SpinUntil
) -> None:
    node.create_service(AddTwoInts, "add", add)
    removed, cancelled, future = (client.call_async(request(n, 1)) for n in range(3))
    client.remove_pending_request(removed)
    cancelled.cancel()
    assert client.get_pending_request(3) is future
    for number in (1, 2, 9):
        with pytest.raises(KeyError):
            client.get_pending_request(number)
    spin_until(future.done)
    assert not removed.done()
    assert cancelled.cancelled()
    client.remove_pending_request(future)
    with pytest.raises(KeyError):
        client.get_pending_request(3)


def test_the_executor_calls_what_waits_for_a_response(
    node: Node, client: Client, executor: Executor, spin_until: SpinUntil
) -> None:
    node.create_service(AddTwoInts, "add", add)
    sums: list[tuple[int, int]] = []
    thread = threading.get_ident()
    client.call_async(request(1, 2)).add_done_callback(
        lambda future: sums.append((future.result().sum, threading.get_ident()))  # type: ignore[union-attr]
    )
    spin_until(lambda: sums)
    assert sums == [(3, thread)]


def test_taking_a_request_by_hand(node: Node, client: Client, spin_until: SpinUntil) -> None:
    service = node.create_service(AddTwoInts, "add", add)
    assert service.handle.service_take_request(AddTwoInts.Request) == (None, None)
    before = time.time_ns()
    future = client.call_async(request(5, 6))
    taken, header = service.handle.service_take_request(AddTwoInts.Request)
    assert taken is not None and header is not None
    assert (taken.a, taken.b) == (5, 6)
    assert before <= header.source_timestamp <= header.received_timestamp <= time.time_ns()
    assert header.request_id.sequence_number == 1
    service.send_response(AddTwoInts.Response(sum=70), header.request_id)
    spin_until(future.done)
    assert future.result().sum == 70  # type: ignore[union-attr]
    with pytest.raises(TypeError, match=r"AddTwoInts\.Response"):
        service.send_response(AddTwoInts.Request(), header)


def test_callback_groups_are_honoured(node: Node, client: Client, spin_until: SpinUntil) -> None:
    group = MutuallyExclusiveCallbackGroup()
    gate: Future[None] = Future()
    running: list[int] = []
    most: list[int] = []

    async def wait(
        request: AddTwoInts.Request, response: AddTwoInts.Response
    ) -> AddTwoInts.Response:
        running.append(1)
        most.append(len(running))
        await gate
        running.pop()
        return add(request, response)

    service = node.create_service(AddTwoInts, "add", wait, callback_group=group)
    assert group.has_entity(service)
    futures = [client.call_async(request(n, n)) for n in range(3)]
    node.create_timer(0.1, lambda: gate.set_result(None))
    spin_until(lambda: all(future.done() for future in futures))
    assert most == [1, 1, 1]


def test_nothing_outlives_its_node(context: Context) -> None:
    node = Node("other", context=context)
    client = node.create_client(AddTwoInts, "add")
    service = node.create_service(AddTwoInts, "add", add)
    client.call_async(request(1, 2))
    left = [weakref.ref(each) for each in (node, client, service)]
    node.destroy_node()
    del node, client, service
    gc.collect()
    assert [each() for each in left] == [None, None, None]
