"""Sites with a router in between, by the commands of docs/security.md."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.interop.conftest import command, lacking
from tests.interop.processes import Running
from tests.interop.sites import DOMAIN, Line, Router, Sites, commands, policy

ROBOT = """
import json, sys, threading, rclpy
from example_interfaces.action import Fibonacci
from example_interfaces.srv import AddTwoInts
from rclpy.action import ActionServer
from rclpy.qos import (
    DurabilityPolicy, HistoryPolicy, QoSProfile, qos_profile_sensor_data)
from sensor_msgs.msg import Image
from std_msgs.msg import Int64, String
rclpy.init()
node = rclpy.create_node("robot", enable_rosout=False, start_parameter_services=False)
places = node.create_publisher(
    String, "/places", QoSProfile(depth=3, durability=DurabilityPolicy.TRANSIENT_LOCAL))
for place in ("hall", "dock"):
    places.publish(String(data=place))
secret = node.create_publisher(String, "/secret", 10)
chatter = node.create_publisher(Int64, "/chatter", QoSProfile(history=HistoryPolicy.KEEP_ALL))
camera = node.create_publisher(Image, "/camera", qos_profile_sensor_data)
image = Image(height=240, width=320, encoding="rgb8", step=960, data=bytes(240 * 960))
said = 0
def talk():
    global said
    said += 1
    chatter.publish(Int64(data=said))
    secret.publish(String(data="secret"))
    if said % 4 == 0:
        camera.publish(image)
timer = node.create_timer(0.025, talk)
def add(request, response):
    response.sum = request.a + request.b
    return response
service = node.create_service(AddTwoInts, "/add", add)
def follow(goal):
    goal.publish_feedback(Fibonacci.Feedback(sequence=[0, 1]))
    goal.succeed()
    return Fibonacci.Result(sequence=[0, 1, 1, 2])
action = ActionServer(node, Fibonacci, "/fibonacci", follow)
def listen():
    for line in sys.stdin:
        places.publish(String(data=line.strip()))
    rclpy.try_shutdown()
threading.Thread(target=listen, daemon=True).start()
print(json.dumps({"ready": True}), flush=True)
rclpy.spin(node)
"""

DESK = """
import json, sys, threading, rclpy
from example_interfaces.action import Fibonacci
from example_interfaces.srv import AddTwoInts
from rclpy.action import ActionClient
from rclpy.qos import (
    DurabilityPolicy, HistoryPolicy, QoSProfile, qos_profile_sensor_data)
from sensor_msgs.msg import Image
from std_msgs.msg import Int64, String
rclpy.init()
node = rclpy.create_node("desk", enable_rosout=False, start_parameter_services=False)
places, numbers, images, secrets = [], [], [], []
latched = QoSProfile(depth=3, durability=DurabilityPolicy.TRANSIENT_LOCAL)
node.create_subscription(String, "/places", lambda m: places.append(m.data), latched)
node.create_subscription(
    Int64, "/chatter", lambda m: numbers.append(m.data),
    QoSProfile(history=HistoryPolicy.KEEP_ALL))
node.create_subscription(
    Image, "/camera", lambda m: images.append(len(m.data)), qos_profile_sensor_data)
node.create_subscription(String, "/secret", lambda m: secrets.append(m.data), 10)
adder = node.create_client(AddTwoInts, "/add")
follower = ActionClient(node, Fibonacci, "/fibonacci")
def ask():
    answer = {"places": places, "numbers": numbers, "images": len(images), "secrets": len(secrets),
              "nodes": node.get_node_names(), "sum": None, "sequence": None}
    if adder.wait_for_service(timeout_sec=1):
        future = adder.call_async(AddTwoInts.Request(a=40, b=2))
        done = threading.Event()
        future.add_done_callback(lambda _: done.set())
        answer["sum"] = future.result().sum if done.wait(5) else None
    if answer["sum"] and follower.wait_for_server(timeout_sec=1):
        finished = threading.Event()
        def accepted(goal):
            goal.result().get_result_async().add_done_callback(ended)
        def ended(result):
            answer["sequence"] = list(result.result().result.sequence)
            finished.set()
        follower.send_goal_async(Fibonacci.Goal(order=3)).add_done_callback(accepted)
        finished.wait(5)
    print(json.dumps(answer), flush=True)
def listen():
    for line in sys.stdin:
        ask()
    rclpy.try_shutdown()
