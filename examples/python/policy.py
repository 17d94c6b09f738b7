"""A learned policy drives at 50 Hz, and a filter that was not learned keeps it from crashing.

The policy is a small neural network that has learned from a teacher to turn towards a goal. It has
never seen a wall. The filter knows nothing of goals, but how soon the robot can stop.
"""

import math

import numpy as np
import numpy.typing as npt
import rclpy
from geometry_msgs.msg import Twist
from nav_msgs.msg import Odometry
from rclpy.duration import Duration
from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
from rclpy.node import Node
from rclpy.qos import qos_profile_sensor_data
from rclpy.time import Time
from rosebay.numpy import from_numpy, to_numpy
from sensor_msgs.msg import LaserScan

Vector = npt.NDArray[np.float64]

PERIOD = 0.02
GOAL = np.array([2.0, 1.0])
WALL = 2.3
"""The x of a wall behind the goal, in metres."""


class Policy:
    """A network of one hidden layer: (distance, bearing of the goal) to (speed, turn)."""

    def __init__(self, neurons: int = 64, examples: int = 4000) -> None:
        random = np.random.default_rng(0)
        self.hidden = random.normal(0, 1, (2, neurons))
        self.bias = random.uniform(-1, 1, neurons)
        # The hidden layer stays as it is, so that the best other weights are a solution of
        # linear equations.
        seen = random.uniform((0, -math.pi), (4, math.pi), (examples, 2))
        taught = np.array([self.teach(*state) for state in seen])
        self.output = np.linalg.lstsq(self.features(seen), taught, rcond=None)[0]

    @staticmethod
    def teach(distance: float, bearing: float) -> tuple[float, float]:
        """Drive as the teacher does: fast ahead, slowly where the goal is not ahead."""
        return 1.5 * math.tanh(2 * distance) * max(0.1, math.cos(bearing)), 2 * math.sin(bearing)

    def features(self, state: Vector) -> Vector:
        """Return what the hidden layer says."""
        activity: Vector = np.tanh(state @ self.hidden + self.bias)
        return activity

    def __call__(self, distance: float, bearing: float) -> tuple[float, float]:
        """Return the speed and the turn, in metres and radians a second."""
        speed, turn = self.features(np.array([distance, bearing])) @ self.output
        return float(speed), float(turn)


class SafetyFilter:
    """Lets through what cannot crash; all else it slows."""

    def __init__(self, braking: float, margin: float) -> None:
        """
        Say what the robot can do.

        :param braking: how fast it can slow down, in metres per second, a second.
        :param margin: how near it may come to something, in metres.
        """
        self.braking = braking
        self.margin = margin

    def __call__(self, speed: float, turn: float, free: float | None) -> tuple[float, float]:
        """
        Return a safe speed and turn.

        :param free: how far it is to the next thing ahead, in metres; None if nobody knows.
        """
        if free is None:
            return 0.0, 0.0
        stoppable = math.sqrt(2 * self.braking * max(0.0, free - self.margin))
        return min(speed, stoppable), turn


class Robot(Node):
    """A robot between walls, as far as its sensors and wheels tell."""

    def __init__(self) -> None:
        super().__init__("robot")
        self.place, self.heading = np.zeros(2), 0.0
        self.twist = Twist()
        self.scans = self.create_publisher(LaserScan, "scan", qos_profile_sensor_data)
        self.odometry = self.create_publisher(Odometry, "odom", qos_profile_sensor_data)
        self.commands = self.create_subscription(Twist, "cmd_vel", self.obey, 1)
        self.timer = self.create_timer(PERIOD, self.move)

    def obey(self, twist: Twist) -> None:
        """Turn the wheels so."""
        self.twist = twist

    def move(self) -> None:
        """Go on, then measure."""
        self.heading += self.twist.angular.z * PERIOD
        ahead = np.array([math.cos(self.heading), math.sin(self.heading)])
        self.place = self.place + ahead * self.twist.linear.x * PERIOD
        stamp = self.get_clock().now().to_msg()

        angles = self.heading + np.linspace(-0.5, 0.5, 21)
        with np.errstate(divide="ignore"):
            ranges = np.where(np.cos(angles) > 0, (WALL - self.place[0]) / np.cos(angles), np.inf)
        scan = from_numpy(LaserScan, ranges, range_min=0.01, range_max=10.0)
        scan.header.stamp = stamp
        self.scans.publish(scan)

        odometry = Odometry()
        odometry.header.stamp = stamp
        odometry.pose.pose.position.x, odometry.pose.pose.position.y = self.place
        odometry.pose.pose.orientation.z = math.sin(self.heading / 2)
        odometry.pose.pose.orientation.w = math.cos(self.heading / 2)
        self.odometry.publish(odometry)


class Driver(Node):
    """Asks the policy fifty times a second, and the filter after it."""

    def __init__(self) -> None:
        super().__init__("driver")
        self.policy = Policy()
        self.safe = SafetyFilter(braking=0.5, margin=0.1)
        self.patience = Duration(seconds=self.declare_parameter("patience", 0.5).value)
        self.scan: LaserScan | None = None
        self.pose = np.eye(4)
        self.has_slowed = False
        self.publisher = self.create_publisher(Twist, "cmd_vel", 1)
        self.sensors = (
            self.create_subscription(LaserScan, "scan", self.see, qos_profile_sensor_data),
            self.create_subscription(Odometry, "odom", self.feel, qos_profile_sensor_data),
        )
        self.timer = self.create_timer(PERIOD, self.drive)

    def see(self, scan: LaserScan) -> None:
        """Keep the newest scan."""
        self.scan = scan

    def feel(self, odometry: Odometry) -> None:
        """Keep the newest pose."""
        self.pose = to_numpy(odometry.pose.pose)

    def free(self) -> float | None:
        """Return how far it is to what is next, unless the newest scan is too old to tell."""
        if self.scan is None:
            return None
        age = self.get_clock().now() - Time.from_msg(self.scan.header.stamp)
        return None if age > self.patience else float(to_numpy(self.scan).min())

    def drive(self) -> None:
        """Decide, and say so."""
        x, y = (np.linalg.inv(self.pose) @ [*GOAL, 0, 1])[:2]
        distance = math.hypot(x, y)
        wanted = self.policy(distance, math.atan2(y, x))
        speed, turn = self.safe(*wanted, self.free())
        command = Twist()
        command.linear.x, command.angular.z = speed, turn
        self.publisher.publish(command)
        if self.scan is not None and speed < wanted[0] and not self.has_slowed:
            self.has_slowed = True
            self.get_logger().info(f"The filter slows {wanted[0]:.2f} m/s to {speed:.2f} m/s")
        if distance < 0.1:
            self.timer.cancel()
            self.publisher.publish(Twist())
            self.get_logger().info(f"Arrived, {self.free() or 0:.2f} m before the wall")


def main() -> None:
    """Run until Ctrl-C."""
    try:
        with rclpy.init():
            executor = SingleThreadedExecutor()
            executor.add_node(Robot())
            executor.add_node(Driver())
            executor.spin()
    except (KeyboardInterrupt, ExternalShutdownException):
        pass


if __name__ == "__main__":
    main()
