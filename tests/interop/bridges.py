"""Bridges and routers at work, and a node on Zenoh beside them."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.interop.robot import Robot

WITHOUT_SCOUTING = "scouting/multicast/enabled=false"


def free_endpoint() -> str:
    """Where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"tcp/127.0.0.1:{server.getsockname()[1]}"


@contextmanager
def running(ros2: Path, begins: str, *words: object) -> Iterator[subprocess.Popen[str]]:
    """The command at work, from its first line on, which begins so."""
    environment = {**os.environ, "ZENOH_CONFIG_OVERRIDE": WITHOUT_SCOUTING}
    environment.pop("RMW_IMPLEMENTATION", None)
    with subprocess.Popen(
        [str(word) for word in (ros2, *words)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith(begins), line
            yield process
        finally:
            process.kill()


@dataclass(frozen=True)
class Starter:
    """Starts bridges and routers."""

    ros2: Path

    @contextmanager
    def bridge(self, domain: int, endpoint: str, *words: object) -> Iterator[subprocess.Popen[str]]:
        """A bridge between a domain on DDS and domain 0 on Zenoh."""
        options = ["--dds", domain, "--zenoh", endpoint, "--zenoh-domain", 0, *words]
        with running(self.ros2, "Bridge ", "bridge", *options) as process:
            yield process

    @contextmanager
    def router(self, endpoint: str) -> Iterator[subprocess.Popen[str]]:
        """A Zenoh router."""
        with running(self.ros2, "Started Zenoh router", "router", "--listen", endpoint) as process:
            yield process


@contextmanager
def desk(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Robot]:
    """A node on Zenoh, in domain 0, whose session listens here."""
    with monkeypatch.context() as environment:
        environment.setenv("RMW_IMPLEMENTATION", "rmw_zenoh_cpp")
        environment.setenv(
            "ZENOH_CONFIG_OVERRIDE",
            f'{WITHOUT_SCOUTING};listen/endpoints=["{endpoint}"];connect/endpoints=[]',
        )
        there = Robot(0, "desk")
    with there:
        yield there
