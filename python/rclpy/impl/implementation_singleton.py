"""The native half of rclpy under the name that other packages look for it."""

from rclpy import _rclpy as rclpy_implementation

package = "rclpy"

__all__ = ["package", "rclpy_implementation"]
