"""Action clients: goals sent and waited for, with and without a thread that spins."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from action_msgs.msg import GoalInfo, GoalStatus, GoalStatusArray
from example_interfaces.action import Fibonacci
from rclpy import _rclpy
from rclpy.action import ActionClient, ActionServer, CancelResponse
from rclpy.action.client import ClientGoalHandle
from rclpy.action.server import ServerGoalHandle
from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.context import Context
from rclpy.exceptions import InvalidHandle
from rclpy.executors import Executor
from rclpy.node import Node
from rclpy.qos import QoSProfile, qos_profile_action_status_default
from rclpy.service_introspection import ServiceIntrospectionState
from rclpy.task import Future
from unique_identifier_msgs.msg import UUID

SpinUntil = Callable[[Callable[[], Any]], None]


def count(goal: ServerGoalHandle) -> Fibonacci.Result:
    for n in range(goal.request.order):
        goal.publish_feedback(Fibonacci.Feedback(sequence=[n]))
    goal.succeed()
    return Fibonacci.Result(sequence=range(goal.request.order))


@contextmanager
def spinning(executor: Executor) -> Iterator[None]:
    thread = threading.Thread(target=executor.spin)
    thread.start()
    try:
        yield
    finally:
        executor.shutdown()
        thread.join()


@pytest.fixture
def client(node: Node) -> ActionClient:
    return ActionClient(node, Fibonacci, "fibonacci")


@pytest.fixture
def server(node: Node, client: ActionClient) -> ActionServer:
    server = ActionServer(node, Fibonacci, "fibonacci", count)
    assert client.wait_for_server(timeout_sec=20)
    return server


def test_waiting_for_a_server(node: Node, client: ActionClient) -> None:
    assert not client.server_is_ready()
    for timeout in (0, 0.05, -1.0):
        assert not client.wait_for_server(timeout_sec=timeout)
    servers: list[ActionServer] = []
    threading.Timer(
        0.1, lambda: servers.append(ActionServer(node, Fibonacci, "fibonacci", count))
    ).start()
    assert client.wait_for_server()
    assert client.server_is_ready()


def test_the_shutdown_ends_the_wait_for_a_server(context: Context, client: ActionClient) -> None:
    threading.Timer(0.1, context.shutdown).start()
    for ask in (client.wait_for_server, client.server_is_ready):
        with pytest.raises(_rclpy.RCLError, match="shut down"):
            ask()


def test_a_goal_and_its_end(client: ActionClient, server: ActionServer, executor: Executor) -> None:
    with spinning(executor):
        end = client.send_goal(Fibonacci.Goal(order=4), feedback_callback=lambda message: None)
    assert end.status == GoalStatus.STATUS_SUCCEEDED
    assert list(end.result.sequence) == [0, 1, 2, 3]
    assert client._feedback_callbacks == {}


def test_several_goals_at_once(
    client: ActionClient, server: ActionServer, spin_until: SpinUntil
) -> None:
    goals = [client.send_goal_async(Fibonacci.Goal(order=n)) for n in range(4)]
    spin_until(lambda: all(goal.done() for goal in goals))
    handles = [goal.result() for goal in goals]
    assert len(set(handles)) == 4
    ends = [handle.get_result_async() for handle in handles if handle is not None]
    spin_until(lambda: all(end.done() for end in ends))
    assert [len(end.result().result.sequence) for end in ends] == [0, 1, 2, 3]  # type: ignore[union-attr]
    spin_until(lambda: client._pending_requests == {})


def test_blocking_calls_of_a_handle(
    node: Node, client: ActionClient, server: ActionServer, executor: Executor
) -> None:
    server.register_handle_accepted_callback(lambda goal: None)
    server.register_cancel_callback(lambda goal: CancelResponse.ACCEPT)
    with spinning(executor):
        goals: list[ClientGoalHandle] = []
        came = threading.Event()

        def keep(future: Any) -> None:
            goals.append(future.result())
            came.set()

        client.send_goal_async(Fibonacci.Goal()).add_done_callback(keep)
        assert came.wait(20)
        [goal] = goals
        assert [info.goal_id for info in goal.cancel_goal().goals_canceling] == [goal.goal_id]
        [deferred] = server._goal_handles.values()

        def give_up(goal: ServerGoalHandle) -> Fibonacci.Result:
            goal.canceled()
            return Fibonacci.Result()

        deferred.execute(give_up)
        assert goal.get_result().status == GoalStatus.STATUS_CANCELED


@pytest.mark.parametrize("group", [None, ReentrantCallbackGroup()])
def test_what_its_own_callback_holds_up_raises(
    node: Node, server: ActionServer, spin_until: SpinUntil, group: ReentrantCallbackGroup | None
) -> None:
    client = ActionClient(node, Fibonacci, "fibonacci", callback_group=group)
    assert client.wait_for_server(timeout_sec=20)
    errors: list[Exception] = []

    def call() -> None:
        timer.cancel()
        try:
            client.send_goal(Fibonacci.Goal())
        except Exception as error:
            errors.append(error)

    timer = node.create_timer(0.01, call)
    spin_until(lambda: errors)
    assert isinstance(errors[0], _rclpy.RCLError)
    assert "would never end" in str(errors[0])


def test_a_goal_that_nobody_takes(client: ActionClient, executor: Executor) -> None:
    future = client.send_goal_async(Fibonacci.Goal())
    executor.spin_until_future_complete(future, timeout_sec=0.1)
    assert not future.done()
    future.cancel()
    assert client._pending_requests == {}


def test_a_rejected_goal(node: Node, client: ActionClient, spin_until: SpinUntil) -> None:
    ActionServer(node, Fibonacci, "fibonacci", count, goal_callback=lambda goal: None)
    future = client.send_goal_async(Fibonacci.Goal(), feedback_callback=print)
    spin_until(future.done)
    handle = future.result()
    assert handle is not None and not handle.accepted
    assert client._feedback_callbacks == {}
    end = handle.get_result_async()
    spin_until(end.done)
    assert end.result().status == GoalStatus.STATUS_UNKNOWN  # type: ignore[union-attr]


def test_handles(client: ActionClient, server: ActionServer, spin_until: SpinUntil) -> None:
    goal_id = UUID(uuid=list(range(16)))
    future = client.send_goal_async(Fibonacci.Goal(), goal_uuid=goal_id)
    spin_until(future.done)
    handle = future.result()
    assert handle is not None
    assert handle.goal_id == goal_id
    assert handle == ClientGoalHandle(client, goal_id, None)
    assert handle != ClientGoalHandle(client, UUID(), None)
    assert handle != goal_id
    assert "accepted=True" in repr(handle)
    spin_until(lambda: handle.status == GoalStatus.STATUS_SUCCEEDED)
    assert client._goal_handles == {}


def test_a_state_may_overtake_the_acceptance(
    node: Node, client: ActionClient, spin_until: SpinUntil
) -> None:
    """Nothing orders the status topic and the goal service: what came first is kept."""
    accepting: Future[None] = Future()

    async def accept(_request: Any, response: Any) -> Any:
        await accepting
        response.accepted = True
        return response

    send_goal = Fibonacci.Impl.SendGoalService
    node.create_service(send_goal, "fibonacci/_action/send_goal", accept)
    status = node.create_publisher(
        GoalStatusArray, "fibonacci/_action/status", qos_profile_action_status_default
    )
    goal_id = UUID(uuid=list(range(16)))
    succeeded = GoalStatus(goal_info=GoalInfo(goal_id=goal_id), status=GoalStatus.STATUS_SUCCEEDED)
    future = client.send_goal_async(Fibonacci.Goal(), goal_uuid=goal_id)
    status.publish(GoalStatusArray(status_list=[succeeded]))
    spin_until(lambda: GoalStatus.STATUS_SUCCEEDED in client._early_states.values())
    accepting.set_result(None)
    spin_until(future.done)
    handle = future.result()
    assert handle is not None
    assert handle.status == GoalStatus.STATUS_SUCCEEDED
    assert not client._goal_handles
    spin_until(lambda: not client._early_states)


def test_types_are_checked(node: Node, client: ActionClient) -> None:
    for wrong in ("text", None, Fibonacci.Result(), Fibonacci.Goal):
        with pytest.raises(TypeError, match=r"Fibonacci\.Goal"):
            client.send_goal_async(wrong)
        with pytest.raises(TypeError, match=r"Fibonacci\.Goal"):
            client.send_goal(wrong)
    with pytest.raises(TypeError, match="action"):
        ActionClient(node, Fibonacci.Goal, "fibonacci")
    with pytest.raises(ValueError):
        ActionClient(node, Fibonacci, "not a name")
    for call in (client._cancel_goal_async, client._get_result_async):
        with pytest.raises(TypeError, match="ClientGoalHandle"):
            call("goal")  # type: ignore[arg-type]


def test_the_parts_have_their_qos(node: Node) -> None:
    deep = QoSProfile(depth=7)
    client = ActionClient(
        node,
        Fibonacci,
        "fibonacci",
        goal_service_qos_profile=deep,
        result_service_qos_profile=deep,
        cancel_service_qos_profile=deep,
        feedback_sub_qos_profile=deep,
        status_sub_qos_profile=deep,
    )
    [info] = node.get_subscriptions_info_by_topic("fibonacci/_action/feedback")
    assert info.qos_profile.depth == 7
    client.destroy()
    assert node.get_subscriptions_info_by_topic("fibonacci/_action/feedback") == []


def test_a_destroyed_client_is_gone(client: ActionClient, server: ActionServer) -> None:
    client.destroy()
    client.destroy()
    with pytest.raises(InvalidHandle):
        client.send_goal_async(Fibonacci.Goal())
    with pytest.raises(InvalidHandle):
        client.send_goal(Fibonacci.Goal())
    with pytest.raises(InvalidHandle):
        client.server_is_ready()


def test_destroying_a_node_destroys_its_actions(context: Context, node: Node) -> None:
    with Node("other", context=context, namespace="/ns") as other:
        client = ActionClient(other, Fibonacci, "fibonacci")
        server = ActionServer(other, Fibonacci, "fibonacci", count)
    assert "/ns/other" not in node.get_fully_qualified_node_names()
    for handle in (client.handle, server.handle):
        with pytest.raises(InvalidHandle):
            handle.__enter__()


def test_nothing_outlives_its_node(context: Context) -> None:
    node = Node("other", context=context)
    client = ActionClient(node, Fibonacci, "fibonacci")
    server = ActionServer(node, Fibonacci, "fibonacci", count)
    left = [weakref.ref(each) for each in (node, client, server)]
    node.destroy_node()
    del node, client, server
    gc.collect()
    assert [each() for each in left] == [None, None, None]


def test_introspection(
    node: Node, client: ActionClient, server: ActionServer, spin_until: SpinUntil
) -> None:
    client.configure_introspection(
        node.get_clock(), QoSProfile(depth=10), ServiceIntrospectionState.METADATA
    )
    events: list[Any] = []
    topic = "fibonacci/_action/send_goal/_service_event"
    event_type = Fibonacci.Impl.SendGoalService.Event
    node.create_subscription(event_type, topic, events.append, 10)
    spin_until(client.send_goal_async(Fibonacci.Goal()).done)
    spin_until(lambda: len(events) == 2)
    assert [len(event.request) for event in events] == [0, 0]
