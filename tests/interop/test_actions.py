"""Actions with raw Cyclone DDS and Fast DDS peers, each end of them theirs and ours in turn."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from action_msgs.msg import GoalStatus, GoalStatusArray
from action_msgs.srv import CancelGoal
from example_interfaces.action import Fibonacci
from rclpy.action import ActionClient, ActionServer, CancelResponse, GoalResponse
from rclpy.action.server import ServerGoalHandle
from rclpy.qos import qos_profile_action_status_default

from tests.interop.actions import RawActionClient, RawActionServer
from tests.interop.raw import RawPeer
from tests.interop.robot import PATIENCE, Robot

EXECUTING, CANCELING, SUCCEEDED, CANCELED, ABORTED = (
    GoalStatus.STATUS_EXECUTING,
    GoalStatus.STATUS_CANCELING,
    GoalStatus.STATUS_SUCCEEDED,
    GoalStatus.STATUS_CANCELED,
    GoalStatus.STATUS_ABORTED,
)

# What the orders of goals mean, to their servers and to ours.
REJECT, UNTIL_CANCELED, ABORT = -1, 0, 99
FEEDBACK = [0, 1]


def sequence(order: int) -> list[int]:
    """The numbers of Fibonacci up to an order."""
    numbers = [0, 1]
    while len(numbers) <= order:
        numbers.append(numbers[-2] + numbers[-1])
    return numbers


def serve_raw(peer: RawPeer, action: str) -> RawActionServer:
    """A peer's server."""

    def end(goal: Fibonacci.Goal) -> tuple[int, dict[str, Any]] | None:
        if goal.order == UNTIL_CANCELED:
            return None
        if goal.order == ABORT:
            return ABORTED, {}
        return SUCCEEDED, {"sequence": sequence(goal.order)}

    return RawActionServer(
        peer,
        Fibonacci,
        action,
        accepts=lambda goal: bool(goal.order != REJECT),
        end=end,
        feedback={"sequence": FEEDBACK},
    )


class Server:
    """Our own server. Goals that are to be canceled wait for that."""

    def __init__(self, robot: Robot, action: str) -> None:
        self.server = ActionServer(
            robot.node,
            Fibonacci,
            action,
            self.execute,
            goal_callback=lambda goal: (
                GoalResponse.REJECT if goal.order == REJECT else GoalResponse.ACCEPT
            ),
            cancel_callback=lambda _goal: CancelResponse.ACCEPT,
        )
        self.executor = robot.executor

    async def execute(self, goal: ServerGoalHandle) -> Fibonacci.Result:
        goal.publish_feedback(Fibonacci.Feedback(sequence=FEEDBACK))
        order = goal.request.order
        if order == UNTIL_CANCELED:
            while not goal.is_cancel_requested:
                await self.executor.create_task(lambda: None)
            goal.canceled()
            return Fibonacci.Result()
        if order == ABORT:
            goal.abort()
            return Fibonacci.Result()
        goal.succeed()
        return Fibonacci.Result(sequence=sequence(order))


class Client:
    """Our own client."""

    def __init__(self, robot: Robot, action: str) -> None:
        self.robot = robot
        self.client = ActionClient(robot.node, Fibonacci, action)
        assert self.client.wait_for_server(timeout_sec=PATIENCE)
        self.feedback: list[list[int]] = []

    def send(self, order: int) -> Any:
        """The goal's handle, once the server has decided."""
        return self.robot.result(
            self.client.send_goal_async(
                Fibonacci.Goal(order=order),
                feedback_callback=lambda message: self.feedback.append(
                    list(message.feedback.sequence)
                ),
            )
        )


def raw_client(robot: Robot, peer: RawPeer, action: str) -> RawActionClient:
    """A peer's client, when it has found the server."""
    client = RawActionClient(peer, Fibonacci, action)
    robot.spin_until(lambda: client.is_ready)
    return client


def achieve_with_peer(robot: Robot, client: Client) -> None:
    """A goal from its acceptance to its result."""
    client.feedback.clear()
    goal = client.send(7)
    assert goal.accepted
    robot.spin_until(lambda: client.feedback)
    assert client.feedback == [FEEDBACK]
    answer = robot.result(goal.get_result_async())
    assert (answer.status, list(answer.result.sequence)) == (SUCCEEDED, sequence(7))
    robot.spin_until(lambda: goal.status == SUCCEEDED)


def achieve_for_peer(robot: Robot, client: RawActionClient) -> None:
    """A peer's goal from its acceptance to its result."""
    goal_id = uuid.uuid4().bytes
    response = robot.result(client.send_goal(goal_id, order=7))
    assert response.accepted
    assert response.stamp.sec > 0
    answer = robot.result(client.result(goal_id))
    assert (answer.status, list(answer.result.sequence)) == (SUCCEEDED, sequence(7))
    robot.spin_until(lambda: client.states(goal_id) == [EXECUTING, SUCCEEDED])
    robot.spin_until(lambda: client.feedback)
    (feedback,) = client.feedback
    assert bytes(feedback.goal_id.uuid) == goal_id
    assert list(feedback.feedback.sequence) == FEEDBACK
    client.feedback.clear()


def test_a_peers_server_achieves(robot: Robot, raw_peer: RawPeer) -> None:
    serve_raw(raw_peer, "/count")
    client = Client(robot, "count")
    for _ in range(3):
        achieve_with_peer(robot, client)


def test_a_peers_server_rejects_and_aborts(robot: Robot, raw_peer: RawPeer) -> None:
    serve_raw(raw_peer, "/count")
    client = Client(robot, "count")
    assert not client.send(REJECT).accepted
    aborted = client.send(ABORT)
    assert aborted.accepted
    assert robot.result(aborted.get_result_async()).status == ABORTED
    robot.spin_until(lambda: aborted.status == ABORTED)


