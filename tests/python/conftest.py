"""What the tests of the Python packages share."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import rclpy
from rclpy.context import Context
from rclpy.executors import Executor, SingleThreadedExecutor
from rclpy.node import Node

PATIENCE = 20.0
"""Seconds after which something that should have happened counts as missing."""

CHOSEN = os.environ.get("RMW_IMPLEMENTATION", "")
"""The middleware that all tests are to run on, if one was chosen."""

LOCAL = CHOSEN or "rosebay_local"
"""The middleware of what needs no other process."""

NETWORK = CHOSEN if CHOSEN not in ("", "rosebay_local") else "rmw_cyclonedds_cpp"
"""The middleware between processes."""

MIDDLEWARES = [CHOSEN] if CHOSEN else ["rosebay_local", "rmw_cyclonedds_cpp"]
"""Those of what must hold on every one."""


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, with its reason, what the chosen middleware cannot do."""
    marker = item.get_closest_marker("not_on_zenoh")
    if marker is not None and CHOSEN == "rmw_zenoh_cpp":
        pytest.skip(f"not on Zenoh: {marker.args[0]}")


@pytest.fixture(autouse=True)
def _in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests within one process need no network unless one is asked for; the others name theirs."""
    monkeypatch.setenv("RMW_IMPLEMENTATION", LOCAL)


@pytest.fixture
def context(domain: int) -> Iterator[Context]:
    """An initialized context of the test's own."""
    context = Context()
    rclpy.init(args=[], context=context, domain_id=domain)
    yield context
    context.try_shutdown()


@pytest.fixture
def node(context: Context) -> Iterator[Node]:
    """A node named ``/ns/node``."""
    with Node("node", context=context, namespace="/ns") as node:
        yield node


@pytest.fixture
def executor(context: Context, node: Node) -> Iterator[Executor]:
    """A single-threaded executor with the node."""
    with SingleThreadedExecutor(context=context) as executor:
        executor.add_node(node)
        yield executor


@pytest.fixture
def spin_until(executor: Executor) -> Callable[[Callable[[], Any]], None]:
    """Spins until a condition holds; fails when it never does."""

    def spin_until(condition: Callable[[], Any]) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, "what was waited for has not happened"
            executor.spin_once(timeout_sec=0.05)

    return spin_until


class Program:
    """A Python program, a file or the text of one, in a process of its own."""

    def __init__(
        self, program: Path | str, environment: dict[str, str], stdin: int | None = None
    ) -> None:
        what = [program] if isinstance(program, Path) else ["-c", textwrap.dedent(program)]
        self.process = subprocess.Popen(
            [sys.executable, "-u", *what],
            env=os.environ | environment,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def wait_for_line(self, wanted: str) -> None:
        """Read standard output up to a line that holds ``wanted``."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if wanted in line:
                return
        raise AssertionError(f"ended without {wanted!r}: {self.process.communicate()}")

    def end(self, signal: int | None = None, patience: float = PATIENCE) -> tuple[int, str, str]:
        """Wait for the end, after a signal if one is given: exit code, output, errors."""
        if signal is not None:
            self.process.send_signal(signal)
        output, errors = self.process.communicate(timeout=patience)
        return self.process.returncode, output, errors

    def kill(self) -> None:
        """Leave nothing behind."""
        with self.process:
            if self.process.poll() is None:
                self.process.kill()


@pytest.fixture
def run(domain: int) -> Iterator[Callable[..., Program]]:
    """Starts programs, on the network's middleware unless another is named."""
    programs: list[Program] = []

    def run(program: Path | str, middleware: str = NETWORK, stdin: int | None = None) -> Program:
        environment = {
            "RMW_IMPLEMENTATION": middleware,
            "ROS_DOMAIN_ID": str(domain),
            "ROS_AUTOMATIC_DISCOVERY_RANGE": "LOCALHOST",
            # Whom it may concern finds each other without a router, and nobody else is wanted.
            "ZENOH_ROUTER_CHECK_ATTEMPTS": "-1",
        }
        programs.append(Program(program, environment, stdin))
        return programs[-1]

    yield run
    for program in programs:
        program.kill()


@pytest.fixture
def launching(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Gives launches an event loop and a folder for their logs, both of the test's own."""
    import asyncio

    import launch.logging

    monkeypatch.setenv("ROS_LOG_DIR", str(tmp_path / "logs"))
    launch.logging.reset()
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    yield
    asyncio.set_event_loop(None)
    loop.close()
    launch.logging.reset()
