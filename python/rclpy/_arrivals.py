"""The thread that calls what wants to hear of new messages, requests, responses and events."""

from __future__ import annotations

import threading
import traceback

from rclpy import _rclpy
from rclpy.logging import get_logger


def start(arrivals: _rclpy.Arrivals) -> None:
    """Start the thread; it ends with the last callback, and keeps no program from ending."""
    threading.Thread(target=_call, args=(arrivals,), name="rclpy arrivals", daemon=True).start()


def _call(arrivals: _rclpy.Arrivals) -> None:
    while (arrival := arrivals.wait()) is not None:
        callback, count = arrival
        try:
            callback(count)
        except Exception:
            get_logger("rclpy").error(
                f"a callback for what has come raised:\n{traceback.format_exc()}"
            )
        del arrival, callback  # they may hold whatever their owner wants to be rid of
