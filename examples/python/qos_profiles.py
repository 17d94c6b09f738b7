"""Three kinds of data, and the quality of service that suits each."""

import rclpy
from rclpy.duration import Duration
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from rclpy.qos import DurabilityPolicy, QoSProfile, qos_profile_sensor_data
from std_msgs.msg import Float32, String

MEASUREMENTS = qos_profile_sensor_data
"""The newest counts: better none than a late one."""
COMMANDS = QoSProfile(depth=10, lifespan=Duration(seconds=1))
"""Each counts, but none that is older than a second."""
MAP = QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL)
"""The last one is kept for whoever comes later."""


class Station(Node):
    """Publishes the map before anybody asks for it."""

    def __init__(self) -> None:
        super().__init__("station")
        self.map = self.create_publisher(String, "map", MAP)
        self.map.publish(String(data="here be dragons"))
        self.measurements = self.create_publisher(Float32, "measurements", MEASUREMENTS)
        self.commands = self.create_publisher(String, "commands", COMMANDS)
        self.timer = self.create_timer(0.2, self.publish)
        self.joining = self.create_timer(0.5, self.join)

    def publish(self) -> None:
        """Measure and command."""
        self.measurements.publish(Float32(data=21.5))
        self.commands.publish(String(data="forward"))

    def join(self) -> None:
        """Subscribe, late."""
        self.joining.cancel()
        say = self.get_logger().info
        self.subscriptions_of_its_own = (
            self.create_subscription(String, "map", lambda m: say(f"Map: {m.data}"), MAP),
            self.create_subscription(
                Float32, "measurements", lambda m: say(f"{m.data} degrees"), MEASUREMENTS
            ),
            self.create_subscription(String, "commands", lambda m: say(f"Go {m.data}"), COMMANDS),
        )


def main() -> None:
    """Run until Ctrl-C."""
    try:
        with rclpy.init():
            rclpy.spin(Station())
    except (KeyboardInterrupt, ExternalShutdownException):
        pass


if __name__ == "__main__":
    main()
