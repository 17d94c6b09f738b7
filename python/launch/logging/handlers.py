"""
The handlers of :mod:`logging` and :mod:`logging.handlers`, with a format for each logger.

They are made when they are first asked for, each by the name that it has there.
"""

from __future__ import annotations

import logging
from typing import Any


class _PerLoggerFormatting(logging.Handler):
    """What a handler gets to have a format for each logger."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._formatters: dict[str, logging.Formatter] = {}

    def setFormatterFor(self, logger: logging.Logger | str, formatter: logging.Formatter) -> None:
        """Set the formatter for a logger."""
        self._formatters[_name_of(logger)] = formatter

    def unsetFormatterFor(self, logger: logging.Logger | str) -> None:
        """Have the handler's own formatter used for a logger again."""
        self._formatters.pop(_name_of(logger), None)

    def format(self, record: logging.LogRecord) -> str:
        """Format a record as its logger wants it."""
        formatter = self._formatters.get(record.name)
        return super().format(record) if formatter is None else formatter.format(record)


def _name_of(logger: logging.Logger | str) -> str:
    return logger if isinstance(logger, str) else logger.name


def with_per_logger_formatting(cls: type[logging.Handler]) -> type[logging.Handler]:
    """Derive a handler that can have a formatter for each logger."""
    return type(cls.__name__, (_PerLoggerFormatting, cls), {"__doc__": cls.__doc__})


def __getattr__(name: str) -> Any:
    import logging.handlers

    for module in (logging, logging.handlers):
        found = getattr(module, name, None)
        if isinstance(found, type) and issubclass(found, logging.Handler):
            globals()[name] = with_per_logger_formatting(found)
            return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
