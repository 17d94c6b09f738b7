"""The services through which other nodes read and set a node's parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rclpy.node import Node


class ParameterService:
    """
    A node's six parameter services.

    A node offers them by itself, unless it was made with ``start_parameter_services=False``; then
    this does. They last as long as the node, and answer without a turn of Python.
    """

    def __init__(self, node: Node) -> None:
        node.handle.start_parameter_services()
