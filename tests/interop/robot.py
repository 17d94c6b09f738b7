"""A node of ours among peers."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import rclpy
from rclpy.context import Context
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node

PATIENCE = 30.0


class Robot:
    """A node, and what spins it."""

    def __init__(self, domain: int, name: str = "robot") -> None:
        self.context = Context()
        rclpy.init(args=[], context=self.context, domain_id=domain)
        self.node = Node(name, context=self.context)
        self.executor = SingleThreadedExecutor(context=self.context)
        self.executor.add_node(self.node)

    def spin_until(self, condition: Callable[[], Any]) -> None:
        """Spin until a condition holds; fail when it never does."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, "what was waited for has not happened"
            self.executor.spin_once(timeout_sec=0.02)

    def result(self, future: Any) -> Any:
        """What a future brings: one of ours, or of a peer."""
        self.spin_until(future.done)
        return future.result()

    def __enter__(self) -> Robot:
        return self

    def __exit__(self, *exception: object) -> None:
        self.executor.shutdown()
        self.node.destroy_node()
        self.context.try_shutdown()
