"""Action servers: goals, their states, feedback, results and cancelling."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from action_msgs.msg import GoalStatus
from action_msgs.srv import CancelGoal
from example_interfaces.action import Fibonacci
from rclpy import _rclpy
from rclpy.action import ActionClient, ActionServer, CancelResponse, GoalResponse
from rclpy.action.client import ClientGoalHandle
from rclpy.action.server import GoalEvent, ServerGoalHandle
from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.exceptions import InvalidHandle
from rclpy.executors import Executor
from rclpy.node import Node
from rclpy.qos import QoSProfile
from rclpy.service_introspection import ServiceIntrospectionState
from rclpy.task import Future
from unique_identifier_msgs.msg import UUID

SpinUntil = Callable[[Callable[[], Any]], None]
Offer = Callable[..., ActionServer]
Goal = Callable[..., ClientGoalHandle]

SUCCEEDED = GoalStatus.STATUS_SUCCEEDED
CANCELED = GoalStatus.STATUS_CANCELED
ABORTED = GoalStatus.STATUS_ABORTED


def succeed(goal_handle: ServerGoalHandle) -> Fibonacci.Result:
    goal_handle.succeed()
    return Fibonacci.Result(sequence=[1, 1, 2])


@pytest.fixture
def offer(node: Node) -> Iterator[Offer]:
    """Offers the action ``fibonacci``."""
    servers: list[ActionServer] = []

    def offer(execute: Callable[[ServerGoalHandle], Any] = succeed, **options: Any) -> ActionServer:
        servers.append(ActionServer(node, Fibonacci, "fibonacci", execute, **options))
        return servers[-1]

    yield offer
    for server in servers:
        server.destroy()


@pytest.fixture
def client(node: Node) -> ActionClient:
    return ActionClient(node, Fibonacci, "fibonacci")


@pytest.fixture
def get(spin_until: SpinUntil) -> Callable[[Future[Any]], Any]:
    """Spins until a future is done; returns its result."""

    def get(future: Future[Any]) -> Any:
        spin_until(future.done)
        return future.result()

    return get


@pytest.fixture
def send(client: ActionClient, get: Callable[[Future[Any]], Any]) -> Goal:
    """Sends a goal; returns its handle."""

    def send(order: int = 3, **options: Any) -> ClientGoalHandle:
        assert client.wait_for_server(timeout_sec=20)
        handle = get(client.send_goal_async(Fibonacci.Goal(order=order), **options))
        assert isinstance(handle, ClientGoalHandle)
        return handle

    return send


def test_a_goal_succeeds(offer: Offer, send: Goal, get: Any, spin_until: SpinUntil) -> None:
    offer()
    goal = send()
    assert goal.accepted
    assert goal.stamp.sec > 0
    end = get(goal.get_result_async())
    assert end.status == SUCCEEDED
    assert list(end.result.sequence) == [1, 1, 2]
    spin_until(lambda: goal.status == SUCCEEDED)


@pytest.mark.parametrize(
    ("events", "status"),
    [
        ([ServerGoalHandle.succeed], SUCCEEDED),
        ([ServerGoalHandle.abort], ABORTED),
        ([], ABORTED),
    ],
)
def test_how_a_goal_ends(
    offer: Offer,
    send: Goal,
    get: Any,
    events: list[Callable[[ServerGoalHandle], None]],
    status: int,
) -> None:
    def execute(goal: ServerGoalHandle) -> Fibonacci.Result:
        assert goal.is_active
        assert goal.status == GoalStatus.STATUS_EXECUTING
        for event in events:
            event(goal)
        assert goal.is_active is (not events)
        return Fibonacci.Result(sequence=[9])

    offer(execute)
    end = get(send().get_result_async())
    assert end.status == status
    assert list(end.result.sequence) == [9]


def test_a_callback_that_raises_aborts_the_goal(offer: Offer, send: Goal, get: Any) -> None:
    def execute(goal: ServerGoalHandle) -> Fibonacci.Result:
        raise RuntimeError("not today")

    offer(execute)
    end = get(send().get_result_async())
    assert end.status == ABORTED
    assert list(end.result.sequence) == []


@pytest.mark.parametrize(
    ("response", "accepted"),
    [(GoalResponse.ACCEPT, True), (GoalResponse.REJECT, False), (True, False), (None, False)],
)
@pytest.mark.parametrize("is_coroutine", [False, True])
def test_the_goal_callback_decides(
    offer: Offer, send: Goal, response: Any, accepted: bool, is_coroutine: bool
) -> None:
    asked: list[int] = []

    def decide(goal: Fibonacci.Goal) -> Any:
        asked.append(goal.order)
        return response

    async def decide_later(goal: Fibonacci.Goal) -> Any:
        return decide(goal)

    server = offer(goal_callback=decide_later if is_coroutine else decide)
    assert send(7).accepted is accepted
    assert asked == [7]
    assert len(server._goal_handles) == accepted


def test_an_id_is_accepted_once(offer: Offer, send: Goal) -> None:
    offer()
    same = UUID(uuid=list(range(16)))
    assert send(goal_uuid=same).accepted
    assert not send(goal_uuid=same).accepted
    assert send(goal_uuid=UUID(uuid=list(range(1, 17)))).accepted


def test_the_result_may_be_asked_for_twice_and_late(
    offer: Offer, send: Goal, get: Any, spin_until: SpinUntil
) -> None:
    offer()
    goal = send()
    spin_until(lambda: goal.status == SUCCEEDED)
    for _ in range(2):
        end = get(goal.get_result_async())
        assert (end.status, list(end.result.sequence)) == (SUCCEEDED, [1, 1, 2])


def test_feedback(offer: Offer, send: Goal, get: Any, spin_until: SpinUntil) -> None:
    def execute(goal: ServerGoalHandle) -> Fibonacci.Result:
        for n in range(goal.request.order):
            goal.publish_feedback(Fibonacci.Feedback(sequence=[n]))
        with pytest.raises(TypeError, match="Feedback"):
            goal.publish_feedback(Fibonacci.Result())
        return succeed(goal)

    offer(execute, feedback_pub_qos_profile=QoSProfile(depth=10))
    heard: list[tuple[bytes, int]] = []

    def hear(message: Any) -> None:
        heard.append((bytes(message.goal_id.uuid), message.feedback.sequence[0]))

    goals = [send(5, feedback_callback=hear), send(3)]
    spin_until(lambda: len(heard) >= 5)
    for goal in goals:
        get(goal.get_result_async())
    assert heard == [(bytes(goals[0].goal_id.uuid), n) for n in range(5)]


def test_a_goal_that_is_executed_at_once_is_heard_of_before_the_response(
    node: Node, offer: Offer, executor: Executor
) -> None:
    def execute(goal: ServerGoalHandle) -> Fibonacci.Result:
        goal.publish_feedback(Fibonacci.Feedback(sequence=[5]))
        return succeed(goal)

    offer(execute)
    heard: list[Any] = []
    node.create_subscription(
        Fibonacci.Impl.FeedbackMessage, "fibonacci/_action/feedback", heard.append, 1
    )
    service = node.create_client(Fibonacci.Impl.SendGoalService, "fibonacci/_action/send_goal")
    future = service.call_async(Fibonacci.Impl.SendGoalService.Request())
    executor.spin_until_future_complete(future, timeout_sec=20.0)
    assert [message.feedback.sequence[0] for message in heard] == [5]


def test_a_coroutine_hears_feedback_and_executes(
    offer: Offer, send: Goal, get: Any, node: Node, spin_until: SpinUntil
) -> None:
    gate: Future[None] = Future()
    heard: list[int] = []

    async def execute(goal: ServerGoalHandle) -> Fibonacci.Result:
        goal.publish_feedback(Fibonacci.Feedback(sequence=[4]))
        await gate
        return succeed(goal)

    async def hear(message: Any) -> None:
        heard.append(message.feedback.sequence[0])
        gate.set_result(None)

    offer(execute)
    assert get(send(feedback_callback=hear).get_result_async()).status == SUCCEEDED
    assert heard == [4]


def test_a_deferred_goal(offer: Offer, send: Goal, get: Any) -> None:
    deferred: list[ServerGoalHandle] = []
    offer(handle_accepted_callback=deferred.append)
    goal = send(11)
    [handle] = deferred
    assert handle.request.order == 11
    assert handle.goal_id == goal.goal_id
    assert handle.status == GoalStatus.STATUS_ACCEPTED
    future = goal.get_result_async()

    def execute(goal: ServerGoalHandle) -> Fibonacci.Result:
        goal.succeed()
        return Fibonacci.Result(sequence=[goal.request.order])

    handle.execute(execute)
    assert handle.status == GoalStatus.STATUS_EXECUTING
    assert list(get(future).result.sequence) == [11]
    assert handle.status == SUCCEEDED


@pytest.mark.parametrize("decision", [CancelResponse.ACCEPT, CancelResponse.REJECT, None])
def test_the_cancel_callback_decides(
    offer: Offer, send: Goal, get: Any, decision: CancelResponse | None
) -> None:
    gate: Future[None] = Future()
    asked: list[ServerGoalHandle] = []

    async def execute(goal: ServerGoalHandle) -> Fibonacci.Result:
        await gate
        if goal.is_cancel_requested:
            goal.canceled()
        else:
            goal.succeed()
        return Fibonacci.Result()

    def decide(goal: ServerGoalHandle) -> CancelResponse | None:
        asked.append(goal)
        return decision

    offer(execute, cancel_callback=decide, callback_group=ReentrantCallbackGroup())
    goal = send()
    answer = get(goal.cancel_goal_async())
    accepted = decision is CancelResponse.ACCEPT
    assert [info.goal_id for info in answer.goals_canceling] == [goal.goal_id] * accepted
    assert [handle.goal_id for handle in asked] == [goal.goal_id]
    gate.set_result(None)
    assert get(goal.get_result_async()).status == (CANCELED if accepted else SUCCEEDED)


def test_no_goal_is_cancelled_by_default(offer: Offer, send: Goal, get: Any) -> None:
    offer(handle_accepted_callback=lambda goal: None)
    assert list(get(send().cancel_goal_async()).goals_canceling) == []


def test_cancelling_all_and_none(
    node: Node, offer: Offer, send: Goal, get: Any, spin_until: SpinUntil
) -> None:
    server = offer(
        handle_accepted_callback=lambda goal: None,
        cancel_callback=lambda goal: CancelResponse.ACCEPT,
    )
    goals = [send(), send(), send()]
    cancel = node.create_client(CancelGoal, "fibonacci/_action/cancel_goal")
    unknown = CancelGoal.Request()
    unknown.goal_info.goal_id.uuid = [9] * 16
    assert get(cancel.call_async(unknown)).return_code == CancelGoal.Response.ERROR_UNKNOWN_GOAL_ID
    everything = get(cancel.call_async(CancelGoal.Request()))
    assert everything.return_code == CancelGoal.Response.ERROR_NONE
    assert [info.goal_id for info in everything.goals_canceling] == [g.goal_id for g in goals]
    assert all(handle.is_cancel_requested for handle in server._goal_handles.values())
    again = get(goals[0].cancel_goal_async())
    assert again.return_code == CancelGoal.Response.ERROR_GOAL_TERMINATED


def test_a_goal_cancelled_before_it_is_executed(offer: Offer, send: Goal, get: Any) -> None:
    deferred: list[ServerGoalHandle] = []

    def execute(goal: ServerGoalHandle) -> Fibonacci.Result:
        assert goal.is_cancel_requested
        goal.canceled()
        return Fibonacci.Result()

    offer(
        execute,
        handle_accepted_callback=deferred.append,
        cancel_callback=lambda goal: CancelResponse.ACCEPT,
    )
    goal = send()
    get(goal.cancel_goal_async())
    deferred[0].execute()
    assert get(goal.get_result_async()).status == CANCELED


def test_invalid_transitions_raise(offer: Offer, send: Goal) -> None:
    deferred: list[ServerGoalHandle] = []
    offer(handle_accepted_callback=deferred.append)
    send()
    for event in (ServerGoalHandle.succeed, ServerGoalHandle.abort, ServerGoalHandle.canceled):
        with pytest.raises(_rclpy.RCLError, match="ACCEPTED"):
            event(deferred[0])
    deferred[0]._update_state(GoalEvent.EXECUTE)
    deferred[0].succeed()
    with pytest.raises(_rclpy.RCLError, match="SUCCEEDED"):
        deferred[0].execute()


def test_goals_expire(offer: Offer, send: Goal, get: Any, spin_until: SpinUntil) -> None:
    server = offer(result_timeout=0.05)
    goals = [send(), send()]
    handles = list(server._goal_handles.values())
    spin_until(lambda: not server._goal_handles)
    assert [handle.status for handle in handles] == [GoalStatus.STATUS_UNKNOWN] * 2
    handles[0].succeed()  # nobody hears of it
    assert get(goals[0].get_result_async()).status == GoalStatus.STATUS_UNKNOWN


def test_results_are_kept_for_a_while(offer: Offer, send: Goal, spin_until: SpinUntil) -> None:
    server = offer()
    goal = send()
    spin_until(lambda: goal.status == SUCCEEDED)
    assert len(server._goal_handles) == 1


def test_what_is_registered_replaces_what_was(offer: Offer, send: Goal, get: Any) -> None:
    server = offer(goal_callback=lambda goal: GoalResponse.REJECT)
    assert not send().accepted
    server.register_goal_callback(None)
    server.register_handle_accepted_callback(None)
    server.register_cancel_callback(None)

    def execute(goal: ServerGoalHandle) -> Fibonacci.Result:
        goal.abort()
        return Fibonacci.Result()

    server.register_execute_callback(execute)
    assert get(send().get_result_async()).status == ABORTED
    with pytest.raises(TypeError, match="not callable"):
        server.register_execute_callback("nothing")  # type: ignore[arg-type]


def test_types_are_checked(node: Node) -> None:
    for wrong in (Fibonacci.Goal, CancelGoal):
        with pytest.raises(TypeError, match="action"):
            ActionServer(node, wrong, "fibonacci", succeed)
    with pytest.raises(AttributeError):
        ActionServer(node, int, "fibonacci", succeed)
    with pytest.raises(ValueError):
        ActionServer(node, Fibonacci, "not a name", succeed)
    with pytest.raises(TypeError, match="not callable"):
        ActionServer(node, Fibonacci, "fibonacci", None)  # type: ignore[arg-type]


def test_a_destroyed_server_is_gone(
    node: Node, offer: Offer, send: Goal, client: ActionClient
) -> None:
    deferred: list[ServerGoalHandle] = []
    server = offer(handle_accepted_callback=deferred.append)
    send()
    server.destroy()
    server.destroy()
    assert not client.server_is_ready()
    assert deferred[0].status == GoalStatus.STATUS_UNKNOWN
    assert not deferred[0].is_active
    deferred[0].succeed()
    deferred[0].publish_feedback(Fibonacci.Feedback())
    with pytest.raises(InvalidHandle):
        server.handle.goal_exists(bytes(16))


def test_a_server_destroyed_while_a_goal_runs(
    offer: Offer, send: Goal, spin_until: SpinUntil
) -> None:
    ended = threading.Event()

    def execute(goal: ServerGoalHandle) -> Fibonacci.Result:
        server.destroy()
        ended.set()
        return succeed(goal)

    server = offer(execute)
    send()
    spin_until(ended.is_set)


def test_introspection(
    node: Node, offer: Offer, send: Goal, get: Any, spin_until: SpinUntil
) -> None:
    server = offer()
    events: list[Any] = []
    node.create_subscription(
        Fibonacci.Impl.SendGoalService.Event,
        "fibonacci/_action/send_goal/_service_event",
        events.append,
        10,
    )
    server.configure_introspection(
        node.get_clock(), QoSProfile(depth=10), ServiceIntrospectionState.CONTENTS
    )
    send(6)
    spin_until(lambda: len(events) == 2)
    assert events[0].request[0].goal.order == 6
    assert events[1].response[0].accepted is True
