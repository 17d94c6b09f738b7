"""The service that tells other nodes what the types of a node's endpoints are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rclpy.node import Node

START_TYPE_DESCRIPTION_SERVICE_PARAM = "start_type_description_service"


class TypeDescriptionService:
    """
    A node's service ``~/get_type_description``.

    Every node offers it, unless its read-only parameter ``start_type_description_service`` is
    false. It answers for the types of the node's publishers, subscriptions, clients, services and
    actions, without a turn of Python.
    """

    def __init__(self, node: Node) -> None:
        self._handle = node.handle
        self.service_name = f"{node.get_name()}/get_type_description"
        self.enabled = self._handle.offers_type_description()

    def destroy(self) -> None:
        """Take the service out of the graph."""
        self._handle.end_type_description()
