"""The services through which other nodes read and set the levels of a process's loggers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rclpy.node import Node


class LoggingService:
    """
    A node's two logger services.

    A node that was made with ``enable_logger_service=True`` offers them; else this does. They last
    as long as the node, and answer without a turn of Python.
    """

    def __init__(self, node: Node) -> None:
        node.handle.start_logger_services()
