"""Which events a handler is for, by their name."""

from __future__ import annotations

from collections.abc import Callable

from ..event import Event


def event_named(name: str) -> Callable[[Event], bool]:
    """Return what accepts the events of a name."""
    return lambda event: event.name == name
