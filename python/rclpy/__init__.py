"""
ROS 2 in Python.

A program calls :func:`init`, makes nodes (:class:`rclpy.node.Node`) with publishers,
subscriptions and timers, has their callbacks called by :func:`spin` or one of its like, and ends
with :func:`shutdown`; ``with rclpy.init():`` sees to that.
"""

from __future__ import annotations

import atexit
import importlib
import os
from types import TracebackType
from typing import TYPE_CHECKING, Any

import rosebay._startup  # noqa: F401 - makes interface packages importable

import rclpy._native  # noqa: F401 - loads _rclpy
from rclpy import _rclpy
from rclpy import _rclpy_pybind11 as _rclpy_pybind11
from rclpy.context import Context as Context
from rclpy.parameter import Parameter as Parameter
from rclpy.signals import SignalHandlerOptions as SignalHandlerOptions
from rclpy.signals import install_signal_handlers as install_signal_handlers
from rclpy.signals import uninstall_signal_handlers as uninstall_signal_handlers
from rclpy.task import Future as Future
from rclpy.utilities import get_default_context as get_default_context
from rclpy.utilities import (
    get_rmw_implementation_identifier as get_rmw_implementation_identifier,
)
from rclpy.utilities import ok as ok
from rclpy.utilities import shutdown as _shutdown
from rclpy.utilities import try_shutdown as _try_shutdown

if TYPE_CHECKING:
    from rclpy import clock as clock
    from rclpy import duration as duration
    from rclpy import executors as executors
    from rclpy import logging as logging
    from rclpy import node as node
    from rclpy import qos as qos
    from rclpy import time as time
    from rclpy.executors import Executor
    from rclpy.node import Node
    from rclpy.qos import QoSProfile
else:

    def __getattr__(name: str) -> Any:
        """
        Import a module of rclpy when a program first names it.

        Programs write ``rclpy.time.Time`` after no more than ``import rclpy``; importing all of
        it for them would slow every start.
        """
        module = f"rclpy.{name}"
        if not name.startswith("_"):
            try:
                return importlib.import_module(module)
            except ModuleNotFoundError as error:
                if error.name != module:
                    raise
        raise AttributeError(f"module 'rclpy' has no attribute {name!r}", name=name)


class InitContextManager:
    """What :func:`init` returns: shuts down again what it initialized."""

    def __init__(
        self,
        args: list[str] | None,
        context: Context | None,
        domain_id: int | None,
        signal_handler_options: SignalHandlerOptions | None,
    ) -> None:
        default = get_default_context()
        self.context = default if context is None else context
        self._is_default = self.context is default
        if signal_handler_options is None:
            signal_handler_options = (
                SignalHandlerOptions.ALL if self._is_default else SignalHandlerOptions.NO
            )
        self.context.init(args, domain_id=domain_id)
        # Until here Ctrl-C ends the program as it always does.
        install_signal_handlers(signal_handler_options)

    def __enter__(self) -> InitContextManager:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        self.context.try_shutdown()
        if self._is_default:
            try_shutdown()


def init(
    *,
    args: list[str] | None = None,
    context: Context | None = None,
    domain_id: int | None = None,
    signal_handler_options: SignalHandlerOptions | None = None,
) -> InitContextManager:
    """
    Enter the ROS graph.

    :param args: the command line, ``sys.argv`` where it is ``None``.
    :param context: what to initialize, the default context if ``None``.
    :param domain_id: the ROS domain, ``ROS_DOMAIN_ID`` where it is ``None``.
    :param signal_handler_options: the signals that shut down; by default SIGINT and SIGTERM for
        the default context, none for others.
    :return: a context manager that shuts down at its end, for whoever wants one.
    """
    return InitContextManager(args, context, domain_id, signal_handler_options)


def shutdown(*, context: Context | None = None, uninstall_handlers: bool | None = None) -> None:
    """
    Leave the ROS graph.

    :param context: what to shut down, the default context if ``None``.
    :param uninstall_handlers: whether to put back what signals did before; by default where the
        default context is shut down.
    :raises RuntimeError: if it is not initialized, or shut down already.
    """
    is_default = context is None or context is get_default_context()
    _shutdown(context=context)
    if uninstall_handlers or (uninstall_handlers is None and is_default):
        uninstall_signal_handlers()


