"""What `ros2 bridge` costs: a talker on DDS, a listener on Zenoh, and the CPU time of the bridge.

`python bench/bridge.py [--rate HZ] [--size N] [--seconds S] [--nodes N]` prints one line of JSON:
the part of one core that the bridge takes while the messages pass (percent), the same at rest
beside that many nodes, the seconds of CPU that it took to mirror them, how many messages were
published and received, its resident memory (MB).
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from clock import environment, say

TALKER = """
import json, sys, time, rclpy
from std_msgs.msg import String
rate, size, seconds = map(float, sys.argv[1:])
with rclpy.init():
    node = rclpy.create_node("talker")
    publisher = node.create_publisher(String, "/chatter", 100)
    while publisher.get_subscription_count() == 0:
        time.sleep(0.01)
    sys.stdin.readline()
    message, count = String(data="x" * int(size)), int(rate * seconds)
    start = time.monotonic()
    for number in range(count):
        time.sleep(max(0, start + number / rate - time.monotonic()))
        publisher.publish(message)
    time.sleep(1)
    print(json.dumps({"published": count}), flush=True)
"""

LISTENER = """
import json, sys, time, rclpy
from std_msgs.msg import String
received = 0
def hear(message):
    global received
    received += 1
with rclpy.init():
    node = rclpy.create_node("listener")
    subscription = node.create_subscription(String, "/chatter", hear, 1000)
    end = time.monotonic() + float(sys.argv[1])
    print(json.dumps({"ready": True}), flush=True)
    while time.monotonic() < end:
        rclpy.spin_once(node, timeout_sec=0.1)
    print(json.dumps({"received": received}), flush=True)
"""

CROWD = """
import sys, rclpy
with rclpy.init():
    nodes = [rclpy.create_node(f"node{number}") for number in range(int(sys.argv[1]))]
    print(len(nodes), flush=True)
    sys.stdin.readline()
"""


def command() -> str:
    """The `ros2` command: beside this Python, or as cargo builds it."""
    beside = Path(sys.executable).with_name("ros2")
    built = Path(os.environ.get("CARGO_TARGET_DIR", "target")) / "release" / "ros2"
    return str(beside if beside.exists() else built)


@contextmanager
def running(words: list[str], variables: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A process that has said its first line, until the end."""
    with subprocess.Popen(
        words, env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def cpu(process: subprocess.Popen[str]) -> float:
    """User and system time that a process has taken so far, in seconds."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def megabytes(process: subprocess.Popen[str]) -> float:
    """The resident memory of a process."""
    pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def part_of_a_core(process: subprocess.Popen[str], seconds: float) -> float:
    """The percentage of a core that a process takes from now on."""
    before, start = cpu(process), time.monotonic()
    time.sleep(seconds)
    return (cpu(process) - before) / (time.monotonic() - start) * 100


def said(process: subprocess.Popen[str]) -> str:
    """The next line that a process says."""
    assert process.stdout is not None
    return process.stdout.readline()


def go_on(process: subprocess.Popen[str]) -> None:
    """Have a process that waits for it go on."""
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=1000)
    parser.add_argument("--size", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--nodes", type=int, default=0)
    chosen = parser.parse_args()
    with socket.create_server(("127.0.0.1", 0)) as server:
        endpoint = f"tcp/127.0.0.1:{server.getsockname()[1]}"
    dds = environment()
    dds.pop("RMW_IMPLEMENTATION", None)
    dds["ZENOH_CONFIG_OVERRIDE"] = "scouting/multicast/enabled=false"
    zenoh = {
        **dds,
        "RMW_IMPLEMENTATION": "rmw_zenoh_cpp",
        "ZENOH_CONFIG_OVERRIDE": f'{dds["ZENOH_CONFIG_OVERRIDE"]};listen/endpoints=["{endpoint}"]',
    }
    python = [sys.executable, "-c"]
    with ExitStack() as stack:
        crowd = stack.enter_context(running([*python, CROWD, str(chosen.nodes)], dds))
        said(crowd)
        hears = str(chosen.seconds + 12)
        listener = stack.enter_context(running([*python, LISTENER, hears], zenoh))
        said(listener)
        bridge = stack.enter_context(running([command(), "bridge", "--zenoh", endpoint], dds))
        said(bridge)
        time.sleep(4)
        before = cpu(bridge)
        at_rest = part_of_a_core(bridge, 2)
        words = [str(word) for word in (chosen.rate, chosen.size, chosen.seconds)]
        talker = stack.enter_context(running([*python, TALKER, *words], dds))
        time.sleep(1)
        go_on(talker)
        busy = part_of_a_core(bridge, chosen.seconds)
        published = json.loads(said(talker))["published"]
        memory = megabytes(bridge)
        received = json.loads(said(listener))["received"]
    if received < published:
        raise RuntimeError(f"of {published} messages, {published - received} were lost")
    say(
        busy=busy,
        at_rest=at_rest,
        joining=before,
        published=published,
        received=received,
        memory=memory,
    )


if __name__ == "__main__":
    main()
