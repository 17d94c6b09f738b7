"""Goals in plain rclpy: sent, executed at once, their result asked for. They run on any rclpy.

What a round trip of a goal costs is two service calls, a result and what tells of its status.
"""

from __future__ import annotations

import time

import rclpy
from clock import options, say, say_round_trips
from example_interfaces.action import Fibonacci
from rclpy.action import ActionClient, ActionServer
from rclpy.action.server import ServerGoalHandle
from rclpy.node import Node


def send(node: Node, count: int) -> None:
    """One goal after the other, each until its result is there."""
    client = ActionClient(node, Fibonacci, "bench_action")
    if not client.wait_for_server(timeout_sec=20):
        raise RuntimeError("no action server within 20 s")
    time.sleep(0.5)
    executor = rclpy.executors.SingleThreadedExecutor()
    executor.add_node(node)
    times = []
    for _ in range(count):
        start = time.perf_counter_ns()
        accepted = client.send_goal_async(Fibonacci.Goal(order=2))
        executor.spin_until_future_complete(accepted)
        result = accepted.result().get_result_async()
        executor.spin_until_future_complete(result)
        times.append(time.perf_counter_ns() - start)
        assert list(result.result().result.sequence) == [0, 1]
    say_round_trips(times)


def execute(goal: ServerGoalHandle) -> Fibonacci.Result:
    """What was asked for, at once."""
    goal.succeed()
    return Fibonacci.Result(sequence=[0, 1])


def main() -> None:
    chosen = options(__doc__ or "")
    rclpy.init()
    node = rclpy.create_node(f"bench_{chosen.role}")
    try:
        if chosen.role == "ping":
            send(node, chosen.count)
        else:
            server = ActionServer(node, Fibonacci, "bench_action", execute)
            say(ready=True)
            rclpy.spin(node)
            server.destroy()
    except (KeyboardInterrupt, rclpy.executors.ExternalShutdownException):
        pass
    finally:
        rclpy.try_shutdown()


if __name__ == "__main__":
    main()
