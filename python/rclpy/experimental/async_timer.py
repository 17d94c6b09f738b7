"""Timers of asynchronous nodes."""

from __future__ import annotations

from rclpy.experimental._owned import Owned
from rclpy.timer import Timer


class AsyncTimer(Owned, Timer):
    """
    Has the event loop call its callback at intervals.

    :meth:`rclpy.experimental.async_node.AsyncNode.create_timer` makes them.
    """
