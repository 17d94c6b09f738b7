"""How much clients and services tell of their calls."""

from __future__ import annotations

from enum import IntEnum


class ServiceIntrospectionState(IntEnum):
    """What is published of each request and response on ``<service>/_service_event``."""

    OFF = 0
    """Nothing."""
    METADATA = 1
    """That it was sent or received, when, and by which client."""
    CONTENTS = 2
    """What it says, besides."""
