"""Identifiers, as `unique_identifier_msgs.msg.UUID` has them, made and compared."""

from __future__ import annotations

import uuid

from rclpy.time import Time
from unique_identifier_msgs.msg import UUID

__all__ = ["fromMsg", "fromRandom", "fromTime", "fromURL", "toHexString", "toMsg"]


def fromMsg(msg: UUID) -> uuid.UUID:
    """Return the identifier of a message."""
    return uuid.UUID(bytes=bytes(msg.uuid))


def toMsg(uuid_obj: uuid.UUID) -> UUID:
    """Return the message of an identifier."""
    return UUID(uuid=list(uuid_obj.bytes))


def toHexString(msg: UUID) -> str:
    """Return the identifier of a message as text, in groups of hexadecimal digits."""
    return str(fromMsg(msg))


def fromRandom() -> uuid.UUID:
    """Return a random identifier (version 4)."""
    return uuid.uuid4()


def fromURL(url: str) -> uuid.UUID:
    """Return the identifier of a URL (version 5), the same every time."""
    return uuid.uuid5(uuid.NAMESPACE_URL, url)


def fromTime(timestamp: Time, hw_addr: int) -> uuid.UUID:
    """
    Return the identifier of a moment on a machine (version 1), the same every time.

    :param timestamp: the moment.
    :param hw_addr: the address of the machine's network interface, 48 bits.
    """
    # Identifiers count the hundreds of nanoseconds since the Gregorian calendar began.
    ticks = timestamp.nanoseconds // 100 + 0x01B21DD213814000
    low, middle, high = ticks & 0xFFFFFFFF, (ticks >> 32) & 0xFFFF, ticks >> 48
    return uuid.UUID(fields=(low, middle, high & 0x0FFF, 0x80, 0, hw_addr), version=1)
