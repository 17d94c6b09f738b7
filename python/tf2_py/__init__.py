"""Transforms between coordinate frames over time, without a node; :mod:`tf2_ros` adds that."""

import rclpy.time  # noqa: F401  times are what every question is asked with
from rclpy._rclpy import (
    BufferCore,
    ConnectivityException,
    ExtrapolationException,
    InvalidArgumentException,
    LookupException,
    TimeoutException,
    TransformException,
)

__all__ = [
    "BufferCore",
    "ConnectivityException",
    "ExtrapolationException",
    "InvalidArgumentException",
    "LookupException",
    "TimeoutException",
    "TransformException",
]
