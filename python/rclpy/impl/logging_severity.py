"""How grave a log message is."""

from enum import IntEnum


class LoggingSeverity(IntEnum):
    """The severities, upstream's ``RCUTILS_LOG_SEVERITY``."""

    UNSET = 0
    """None of its own: the parent logger's counts."""
    DEBUG = 10
    INFO = 20
    WARN = 30
    ERROR = 40
    FATAL = 50
