"""Counts Fibonacci numbers for whoever sends goals to the action ``fibonacci``."""

import rclpy
from example_interfaces.action import Fibonacci
from rclpy.action import ActionServer, CancelResponse
from rclpy.action.server import ServerGoalHandle
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from rclpy.task import Future


class Mathematician(Node):
    """Tells each number as soon as it is known, and may be stopped on the way."""

    def __init__(self) -> None:
        super().__init__("mathematician")
        self.server = ActionServer(
            self,
            Fibonacci,
            "fibonacci",
            self.execute,
            cancel_callback=lambda goal: CancelResponse.ACCEPT,
        )

    async def pause(self, seconds: float) -> None:
        """Let other callbacks run for a while."""
        over: Future[None] = Future()
        timer = self.create_timer(seconds, lambda: over.set_result(None))
        await over
        self.destroy_timer(timer)

    async def execute(self, goal: ServerGoalHandle) -> Fibonacci.Result:
        """Count, one number every 200 ms."""
        numbers = [0, 1]
        while len(numbers) <= goal.request.order:
            if goal.is_cancel_requested:
                goal.canceled()
                self.get_logger().info("Canceled")
                return Fibonacci.Result(sequence=numbers)
            numbers.append(numbers[-1] + numbers[-2])
            goal.publish_feedback(Fibonacci.Feedback(sequence=numbers))
            await self.pause(0.2)
        goal.succeed()
        self.get_logger().info(f"Counted to {numbers[-1]}")
        return Fibonacci.Result(sequence=numbers)


def main() -> None:
    """Serve until Ctrl-C."""
    try:
        with rclpy.init():
            rclpy.spin(Mathematician())
    except (KeyboardInterrupt, ExternalShutdownException):
        pass


if __name__ == "__main__":
    main()
