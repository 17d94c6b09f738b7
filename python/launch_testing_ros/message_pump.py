"""Spinning beside a test."""

from __future__ import annotations

import threading

from rclpy.context import Context
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node


class MessagePump:
    """Spins a node in a thread of its own."""

    def __init__(self, node: Node, context: Context | None = None) -> None:
        """
        Create one.

        :param context: the node's context, the default one if none is given.
        """
        self._node = node
        self._executor = SingleThreadedExecutor(context=context)
        self._is_stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="msg_pump_thread")

    def start(self) -> None:
        """Begin to spin."""
        self._thread.start()

    def stop(self) -> None:
        """
        Stop spinning.

        :raises Exception: if a callback does not return within 5 seconds.
        """
        self._is_stopped.set()
        self._executor.wake()
        self._thread.join(timeout=5.0)
        if self._thread.is_alive():
            raise Exception("Timed out waiting for message pump to stop")

    def _run(self) -> None:
        with self._executor as executor:
            executor.add_node(self._node)
            while not self._is_stopped.is_set():
                executor.spin_once(timeout_sec=1.0)
