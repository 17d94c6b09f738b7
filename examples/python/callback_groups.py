"""Slow work beside quick work in one node: an executor with threads, and groups that part them."""

import time

import rclpy
from rclpy.callback_groups import MutuallyExclusiveCallbackGroup, ReentrantCallbackGroup
from rclpy.executors import ExternalShutdownException, MultiThreadedExecutor
from rclpy.node import Node


class Kitchen(Node):
    """Answers the bell while the ovens bake, each of which has its own thread."""

    def __init__(self) -> None:
        super().__init__("kitchen")
        ovens, door = ReentrantCallbackGroup(), MutuallyExclusiveCallbackGroup()
        self.baking = [
            self.create_timer(0.4, lambda oven=oven: self.bake(oven), ovens) for oven in (1, 2)
        ]
        self.bell = self.create_timer(0.1, self.answer, door)

    def bake(self, oven: int) -> None:
        """Take a while."""
        time.sleep(0.3)
        self.get_logger().info(f"Oven {oven} is done")

    def answer(self) -> None:
        """Be quick."""
        self.get_logger().info("Coming")


def main() -> None:
    """Run until Ctrl-C."""
    try:
        with rclpy.init():
            rclpy.spin(Kitchen(), MultiThreadedExecutor(num_threads=3))
    except (KeyboardInterrupt, ExternalShutdownException):
        pass


if __name__ == "__main__":
    main()
