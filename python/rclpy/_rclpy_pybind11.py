"""The native half of rclpy under upstream's name, with the same classes."""

import sys

from rclpy import _rclpy

sys.modules[__name__] = _rclpy
