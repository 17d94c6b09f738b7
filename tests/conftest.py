"""What all Python tests share."""

from __future__ import annotations

import fcntl
import itertools
import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

# A shell starts what runs in its background with SIGINT ignored; so would be every program that the
# tests start and interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Rust's tests take domains from 100 up; beyond 99 here would meet them.
_DOMAINS = itertools.cycle(range(1, 100))


@pytest.fixture
def domain() -> Iterator[int]:
    """A ROS domain in which nobody else on this machine tests at the same time.

    A lock on a file stands for each, so that neither the workers of one run nor two runs meet.
    """
    folder = Path(tempfile.gettempdir()) / f"rosebay-test-domains-{os.getuid()}"
    folder.mkdir(exist_ok=True)
    for number in _DOMAINS:
        with (folder / str(number)).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield number
        return


@pytest.fixture(autouse=True)
def _on_loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test sends anything anywhere but to this machine."""
    monkeypatch.setenv("ROS_AUTOMATIC_DISCOVERY_RANGE", "LOCALHOST")
    yield
