"""What `rclpy.init` does on Zenoh while whom it is told to connect to is not there."""

import signal
import socket

import pytest

PROGRAM = """
import os
os.environ.update({environment!r})
import rclpy
try:
    rclpy.init()
except KeyboardInterrupt:
    print("interrupted")
except Exception as error:
    print(type(error).__name__, error)
"""


def nobody():
    """An endpoint at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"tcp/127.0.0.1:{server.getsockname()[1]}"


def client_of(endpoint, *more):
    """The configuration of a client."""
    settings = [
        'mode="client"',
        f'connect/endpoints=["{endpoint}"]',
        "scouting/multicast/enabled=false",
    ]
    return {"ZENOH_CONFIG_OVERRIDE": ";".join([*settings, *more])}


def test_a_client_without_its_router_is_refused(run):
    endpoint = nobody()
    program = run(PROGRAM.format(environment=client_of(endpoint)), middleware="rmw_zenoh_cpp")
    code, output, _ = program.end()
    assert code == 0
    assert output.startswith("RCLError") and endpoint in output


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        (client_of(nobody(), "connect/timeout_ms=-1"), "is not open yet: it waits for"),
        ({"ZENOH_ROUTER_CHECK_ATTEMPTS": "0"}, "waiting for a Zenoh router"),
    ],
    ids=["client", "router check"],
)
def test_ctrl_c_ends_a_wait_that_says_what_it_waits_for(run, environment, says):
    program = run(PROGRAM.format(environment=environment), middleware="rmw_zenoh_cpp")
    assert any(says in line for line in program.process.stderr)
    code, output, _ = program.end(signal.SIGINT)
    assert (code, output) == (0, "interrupted\n")


THREADS = """
import os
import rclpy

with rclpy.init():
    names = {open(f"{task.path}/comm").read()[:3] for task in os.scandir("/proc/self/task")}
    print(*sorted(names & {"acc", "app", "net", "rx-"}), "ZENOH_RUNTIME" in os.environ)
"""


def test_a_context_has_few_threads_and_leaves_the_environment_alone(run):
    code, output, errors = run(THREADS, middleware="rmw_zenoh_cpp").end()
    assert (code, output) == (0, "rx- False\n"), errors
