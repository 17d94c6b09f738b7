"""The examples run, do what they say, and end at Ctrl-C."""

import os
import signal
import threading
from pathlib import Path

import pytest
from conftest import LOCAL

EXAMPLES = Path(__file__).parents[2] / "examples" / "python"

SAYS = {
    "talker.py": ['Publishing: "Hello number 0"', 'Publishing: "Hello number 1"'],
    "message_info.py": ["on its way for"],
    "qos_events.py": ["somebody cannot match for RELIABILITY", "1 subscription(s)", "Hello"],
    "async_node.py": ["I heard: counted to 1", "I heard: counted to 2"],
    "coroutines.py": ["tick 1", "tick 2", "tick 3"],
    "parameters.py": ["Driving at 1.0 m/s"],
    "callback_groups.py": ["Coming", "Oven 1 is done", "Oven 2 is done"],
    "qos_profiles.py": ["Map: here be dragons", "21.5 degrees", "Go forward"],
    "pools.py": ["downloaded", "computed 333332833333500000"],
    "point_cloud.py": ["of 1000 points are near"],
    "sensor_fusion.py": ["± 0.0"],
    "lifecycle.py": ["Configured", "Click"],
    "detector.py": ["The model is a", "2 balls at"],
    "policy.py": ["The filter slows", "Arrived"],
    "agent.py": ["So far: [0, 1, 1, 2]", "add {'a': 7, 'b': 5}", "are 12 together"],
    "own_executor.py": ["[urgent]: done after 0.01 s", "[slow]: done after 0.2 s"],
}
# What hears the talker, and what it says then.
LISTENERS = {"listener.py": "I heard", "raw_listener.py": "bytes", "robust.py": "3 words"}
# A server, its client, and what the client says at the end.
SERVERS = [
    ("service.py", "client.py", "41 + 1 = 42"),
    ("action_server.py", "action_client.py", "Result: [0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55]"),
]


@pytest.mark.parametrize("name", SAYS)
def test_example(run, name):
    program = run(EXAMPLES / name, middleware=LOCAL)
    waited_for = list(SAYS[name])
    for line in program.process.stderr:
        said = [text for text in waited_for if text in line]
        waited_for = [text for text in waited_for if text not in said[:1]]
        if not waited_for:
            break
    assert not waited_for
    assert program.end(signal.SIGINT)[0] == 0


@pytest.mark.parametrize(("name", "says"), LISTENERS.items())
def test_a_listener_hears_the_talker(run, name, says):
    listener = run(EXAMPLES / name)
    talker = run(EXAMPLES / "talker.py")
    assert any(says in line for line in listener.process.stderr)
    for program in (talker, listener):
        assert program.end(signal.SIGINT)[0] == 0


@pytest.mark.parametrize(("server", "client", "says"), SERVERS)
def test_a_server_and_its_client(run, server, client, says):
    serving = run(EXAMPLES / server)
    code, _, said = run(EXAMPLES / client).end()
    assert (code, says in said) == (0, True)
    assert serving.end(signal.SIGINT)[0] == 0


FOLLOWER = """
import rclpy
from geometry_msgs.msg import Twist
with rclpy.init():
    node = rclpy.create_node("robot")
    show = lambda twist: print(round(twist.linear.x, 3), round(twist.angular.z, 3), flush=True)
    node.create_subscription(Twist, "cmd_vel", show, 10)
    print("ready", flush=True)
    rclpy.spin(node)
"""


def test_keys_drive_a_robot(run):
    keyboard, terminal = os.openpty()
    follower = run(FOLLOWER)
    follower.wait_for_line("ready")
    teleop = run(EXAMPLES / "teleop_twist_keyboard.py", stdin=terminal)
    teleop.wait_for_line("Ctrl-C ends")
    # Until the two have found each other nobody hears; the same key again does no harm.
    pressing = threading.Event()

    def press():
        while not pressing.wait(0.1):
            os.write(keyboard, b"i")

    thread = threading.Thread(target=press)
    thread.start()
    follower.wait_for_line("0.5 0.0")
    pressing.set()
    thread.join()
    os.write(keyboard, b"qu")
    follower.wait_for_line("0.55 1.1")
    assert teleop.end(signal.SIGINT)[0] == 0
    follower.wait_for_line("0.0 0.0")  # the last thing that it does is to stop the robot
    os.close(keyboard)
    os.close(terminal)


def test_every_example_is_tested():
    together = {name for server, client, _ in SERVERS for name in (server, client)}
    tested = SAYS.keys() | LISTENERS.keys() | together | {"teleop_twist_keyboard.py"}
    assert {path.name for path in EXAMPLES.glob("*.py")} == tested
