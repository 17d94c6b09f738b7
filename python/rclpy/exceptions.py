"""The exceptions that rclpy raises."""

from __future__ import annotations

from typing import Any

from rclpy._rclpy import InvalidHandle as InvalidHandle


class NotInitializedException(Exception):
    """Something was asked of a context before ``rclpy.init()`` or after its shutdown."""

    def __init__(self, message: str | None = None) -> None:
        text = "rclpy.init() has not been called"
        super().__init__(f"{text}. msg:{message}" if message else f"{text}.")


class NoTypeSupportImportedException(Exception):
    """A message or service class without its native half."""

    def __init__(self) -> None:
        super().__init__("no type_support imported")


class NameValidationException(Exception):
    """A topic, service, node or namespace name that ROS does not allow."""

    def __init__(self, name_type: str, name: str, error_msg: str, invalid_index: int) -> None:
        marker = " " * (invalid_index + 3) + "^"
        super().__init__(f"Invalid {name_type}: {error_msg}:\n  '{name}'\n{marker}")


class InvalidNamespaceException(NameValidationException):
    """A namespace that ROS does not allow."""

    def __init__(self, name: str, error_msg: str, invalid_index: int) -> None:
        super().__init__("namespace", name, error_msg, invalid_index)


class InvalidNodeNameException(NameValidationException):
    """A node name that ROS does not allow."""

    def __init__(self, name: str, error_msg: str, invalid_index: int) -> None:
        super().__init__("node name", name, error_msg, invalid_index)


class InvalidTopicNameException(NameValidationException):
    """A topic name that ROS does not allow."""

    def __init__(self, name: str, error_msg: str, invalid_index: int) -> None:
        super().__init__("topic name", name, error_msg, invalid_index)


class InvalidServiceNameException(NameValidationException):
    """A service name that ROS does not allow."""

    def __init__(self, name: str, error_msg: str, invalid_index: int) -> None:
        super().__init__("service name", name, error_msg, invalid_index)


class ROSInterruptException(Exception):
    """Waiting ended because the context was shut down."""

    def __init__(self) -> None:
        super().__init__("rclpy.shutdown() has been called")


class TimeSourceChangedError(Exception):
    """Simulated time began or ended while somebody slept by it."""

    def __init__(self) -> None:
        super().__init__("the clock's time source changed while somebody slept by it")


class ParameterException(Exception):
    """Something is wrong with a parameter."""

    def __init__(self, error_msg: str, parameters: str | list[str]) -> None:
        super().__init__(f"{error_msg}: {parameters}")


class ParameterNotDeclaredException(ParameterException):
    """A parameter that was never declared was asked for."""

    def __init__(self, parameters: str | list[str]) -> None:
        super().__init__("Invalid access to undeclared parameter(s)", parameters)


class ParameterAlreadyDeclaredException(ParameterException):
    """A parameter was declared twice."""

    def __init__(self, parameters: str | list[str]) -> None:
        super().__init__("Parameter(s) already declared", parameters)


class InvalidParameterException(ParameterException):
    """A parameter's name that ROS does not allow."""

    def __init__(self, parameter_name: str) -> None:
        super().__init__("Invalid parameter name", parameter_name)


class InvalidParameterTypeException(ParameterException):
    """A parameter was set to a value of another type than its own."""

    def __init__(self, desired_parameter: Any, expected_type: Any) -> None:
        super().__init__(
            f"Trying to set parameter '{desired_parameter.name}' to '{desired_parameter.value}'"
            f" of type '{desired_parameter.type_.name}', expecting type '{expected_type}'",
            desired_parameter.name,
        )


class InvalidParameterValueException(ParameterException):
    """A parameter's value was refused by its descriptor or by a callback."""

    def __init__(self, parameter: str, value: object, reason: str) -> None:
        super().__init__(
            f"Invalid parameter value ({value}) for parameter. Reason: {reason}", parameter
        )


class ParameterImmutableException(ParameterException):
    """A read-only parameter was set."""

    def __init__(self, parameter_name: str) -> None:
        super().__init__("Attempted to modify read-only parameter", parameter_name)


class ParameterUninitializedException(ParameterException):
    """A parameter that has no value was read."""

    def __init__(self, parameter_name: str) -> None:
        super().__init__(f"The parameter '{parameter_name}' is not initialized", parameter_name)