threading.Thread(target=listen, daemon=True).start()
rclpy.spin(node)
"""

WITHIN_REACH = """
import json, rclpy
try:
    rclpy.init()
    print(json.dumps({"refused": ""}), flush=True)
except Exception as error:
    print(json.dumps({"refused": str(error)}), flush=True)
"""

SITES = "A robot, a cloud router and a desk"


@pytest.fixture
def sites(tmp_path: Path) -> Iterator[Sites]:
    """The namespaces, and what the first four commands of the page make."""
    if os.geteuid() != 0:
        lacking("the right to make network namespaces", "run the tests as root")
    command()
    sites = Sites(tmp_path)
    try:
        sites.link()
        for line in commands(SITES)[:4]:
            sites.follow(line)
        yield sites
    finally:
        sites.unlink()


def start(sites: Sites, running: ExitStack) -> dict[str, Router]:
    """Start the routers of all sites by the fifth command."""
    return {line.place: running.enter_context(sites.start(line)) for line in commands(SITES)[4:7]}


def until(
    desk: Running, holds: Callable[[dict[str, Any]], bool], patience: float
) -> dict[str, Any]:
    """Ask the desk until what it answers is right."""
    end = time.monotonic() + patience
    while True:
        desk.tell("ask")
        answer = desk.answer()
        if holds(answer):
            return answer
        brief = {**answer, "numbers": answer["numbers"][-3:]}
        assert time.monotonic() < end, brief
        time.sleep(0.2)


def wait_for(holds: Callable[[], bool]) -> None:
    """Wait for what is about to be logged."""
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def works(answer: dict[str, Any]) -> bool:
    """Whether everything has crossed."""
    return bool(
        answer["sum"] == 42
        and answer["sequence"] == [0, 1, 1, 2]
        and answer["numbers"]
        and answer["images"]
        and {"hall", "dock"} <= set(answer["places"])
    )


def cut_and_restore(sites: Sites, seconds: float, session: bool) -> None:
    """Have all cross, cut the robot's link, restore it, and see that nothing was lost."""
    with ExitStack() as running:
        start(sites, running)
        own = "{}.session.json5" if session else ""
        robot = running.enter_context(sites.program("robot", ROBOT, own.format("robot")))
        assert robot.answer() == {"ready": True}
        desk = running.enter_context(sites.program("desk", DESK, own.format("desk")))
        before = until(desk, lambda answer: works(answer) and answer["secrets"] > 0, 30)
        sites.set_link("robot", "down")
        robot.tell("garden")
        time.sleep(seconds)
        sites.set_link("robot", "up")
        after = until(
            desk,
            lambda answer: (
                works(answer)
                and answer["images"] > before["images"] + 5
                and "garden" in answer["places"]
            ),
            60,
        )
        last = before["numbers"][-1]
        numbers = [number for number in after["numbers"] if number >= last]
        assert numbers == list(range(last, numbers[-1] + 1))
        assert numbers[-1] > last + seconds * 20
        late = running.enter_context(sites.program("desk", DESK, own.format("desk")))
        until(late, lambda answer: works(answer) and "garden" in answer["places"], 30)


@pytest.mark.timeout(180)
@pytest.mark.parametrize("session", [False, True], ids=["by_routers", "by_sessions"])
def test_all_crosses_and_nothing_is_lost_when_a_link_is_cut(sites: Sites, session: bool) -> None:
    cut_and_restore(sites, 4, session)


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.parametrize("session", [False, True], ids=["by_routers", "by_sessions"])
def test_all_crosses_and_nothing_is_lost_in_twenty_seconds(sites: Sites, session: bool) -> None:
    cut_and_restore(sites, 20, session)


