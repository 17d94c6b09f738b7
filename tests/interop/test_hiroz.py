"""crates.io's hiroz as a peer: a ROS 2 client library on Zenoh that shares no code with Rosebay."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from action_msgs.msg import GoalStatus
from example_interfaces.action import Fibonacci
from example_interfaces.srv import AddTwoInts
from rclpy.action import ActionClient, ActionServer, CancelResponse
from rclpy.action.server import ServerGoalHandle
from rclpy.parameter_client import AsyncParameterClient
from rclpy.qos import DurabilityPolicy, QoSProfile
from rclpy.task import Future
from std_msgs.msg import String

from tests.interop.processes import Peer, Running
from tests.interop.robot import Robot

# It is built by the first of them, which may take minutes.
pytestmark = pytest.mark.timeout(60, func_only=True)

LATCHED = QoSProfile(depth=3, durability=DurabilityPolicy.TRANSIENT_LOCAL)
STRING_HASH = "RIHS01_df668c740482bbd48fb39d76a70dfd4bd59db1288021743503259e948f6b1a18"

Play = Callable[..., Running]


@pytest.fixture
def robot(domain: int, zenoh_endpoint: str) -> Iterator[Robot]:
    """A node on Zenoh."""
    with Robot(domain) as robot:
        yield robot


@pytest.fixture
def play(robot: Robot, hiroz: Path, zenoh_endpoint: str, domain: int) -> Iterator[Play]:
    """Starts the peer in a role."""
    config = f'connect/endpoints=["{zenoh_endpoint}"];listen/endpoints=[]'
    peer = Peer([str(hiroz)], {"ZENOH_CONFIG_OVERRIDE": config})
    with ExitStack() as running:
        yield lambda *words: running.enter_context(peer.run(domain, *words))


def spin_for_answer(robot: Robot, peer: Running) -> dict[str, Any]:
    """What the peer says next; the robot's callbacks run meanwhile."""
    robot.spin_until(peer.has_said)
    return peer.answer()


def test_it_hears(robot: Robot, play: Play) -> None:
    peer = play("listen", "/chatter", 3)
    publisher = robot.node.create_publisher(String, "chatter", 10)
    robot.spin_until(lambda: publisher.get_subscription_count() == 1)
    texts = ["hello", "", "x" * 300_000]
    for text in texts:
        publisher.publish(String(data=text))
    assert peer.answer() == {"ready": True}
    assert peer.answer() == {"heard": texts}


def test_it_is_heard(robot: Robot, play: Play) -> None:
    heard: list[tuple[str, int]] = []
    robot.node.create_subscription(
        String,
        "chatter",
        lambda message, info: heard.append((message.data, info["publication_sequence_number"])),
        10,
    )
    peer = play("talk", "/chatter", 3)
    robot.spin_until(lambda: len(heard) == 3)
    assert [text for text, _ in heard] == ["0", "1", "2"]
    numbers = [number for _, number in heard]
    assert numbers == list(range(numbers[0], numbers[0] + 3))
    assert peer.answer() == {"published": 3}


def test_late_ones_hear_what_was_said_before(robot: Robot, play: Play) -> None:
    publisher = robot.node.create_publisher(String, "map", LATCHED)
    for number in range(5):
        publisher.publish(String(data=str(number)))
    listener = play("listen", "/map", 3, "latched")
    assert listener.answer() == {"ready": True}
    assert listener.answer() == {"heard": ["2", "3", "4"]}

    talker = play("talk", "/places", 3, "latched")
    assert talker.answer() == {"published": 3}
    heard: list[str] = []
    robot.node.create_subscription(
        String, "places", lambda message: heard.append(message.data), LATCHED
    )
    robot.spin_until(lambda: len(heard) == 3)
    assert heard == ["0", "1", "2"]


def test_it_offers_a_service(robot: Robot, play: Play) -> None:
    play("serve", "/add")
    client = robot.node.create_client(AddTwoInts, "add")
    robot.spin_until(client.service_is_ready)
    futures = [client.call_async(AddTwoInts.Request(a=number, b=40)) for number in range(3)]
    assert [robot.result(future).sum for future in futures] == [40, 41, 42]


def test_it_calls_a_service(robot: Robot, play: Play) -> None:
    def add(request: AddTwoInts.Request, response: AddTwoInts.Response) -> AddTwoInts.Response:
        response.sum = request.a + request.b
        return response

    robot.node.create_service(AddTwoInts, "add", add)
    peer = play("call", "/add", 40, 2)
    assert spin_for_answer(robot, peer) == {"found": True}
    assert spin_for_answer(robot, peer) == {"sum": 42}


