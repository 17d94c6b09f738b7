"""What more topics cost in plain rclpy: time until all are matched, and descriptors.

`python bench/topics.py ping|pong --count N`: one side makes a publisher a topic, the other a
subscription, both when they know each other by a first topic.
"""

from __future__ import annotations

import os
import time

import rclpy
from clock import options, say
from rclpy.node import Node
from std_msgs.msg import String

PATIENCE = 60.0


def descriptors() -> int:
    """How many this process has."""
    return len(os.listdir("/proc/self/fd"))


def wait_for_match(publishers: list[rclpy.publisher.Publisher]) -> None:
    """Until each has a subscription."""
    end = time.monotonic() + PATIENCE
    for publisher in publishers:
        while not publisher.get_subscription_count():
            assert time.monotonic() < end, f"no subscription within {PATIENCE:.0f} s"
            time.sleep(0.0005)


def talk(node: Node, count: int) -> None:
    """Time the making of publishers and their matching with the subscriptions that are there."""
    first = node.create_publisher(String, "first", 10)
    wait_for_match([first])
    time.sleep(1)  # until the subscriptions are known
    before, start = descriptors(), time.perf_counter()
    publishers = [node.create_publisher(String, f"topic{number}", 10) for number in range(count)]
    made = time.perf_counter()
    wait_for_match(publishers)
    matched = time.perf_counter()
    say(
        made=(made - start) * 1e3,
        matched=(matched - start) * 1e3,
        descriptors=descriptors() - before,
    )


def listen(node: Node, count: int) -> None:
    """Make the subscriptions."""
    node.create_subscription(String, "first", lambda _: None, 10)
    for number in range(count):
        node.create_subscription(String, f"topic{number}", lambda _: None, 10)
    say(ready=True)
    rclpy.spin(node)


def main() -> None:
    chosen = options(__doc__ or "")
    rclpy.init()
    node = rclpy.create_node(f"bench_{chosen.role}")
    try:
        if chosen.role == "ping":
            talk(node, chosen.count)
        else:
            listen(node, chosen.count)
    except (KeyboardInterrupt, rclpy.executors.ExternalShutdownException):
        pass
    finally:
        rclpy.try_shutdown()


if __name__ == "__main__":
    main()
