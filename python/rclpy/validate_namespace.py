"""Check namespaces."""

from typing import Literal

from rclpy._rclpy import rclpy_get_validation_error_for_namespace
from rclpy.exceptions import InvalidNamespaceException


def validate_namespace(namespace: str) -> Literal[True]:
    """
    Check a namespace, which must be absolute (a node's constructor is more lenient).

    :raises InvalidNamespaceException: if it is invalid.
    """
    error = rclpy_get_validation_error_for_namespace(namespace)
    if error is None:
        return True
    raise InvalidNamespaceException(namespace, *error)
