"""An executor of one's own: what is urgent does not wait for what is slow."""

import os
import time
from concurrent.futures import ThreadPoolExecutor

import rclpy
from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.executors import Executor, ExternalShutdownException, TimeoutException
from rclpy.node import Node


class PriorityExecutor(Executor):
    """Has one thread for the urgent nodes and some for the others."""

    def __init__(self) -> None:
        super().__init__()
        self.urgent_nodes: set[Node] = set()
        self.urgent = ThreadPoolExecutor(1)
        self.others = ThreadPoolExecutor(max(2, os.cpu_count() or 2))

    def add_urgent_node(self, node: Node) -> None:
        """Add a node whose callbacks go first."""
        self.urgent_nodes.add(node)
        self.add_node(node)

    def spin_once(self, timeout_sec: float | None = None) -> None:
        """Give the next callback to one of the threads."""
        try:
            handler, _, node = self.wait_for_ready_callbacks(timeout_sec)
        except TimeoutException:
            return
        (self.urgent if node in self.urgent_nodes else self.others).submit(handler)


class Worker(Node):
    """Takes a while for each of its callbacks."""

    def __init__(self, name: str, seconds: float) -> None:
        super().__init__(name)
        self.seconds = seconds
        self.timer = self.create_timer(0.3, self.work, ReentrantCallbackGroup())

    def work(self) -> None:
        """Take a while."""
        time.sleep(self.seconds)
        self.get_logger().info(f"done after {self.seconds} s")


def main() -> None:
    """Run until Ctrl-C."""
    try:
        with rclpy.init():
            executor = PriorityExecutor()
            executor.add_urgent_node(Worker("urgent", 0.01))
            executor.add_node(Worker("slow", 0.2))
            executor.spin()
    except (KeyboardInterrupt, ExternalShutdownException):
        pass


if __name__ == "__main__":
    main()
