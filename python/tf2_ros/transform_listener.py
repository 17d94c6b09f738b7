"""Filling a buffer with what is told on ``/tf`` and ``/tf_static``."""

from __future__ import annotations

from threading import Thread
from typing import Any, ClassVar

from rclpy import _rclpy
from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile
from rclpy.subscription import Subscription
from tf2_msgs.msg import TFMessage

from tf2_ros.buffer import Buffer

DEFAULT_TF_TOPIC = "/tf"
DEFAULT_STATIC_TF_TOPIC = "/tf_static"

_AUTHORITY = "default_authority"


class TransformListener:
    """
    Fills a buffer with the transforms that come on ``/tf`` and ``/tf_static``.

    They go into the buffer without becoming Python objects. A subclass that overrides
    :meth:`callback` or :meth:`static_callback`, or a buffer whose class overrides ``set_transform``
    or ``set_transform_static``, has these called instead.
    """

    _hears_changes: ClassVar[bool] = True
    """Whether it subscribes to transforms that change."""

    def __init__(
        self,
        buffer: Buffer,
        node: Node,
        *,
        spin_thread: bool = False,
        qos: QoSProfile | int | None = None,
        static_qos: QoSProfile | int | None = None,
        tf_topic: str = DEFAULT_TF_TOPIC,
        tf_static_topic: str = DEFAULT_STATIC_TF_TOPIC,
    ) -> None:
        """
        Subscribe.

        :param buffer: what is filled.
        :param node: the node that subscribes.
        :param spin_thread: whether to spin the node in a thread of its own.
        :param qos: of the subscription to ``/tf``, or its depth.
        :param static_qos: of the subscription to ``/tf_static``, or its depth.
        :param tf_topic: where transforms are told of that change.
        :param tf_static_topic: where transforms are told of that hold at all times.
        """
        self._buffer = buffer
        self.node = node
        # Waiting for a transform in a callback must not keep the transform from coming.
        self.group = ReentrantCallbackGroup()
        self.tf_sub: Subscription[TFMessage] | None = None
        if self._hears_changes:
            self.tf_sub = self._subscribe(
                tf_topic, qos if qos is not None else _profile(DurabilityPolicy.VOLATILE), False
            )
        self.tf_static_sub = self._subscribe(
            tf_static_topic,
            static_qos if static_qos is not None else _profile(DurabilityPolicy.TRANSIENT_LOCAL),
            True,
        )
        if spin_thread:
            self.executor = SingleThreadedExecutor(context=node.context)
            self.dedicated_listener_thread = Thread(target=self._run, daemon=True)
            self.dedicated_listener_thread.start()

    def _subscribe(
        self, topic: str, qos: QoSProfile | int, is_static: bool
    ) -> Subscription[TFMessage]:
        subscription = self.node.create_subscription(
            TFMessage,
            topic,
            self.static_callback if is_static else self.callback,
            qos,
            callback_group=self.group,
        )
        self._fill(subscription, is_static)
        return subscription

    @property
    def buffer(self) -> Buffer:
        """What is filled."""
        return self._buffer

    @buffer.setter
    def buffer(self, buffer: Buffer) -> None:
        self._buffer = buffer
        if self.tf_sub is not None:
            self._fill(self.tf_sub, False)
        self._fill(self.tf_static_sub, True)

    def _fill(self, subscription: Subscription[TFMessage], is_static: bool) -> None:
        if self._needs_no_callback(is_static):
            _rclpy.fill_buffer(subscription.handle, self.buffer, _AUTHORITY, is_static)
        else:
            subscription.handle.receive_with_callback()

    def _needs_no_callback(self, is_static: bool) -> bool:
        setter = "set_transform_static" if is_static else "set_transform"
        callback = "static_callback" if is_static else "callback"
        return (
            isinstance(self.buffer, Buffer)
            and _is_inherited(self.buffer, Buffer, setter)
            and _is_inherited(self.buffer, Buffer, "_call_new_data_callbacks")
            and _is_inherited(self, TransformListener, callback)
        )

    def _run(self) -> None:
        self.executor.add_node(self.node)
        self.executor.spin()
        self.executor.remove_node(self.node)

    def __del__(self) -> None:
        if hasattr(self, "dedicated_listener_thread") and hasattr(self, "executor"):
            self.executor.shutdown()
            self.dedicated_listener_thread.join()
        if hasattr(self, "tf_static_sub"):  # else it was never whole
            self.unregister()

    def unregister(self) -> None:
        """Destroy the subscriptions."""
        if self.tf_sub is not None:
            self.node.destroy_subscription(self.tf_sub)
        self.node.destroy_subscription(self.tf_static_sub)

    def callback(self, data: TFMessage) -> None:
        """Take the transforms of a message of ``/tf`` in."""
        for transform in data.transforms:
            self.buffer.set_transform(transform, _AUTHORITY)

    def static_callback(self, data: TFMessage) -> None:
        """Take the transforms of a message of ``/tf_static`` in."""
        for transform in data.transforms:
            self.buffer.set_transform_static(transform, _AUTHORITY)


def _profile(durability: DurabilityPolicy) -> QoSProfile:
    return QoSProfile(depth=100, durability=durability, history=HistoryPolicy.KEEP_LAST)


def _is_inherited(instance: Any, base: type[Any], name: str) -> bool:
    own = getattr(instance, "__dict__", {})
    return name not in own and getattr(type(instance), name) is getattr(base, name)
