"""Loggers and their levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rclpy import _rclpy
from rclpy.impl.logging_severity import LoggingSeverity as LoggingSeverity
from rclpy.impl.rcutils_logger import RcutilsLogger

if TYPE_CHECKING:
    from pathlib import Path

_root_logger = RcutilsLogger()


def get_logger(name: str) -> RcutilsLogger:
    """
    Return a logger; dots in its name make it a child of others.

    :raises ValueError: if the name is empty.
    """
    if not name:
        raise ValueError("Logger name must not be empty.")
    return _root_logger.get_child(name)


def initialize() -> None:
    """Make the logging system ready, which logging does by itself."""
    _rclpy.rclpy_logging_initialize()


def shutdown() -> None:
    """Forget all levels."""
    _rclpy.rclpy_logging_shutdown()


def clear_config() -> None:
    """Give every logger its first level again."""
    shutdown()
    initialize()


def set_logger_level(name: str, level: int | LoggingSeverity, detailed_error: bool = False) -> None:
    """
    Set the level from which on a logger and its children log.

    :param detailed_error: whether an error says what was wrong with the name.
    """
    _rclpy.rclpy_logging_set_logger_level(name, LoggingSeverity(level), detailed_error)


def get_logger_effective_level(name: str) -> LoggingSeverity:
    """Return the level from which on a logger logs, its own or inherited."""
    return LoggingSeverity(_rclpy.rclpy_logging_get_logger_effective_level(name))


def get_logger_level(name: str) -> LoggingSeverity:
    """Return a logger's own level, ``UNSET`` where it inherits."""
    return LoggingSeverity(_rclpy.rclpy_logging_get_logger_level(name))


def get_logging_severity_from_string(log_severity: str) -> LoggingSeverity:
    """
    Find a severity by its name in whatever case.

    :raises RuntimeError: if there is none.
    """
    return LoggingSeverity(_rclpy.rclpy_logging_severity_level_from_string(log_severity))


def get_logging_directory() -> Path:
    """Return the folder of the log files: ``ROS_LOG_DIR``, else ``ROS_HOME/log``."""
    from pathlib import Path  # slow to import

    return Path(_rclpy.rclpy_logging_get_logging_directory())
