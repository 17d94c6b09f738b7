"""`ros2 bridge` between peers on DDS and a node on Zenoh."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from example_interfaces.action import Fibonacci
from example_interfaces.srv import AddTwoInts
from rclpy.action import ActionClient, ActionServer
from rclpy.action.server import ServerGoalHandle
from rclpy.parameter_client import AsyncParameterClient
from rclpy.qos import DurabilityPolicy, QoSProfile
from rosebay.pytest import free_domain
from std_msgs.msg import String

from tests.interop import bridges
from tests.interop.actions import RawActionClient
from tests.interop.bridges import Starter
from tests.interop.mapping import RawClient, RawService
from tests.interop.raw import RawPeer
from tests.interop.robot import Robot
from tests.interop.test_actions import FEEDBACK, sequence, serve_raw

LATCHED = QoSProfile(depth=3, durability=DurabilityPolicy.TRANSIENT_LOCAL)


@pytest.fixture
def start(ros2: Path) -> Starter:
    """Starts bridges and routers."""
    return Starter(ros2)


@pytest.fixture
def endpoint() -> str:
    """Where the desk listens."""
    return bridges.free_endpoint()


@pytest.fixture
def desk(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Robot]:
    """A node on Zenoh."""
    with bridges.desk(endpoint, monkeypatch) as desk:
        yield desk


@pytest.fixture
def _bridge(domain: int, endpoint: str, desk: Robot, start: Starter) -> Iterator[None]:
    """A bridge between the test's domain on DDS and the desk."""
    with start.bridge(domain, endpoint):
        yield


def add(request: AddTwoInts.Request, response: AddTwoInts.Response) -> AddTwoInts.Response:
    response.sum = request.a + request.b
    return response


def call(caller: Robot, service: str) -> int:
    """The sum that a service makes of 40 and 2."""
    client = caller.node.create_client(AddTwoInts, service)
    caller.spin_until(client.service_is_ready)
    total = caller.result(client.call_async(AddTwoInts.Request(a=40, b=2))).sum
    client.destroy()
    return int(total)


@pytest.mark.usefixtures("_bridge")
def test_messages_of_a_peer_cross_both_ways(desk: Robot, raw_peer: RawPeer) -> None:
    heard: list[str] = []
    there: list[str] = []
    desk.node.create_subscription(String, "/chatter", lambda m: heard.append(m.data), 10)
    orders = desk.node.create_publisher(String, "/orders", 10)
    raw_peer.subscribe("/orders", String, lambda message: there.append(message.data))
    writer = raw_peer.writer("rt/chatter", String)
    desk.spin_until(lambda: writer.matched and orders.get_subscription_count())
    for number in range(3):
        writer.publish(String(data=f"out {number}"))
        orders.publish(String(data=f"in {number}"))
    desk.spin_until(lambda: len(heard) == 3 and len(there) == 3)
    assert heard == [f"out {number}" for number in range(3)]
    assert there == [f"in {number}" for number in range(3)]
    latched = raw_peer.writer("rt/map", String, durability="transient_local")
    latched.publish(String(data="early"))
    late: list[str] = []
    desk.node.create_subscription(String, "/map", lambda m: late.append(m.data), LATCHED)
    desk.spin_until(lambda: late == ["early"])


@pytest.mark.usefixtures("_bridge")
def test_services_and_actions_of_a_peer_cross_both_ways(desk: Robot, raw_peer: RawPeer) -> None:
    RawService(
        raw_peer,
        AddTwoInts,
        "/sums",
        lambda request, _: AddTwoInts.Response(sum=request.a + request.b),
    )
    server = serve_raw(raw_peer, "/count")
    desk.node.create_service(AddTwoInts, "/desk_sums", add)
    assert [call(desk, "/sums") for _ in range(3)] == [42] * 3
    client = RawClient(raw_peer, AddTwoInts, "/desk_sums")
    desk.spin_until(lambda: client.is_ready)
    assert desk.result(client.call(AddTwoInts.Request(a=1, b=2))).sum == 3

    counting = ActionClient(desk.node, Fibonacci, "/count")
    desk.spin_until(counting.server_is_ready)
    feedback: list[Any] = []
    sent = counting.send_goal_async(Fibonacci.Goal(order=5), feedback.append)
    goal = desk.result(sent)
    assert goal.accepted
    result = desk.result(goal.get_result_async())
    assert list(result.result.sequence) == sequence(5)
    desk.spin_until(lambda: feedback)
    assert list(feedback[0].feedback.sequence) == FEEDBACK
    assert server is not None

    def execute(handle: ServerGoalHandle[Any, Any, Any]) -> Fibonacci.Result:
        handle.succeed()
        return Fibonacci.Result(sequence=sequence(handle.request.order))

    served = ActionServer(desk.node, Fibonacci, "/desk_count", execute)
    raw = RawActionClient(raw_peer, Fibonacci, "/desk_count")
    desk.spin_until(lambda: raw.is_ready)
    assert desk.result(raw.send_goal(bytes(16), order=4)).accepted
    assert list(desk.result(raw.result(bytes(16))).result.sequence) == sequence(4)
    served.destroy()


