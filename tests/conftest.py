"""What all Python tests share."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest
from rosebay.pytest import free_domain

# A shell starts what runs in its background with SIGINT ignored; so would be every program that the
# tests start and interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def domain() -> Iterator[int]:
    """A ROS domain in which nobody else on this machine tests: Rust's tests take those from 100."""
    with free_domain() as number:
        yield number


@pytest.fixture(autouse=True)
def _on_loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test sends anything anywhere but to this machine."""
    monkeypatch.setenv("ROS_AUTOMATIC_DISCOVERY_RANGE", "LOCALHOST")
    yield
