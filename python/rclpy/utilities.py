"""The default context, and odds and ends."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Sequence

from rclpy import _rclpy
from rclpy.constants import S_TO_NS
from rclpy.context import Context

g_default_context: Context | None = None
g_context_lock = threading.Lock()


def get_default_context(*, shutting_down: bool = False) -> Context:
    """
    Return the context that is meant where none is named.

    :param shutting_down: whether the next call shall make a new one.
    """
    global g_default_context
    with g_context_lock:
        context = Context() if g_default_context is None else g_default_context
        g_default_context = None if shutting_down else context
        return context


def remove_ros_args(args: Sequence[str] | None = None) -> list[str]:
    """
    Return the command line without what is meant for ROS.

    :param args: the command line, ``sys.argv`` where it is ``None``.
    """
    return _rclpy.rclpy_remove_ros_args(sys.argv if args is None else args)


def ok(*, context: Context | None = None) -> bool:
    """Tell whether a context, by default the default one, is initialized and not shut down."""
    return (get_default_context() if context is None else context).ok()


def shutdown(*, context: Context | None = None) -> None:
    """
    Shut a context down, by default the default one.

    :raises RuntimeError: if it is not initialized, or shut down already.
    """
    (get_default_context(shutting_down=True) if context is None else context).shutdown()


def try_shutdown(*, context: Context | None = None) -> None:
    """Shut a context down, by default the default one, unless that has been done."""
    global g_default_context
    if context is not None:
        context.try_shutdown()
        return
    with g_context_lock:
        if g_default_context is None:
            return
        default, g_default_context = g_default_context, None
    default.try_shutdown()


def get_rmw_implementation_identifier() -> str:
    """Return the name of the middleware in use."""
    return _rclpy.rclpy_get_rmw_implementation_identifier()


def get_available_rmw_implementations() -> set[str]:
    """
    Return the middlewares' names.

    ``RMW_IMPLEMENTATIONS``, names with the path separator between, narrows them down.

    :raises RuntimeError: if it names one that there is not.
    """
    available = set(_rclpy.rclpy_get_available_rmw_implementations())
    wanted = os.environ.get("RMW_IMPLEMENTATIONS")
    if not wanted:
        return available
    names = set(wanted.split(os.pathsep))
    if missing := names - available:
        raise RuntimeError(
            f"The RMW implementations {missing} specified in 'RMW_IMPLEMENTATIONS' "
            f"are not available ({', '.join(sorted(available))})"
        )
    return names


def timeout_sec_to_nsec(timeout_sec: float | None) -> int:
    """Convert a timeout to nanoseconds; ``None`` and whatever is negative become -1, forever."""
    if timeout_sec is None or timeout_sec < 0:
        return -1
    return int(float(timeout_sec) * S_TO_NS)


def _forget_default_context() -> None:
    """Let a child process begin anew: the context belongs to its parent."""
    global g_default_context, g_context_lock
    g_context_lock = threading.Lock()
    g_default_context = None


os.register_at_fork(after_in_child=_forget_default_context)
