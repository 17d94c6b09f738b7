"""Peers as processes: started, listened to, killed."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

CYCLONE_ON_LOOPBACK = (
    "<CycloneDDS><Domain><General><Interfaces>"
    '<NetworkInterface name="lo" multicast="true"/>'
    "</Interfaces></General></Domain></CycloneDDS>"
)


class Running:
    """A peer at work. Its lines of JSON are read as they come, by a thread of their own."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            command,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._lines: queue.Queue[str | None] = queue.Queue()
        self.errors: list[str] = []
        assert self.process.stdout is not None and self.process.stderr is not None
        for work in (
            threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True),
            threading.Thread(target=self._note, args=(self.process.stderr,), daemon=True),
        ):
            work.start()

    def _read(self, stream: IO[str]) -> None:
        for line in stream:
            self._lines.put(line)
        self._lines.put(None)

    def _note(self, stream: IO[str]) -> None:
        self.errors.extend(stream)

    def answer(self, timeout: float = 60) -> dict[str, Any]:
        """The next line of JSON that it says."""
        try:
            line = self._lines.get(timeout=timeout)
        except queue.Empty:
            raise AssertionError(f"no answer in {timeout} s; {''.join(self.errors)}") from None
        if line is None:
            self.process.wait(timeout=10)
            raise AssertionError(
                f"ended with {self.process.returncode} without an answer; {''.join(self.errors)}"
            )
        answer = json.loads(line)
        assert isinstance(answer, dict)
        return answer

    def has_said(self) -> bool:
        """Whether there is something that it has said, or that it has ended."""
        return not self._lines.empty()

    def lines(self) -> Iterator[dict[str, Any]]:
        """Every line of JSON that it says, until it ends."""
        while (line := self._lines.get()) is not None:
            yield json.loads(line)

    def tell(self, line: str) -> bool:
        """Write a line to its standard input; whether it is there to read it."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        except (BrokenPipeError, ValueError):
            return False
        return True

    def kill(self) -> None:
        """Kill it as `kill -9` does."""
        self.process.kill()
        self.process.wait(timeout=10)

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *exception: object) -> None:
        if self.process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(timeout=10)
        for output in (self.process.stdout, self.process.stderr):
            if output is not None:
                output.close()


@dataclass(frozen=True)
class Peer:
    """A program that speaks the peers' command line."""

    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    prefix: str = ""

    def start(self, role: str, topic: str, domain: int, *options: object) -> Running:
        """Start it in a role on a topic, named as ROS names it."""
        name = f"{self.prefix}{topic.lstrip('/')}" if self.prefix else topic
        return self.run(domain, role, name, *options)

    def run(self, domain: int, *words: object) -> Running:
        """Start it with these words."""
        command = [*self.command, *(str(word) for word in words)]
        return Running(command, {**self.environment, "ROS_DOMAIN_ID": str(domain)})
