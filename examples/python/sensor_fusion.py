"""Estimates position and speed from a noisy speedometer and accelerometer: a Kalman filter."""

import numpy as np
import rclpy
from geometry_msgs.msg import TwistStamped
from nav_msgs.msg import Odometry
from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
from rclpy.node import Node
from rclpy.qos import qos_profile_sensor_data
from rclpy.time import Time
from sensor_msgs.msg import Imu


class Rover(Node):
    """Drives at 1 m/s and measures that badly."""

    def __init__(self) -> None:
        super().__init__("rover")
        self.random = np.random.default_rng(1)
        self.imu = self.create_publisher(Imu, "imu", qos_profile_sensor_data)
        self.wheels = self.create_publisher(TwistStamped, "wheels", 10)
        self.timers_of_its_own = (
            self.create_timer(0.02, self.accelerate),
            self.create_timer(0.1, self.roll),
        )

    def accelerate(self) -> None:
        """Publish an acceleration."""
        imu = Imu()
        imu.header.stamp = self.get_clock().now().to_msg()
        imu.linear_acceleration.x = self.random.normal(0.0, 0.5)
        self.imu.publish(imu)

    def roll(self) -> None:
        """Publish a speed."""
        wheels = TwistStamped()
        wheels.header.stamp = self.get_clock().now().to_msg()
        wheels.twist.linear.x = self.random.normal(1.0, 0.2)
        self.wheels.publish(wheels)


class Estimator(Node):
    """Predicts with each acceleration, corrects with each speed."""

    def __init__(self) -> None:
        super().__init__("estimator")
        self.state = np.zeros(2)  # metres, metres per second
        self.covariance = np.eye(2)
        self.acceleration_variance = self.declare_parameter("acceleration_variance", 0.25).value
        self.speed_variance = self.declare_parameter("speed_variance", 0.04).value
        self.predicted: Time | None = None
        self.publisher = self.create_publisher(Odometry, "odom", 10)
        self.sensors = (
            self.create_subscription(Imu, "imu", self.predict, qos_profile_sensor_data),
            self.create_subscription(TwistStamped, "wheels", self.correct, 10),
        )

    def predict(self, imu: Imu) -> None:
        """Go on to the time of an acceleration."""
        now = Time.from_msg(imu.header.stamp)
        since, self.predicted = self.predicted, now
        if since is None:
            return
        seconds = (now - since).nanoseconds / 1e9
        motion = np.array([[1.0, seconds], [0.0, 1.0]])
        push = np.array([seconds**2 / 2, seconds])
        self.state = motion @ self.state + push * imu.linear_acceleration.x
        noise = np.outer(push, push) * self.acceleration_variance
        self.covariance = motion @ self.covariance @ motion.T + noise

    def correct(self, wheels: TwistStamped) -> None:
        """Take a speed into account, and publish."""
        gain = self.covariance[:, 1] / (self.covariance[1, 1] + self.speed_variance)
        self.state = self.state + gain * (wheels.twist.linear.x - self.state[1])
        self.covariance = self.covariance - np.outer(gain, self.covariance[1])
        odometry = Odometry(child_frame_id="base_link")
        odometry.header.stamp = wheels.header.stamp
        odometry.header.frame_id = "odom"
        odometry.pose.pose.position.x, odometry.twist.twist.linear.x = self.state
        odometry.pose.covariance[0] = self.covariance[0, 0]
        odometry.twist.covariance[0] = self.covariance[1, 1]
        self.publisher.publish(odometry)
        deviation = self.covariance[1, 1] ** 0.5
        self.get_logger().info(f"{self.state[1]:.2f} ± {deviation:.2f} m/s")


def main() -> None:
    """Run until Ctrl-C."""
    try:
        with rclpy.init():
            executor = SingleThreadedExecutor()
            executor.add_node(Rover())
            executor.add_node(Estimator())
            executor.spin()
    except (KeyboardInterrupt, ExternalShutdownException):
        pass


if __name__ == "__main__":
    main()
