"""Publishes a greeting on the topic ``chatter`` twice a second."""

import rclpy
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from std_msgs.msg import String


class Talker(Node):
    """Counts its greetings."""

    def __init__(self) -> None:
        super().__init__("talker")
        self.publisher = self.create_publisher(String, "chatter", 10)
        self.timer = self.create_timer(0.5, self.say_hello)
        self.count = 0

    def say_hello(self) -> None:
        """Publish the next greeting."""
        message = String(data=f"Hello number {self.count}")
        self.publisher.publish(message)
        self.get_logger().info(f'Publishing: "{message.data}"')
        self.count += 1


def main() -> None:
    """Publish until Ctrl-C."""
    try:
        with rclpy.init():
            rclpy.spin(Talker())
    except (KeyboardInterrupt, ExternalShutdownException):
        pass


if __name__ == "__main__":
    main()
