"""Round trips and floods in plain rclpy: they run on any rclpy, so that real ones can stand beside.

Payloads of up to 1 KB are std_msgs/String, larger ones sensor_msgs/Image. Loaned images are
Rosebay's own: NumPy writes to them where they are sent from.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy
import rclpy
from clock import cpu_seconds, options, say, say_round_trips
from rclpy.node import Node
from rclpy.publisher import Publisher
from rclpy.qos import HistoryPolicy, QoSProfile
from sensor_msgs.msg import Image
from std_msgs.msg import String

KEEP_ALL = QoSProfile(history=HistoryPolicy.KEEP_ALL)
PATIENCE = 20.0

Message = String | Image
Send = Callable[[int], None]


def make(size: int) -> Message:
    """A message with a payload of this many bytes."""
    if size <= 1024:
        return String(data="x" * size)
    return Image(height=1, width=size, step=size, encoding="mono8", data=bytes(size))


def sender(publisher: Publisher, size: int, loan: str | None) -> Send:
    """What publishes the next message: the same one each time, or loaned ones with its number."""
    if loan is None:
        message = make(size)
        return lambda _: publisher.publish(message)

    def send(number: int) -> None:
        image = publisher.borrow_loaned_message(height=1, width=size, step=size, data=size)
        pixels = numpy.asarray(image.data)
        pixels[: size if loan == "filled" else 8] = number % 251
        publisher.publish(image)

    return send


def check(message: Any, number: int, loan: str | None) -> None:
    """A loaned image has to hold what was written to it."""
    if loan is not None:
        assert message.data[0] == number % 251
        assert loan == "stamped" or message.data[-1] == number % 251


def wait_for(what: str, condition: Callable[[], object]) -> None:
    """Until it holds, then until things are quiet."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"no {what} within {PATIENCE:.0f} s"
        time.sleep(0.05)
    time.sleep(0.5)


class Ping:
    """Publishes, waits for the answer, notes the time."""

    def __init__(self, node: Node, size: int, count: int, loan: str | None) -> None:
        self.node, self.count, self.loan = node, count, loan
        self.times: list[int] = []
        self.done: rclpy.task.Future[None] = rclpy.task.Future()
        kind = type(make(size))
        self.publisher = node.create_publisher(kind, "ping", 10)
        self.send = sender(self.publisher, size, loan)
        node.create_subscription(kind, "pong", self.on_answer, 10)

    def on_answer(self, message: Message) -> None:
        """The way is over; the next one begins."""
        self.times.append(time.perf_counter_ns() - self.start)
        check(message, len(self.times) - 1, self.loan)
        if len(self.times) == self.count:
            self.done.set_result(None)
        else:
            self.go()

    def go(self) -> None:
        """Send the next one."""
        self.start = time.perf_counter_ns()
        self.send(len(self.times))

    def run(self, executor: rclpy.executors.Executor) -> None:
        """All ways, once somebody answers."""
        wait_for(
            "pong",
            lambda: self.publisher.get_subscription_count() and self.node.count_publishers("pong"),
        )
        self.go()
        executor.spin_until_future_complete(self.done, timeout_sec=120)
        assert self.done.done(), f"{len(self.times)} of {self.count} answers"
        say_round_trips(self.times)


def answer(node: Node, size: int, loan: str | None, subscriptions: int) -> None:
    """Publish what comes; once, when all subscriptions have heard it."""
    kind = type(make(size))
    publisher = node.create_publisher(kind, "pong", 10)
    if loan is not None:
        send = sender(publisher, size, loan)

        def on_image(message: Any) -> None:
            send(message.data[0])

        node.create_subscription(kind, "ping", on_image, 10)
    elif subscriptions == 1:
        node.create_subscription(kind, "ping", publisher.publish, 10)
    else:
        heard = 0

        def on_ping(message: Message) -> None:
            nonlocal heard
            heard += 1
            if heard % subscriptions == 0:
                publisher.publish(message)

        for _ in range(subscriptions):
            node.create_subscription(kind, "ping", on_ping, 10)


def publish(node: Node, size: int, count: int) -> None:
    """Publish as fast as it goes: keep all holds the publisher back."""
    message = make(size)
    publisher = node.create_publisher(type(message), "flood", KEEP_ALL)
    wait_for("subscriber", publisher.get_subscription_count)
    start, cpu = time.perf_counter(), cpu_seconds()
    for _ in range(count):
        while True:
            try:
                publisher.publish(message)
                break
            except RuntimeError as error:  # held back for longer than publish waits
                assert "timed out" in str(error)
    say(seconds=time.perf_counter() - start, cpu=cpu_seconds() - cpu, published=count)
    publisher.wait_for_all_acked(rclpy.duration.Duration(seconds=60))


def subscribe(node: Node, size: int, count: int) -> None:
    """Count what comes until all of it has."""
    received = 0
    start = last = cpu = 0.0

    def on_message(_: Message) -> None:
        nonlocal received, start, last, cpu
        received += 1
        if received == 1:
            start, cpu = time.perf_counter(), cpu_seconds()
        elif received == count:
            last = time.perf_counter()
            done.set_result(None)

    done: rclpy.task.Future[None] = rclpy.task.Future()
    node.create_subscription(type(make(size)), "flood", on_message, KEEP_ALL)
    say(ready=True)
    rclpy.spin_until_future_complete(node, done, timeout_sec=120)
    say(received=received, seconds=(last or time.perf_counter()) - start, cpu=cpu_seconds() - cpu)


def main() -> None:
    chosen = options(__doc__ or "")
    size, count, loan = chosen.size, chosen.count, chosen.loan
    rclpy.init()
    node = rclpy.create_node(f"bench_{chosen.role}")
    other = rclpy.create_node("bench_other") if chosen.role == "same" else None
    executor = rclpy.executors.SingleThreadedExecutor()
    executor.add_node(node)
    try:
        if chosen.role == "ping":
            Ping(node, size, count, loan).run(executor)
        elif chosen.role == "pong":
            answer(node, size, loan, chosen.subscriptions)
            say(ready=True)
            executor.spin()
        elif chosen.role == "pub":
            publish(node, size, count)
        elif chosen.role == "sub":
            subscribe(node, size, count)
        elif other is not None:
            executor.add_node(other)
            answer(other, size, loan, chosen.subscriptions)
            Ping(node, size, count, loan).run(executor)
    except (KeyboardInterrupt, rclpy.executors.ExternalShutdownException):
        pass
    finally:
        rclpy.try_shutdown()


if __name__ == "__main__":
    main()
