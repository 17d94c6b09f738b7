"""Identifiers."""

from __future__ import annotations

import uuid

import unique_id
from rclpy.time import Time


def test_identifiers_become_messages_and_back() -> None:
    identifier = unique_id.fromRandom()
    message = unique_id.toMsg(identifier)
    assert unique_id.fromMsg(message) == identifier
    assert unique_id.toHexString(message) == str(identifier)
    assert unique_id.fromRandom() != identifier


def test_identifiers_of_what_is_the_same_are_the_same() -> None:
    url = "http://ros.org/wiki/unique_id"
    assert unique_id.fromURL(url) == uuid.uuid5(uuid.NAMESPACE_URL, url)
    moment = Time(seconds=1_700_000_000, nanoseconds=123_456_700)
    identifier = unique_id.fromTime(moment, 0x112233445566)
    assert (identifier.version, identifier.node) == (1, 0x112233445566)
    seconds = (identifier.time - 0x01B21DD213814000) / 1e7
    assert seconds == 1_700_000_000.1234567
