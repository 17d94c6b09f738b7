"""The peers' role played by a plain rclpy program; see README.md for its words."""

from __future__ import annotations

import argparse
import json
import sys
import time

import rclpy
from rclpy.duration import Duration
from rclpy.node import Node
from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile, ReliabilityPolicy
from rclpy.subscription_content_filter_options import ContentFilterOptions
from std_msgs.msg import String


def text(size: int, number: int) -> str:
    """`7:hhhh…`, `size` characters long: says which message it is and shows whether it is whole."""
    return f"{number}:".ljust(size, chr(ord("a") + number % 26))


def qos_of(options: argparse.Namespace) -> QoSProfile:
    """The QoS that the options name."""
    return QoSProfile(
        history=HistoryPolicy.KEEP_LAST if options.depth else HistoryPolicy.KEEP_ALL,
        depth=options.depth,
        reliability=ReliabilityPolicy.BEST_EFFORT
        if options.best_effort
        else ReliabilityPolicy.RELIABLE,
        durability=DurabilityPolicy.TRANSIENT_LOCAL
        if options.transient_local
        else DurabilityPolicy.VOLATILE,
    )


def say(**fact: object) -> None:
    """Print one line of JSON."""
    print(json.dumps(fact), flush=True)


def publish(node: Node, options: argparse.Namespace) -> int:
    """Publish `count` messages to the first reader that comes."""
    publisher = node.create_publisher(String, options.topic, qos_of(options))
    end = time.monotonic() + options.timeout_s
    while not options.no_wait and publisher.get_subscription_count() == 0:
        if time.monotonic() > end:
            print(f"rosebay_peer: no reader within {options.timeout_s} s", file=sys.stderr)
            return 3
        time.sleep(0.01)
    for number in range(options.count):
        publisher.publish(String(data=text(options.size, number)))
        time.sleep(options.period_ms / 1000)
    acknowledged = options.best_effort or publisher.wait_for_all_acked(
        Duration(seconds=options.timeout_s)
    )
    say(published=options.count, acknowledged=acknowledged)
    sys.stdin.read()
    return 0


def subscribe(node: Node, options: argparse.Namespace) -> int:
    """Receive `count` messages or until the time is up, and say what came."""
    numbers: list[int] = []
    corrupt = 0

    def on_message(message: String) -> None:
        nonlocal corrupt
        numbers.append(int(message.data.partition(":")[0]))
        corrupt += message.data != text(options.size, numbers[-1])

    node.create_subscription(
        String,
        options.topic,
        on_message,
        qos_of(options),
        content_filter_options=ContentFilterOptions(options.filter, []),
    )
    say(ready=True)
    end = time.monotonic() + options.timeout_s
    while len(numbers) < options.count and time.monotonic() < end:
        rclpy.spin_once(node, timeout_sec=0.1)
    say(
        received=len(numbers),
        first=numbers[0] if numbers else -1,
        last=numbers[-1] if numbers else -1,
        ordered=numbers == sorted(set(numbers)),
        corrupt=corrupt,
    )
    return 0


def read_graph(node: Node, options: argparse.Namespace) -> int:
    """Say what the graph says of the topic's first publisher."""
    end = time.monotonic() + options.timeout_s
    while time.monotonic() < end:
        for info in node.get_publishers_info_by_topic(options.topic):
            if not info.node_name.startswith("_"):
                say(
                    type=info.topic_type,
                    type_hash=str(info.topic_type_hash),
                    namespace=info.node_namespace,
                    node=info.node_name,
                    reliability=info.qos_profile.reliability.name,
                )
                return 0
        time.sleep(0.05)
    print("rosebay_peer: no publisher with a node was seen", file=sys.stderr)
    return 3


def main() -> int:
    """Play the role that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("role", choices=["pub", "sub", "graph"])
    parser.add_argument("topic")
    for name, default in (("size", 64), ("count", 1), ("depth", 0), ("period-ms", 0)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--timeout-s", type=int, default=30)
    parser.add_argument("--filter", default="")
    for name in ("best-effort", "transient-local", "no-wait"):
        parser.add_argument(f"--{name}", action="store_true")
    options = parser.parse_args()
    roles = {"pub": publish, "sub": subscribe, "graph": read_graph}
    with rclpy.init():
        node = rclpy.create_node("rosebay_peer", namespace="/interop")
        return roles[options.role](node, options)


if __name__ == "__main__":
    sys.exit(main())
