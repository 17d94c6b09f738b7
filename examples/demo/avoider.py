"""Drives on until something is in the way, stops, turns to where there is room, and drives on."""

import math

import numpy as np
import rclpy
from geometry_msgs.msg import Twist
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from rclpy.qos import qos_profile_sensor_data
from sensor_msgs.msg import LaserScan

STOP_AT = 0.6  # metres
CLEAR_AT = 1.0  # metres
SPEED = 0.8  # metres a second
TURN = 1.2  # radians a second


class Avoider(Node):
    """Answers every scan with a command."""

    def __init__(self) -> None:
        super().__init__("avoider")
        self.publisher = self.create_publisher(Twist, "cmd_vel", 10)
        self.create_subscription(LaserScan, "scan", self.decide, qos_profile_sensor_data)
        self.turning = 0.0

    def decide(self, scan: LaserScan) -> None:
        """Drive, or stop and turn."""
        ranges = np.asarray(scan.ranges)
        angles = scan.angle_min + scan.angle_increment * np.arange(len(ranges))
        ahead = float(ranges[np.abs(angles) < math.radians(25)].min())

        if self.turning and ahead > CLEAR_AT:
            self.turning = 0.0
            self.get_logger().info(f"the way is clear for {ahead:.2f} m: driving on")
        elif not self.turning and ahead < STOP_AT:
            left, right = float(ranges[angles > 0].mean()), float(ranges[angles < 0].mean())
            self.turning = TURN if left > right else -TURN
            side = "left" if left > right else "right"
            self.get_logger().warning(f"obstacle {ahead:.2f} m ahead: stopping, turning {side}")

        command = Twist()
        command.linear.x = 0.0 if self.turning else SPEED
        command.angular.z = self.turning
        self.publisher.publish(command)


def main() -> None:
    rclpy.init()
    node = Avoider()
    try:
        rclpy.spin(node)
    except (KeyboardInterrupt, ExternalShutdownException):
        pass
    finally:
        node.destroy_node()
        rclpy.try_shutdown()


if __name__ == "__main__":
    main()