def try_shutdown(*, context: Context | None = None, uninstall_handlers: bool | None = None) -> None:
    """
    Leave the ROS graph unless that has been done; otherwise as :func:`shutdown`.

    :param context: what to shut down, the default context if ``None``.
    :param uninstall_handlers: whether to put back what signals did before; by default where the
        default context is shut down.
    """
    is_default = context is None or context is get_default_context()
    _try_shutdown(context=context)
    if uninstall_handlers or (uninstall_handlers is None and is_default):
        uninstall_signal_handlers()


_global_executor: Executor | None = None


def get_global_executor() -> Executor:
    """Return the executor that spins where none is named."""
    global _global_executor
    if _global_executor is None:
        from rclpy.executors import SingleThreadedExecutor

        _global_executor = SingleThreadedExecutor()
        get_default_context().on_shutdown(_reset_global_executor)
    return _global_executor


def _reset_global_executor() -> None:
    global _global_executor
    executor, _global_executor = _global_executor, None
    if executor is not None:
        executor.shutdown()


def create_node(
    node_name: str,
    *,
    context: Context | None = None,
    cli_args: list[str] | None = None,
    namespace: str | None = None,
    use_global_arguments: bool = True,
    enable_rosout: bool = True,
    start_parameter_services: bool = True,
    parameter_overrides: list[Parameter] | None = None,
    allow_undeclared_parameters: bool = False,
    automatically_declare_parameters_from_overrides: bool = False,
    enable_logger_service: bool = False,
    rosout_qos_profile: QoSProfile | int | None = None,
) -> Node:
    """Make a node; see :class:`rclpy.node.Node`."""
    from rclpy.node import Node

    return Node(
        node_name,
        context=context,
        cli_args=cli_args,
        namespace=namespace,
        use_global_arguments=use_global_arguments,
        enable_rosout=enable_rosout,
        start_parameter_services=start_parameter_services,
        parameter_overrides=parameter_overrides,
        allow_undeclared_parameters=allow_undeclared_parameters,
        automatically_declare_parameters_from_overrides=(
            automatically_declare_parameters_from_overrides
        ),
        enable_logger_service=enable_logger_service,
        rosout_qos_profile=rosout_qos_profile,
    )


def spin_once(
    node: Node, *, executor: Executor | None = None, timeout_sec: float | None = None
) -> None:
    """
    Wait for one callback of a node and call it.

    :param executor: what calls it, the global executor if ``None``.
    :param timeout_sec: how long to wait at most; forever if ``None`` or negative.
    """
    executor = get_global_executor() if executor is None else executor
    try:
        executor.add_node(node)
        executor.spin_once(timeout_sec=timeout_sec)
    finally:
        executor.remove_node(node)


def spin(node: Node, executor: Executor | None = None) -> None:
    """
    Call a node's callbacks until the context is shut down.

    :param executor: what calls them, the global executor if ``None``.
    """
    executor = get_global_executor() if executor is None else executor
    try:
        executor.add_node(node)
        executor.spin()
    finally:
        executor.remove_node(node)


def spin_until_future_complete(
    node: Node,
    future: Future[Any],
    executor: Executor | None = None,
    timeout_sec: float | None = None,
) -> None:
    """
    Call a node's callbacks until a future is done.

    :param executor: what calls them, the global executor if ``None``.
    :param timeout_sec: how long at most; forever if ``None`` or negative.
    """
    executor = get_global_executor() if executor is None else executor
    added = False
    try:
        added = executor.add_node(node)
        executor.spin_until_future_complete(future, timeout_sec)
    finally:
        if added:
            executor.remove_node(node)


def _forget_global_executor() -> None:
    """Let a child process begin anew: the executor belongs to its parent."""
    global _global_executor
    _global_executor = None


os.register_at_fork(after_in_child=_forget_global_executor)
atexit.register(_rclpy._before_exit)
