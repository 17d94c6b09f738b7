"""A robot in a room and its laser: publishes sensor_msgs/LaserScan, obeys geometry_msgs/Twist."""

import math

import numpy as np
import rclpy
from geometry_msgs.msg import Twist
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from rclpy.qos import qos_profile_sensor_data
from sensor_msgs.msg import LaserScan

ROOM = (5.0, 4.0)  # metres
PILLARS = ((2.6, 2.0, 0.3), (4.2, 3.2, 0.25))  # x, y, radius in metres
RATE = 20.0  # scans a second
BEAMS = 181
MAX_RANGE = 10.0


class Laser(Node):
    """Moves the robot as it is told and measures what is around it."""

    def __init__(self) -> None:
        super().__init__("laser")
        self.x, self.y, self.heading = 0.5, 1.9, 0.0
        self.command = Twist()
        self.create_subscription(Twist, "cmd_vel", self.obey, 10)
        self.publisher = self.create_publisher(LaserScan, "scan", qos_profile_sensor_data)
        self.timer = self.create_timer(1.0 / RATE, self.turn_around_once)
        self.angles = np.linspace(-math.pi / 2, math.pi / 2, BEAMS)

    def obey(self, command: Twist) -> None:
        """Take the newest command."""
        self.command = command

    def turn_around_once(self) -> None:
        """Move for one period, then publish one scan."""
        self.heading += self.command.angular.z / RATE
        self.x += self.command.linear.x * math.cos(self.heading) / RATE
        self.y += self.command.linear.x * math.sin(self.heading) / RATE

        scan = LaserScan()
        scan.header.stamp = self.get_clock().now().to_msg()
        scan.header.frame_id = "laser"
        scan.angle_min, scan.angle_max = float(self.angles[0]), float(self.angles[-1])
        scan.angle_increment = float(self.angles[1] - self.angles[0])
        scan.scan_time = 1.0 / RATE
        scan.range_min, scan.range_max = 0.05, MAX_RANGE
        scan.ranges = self.measure().astype(np.float32)
        self.publisher.publish(scan)

    def measure(self) -> np.ndarray:
        """The distance to the nearest wall or pillar along each beam, in metres."""
        directions = self.angles + self.heading
        cosine, sine = np.cos(directions), np.sin(directions)
        # A beam that runs along a wall never meets it: dividing by +0.0 makes that infinitely far.
        with np.errstate(divide="ignore"):
            to_x = np.where(cosine > 0, ROOM[0] - self.x, self.x) / np.abs(cosine)
            to_y = np.where(sine > 0, ROOM[1] - self.y, self.y) / np.abs(sine)
        nearest = np.minimum(to_x, to_y)
        for x, y, radius in PILLARS:
            along = (x - self.x) * cosine + (y - self.y) * sine
            square = radius**2 - ((x - self.x) ** 2 + (y - self.y) ** 2 - along**2)
            entry = along - np.sqrt(np.maximum(square, 0))
            nearest = np.where((square > 0) & (entry > 0), np.minimum(nearest, entry), nearest)
        return np.clip(nearest, 0.0, MAX_RANGE)


def main() -> None:
    rclpy.init()
    node = Laser()
    try:
        rclpy.spin(node)
    except (KeyboardInterrupt, ExternalShutdownException):
        pass
    finally:
        node.destroy_node()
        rclpy.try_shutdown()


if __name__ == "__main__":
    main()
