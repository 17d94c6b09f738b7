"""Subscriptions of asynchronous nodes."""

from __future__ import annotations

from typing import TypeVar

from rclpy.experimental._owned import Owned
from rclpy.subscription import Subscription

MsgType = TypeVar("MsgType")


class AsyncSubscription(Owned, Subscription[MsgType]):
    """
    Receives messages from a topic and has the event loop call its callback with each.

    :meth:`rclpy.experimental.async_node.AsyncNode.create_subscription` makes them.
    """
