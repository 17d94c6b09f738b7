"""A callback that awaits the next tick of a timer while others are called."""

import rclpy
from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from rclpy.task import Future


class Patient(Node):
    """Does in one coroutine what would take three callbacks."""

    def __init__(self) -> None:
        super().__init__("patient")
        self.tick: Future[int] = Future()
        self.ticks = 0
        self.ticker = self.create_timer(0.2, self.on_tick)
        self.starter = self.create_timer(0.5, self.count_to_three, ReentrantCallbackGroup())

    def on_tick(self) -> None:
        """Tell whoever waits."""
        self.ticks += 1
        tick, self.tick = self.tick, Future()
        tick.set_result(self.ticks)

    async def count_to_three(self) -> None:
        """Await three ticks."""
        self.starter.cancel()
        for _ in range(3):
            self.get_logger().info(f"tick {await self.tick}")
        self.starter.reset()


def main() -> None:
    """Run until Ctrl-C."""
    try:
        with rclpy.init():
            rclpy.spin(Patient())
    except (KeyboardInterrupt, ExternalShutdownException):
        pass


if __name__ == "__main__":
    main()