def test_it_reaches_a_goal(robot: Robot, play: Play) -> None:
    play("act", "/fibonacci")
    client = ActionClient(robot.node, Fibonacci, "fibonacci")
    robot.spin_until(client.server_is_ready)
    feedback: list[list[int]] = []
    goal = robot.result(
        client.send_goal_async(
            Fibonacci.Goal(order=5),
            feedback_callback=lambda message: feedback.append(list(message.feedback.sequence)),
        )
    )
    assert goal.accepted
    result = robot.result(goal.get_result_async())
    assert result.status == GoalStatus.STATUS_SUCCEEDED
    assert list(result.result.sequence) == [0, 1, 1, 2, 3, 5]
    robot.spin_until(lambda: feedback)
    assert feedback == [[0, 1]]


def test_it_gives_a_goal_up(robot: Robot, play: Play) -> None:
    play("act", "/fibonacci")
    client = ActionClient(robot.node, Fibonacci, "fibonacci")
    robot.spin_until(client.server_is_ready)
    feedback: list[Any] = []
    goal = robot.result(client.send_goal_async(Fibonacci.Goal(order=-1), feedback.append))
    # It says that a goal is accepted before it can be canceled.
    robot.spin_until(lambda: feedback)
    canceling = robot.result(goal.cancel_goal_async())
    assert len(canceling.goals_canceling) == 1
    assert robot.result(goal.get_result_async()).status == GoalStatus.STATUS_CANCELED


class Counter:
    """An action server; a goal below zero waits to be canceled."""

    def __init__(self, robot: Robot) -> None:
        self._is_canceled = Future[None]()
        self.server = ActionServer(
            robot.node, Fibonacci, "fibonacci", self._execute, cancel_callback=self._cancel
        )

    async def _execute(self, goal: ServerGoalHandle[Any, Any, Any]) -> Fibonacci.Result:
        goal.publish_feedback(Fibonacci.Feedback(sequence=[0, 1]))
        if goal.request.order >= 0:
            goal.succeed()
            return Fibonacci.Result(sequence=[0, 1, 1])
        await self._is_canceled
        goal.canceled()
        return Fibonacci.Result()

    def _cancel(self, _: object) -> CancelResponse:
        self._is_canceled.set_result(None)
        return CancelResponse.ACCEPT


@pytest.mark.parametrize(
    ("words", "answers"),
    [
        ([2], [{"status": 4}, {"sequence": [0, 1, 1]}]),
        ([-1, "cancel"], [{"canceling": 1}, {"status": 5}, {"sequence": []}]),
    ],
)
def test_its_goals(
    robot: Robot, play: Play, words: list[Any], answers: list[dict[str, Any]]
) -> None:
    counter = Counter(robot)
    peer = play("goal", "/fibonacci", *words)
    expected = [{"found": True}, {"feedback": [0, 1]}, *answers]
    assert [spin_for_answer(robot, peer) for _ in expected] == expected
    counter.server.destroy()


def test_it_is_in_our_graph(robot: Robot, play: Play) -> None:
    node = robot.node
    peer = play("talk", "/chatter", 7, "latched")
    robot.spin_until(lambda: node.get_publishers_info_by_topic("/chatter"))
    assert ("hiroz", "/interop") in node.get_node_names_and_namespaces()
    [info] = node.get_publishers_info_by_topic("/chatter")
    assert (info.node_name, info.node_namespace) == ("hiroz", "/interop")
    assert (info.topic_type, str(info.topic_type_hash)) == ("std_msgs/msg/String", STRING_HASH)
    assert info.qos_profile.depth == 7
    assert info.qos_profile.durability is DurabilityPolicy.TRANSIENT_LOCAL
    robot.spin_until(
        lambda: (
            ("/interop/hiroz/get_parameters", ["rcl_interfaces/srv/GetParameters"])
            in node.get_service_names_and_types_by_node("hiroz", "/interop")
        )
    )
    peer.kill()
    robot.spin_until(lambda: node.get_node_names() == ["robot"])
    assert node.count_publishers("/chatter") == 0


def test_we_are_in_its_graph(robot: Robot, play: Play) -> None:
    node = robot.node
    node.create_publisher(String, "chatter", 10)
    node.create_subscription(String, "chatter", lambda _: None, 10)
    node.create_service(AddTwoInts, "add", lambda _, response: response)
    graph = play("graph", "robot").answer()
    assert {"name": "robot", "namespace": "/"} in graph["nodes"]
    [chatter] = [topic for topic in graph["topics"] if topic["name"] == "/chatter"]
    assert (chatter["publishers"], chatter["subscribers"]) == (1, 1)
    assert chatter["type"] == "std_msgs::msg::dds_::String_"
    types = {service["name"]: service["type"] for service in graph["services"]}
    assert types["/add"] == "example_interfaces::srv::dds_::AddTwoInts_"


def test_its_parameters(robot: Robot, play: Play) -> None:
    play("serve", "/add")
    client = AsyncParameterClient(robot.node, "/interop/hiroz")
    robot.spin_until(client.services_are_ready)
    assert robot.result(client.list_parameters()).result.names is not None
    [gotten] = robot.result(client.get_parameters(["nowhere"])).values
    assert gotten.type == 0
