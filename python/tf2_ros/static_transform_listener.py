"""Filling a buffer with what is told on ``/tf_static`` alone."""

from __future__ import annotations

from typing import ClassVar

from rclpy.node import Node
from rclpy.qos import QoSProfile

from tf2_ros.buffer import Buffer
from tf2_ros.transform_listener import DEFAULT_STATIC_TF_TOPIC, TransformListener


class StaticTransformListener(TransformListener):
    """Fills a buffer with the transforms that hold at all times, and with no others."""

    _hears_changes: ClassVar[bool] = False

    def __init__(
        self,
        buffer: Buffer,
        node: Node,
        *,
        spin_thread: bool = False,
        static_qos: QoSProfile | int | None = None,
        tf_static_topic: str = DEFAULT_STATIC_TF_TOPIC,
    ) -> None:
        """
        Subscribe.

        :param buffer: what is filled.
        :param node: the node that subscribes.
        :param spin_thread: whether to spin the node in a thread of its own.
        :param static_qos: of the subscription, or its depth.
        :param tf_static_topic: where transforms are told of that hold at all times.
        """
        super().__init__(
            buffer,
            node,
            spin_thread=spin_thread,
            static_qos=static_qos,
            tf_static_topic=tf_static_topic,
        )
