"""Publishers of asynchronous nodes."""

from __future__ import annotations

from typing import TypeVar

from rclpy.experimental._owned import Owned
from rclpy.publisher import Publisher

MsgType = TypeVar("MsgType")


class AsyncPublisher(Owned, Publisher[MsgType]):
    """
    Publishes messages on a topic.

    :meth:`rclpy.experimental.async_node.AsyncNode.create_publisher` makes them.
    """
