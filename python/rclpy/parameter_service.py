"""The services through which other nodes read and set a node's parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcl_interfaces.msg import ListParametersResult as ListParametersResult
from rcl_interfaces.msg import SetParametersResult as SetParametersResult
from rcl_interfaces.srv import DescribeParameters as DescribeParameters
from rcl_interfaces.srv import GetParameters as GetParameters
from rcl_interfaces.srv import GetParameterTypes as GetParameterTypes
from rcl_interfaces.srv import ListParameters as ListParameters
from rcl_interfaces.srv import SetParameters as SetParameters
from rcl_interfaces.srv import SetParametersAtomically as SetParametersAtomically

from rclpy.parameter import Parameter as Parameter

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
