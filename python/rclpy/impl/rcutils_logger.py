"""The loggers that programs hold, and the filters of their messages."""

from __future__ import annotations

import os
import sys
from types import FrameType, TracebackType
from typing import Any, ClassVar, Literal, NamedTuple, TypeAlias, TypedDict

from rclpy import _rclpy
from rclpy.clock import Clock
from rclpy.impl.logging_severity import LoggingSeverity


def _find_caller(frame: FrameType | None) -> FrameType:
    """Return the first frame outside the logging code."""
    assert frame is not None
    while any(file in frame.f_code.co_filename for file in _internal_callers):
        if frame.f_back is None:
            break
        frame = frame.f_back
    return frame


# Files whose frames are not the caller's; other packages add to it.
_internal_callers: list[str] = [_find_caller.__code__.co_filename]


class CallerId(NamedTuple):
    """The place that a message is logged from."""

    function_name: str
    file_path: str
    line_number: int
    last_index: int
    """Tells two calls on one line apart."""

    @classmethod
    def of(cls, frame: FrameType) -> CallerId:
        """Describe a frame's present place."""
        code = frame.f_code
        return cls(code.co_name, os.path.abspath(code.co_filename), frame.f_lineno, frame.f_lasti)


SupportedFiltersKeys: TypeAlias = Literal["throttle", "skip_first", "once"]
"""The names of the filters."""


class RcutilsLoggerContext(TypedDict):
    """What is kept of a place that messages are logged from."""

    name: str
    severity: LoggingSeverity
    filters: list[SupportedFiltersKeys]


class OnceContext(RcutilsLoggerContext):
    """What :class:`Once` adds to it."""

    once: bool
    has_been_logged_once: bool


class ThrottleContext(RcutilsLoggerContext):
    """What :class:`Throttle` adds to it."""

    throttle_duration_sec: float
    throttle_time_source_type: Clock
    throttle_last_logged: int


class SkipFirstContext(RcutilsLoggerContext):
    """What :class:`SkipFirst` adds to it."""

    skip_first: bool
    first_has_been_skipped: bool


class LoggingFilterArgs(TypedDict, total=False):
    """The keyword arguments that ask for filters."""

    once: bool
    throttle_duration_sec: float
    throttle_time_source_type: Clock
    skip_first: bool


class LoggingFilterParams(TypedDict, total=False):
    """Their defaults; ``None`` for none."""

    once: bool | None
    throttle_duration_sec: float | None
    throttle_time_source_type: Clock
    skip_first: bool | None


class LoggingArgs(LoggingFilterArgs, total=False):
    """The keyword arguments of a logging call."""

    name: str


class LoggingFilter:
    """What decides whether a message that is logged again and again is logged this time."""

    params: ClassVar[dict[str, Any]] = {}
    """The keyword arguments that ask for the filter, with their defaults; ``None`` for none."""

    @classmethod
    def initialize_context(cls, context: dict[str, Any], **kwargs: Any) -> None:
        """
        Begin to filter the messages of one place.

        :raises TypeError: if an argument without default is missing.
        """
        for param, default in cls.params.items():
            context[param] = kwargs.get(param, default)
            if context[param] is None:
                raise TypeError(
                    f'Required parameter "{param}" was not specified for logging filter '
                    f'"{cls.__name__}"'
                )

    @staticmethod
    def should_log(context: dict[str, Any]) -> bool:
        """Tell whether to log this time."""
        return True


class Once(LoggingFilter):
    """Logs the first message alone."""

    params: ClassVar[dict[str, Any]] = {"once": None}

    @classmethod
    def initialize_context(cls, context: dict[str, Any], **kwargs: Any) -> None:
        super().initialize_context(context, **kwargs)
        context["has_been_logged_once"] = False

    @staticmethod
    def should_log(context: dict[str, Any]) -> bool:
        first = not context["has_been_logged_once"]
        context["has_been_logged_once"] = True
        return first


