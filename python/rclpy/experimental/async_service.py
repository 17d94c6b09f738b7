"""Services of asynchronous nodes."""

from __future__ import annotations

from typing import Any

from rclpy.experimental._owned import Owned
from rclpy.service import Service


class AsyncService(Owned, Service[Any, Any]):
    """
    Has the event loop call its callback with each request, and sends what that returns.

    :meth:`rclpy.experimental.async_node.AsyncNode.create_service` makes them.
    """
