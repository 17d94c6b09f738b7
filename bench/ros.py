"""Round trips and floods in plain rclpy: they run on any rclpy, so that real ones can stand beside.

Payloads of up to 1 KB are std_msgs/String, larger ones sensor_msgs/Image.
"""

from __future__ import annotations

import time

import rclpy
from clock import cpu_seconds, options, say, say_round_trips
from rclpy.node import Node
from rclpy.qos import HistoryPolicy, QoSProfile
from sensor_msgs.msg import Image
from std_msgs.msg import String

KEEP_ALL = QoSProfile(history=HistoryPolicy.KEEP_ALL)


def make(size: int) -> String | Image:
    """A message with a payload of this many bytes."""
    if size <= 1024:
        return String(data="x" * size)
    return Image(height=1, width=size, step=size, encoding="mono8", data=bytes(size))


def ping(node: Node, size: int, count: int) -> None:
    """Publish, wait for the answer, note the time."""
    message = make(size)
    times: list[int] = []
    done = rclpy.task.Future()
    start = 0

    def on_answer(_: String | Image) -> None:
        nonlocal start
        now = time.perf_counter_ns()
        times.append(now - start)
        if len(times) == count:
            done.set_result(None)
            return
        start = time.perf_counter_ns()
        publisher.publish(message)

    publisher = node.create_publisher(type(message), "ping", 10)
    node.create_subscription(type(message), "pong", on_answer, 10)
    end = time.monotonic() + 20
    while not (publisher.get_subscription_count() and node.count_publishers("pong")):
        assert time.monotonic() < end, "no pong within 20 s"
        time.sleep(0.05)
    time.sleep(0.5)
    start = time.perf_counter_ns()
    publisher.publish(message)
    rclpy.spin_until_future_complete(node, done, timeout_sec=120)
    say_round_trips(times)


def pong(node: Node, size: int) -> None:
    """Publish what comes."""
    kind = type(make(size))
    publisher = node.create_publisher(kind, "pong", 10)
    node.create_subscription(kind, "ping", publisher.publish, 10)
    say(ready=True)
    rclpy.spin(node)


def publish(node: Node, size: int, count: int) -> None:
    """Publish as fast as it goes: keep all holds the publisher back."""
    message = make(size)
    publisher = node.create_publisher(type(message), "flood", KEEP_ALL)
    end = time.monotonic() + 20
    while not publisher.get_subscription_count():
        assert time.monotonic() < end, "no subscriber within 20 s"
        time.sleep(0.05)
    start, cpu = time.perf_counter(), cpu_seconds()
    for _ in range(count):
        publisher.publish(message)
    say(seconds=time.perf_counter() - start, cpu=cpu_seconds() - cpu, published=count)
    publisher.wait_for_all_acked(rclpy.duration.Duration(seconds=60))


def subscribe(node: Node, size: int, count: int) -> None:
    """Count what comes until all of it has, or nothing has for 10 s."""
    received = 0
    start = last = cpu = 0.0

    def on_message(_: String | Image) -> None:
        nonlocal received, start, last, cpu
        received += 1
        if received == 1:
            start, cpu = time.perf_counter(), cpu_seconds()
        elif received == count:
            last = time.perf_counter()
            done.set_result(None)

    done = rclpy.task.Future()
    node.create_subscription(type(make(size)), "flood", on_message, KEEP_ALL)
    say(ready=True)
    rclpy.spin_until_future_complete(node, done, timeout_sec=120)
    say(received=received, seconds=(last or time.perf_counter()) - start, cpu=cpu_seconds() - cpu)


def main() -> None:
    chosen = options(__doc__ or "")
    rclpy.init()
    node = rclpy.create_node(f"bench_{chosen.role}")
    try:
        if chosen.role == "ping":
            ping(node, chosen.size, chosen.count)
        elif chosen.role == "pong":
            pong(node, chosen.size)
        elif chosen.role == "pub":
            publish(node, chosen.size, chosen.count)
        else:
            subscribe(node, chosen.size, chosen.count)
    except (KeyboardInterrupt, rclpy.executors.ExternalShutdownException):
        pass
    finally:
        node.destroy_node()
        rclpy.try_shutdown()


if __name__ == "__main__":
    main()
