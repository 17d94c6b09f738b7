"""Sends one goal to the action ``fibonacci`` and shows how it gets on."""

from typing import Any

import rclpy
from example_interfaces.action import Fibonacci
from rclpy.action import ActionClient
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node


class Student(Node):
    """Asks for Fibonacci numbers."""

    def __init__(self) -> None:
        super().__init__("student")
        self.client = ActionClient(self, Fibonacci, "fibonacci")

    def show(self, message: Any) -> None:
        """Show the numbers so far."""
        self.get_logger().info(f"So far: {list(message.feedback.sequence)}")

    async def ask(self, order: int) -> None:
        """Send the goal and wait for its end, while the node spins."""
        goal = await self.client.send_goal_async(Fibonacci.Goal(order=order), self.show)
        if goal is None or not goal.accepted:
            self.get_logger().info("Rejected")
            return
        end = await goal.get_result_async()
        if end is not None:
            self.get_logger().info(f"Result: {list(end.result.sequence)}")


def main() -> None:
    """Wait for the server and send a goal."""
    try:
        with rclpy.init():
            node = Student()
            executor = rclpy.get_global_executor()
            executor.add_node(node)
            node.client.wait_for_server()
            executor.spin_until_future_complete(executor.create_task(node.ask(10)))
    except (KeyboardInterrupt, ExternalShutdownException):
        pass


if __name__ == "__main__":
    main()