class Throttle(LoggingFilter):
    """Logs a message when the last one is long enough ago."""

    params: ClassVar[dict[str, Any]] = {
        "throttle_duration_sec": None,
        "throttle_time_source_type": Clock(),
    }

    @classmethod
    def initialize_context(cls, context: dict[str, Any], **kwargs: Any) -> None:
        super().initialize_context(context, **kwargs)
        context["throttle_last_logged"] = 0
        clock = context["throttle_time_source_type"]
        if not isinstance(clock, Clock):
            raise ValueError(
                f'Received throttle_time_source_type of "{clock}" is not a clock instance'
            )

    @staticmethod
    def should_log(context: dict[str, Any]) -> bool:
        now: int = context["throttle_time_source_type"].now().nanoseconds
        pause: float = context["throttle_duration_sec"] * 1e9
        last: float = context["throttle_last_logged"]
        due = now >= last + pause
        if due:
            context["throttle_last_logged"] = now
        return due


class SkipFirst(LoggingFilter):
    """Logs all messages but the first."""

    params: ClassVar[dict[str, Any]] = {"skip_first": None}

    @classmethod
    def initialize_context(cls, context: dict[str, Any], **kwargs: Any) -> None:
        super().initialize_context(context, **kwargs)
        context["first_has_been_skipped"] = False

    @staticmethod
    def should_log(context: dict[str, Any]) -> bool:
        skipped: bool = context["first_has_been_skipped"]
        context["first_has_been_skipped"] = True
        return skipped


# In the order in which they are asked.
supported_filters: dict[SupportedFiltersKeys, type[LoggingFilter]] = {
    "throttle": Throttle,
    "skip_first": SkipFirst,
    "once": Once,
}


def get_filters_from_kwargs(**kwargs: Any) -> list[SupportedFiltersKeys]:
    """
    Tell which filters a logging call asks for.

    :raises TypeError: if an argument is unknown, or one that a filter needs is missing.
    """
    known = [param for each in supported_filters.values() for param in each.params]
    for name in kwargs:
        if name not in known:
            raise TypeError(
                f'parameter "{name}" is not one of the recognized logging options "{known}"'
            )
    wanted = [
        name
        for name, each in supported_filters.items()
        if any(kwargs.get(param) for param in each.params)
    ]
    for name in wanted:
        for param, default in supported_filters[name].params.items():
            if default is None and param not in kwargs:
                raise TypeError(
                    f'required parameter "{param}" not specified '
                    f'but is required for the the logging filter "{name}"'
                )
    return wanted


