"""Makes two endpoints that cannot match, and one that can, and tells what it is told of them."""

import rclpy
from rclpy.event_handler import (
    PublisherEventCallbacks,
    QoSOfferedIncompatibleQoSInfo,
    QoSPublisherMatchedInfo,
)
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from rclpy.qos import QoSProfile, ReliabilityPolicy, qos_policy_name_from_kind
from std_msgs.msg import String


class Events(Node):
    """Publishes without promising that anything arrives."""

    def __init__(self) -> None:
        super().__init__("events")
        best_effort = QoSProfile(depth=1, reliability=ReliabilityPolicy.BEST_EFFORT)
        self.publisher = self.create_publisher(
            String,
            "chatter",
            best_effort,
            event_callbacks=PublisherEventCallbacks(
                incompatible_qos=self.incompatible, matched=self.matched
            ),
        )
        self.demanding = self.create_subscription(String, "chatter", self.hear, 10)
        self.modest = self.create_subscription(String, "chatter", self.hear, best_effort)

    def hear(self, message: String) -> None:
        """Log a message."""
        self.get_logger().info(message.data)

    def incompatible(self, event: QoSOfferedIncompatibleQoSInfo) -> None:
        """Log why somebody cannot match."""
        policy = qos_policy_name_from_kind(event.last_policy_kind)
        self.get_logger().warning(f"somebody cannot match for {policy}")

    def matched(self, event: QoSPublisherMatchedInfo) -> None:
        """Greet whoever came."""
        self.get_logger().info(f"{event.current_count} subscription(s) can hear me")
        self.publisher.publish(String(data="Hello"))


def main() -> None:
    """Run until Ctrl-C."""
    try:
        with rclpy.init():
            rclpy.spin(Events())
    except (KeyboardInterrupt, ExternalShutdownException):
        pass


if __name__ == "__main__":
    main()
