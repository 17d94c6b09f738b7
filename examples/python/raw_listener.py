"""Hears serialized messages, and reads only every tenth."""

import rclpy
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from rclpy.serialization import deserialize_message
from std_msgs.msg import String


class RawListener(Node):
    """Counts bytes."""

    def __init__(self) -> None:
        super().__init__("raw_listener")
        self.subscription = self.create_subscription(String, "chatter", self.hear, 10, raw=True)
        self.count = 0

    def hear(self, serialized: bytes) -> None:
        """Log the size of a message, and now and then what it says."""
        self.get_logger().info(f"{len(serialized)} bytes")
        if self.count % 10 == 0:
            self.get_logger().info(deserialize_message(serialized, String).data)
        self.count += 1


def main() -> None:
    """Listen until Ctrl-C."""
    try:
        with rclpy.init():
            rclpy.spin(RawListener())
    except (KeyboardInterrupt, ExternalShutdownException):
        pass


if __name__ == "__main__":
    main()
