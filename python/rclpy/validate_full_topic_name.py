"""Check the full names of topics and services."""

from typing import Literal

from rclpy._rclpy import rclpy_get_validation_error_for_full_topic_name
from rclpy.exceptions import InvalidServiceNameException, InvalidTopicNameException


def validate_full_topic_name(name: str, *, is_service: bool = False) -> Literal[True]:
    """
    Check the fully qualified name of a topic or service.

    :param is_service: whether the exception speaks of a service.
    :raises InvalidTopicNameException: if the name is invalid.
    :raises InvalidServiceNameException: if the name is invalid and ``is_service`` is set.
    """
    error = rclpy_get_validation_error_for_full_topic_name(name)
    if error is None:
        return True
    raise (InvalidServiceNameException if is_service else InvalidTopicNameException)(name, *error)
