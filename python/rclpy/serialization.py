"""From messages to bytes and back."""

from __future__ import annotations

from typing import Any, TypeVar

from rclpy import _rclpy
from rclpy.type_support import check_for_type_support

MsgT = TypeVar("MsgT")


def serialize_message(message: Any) -> bytes:
    """Serialize a message, encapsulation header included."""
    check_for_type_support(type(message))
    return _rclpy.rclpy_serialize(message, type(message))


def deserialize_message(serialized_message: bytes, message_type: type[MsgT]) -> MsgT:
    """
    Make a message of its serialized form.

    :raises RuntimeError: if the bytes are no such message.
    """
    check_for_type_support(message_type)
    return _rclpy.rclpy_deserialize(serialized_message, message_type)
