"""What all Python tests share."""

from __future__ import annotations

import itertools
import os
import signal
from collections.abc import Iterator

import pytest

# A shell starts what runs in its background with SIGINT ignored; so would be every program that the
# tests start and interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Rust's tests take domains from 100 up; beyond 99 here would meet them.
_DOMAINS = itertools.count()


@pytest.fixture
def domain() -> int:
    """A ROS domain that no other test uses at the same time."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    return 1 + (worker * 33 + next(_DOMAINS) % 33) % 99


@pytest.fixture(autouse=True)
def _on_loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test sends anything anywhere but to this machine."""
    monkeypatch.setenv("ROS_AUTOMATIC_DISCOVERY_RANGE", "LOCALHOST")
    yield
