"""What timers cost in plain rclpy, and how late they are. One line of JSON.

`python bench/timers.py [--cpu N] [--seconds N]`: a timer at 1 kHz; then 50 timers at 20 Hz and 50
subscriptions, to which nothing comes.
"""

from __future__ import annotations

import argparse
import time

import rclpy
from clock import cpu_seconds, percentiles, pin, say
from rclpy.node import Node
from rclpy.task import Future
from std_msgs.msg import String

PERIOD = 0.001
MANY, RATE = 50, 20


def spin(node: Node, seconds: float) -> float:
    """CPU time while it spins, in percent of a core."""
    never: Future[None] = Future()
    start, cpu = time.perf_counter(), cpu_seconds()
    rclpy.spin_until_future_complete(node, never, timeout_sec=seconds)
    return (cpu_seconds() - cpu) / (time.perf_counter() - start) * 100


def late(calls: list[int], start: int) -> dict[str, float]:
    """How late calls were. A tick that was left out counts as a period late."""
    period = int(PERIOD * 1e9)
    left_out = max((calls[-1] - start) // period - len(calls), 0)
    lateness = [(call - start) % period for call in calls] + [period] * left_out
    return {"left_out": left_out, **percentiles(lateness, warm_up=0)}


def sleeping(seconds: float) -> dict[str, float]:
    """The floor: a loop that sleeps until each tick."""
    calls: list[int] = []
    cpu = cpu_seconds()
    start, period = time.monotonic_ns(), int(PERIOD * 1e9)
    while (now := time.monotonic_ns()) < start + seconds * 1e9:
        time.sleep((period - (now - start) % period) / 1e9)
        calls.append(time.monotonic_ns())
    return {"cpu": (cpu_seconds() - cpu) / seconds * 100, **late(calls, start)}


def fast_timer(node: Node, seconds: float) -> dict[str, float]:
    """CPU and lateness of a timer at 1 kHz."""
    calls: list[int] = []
    start = time.monotonic_ns()
    timer = node.create_timer(PERIOD, lambda: calls.append(time.monotonic_ns()))
    cpu = spin(node, seconds)
    timer.cancel()
    return {"cpu": cpu, **late(calls, start)}


def many(node: Node, seconds: float) -> float:
    """CPU of many timers and subscriptions."""
    for index in range(MANY):
        node.create_timer(1 / RATE, lambda: None)
        node.create_subscription(String, f"topic{index}", lambda _: None, 10)
    spin(node, 0.5)
    return spin(node, seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cpu", type=int, help="the one core to run on")
    parser.add_argument("--seconds", type=float, default=5)
    chosen = parser.parse_args()
    pin(chosen.cpu)
    rclpy.init()
    node = rclpy.create_node("bench_timer")
    fast = fast_timer(node, chosen.seconds)
    node.destroy_node()
    node = rclpy.create_node("bench_many")
    say(floor=sleeping(chosen.seconds), fast=fast, many=many(node, chosen.seconds))
    node.destroy_node()
    rclpy.shutdown()


if __name__ == "__main__":
    main()