@pytest.mark.usefixtures("_bridge")
def test_nodes_and_their_parameters_cross_both_ways(desk: Robot, robot: Robot) -> None:
    desk.executor.add_node(robot.node)
    for here, there in ((desk, "robot"), (robot, "desk")):
        owner = robot if here is desk else desk
        owner.node.declare_parameter("speed", 7)
        client = AsyncParameterClient(here.node, f"/{there}")
        desk.spin_until(client.services_are_ready)
        values = desk.result(client.get_parameters(["speed"])).values
        assert [value.integer_value for value in values] == [7]
        assert there in here.node.get_node_names()
    services = dict(desk.node.get_service_names_and_types_by_node("robot", "/"))
    assert services == dict(robot.node.get_service_names_and_types_by_node("robot", "/"))


def test_rates_are_limited_where_asked(
    domain: int, endpoint: str, desk: Robot, robot: Robot, start: Starter
) -> None:
    heard: dict[str, list[int]] = {"/fast": [], "/free": []}
    desk.node.create_subscription(
        String, "/fast", lambda m: heard["/fast"].append(int(m.data)), 100
    )
    desk.node.create_subscription(
        String, "/free", lambda m: heard["/free"].append(int(m.data)), 100
    )
    publishers = [robot.node.create_publisher(String, topic, 100) for topic in heard]
    with start.bridge(domain, endpoint, "--max-rate", "/fa.*=0.5") as bridge:
        desk.spin_until(lambda: all(each.get_subscription_count() for each in publishers))
        for number in range(50):
            for publisher in publishers:
                publisher.publish(String(data=str(number)))
        desk.spin_until(lambda: heard["/free"] == list(range(50)) and heard["/fast"])
        bridge.send_signal(signal.SIGINT)
        assert bridge.stdout is not None
        told = bridge.stdout.read()
        assert bridge.wait(timeout=10) == 0
    dropped = re.search(r"(\d+) messages dropped for their rate", told)
    assert dropped is not None, told
    # How many have passed depends on how long it took; what passed has arrived.
    desk.spin_until(lambda: len(heard["/fast"]) + int(dropped[1]) == 50)
    assert heard["/fast"][0] == 0


def test_a_bridge_takes_over_from_one_that_is_killed(
    domain: int, endpoint: str, desk: Robot, robot: Robot, start: Starter
) -> None:
    heard: list[int] = []
    desk.node.create_subscription(String, "/chatter", lambda m: heard.append(int(m.data)), 100)
    robot.node.create_service(AddTwoInts, "/sums", add)
    desk.executor.add_node(robot.node)
    talker = robot.node.create_publisher(String, "/chatter", 100)
    with start.bridge(domain, endpoint, "--id", "a") as elder:
        desk.spin_until(talker.get_subscription_count)
        with start.bridge(domain, endpoint, "--id", "b"):
            everywhere = ("_rosebay_bridge_a", "_rosebay_bridge_b")
            for node in (desk.node, robot.node):
                desk.spin_until(lambda node=node: set(everywhere) <= set(node.get_node_names()))
            # Longer than the younger one waits for the elder, whatever it saw first.
            end = time.monotonic() + 2.5
            desk.spin_until(lambda: time.monotonic() > end)
            for number in range(50):
                talker.publish(String(data=str(number)))
            desk.spin_until(lambda: heard[-1:] == [49])
            assert heard == list(range(50))
            assert desk.node.count_publishers("/chatter") == 1
            assert call(desk, "/sums") == 42
            elder.kill()

            def heard_again() -> bool:
                talker.publish(String(data="99"))
                return heard[-1] == 99

            desk.spin_until(heard_again)
            assert call(desk, "/sums") == 42


def test_two_bridges_and_a_router_join_two_networks(
    domain: int, endpoint: str, start: Starter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RMW_IMPLEMENTATION", raising=False)
    with (
        free_domain() as other,
        start.router(endpoint),
        start.bridge(domain, endpoint, "--namespace", "/robot1", "--deny", "/secret"),
        start.bridge(other, endpoint),
        Robot(domain) as robot,
        Robot(other, "desk") as desk,
    ):
        desk.executor.add_node(robot.node)
        heard: list[str] = []
        for topic in ("/robot1/map", "/robot1/secret"):
            desk.node.create_subscription(String, topic, lambda m: heard.append(m.data), LATCHED)
        robot.node.create_service(AddTwoInts, "/sums", add)
        publishers = [
            robot.node.create_publisher(String, topic, LATCHED) for topic in ("/secret", "/map")
        ]
        for publisher in publishers:
            publisher.publish(String(data=publisher.topic))
        assert call(desk, "/robot1/sums") == 42
        desk.spin_until(lambda: heard == ["/map"])
        names = desk.node.get_node_names_and_namespaces()
        assert ("robot", "/robot1") in names
        assert not desk.node.get_publishers_info_by_topic("/robot1/secret")
