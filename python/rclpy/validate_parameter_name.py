"""Checks of parameters' names."""

from __future__ import annotations

from rclpy.exceptions import InvalidParameterException


def validate_parameter_name(name: str) -> bool:
    """
    Check a parameter's name.

    :return: ``True``.
    :raises InvalidParameterException: if it is empty.
    """
    if not name:
        raise InvalidParameterException(name)
    return True
