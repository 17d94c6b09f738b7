"""Sends itself messages and tells how long each was on its way."""

import time

import rclpy
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from rclpy.subscription import MessageInfo
from std_msgs.msg import Header


class Echo(Node):
    """Publishes and subscribes to the same topic."""

    def __init__(self) -> None:
        super().__init__("echo")
        self.publisher = self.create_publisher(Header, "echo", 10)
        self.subscription = self.create_subscription(Header, "echo", self.receive, 10)
        self.timer = self.create_timer(0.2, self.send)

    def send(self) -> None:
        """Publish the present time."""
        self.publisher.publish(Header(stamp=self.get_clock().now().to_msg()))

    def receive(self, message: Header, info: MessageInfo) -> None:
        """Log the way that a message has taken."""
        microseconds = (time.time_ns() - info["source_timestamp"]) / 1000
        self.get_logger().info(f"on its way for {microseconds:.0f} µs", throttle_duration_sec=1)


def main() -> None:
    """Run until Ctrl-C."""
    try:
        with rclpy.init():
            rclpy.spin(Echo())
    except (KeyboardInterrupt, ExternalShutdownException):
        pass


if __name__ == "__main__":
    main()
