"""The native half of rclpy under upstream's name, with the same classes."""

from rclpy._rclpy import *  # noqa: F403
