"""Check the names of nodes."""

from typing import Literal

from rclpy._rclpy import rclpy_get_validation_error_for_node_name
from rclpy.exceptions import InvalidNodeNameException


def validate_node_name(node_name: str) -> Literal[True]:
    """
    Check a node's name.

    :raises InvalidNodeNameException: if it is invalid.
    """
    error = rclpy_get_validation_error_for_node_name(node_name)
    if error is None:
        return True
    raise InvalidNodeNameException(node_name, *error)
