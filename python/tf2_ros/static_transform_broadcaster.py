"""Telling of transforms that hold at all times."""

from __future__ import annotations

from collections.abc import Iterable

from geometry_msgs.msg import TransformStamped
from rclpy.node import Node
from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile
from tf2_msgs.msg import TFMessage

from tf2_ros.transform_broadcaster import as_list


class StaticTransformBroadcaster:
    """Tells of transforms on ``/tf_static``, to those that listen and those that will."""

    def __init__(self, node: Node, qos: QoSProfile | int | None = None) -> None:
        """
        Make the publisher.

        :param node: the node that publishes.
        :param qos: of the publisher, or its depth.
        """
        if qos is None:
            qos = QoSProfile(
                depth=1,
                durability=DurabilityPolicy.TRANSIENT_LOCAL,
                history=HistoryPolicy.KEEP_LAST,
            )
        self.pub_tf = node.create_publisher(TFMessage, "/tf_static", qos)
        # Whoever comes late gets the last message only, so each has all transforms.
        self.net_message = TFMessage()
        self._child_frame_ids: set[str] = set()

    def sendTransform(self, transform: TransformStamped | Iterable[TransformStamped]) -> None:
        """Tell of a transform, or of several; of each child frame the first one counts."""
        for told in as_list(transform):
            if told.child_frame_id not in self._child_frame_ids:
                self._child_frame_ids.add(told.child_frame_id)
                self.net_message.transforms.append(told)
        self.pub_tf.publish(self.net_message)