def test_a_peers_server_cancels(robot: Robot, raw_peer: RawPeer) -> None:
    serve_raw(raw_peer, "/count")
    client = Client(robot, "count")
    goal = client.send(UNTIL_CANCELED)
    result = goal.get_result_async()
    response = robot.result(goal.cancel_goal_async())
    assert response.return_code == CancelGoal.Response.ERROR_NONE
    assert [info.goal_id for info in response.goals_canceling] == [goal.goal_id]
    assert robot.result(result).status == CANCELED
    response = robot.result(goal.cancel_goal_async())
    assert response.return_code == CancelGoal.Response.ERROR_GOAL_TERMINATED


def test_our_server_achieves(robot: Robot, raw_peer: RawPeer) -> None:
    _server = Server(robot, "count")
    client = raw_client(robot, raw_peer, "/count")
    for _ in range(3):
        achieve_for_peer(robot, client)


def test_our_server_rejects_and_aborts(robot: Robot, raw_peer: RawPeer) -> None:
    _server = Server(robot, "count")
    client = raw_client(robot, raw_peer, "/count")
    rejected, aborted = uuid.uuid4().bytes, uuid.uuid4().bytes
    assert not robot.result(client.send_goal(rejected, order=REJECT)).accepted
    assert robot.result(client.result(rejected)).status == GoalStatus.STATUS_UNKNOWN
    assert robot.result(client.send_goal(aborted, order=ABORT)).accepted
    assert robot.result(client.result(aborted)).status == ABORTED
    # An id is good for one goal.
    assert not robot.result(client.send_goal(aborted, order=7)).accepted
    robot.spin_until(lambda: client.states(aborted) == [EXECUTING, ABORTED])


def test_our_server_cancels(robot: Robot, raw_peer: RawPeer) -> None:
    _server = Server(robot, "count")
    client = raw_client(robot, raw_peer, "/count")
    goals = [uuid.uuid4().bytes for _ in range(3)]
    for goal_id in goals:
        assert robot.result(client.send_goal(goal_id, order=UNTIL_CANCELED)).accepted
    results = [client.result(goal_id) for goal_id in goals]

    response = robot.result(client.cancel(goals[1]))
    assert response.return_code == CancelGoal.Response.ERROR_NONE
    assert [bytes(info.goal_id.uuid) for info in response.goals_canceling] == [goals[1]]
    assert robot.result(results[1]).status == CANCELED
    response = robot.result(client.cancel(goals[1]))
    assert response.return_code == CancelGoal.Response.ERROR_GOAL_TERMINATED
    response = robot.result(client.cancel(uuid.uuid4().bytes))
    assert response.return_code == CancelGoal.Response.ERROR_UNKNOWN_GOAL_ID

    response = robot.result(client.cancel(bytes(16)))
    canceling = {bytes(info.goal_id.uuid) for info in response.goals_canceling}
    assert canceling == {goals[0], goals[2]}
    assert [robot.result(results[index]).status for index in (0, 2)] == [CANCELED] * 2
    robot.spin_until(lambda: client.states(goals[0]) == [EXECUTING, CANCELING, CANCELED])


def test_a_peer_that_joins_late_is_told_the_goals_states(
    robot: Robot, start_raw: Callable[[str], RawPeer], raw_peer: RawPeer
) -> None:
    _server = Server(robot, "count")
    client = raw_client(robot, raw_peer, "/count")
    achieve_for_peer(robot, client)
    statuses: list[GoalStatusArray] = []
    start_raw(raw_peer.vendor).subscribe(
        "/count/_action/status", GoalStatusArray, statuses.append, "transient_local"
    )
    robot.spin_until(lambda: statuses)
    assert [status.status for status in statuses[0].status_list] == [SUCCEEDED]


def test_a_peers_states_reach_a_client_that_joins_late(robot: Robot, raw_peer: RawPeer) -> None:
    serve_raw(raw_peer, "/count")
    achieve_with_peer(robot, Client(robot, "count"))
    statuses: list[GoalStatusArray] = []
    robot.node.create_subscription(
        GoalStatusArray, "count/_action/status", statuses.append, qos_profile_action_status_default
    )
    robot.spin_until(lambda: statuses)
    assert [status.status for status in statuses[0].status_list] == [SUCCEEDED]


def test_both_mappings_at_once(robot: Robot, start_raw: Callable[[str], RawPeer]) -> None:
    """One process serves and calls peers of both vendors, in turn and at the same time."""
    peers = [start_raw("cyclone"), start_raw("fastdds")]
    _server = Server(robot, "count")
    for peer in peers:
        serve_raw(peer, f"/{peer.vendor}_count")
    theirs = [raw_client(robot, peer, "/count") for peer in peers]
    ours = [Client(robot, f"{peer.vendor}_count") for peer in peers]
    goals = [(client, uuid.uuid4().bytes) for client in theirs for _ in range(2)]
    accepted = [client.send_goal(goal_id, order=7) for client, goal_id in goals]
    results = [client.result(goal_id) for client, goal_id in goals]
    for client in ours:
        achieve_with_peer(robot, client)
    assert all(robot.result(response).accepted for response in accepted)
    assert all(list(robot.result(result).result.sequence) == sequence(7) for result in results)
    for raw in theirs:
        # Each is told of all goals, its own and the other's.
        for _, goal_id in goals:
            robot.spin_until(lambda raw=raw, goal_id=goal_id: SUCCEEDED in raw.states(goal_id))  # type: ignore[misc]
        robot.spin_until(lambda raw=raw: len(raw.feedback) == len(goals))  # type: ignore[misc]
