"""Telling of transforms that change."""

from __future__ import annotations

from collections.abc import Iterable

from geometry_msgs.msg import TransformStamped
from rclpy.node import Node
from rclpy.qos import QoSProfile
from tf2_msgs.msg import TFMessage


class TransformBroadcaster:
    """Tells of transforms on ``/tf``."""

    def __init__(self, node: Node, qos: QoSProfile | int | None = None) -> None:
        """
        Make the publisher.

        :param node: the node that publishes.
        :param qos: of the publisher, or its depth.
        """
        self.pub_tf = node.create_publisher(
            TFMessage, "/tf", qos if qos is not None else QoSProfile(depth=100)
        )

    def sendTransform(self, transform: TransformStamped | Iterable[TransformStamped]) -> None:
        """Tell of a transform, or of several."""
        self.pub_tf.publish(TFMessage(transforms=as_list(transform)))


def as_list(transform: TransformStamped | Iterable[TransformStamped]) -> list[TransformStamped]:
    """Return one transform, or several, as a list."""
    return list(transform) if isinstance(transform, Iterable) else [transform]