class RcutilsLogger:
    """A logger."""

    def __init__(self, name: str = "") -> None:
        self.name = name
        self.contexts: dict[CallerId, dict[str, Any]] = {}
        self._sublogger: _rclpy.Sublogger | None = None

    def get_child(self, name: str) -> RcutilsLogger:
        """
        Return the logger of that name below this one.

        What it logs goes to ``/rosout`` if what this one logs does.

        :raises ValueError: if the name is empty.
        """
        if not name:
            raise ValueError("Child logger name must not be empty.")
        if not self.name:
            return RcutilsLogger(name)
        separator = _rclpy.rclpy_logging_get_separator_string()
        child = RcutilsLogger(f"{self.name}{separator}{name}")
        child._sublogger = _rclpy.Sublogger(self.name, name)
        return child

    def set_level(self, level: int | LoggingSeverity) -> None:
        """Set the level from which on it and its children log."""
        _rclpy.rclpy_logging_set_logger_level(self.name, LoggingSeverity(level))

    def get_effective_level(self) -> LoggingSeverity:
        """Return the level from which on it logs, its own or inherited."""
        return LoggingSeverity(_rclpy.rclpy_logging_get_logger_effective_level(self.name))

    def is_enabled_for(self, severity: int | LoggingSeverity) -> bool:
        """Tell whether it logs messages of a severity."""
        return _rclpy.rclpy_logging_logger_is_enabled_for(self.name, LoggingSeverity(severity))

    def log(
        self,
        message: str,
        severity: int | LoggingSeverity,
        name: str | None = None,
        *,
        exc_info: bool | BaseException | _ExcInfo | None = None,
        stack_info: bool = False,
        **kwargs: Any,
    ) -> bool:
        """
        Log a message, unless its severity or a filter says no.

        :param message: what to log.
        :param severity: how grave it is.
        :param name: the logger to log as, this one by default.
        :param exc_info: an exception to add, ``True`` for the one being handled.
        :param stack_info: whether to add the stack.
        :param throttle_duration_sec: log only when the last message is this long ago.
        :param throttle_time_source_type: the clock that measures that.
        :param skip_first: pass over the first message.
        :param once: log the first message only.
        :return: whether the message passed.
        :raises TypeError: if filters are asked for in a way that makes no sense.
        :raises ValueError: if the same place logs with other settings than before.
        """
        severity = LoggingSeverity(severity)
        if not self.is_enabled_for(severity):
            return False
        frame = _find_caller(sys._getframe())
        caller = CallerId.of(frame)
        name = self.name if name is None else name
        if not self._passes_filters(caller, severity, name, kwargs):
            return False
        if exc_info:
            message = f"{message}\n{_format_exception(exc_info)}"
        if stack_info:
            from traceback import format_stack  # slow to import

            message = f"{message}\n{''.join(format_stack(frame)).rstrip()}"
        _rclpy.rclpy_logging_rcutils_log(
            severity, name, message, caller.function_name, caller.file_path, caller.line_number
        )
        return True

    def debug(self, message: str, **kwargs: Any) -> bool:
        """Log with severity ``DEBUG``; see :meth:`log`."""
        return self.log(message, LoggingSeverity.DEBUG, **kwargs)

    def info(self, message: str, **kwargs: Any) -> bool:
        """Log with severity ``INFO``; see :meth:`log`."""
        return self.log(message, LoggingSeverity.INFO, **kwargs)

    def warning(self, message: str, **kwargs: Any) -> bool:
        """Log with severity ``WARN``; see :meth:`log`."""
        return self.log(message, LoggingSeverity.WARN, **kwargs)

    def warn(self, message: str, **kwargs: Any) -> bool:
        """Log with severity ``WARN``: the former name of :meth:`warning`."""
        return self.warning(message, **kwargs)

    def error(self, message: str, **kwargs: Any) -> bool:
        """Log with severity ``ERROR``; see :meth:`log`."""
        return self.log(message, LoggingSeverity.ERROR, **kwargs)

    def fatal(self, message: str, **kwargs: Any) -> bool:
        """Log with severity ``FATAL``; see :meth:`log`."""
        return self.log(message, LoggingSeverity.FATAL, **kwargs)

    def _passes_filters(
        self, caller: CallerId, severity: LoggingSeverity, name: str, kwargs: dict[str, Any]
    ) -> bool:
        filters = get_filters_from_kwargs(**kwargs)
        context = self.contexts.get(caller)
        if context is None:
            context = {"name": name, "severity": severity, "filters": filters}
            for each in filters:
                supported_filters[each].initialize_context(context, **kwargs)
            self.contexts[caller] = context
        elif severity != context["severity"]:
            raise ValueError("Logger severity cannot be changed between calls.")
        elif name != context["name"]:
            raise ValueError("Logger name cannot be changed between calls.")
        elif filters != context["filters"]:
            raise ValueError("Requested logging filters cannot be changed between calls.")
        for each in filters:
            for param, default in supported_filters[each].params.items():
                if context[param] != kwargs.get(param, default):
                    raise ValueError("Logging filter parameters cannot be changed between calls.")
        return all(supported_filters[each].should_log(context) for each in filters)


_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def _format_exception(exc_info: bool | BaseException | _ExcInfo) -> str:
    if isinstance(exc_info, BaseException):
        error: BaseException | None = exc_info
    elif isinstance(exc_info, tuple):
        error = exc_info[1]
    else:
        error = sys.exc_info()[1]
    if error is None:
        return "NoneType: None"
    from traceback import format_exception  # slow to import

    return "".join(format_exception(error)).rstrip()
