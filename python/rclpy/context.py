"""What begins with ``rclpy.init()`` and ends with ``rclpy.shutdown()``."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from types import MethodType, TracebackType
from typing import TYPE_CHECKING, Any
from weakref import WeakMethod, WeakSet, ref

from rclpy import _rclpy

if TYPE_CHECKING:
    from rclpy.node import Node

g_logging_configure_lock = threading.Lock()
g_logging_ref_count: int = 0

_contexts: WeakSet[Context] = WeakSet()

_ZENOH_THREADS = "(acc: (handover: rx), net: (handover: rx), app: (handover: rx))"


def _open(arguments: list[str], domain_id: int | None, is_first: bool) -> _rclpy.Context:
    """
    Open a context, on Zenoh with fewer threads than it has by default.

    Who accepts a connection waits for its socket then, and hands what comes to those who read; that
    is a fifth of a round trip. Zenoh asks the environment who does what when its first session
    opens. Processes that this one starts are not meant.
    """
    is_zenoh = os.environ.get("RMW_IMPLEMENTATION") == "rmw_zenoh_cpp"
    if not is_zenoh or "ZENOH_RUNTIME" in os.environ:
        return _rclpy.Context(arguments, domain_id, is_first)
    os.environ["ZENOH_RUNTIME"] = _ZENOH_THREADS
    try:
        return _rclpy.Context(arguments, domain_id, is_first)
    finally:
        del os.environ["ZENOH_RUNTIME"]


class Context:
    """
    A place in the ROS graph: nodes are made in one, and end with it.

    It is initialized once and shut down once. As a context manager it does both.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._callbacks: list[Callable[[], Any] | WeakMethod[Callable[[], Any]]] = []
        self._logging_initialized = False
        self._handle: _rclpy.Context | None = None
        self._tracked_nodes: list[ref[Node]] = []
        _contexts.add(self)

    @property
    def handle(self) -> _rclpy.Context | None:
        """The native context, ``None`` before :meth:`init`."""
        return self._handle

    def destroy(self) -> None:
        """Free the native context as soon as nothing uses it."""
        if self._handle is not None:
            self._handle.destroy_when_not_in_use()

    def init(
        self,
        args: list[str] | None = None,
        *,
        initialize_logging: bool = True,
        domain_id: int | None = None,
    ) -> None:
        """
        Enter the ROS graph.

        :param args: the command line, ``sys.argv`` where it is ``None``.
        :param initialize_logging: whether the command line's logging options count.
        :param domain_id: the ROS domain, ``ROS_DOMAIN_ID`` where it is ``None``.
        :raises RuntimeError: if that has been done before, or the domain is out of range.
        """
        global g_logging_ref_count
        with self._lock:
            if domain_id is not None and domain_id < 0:
                raise RuntimeError(f"Domain id ({domain_id}) should not be lower than zero.")
            if self._handle is not None:
                raise RuntimeError("Context.init() must only be called once")
            arguments = sys.argv if args is None else args
            with g_logging_configure_lock:
                # Logging comes first, so that what opening the middleware warns of is logged.
                first = initialize_logging and g_logging_ref_count == 0
                self._handle = _open(arguments, domain_id, first)
                g_logging_ref_count += initialize_logging
            self._logging_initialized = initialize_logging

    def ok(self) -> bool:
        """Tell whether the context is initialized and not shut down."""
        with self._lock:
            if self._handle is None:
                return False
            with self._handle:
                return self._handle.ok()

    def shutdown(self) -> None:
        """
        Leave the ROS graph.

        After a signal has shut the context down this does the rest.

        :raises RuntimeError: if it is not initialized, or shut down already.
        """
        if self._handle is None:
            raise RuntimeError("Context must be initialized before it can be shutdown")
        with self._handle:
            self._destroy_tracked_nodes()
            with self._lock:
                self._handle.shutdown()
            self._finish()

    def try_shutdown(self) -> None:
        """Leave the ROS graph unless that has been done."""
        if self._handle is None:
            return
        with self._handle:
            if self._handle.ok():
                self._destroy_tracked_nodes()
            with self._lock:
                was_ok = self._handle.ok()
                if was_ok:
                    self._handle.shutdown()
            if was_ok:
                self._finish()

    def on_shutdown(self, callback: Callable[[], Any]) -> None:
        """
        Add what is called when the context is shut down, at once if it is already.

        A method is held weakly.
        """
        if not callable(callback):
            raise TypeError(f"callback should be a callable, got {type(callback)}")
        with self._lock:
            if self._handle is None or self._handle.ok():
                if isinstance(callback, MethodType):
                    self._callbacks.append(WeakMethod(callback, self._remove_callback))
                else:
                    self._callbacks.append(callback)
                return
        callback()

    def track_node(self, node: Node) -> None:
        """
        Have a node destroyed when the context is shut down.

        It is held weakly.
        """
        with self._lock:
            self._tracked_nodes.append(ref(node))

    def untrack_node(self, node: Node) -> None:
        """Let a node outlast the context's shutdown again."""
        with self._lock:
            self._tracked_nodes = [each for each in self._tracked_nodes if each() is not node]

    def get_domain_id(self) -> int:
        """
        Return the ROS domain.

        :raises RuntimeError: if the context is not initialized.
        """
        if self._handle is None:
            raise RuntimeError("Context must be initialized before it can have a domain id")
        with self._handle, self._lock:
            return self._handle.get_domain_id()

    def __enter__(self) -> Context:
        if self._handle is None:
            self.init()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        self.try_shutdown()

    def _remove_callback(self, dead: WeakMethod[Callable[[], Any]]) -> None:
        if dead in self._callbacks:
            self._callbacks.remove(dead)

    def _destroy_tracked_nodes(self) -> None:
        with self._lock:
            tracked, self._tracked_nodes = self._tracked_nodes, []
        for each in tracked:
            node = each()
            if node is not None:
                node.destroy_node()

    def _finish(self) -> None:
        """Call what waits for the shutdown. No lock is held: the callbacks may ask the context."""
        with self._lock:
            callbacks, self._callbacks = self._callbacks, []
        try:
            for entry in callbacks:
                callback = entry() if isinstance(entry, WeakMethod) else entry
                if callback is not None:
                    callback()
        finally:
            self._logging_fini()

    def _logging_fini(self) -> None:
        global g_logging_ref_count
        if self._logging_initialized:
            with g_logging_configure_lock:
                g_logging_ref_count -= 1
                if g_logging_ref_count == 0:
                    _rclpy.rclpy_logging_fini()
            self._logging_initialized = False


def _renew_locks() -> None:
    """Let no child process wait for a lock that a thread of its parent held."""
    global g_logging_configure_lock
    g_logging_configure_lock = threading.Lock()
    for context in _contexts:
        context._lock = threading.Lock()


os.register_at_fork(after_in_child=_renew_locks)
