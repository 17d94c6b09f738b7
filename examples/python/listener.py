"""Prints what is published on the topic ``chatter``."""

import rclpy
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from std_msgs.msg import String


class Listener(Node):
    """Logs what it hears."""

    def __init__(self) -> None:
        super().__init__("listener")
        self.subscription = self.create_subscription(String, "chatter", self.hear, 10)

    def hear(self, message: String) -> None:
        """Log a message."""
        self.get_logger().info(f'I heard: "{message.data}"')


def main() -> None:
    """Listen until Ctrl-C."""
    try:
        with rclpy.init():
            rclpy.spin(Listener())
    except (KeyboardInterrupt, ExternalShutdownException):
        pass


if __name__ == "__main__":
    main()