@pytest.mark.timeout(120)
def test_a_policy_refuses_by_node_and_topic_and_says_so(sites: Sites) -> None:
    write, check = (
        (line for line in commands("Who may do what") if line.place),
        commands("What is refused"),
    )
    with ExitStack() as running:
        start(sites, running)
        robot = running.enter_context(sites.program("robot", ROBOT))
        robot.answer()
        for line in write:
            sites.follow(line)
        for line in check:
            assert "Nothing is refused" in sites.follow(line)
    (sites.folder / "policy.xml").write_text(policy())
    (sites.configs / "policy.xml").write_text(policy())
    for line in commands("Who may do what"):
        if not line.place:
            sites.follow(line)
    with ExitStack() as running:
        routers = start(sites, running)
        robot = running.enter_context(sites.program("robot", ROBOT))
        robot.answer()
        for line in check:
            words = sites.within(line.place, sites.words(line))
            refused = subprocess.run(words, capture_output=True, text=True, timeout=60)
            assert refused.returncode == 1
            assert "/robot  publish  /secret" in refused.stdout, refused.stdout
        desk = running.enter_context(sites.program("desk", DESK))
        answer = until(desk, works, 30)
        assert answer["secrets"] == 0
        expected = "refused '/robot' to have '/robot' publish on '/secret' in domain 7"
        wait_for(lambda: expected in routers["cloud"].log())
        told = routers["cloud"].log()
        assert told.count("publish on '/secret'") <= 2


@pytest.mark.timeout(120)
def test_who_has_a_strangers_certificate_gets_nothing_and_is_told_why(sites: Sites) -> None:
    foreign = Sites(sites.folder / "elsewhere")
    foreign.folder.mkdir()
    for line in commands(SITES)[:4]:
        foreign.follow(line)
    with ExitStack() as running:
        routers = start(sites, running)
        config = str(foreign.configs / "desk.session.json5")
        stranger = running.enter_context(sites.program("desk", WITHIN_REACH, config))
        assert "10.78.1.1" in stranger.answer()["refused"]
        stranger.process.wait(timeout=20)
        wait_for(lambda: "authority" in "".join(stranger.errors))
        wait_for(lambda: "refused a connection: " in routers["cloud"].log())


@pytest.mark.timeout(120)
def test_certificates_are_renewed_and_revoked_as_the_page_says(sites: Sites) -> None:
    shown, *renewing = commands("Renew and revoke")
    listed = sites.follow(shown)
    assert listed.count("days)") == 3 and "10.78.0.1 10.78.1.1" in listed
    old = (sites.configs / "robot.session.json5").read_bytes()
    for line in renewing:
        sites.follow(line)
    assert (sites.configs / "robot.session.json5").read_bytes() != old
    topics = commands(SITES)[7]
    with ExitStack() as running:
        start(sites, running)
        running.enter_context(sites.program("robot", ROBOT)).answer()
        wait_for(lambda: "/chatter" in sites.follow(topics))
    gone = sites.folder / "keystore" / "enclaves" / "desk"
    for file in gone.iterdir():
        file.unlink()
    gone.rmdir()
    sites.follow(renewing[-1])
    with ExitStack() as running:
        cloud = start(sites, running)["cloud"]
        running.enter_context(sites.program("robot", ROBOT)).answer()
        words = [word.replace("desk.", "cloud.") for word in topics.words]
        wait_for(lambda: "/chatter" in sites.follow(Line("cloud", words)))
        assert "/chatter" not in sites.follow(topics)
        wait_for(lambda: "refused everything to session" in cloud.log())


@pytest.mark.parametrize("middleware", ["rmw_fastrtps_cpp", "rmw_zenoh_cpp"])
def test_enforced_security_is_no_empty_word(middleware: str, tmp_path: Path) -> None:
    """Unlike upstream, whoever asks for what cannot be had does not run unprotected."""
    for strategy, code, said in (
        ("Enforce", 1, "ROS_SECURITY_STRATEGY=Enforce, but nothing would be protected"),
        ("Permissive", 0, "ROS_SECURITY_ENABLE=true, but nothing is protected"),
    ):
        done = subprocess.run(
            [str(command()), "topic", "list"],
            env={
                **os.environ,
                "RMW_IMPLEMENTATION": middleware,
                "ROS_DOMAIN_ID": DOMAIN,
                "ROS_AUTOMATIC_DISCOVERY_RANGE": "OFF",
                "ROS_SECURITY_ENABLE": "true",
                "ROS_SECURITY_STRATEGY": strategy,
            },
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert (done.returncode, said in done.stderr) == (code, True), done.stderr


def test_every_command_of_the_page_is_known() -> None:
    """Each section's commands are followed above; none may be added without a test."""
    assert {len(commands(section)) for section in ("What is refused",)} == {1}
    assert [len(commands(section)) for section in (SITES, "Who may do what")] == [8, 3]
    assert len(commands("Renew and revoke")) == 3
    assert all(isinstance(line, Line) for line in commands(SITES))
