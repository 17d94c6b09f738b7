"""Waiting for one message."""

from __future__ import annotations

from typing import Literal, TypeVar

from rclpy import _rclpy
from rclpy.node import Node
from rclpy.qos import QoSProfile
from rclpy.utilities import timeout_sec_to_nsec

MsgType = TypeVar("MsgType")


def wait_for_message(
    msg_type: type[MsgType],
    node: Node,
    topic: str,
    *,
    qos_profile: QoSProfile | int = 1,
    time_to_wait: float = -1,
) -> tuple[Literal[True], MsgType] | tuple[Literal[False], None]:
    """
    Wait for the next message on a topic. Nobody needs to spin.

    :param msg_type: the type of the message.
    :param node: what to subscribe with.
    :param topic: where the message comes from.
    :param qos_profile: what to ask for, or how many messages to keep.
    :param time_to_wait: how many seconds to wait at most; forever if negative.
    :return: whether it came, and the message.
    """
    qos = qos_profile if isinstance(qos_profile, QoSProfile) else QoSProfile(depth=qos_profile)
    message = _rclpy.wait_for_message(
        node.handle, msg_type, topic, qos.get_c_qos_profile(), timeout_sec_to_nsec(time_to_wait)
    )
    return (False, None) if message is None else (True, message)
