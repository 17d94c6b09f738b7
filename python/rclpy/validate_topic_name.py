"""Check the names of topics and services, full or not."""

from typing import Literal

from rclpy._rclpy import rclpy_get_validation_error_for_topic_name
from rclpy.exceptions import InvalidServiceNameException, InvalidTopicNameException

TOPIC_SEPARATOR_STRING = "/"


def validate_topic_name(name: str, *, is_service: bool = False) -> Literal[True]:
    """
    Check the name of a topic or service, which may be relative or private.

    :param is_service: whether the exception speaks of a service.
    :raises InvalidTopicNameException: if the name is invalid.
    :raises InvalidServiceNameException: if the name is invalid and ``is_service`` is set.
    """
    error = rclpy_get_validation_error_for_topic_name(name)
    if error is None:
        return True
    raise (InvalidServiceNameException if is_service else InvalidTopicNameException)(name, *error)
