"""Service calls in plain rclpy, both ways of waiting: they run on any rclpy.

Requests and responses carry the same payload: a name asked for, and as many bytes answered.
"""

from __future__ import annotations

import resource
import statistics
import threading
import time
from collections.abc import Callable

import rclpy
from clock import options, say
from rcl_interfaces.srv import GetParameterTypes
from rclpy.node import Node

# Calls at either end whose medians are compared: a call must not cost more after many of them.
EDGE = 10  # a tenth of all


def ask(node: Node, size: int, count: int) -> None:
    """Call one after the other, first spinning for the response, then while a thread spins."""
    client = node.create_client(GetParameterTypes, "bench_service")
    if not client.wait_for_service(timeout_sec=20):
        raise RuntimeError("no service within 20 s")
    time.sleep(0.5)
    request = GetParameterTypes.Request(names=["x" * size])

    def spin() -> None:
        future = client.call_async(request)
        rclpy.spin_until_future_complete(node, future)
        assert len(future.result().types) == size

    def wait() -> None:
        assert len(client.call(request).types) == size

    spinning = measure(spin, count)
    executor = rclpy.executors.SingleThreadedExecutor()
    executor.add_node(node)
    thread = threading.Thread(target=executor.spin, daemon=True)
    thread.start()
    waiting = measure(wait, count)
    executor.shutdown()
    thread.join()
    say(spinning=spinning, waiting=waiting)


def measure(call: Callable[[], None], count: int) -> dict[str, float]:
    """Median, 99th percentile and medians of the ends in µs; how many KB of memory were gained."""
    for _ in range(count // EDGE):
        call()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    times = []
    for _ in range(count):
        start = time.perf_counter_ns()
        call()
        times.append((time.perf_counter_ns() - start) / 1000)
    edge = max(count // EDGE, 1)
    return {
        "p50": statistics.median(times),
        "p99": sorted(times)[int(count * 0.99)],
        "first": statistics.median(times[:edge]),
        "last": statistics.median(times[-edge:]),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory,
    }


def answer(node: Node, size: int) -> None:
    """Answer what is asked."""

    def types(
        request: GetParameterTypes.Request, response: GetParameterTypes.Response
    ) -> GetParameterTypes.Response:
        response.types = bytes(len(request.names[0]))
        return response

    node.create_service(GetParameterTypes, "bench_service", types)
    say(ready=True)
    rclpy.spin(node)


def main() -> None:
    chosen = options(__doc__ or "")
    rclpy.init()
    node = rclpy.create_node(f"bench_{chosen.role}")
    try:
        if chosen.role == "ping":
            ask(node, chosen.size, chosen.count)
        else:
            answer(node, chosen.size)
    except (KeyboardInterrupt, rclpy.executors.ExternalShutdownException):
        pass
    finally:
        node.destroy_node()
        rclpy.try_shutdown()


if __name__ == "__main__":
    main()
