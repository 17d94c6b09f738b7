"""What an executor costs: idle, and for each event, with few and with many entities.

`python bench/executors.py [--rounds N] [--cpu N]`: prints a table in Markdown. Plain rclpy within
one process, so that real ones can stand beside.
"""

from __future__ import annotations

import argparse
import os
import threading
import time
from collections.abc import Callable, Mapping

import rclpy
from clock import cpu_seconds, pin, say, table
from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.executors import Executor, MultiThreadedExecutor, SingleThreadedExecutor
from rclpy.experimental import EventsExecutor
from rclpy.node import Node
from rclpy.task import Future
from std_msgs.msg import Int32

EXECUTORS: dict[str, Callable[[], Executor]] = {
    "SingleThreadedExecutor": SingleThreadedExecutor,
    "MultiThreadedExecutor(4)": lambda: MultiThreadedExecutor(4),
    "EventsExecutor": EventsExecutor,
}
COUNTS = (1, 100, 1000)
# In all, whatever the number of timers: 1,000 of them tick once a second.
TICKS_PER_SECOND = 1000

never: Future[None] = Future()


def idle(executor: Executor, seconds: float) -> float:
    """CPU time of an executor that waits, in microseconds a second."""
    spinning = threading.Thread(target=executor.spin_until_future_complete, args=(never, seconds))
    spinning.start()
    time.sleep(seconds / 10)  # the first turn looks at everything
    start, cpu = time.perf_counter(), cpu_seconds()
    time.sleep(seconds * 0.8)
    cost = (cpu_seconds() - cpu) / (time.perf_counter() - start)
    spinning.join()
    return cost * 1e6


def messages(executor: Executor, node: Node, count: int, events: int) -> tuple[float, float]:
    """CPU microseconds a second while nothing comes, and for each message, sending included."""
    received = 0
    done: Future[None] = Future()
    group = ReentrantCallbackGroup()

    def on_message(_: Int32) -> None:
        nonlocal received
        received += 1
        if received == events:
            done.set_result(None)
        else:
            publishers[received % count].publish(Int32(data=received))

    publishers = [node.create_publisher(Int32, f"topic_{index}", 10) for index in range(count)]
    for index in range(count):
        node.create_subscription(Int32, f"topic_{index}", on_message, 10, callback_group=group)
    waiting = idle(executor, 1.0)
    publishers[0].publish(Int32())
    cpu = cpu_seconds()
    executor.spin_until_future_complete(done, 120)
    assert done.done(), f"{received} of {events} messages within two minutes"
    return waiting, (cpu_seconds() - cpu) / events * 1e6


def ticks(executor: Executor, node: Node, count: int, seconds: float) -> float:
    """CPU microseconds for each call of a timer."""
    called = 0

    def on_tick() -> None:
        nonlocal called
        called += 1

    for _ in range(count):
        node.create_timer(count / TICKS_PER_SECOND, on_tick)
    cpu = cpu_seconds()
    executor.spin_until_future_complete(never, seconds)
    assert called, "no timer ticked"
    return (cpu_seconds() - cpu) / called * 1e6


def measure(make: Callable[[], Executor], count: int, rounds: int) -> list[float]:
    """All figures of one executor with so many subscriptions, then with so many timers."""
    figures: list[float] = []
    for what in (
        lambda executor, node: messages(executor, node, count, rounds),
        lambda executor, node: (ticks(executor, node, count, 3.0),),
    ):
        rclpy.init()
        node, executor = Node("bench"), make()
        executor.add_node(node)
        figures += what(executor, node)
        executor.shutdown()
        node.destroy_node()
        rclpy.shutdown()
    return figures


def report(costs: Mapping[str, Mapping[int | str, list[float]]]) -> str:
    """A table in Markdown."""
    rows = [
        [name, f"{int(count):,}", *(f"{figure:,.1f}" for figure in figures)]
        for name, by_count in costs.items()
        for count, figures in by_count.items()
    ]
    head = ["executor", "entities", "idle, CPU µs/s", "CPU µs/message", "CPU µs/timer call"]
    return table(head, rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20_000, help="messages for each figure")
    parser.add_argument("--cpu", type=int, help="the one core to run on")
    parser.add_argument("--json", action="store_true", help="figures instead of a table")
    found = parser.parse_args()
    pin(found.cpu)
    # Within one process, without network: the executor's own cost.
    os.environ.setdefault("RMW_IMPLEMENTATION", "rosebay_local")
    costs = {
        name: {count: measure(make, count, found.rounds) for count in COUNTS}
        for name, make in EXECUTORS.items()
    }
    if found.json:
        say(**costs)
    else:
        print(report(costs))


if __name__ == "__main__":
    main()
