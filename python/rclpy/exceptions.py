"""The exceptions that rclpy raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rclpy._rclpy import InvalidHandle as InvalidHandle

if TYPE_CHECKING:
    from typing import Any


class NotInitializedException(Exception):
    """Something was asked of a context before ``rclpy.init()`` or after its shutdown."""

    def __init__(self, message: str | None = None) -> None:
        text = 'rclpy.init() has not been called'
        super().__init__(f'{text}. msg:{message}' if message else f'{text}.')


class NoTypeSupportImportedException(Exception):
    """A message or service class without its native half."""

    def __init__(self) -> None:
        super().__init__('no type_support imported')


class NameValidationException(Exception):
    """A topic, service, node or namespace name that ROS does not allow."""

    def __init__(self, name_type: str, name: str, error_msg: str, invalid_index: int) -> None:
        marker = ' ' * (invalid_index + 3) + '^'
        super().__init__(f"Invalid {name_type}: {error_msg}:\n  '{name}'\n{marker}")


class InvalidNamespaceException(NameValidationException):
    """A namespace that ROS does not allow."""

    def __init__(self, name: str, error_msg: str, invalid_index: int) -> None:
        super().__init__('namespace', name, error_msg, invalid_index)


class InvalidNodeNameException(NameValidationException):
    """A node name that ROS does not allow."""

    def __init__(self, name: str, error_msg: str, invalid_index: int) -> None:
        super().__init__('node name', name, error_msg, invalid_index)


class InvalidTopicNameException(NameValidationException):
    """A topic name that ROS does not allow."""

    def __init__(self, name: str, error_msg: str, invalid_index: int) -> None:
        super().__init__('topic name', name, error_msg, invalid_index)


class InvalidServiceNameException(NameValidationException):
    """A service name that ROS does not allow."""

    def __init__(self, name: str, error_msg: str, invalid_index: int) -> None:
        super().__init__('service name', name, error_msg, invalid_index)


class ROSInterruptException(Exception):
    """Waiting ended because the context was shut down."""

    def __init__(self) -> None:
        super().__init__('rclpy.shutdown() has been called')
