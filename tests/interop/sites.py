"""A robot, a cloud and a desk in network namespaces, made secure as docs/security.md says."""

from __future__ import annotations

import itertools
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tests.interop.conftest import command
from tests.interop.processes import Running

_NUMBERS = itertools.count()
ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/security.md").read_text()
DOMAIN = "7"
ADDRESSES = {"robot": "10.78.0.1", "desk": "10.78.1.1"}


class Line(NamedTuple):
    """A command of the page: whose prompt it has, and its words."""

    place: str
    words: list[str]


def commands(section: str) -> list[Line]:
    """The commands in a section of the page."""
    text = next(part for part in PAGE.split("\n## ") if part.startswith(section))
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    found = [re.match(r"(\w*)\$ (.*)", line) for block in blocks for line in block.splitlines()]
    assert all(found), section
    return [Line(match[1], shlex.split(match[2])) for match in found if match]


def policy() -> str:
    """The policy on the page."""
    blocks = re.findall(r"```xml\n(.*?)```", PAGE, re.DOTALL)
    assert len(blocks) == 1
    return str(blocks[0])


def run(*words: str) -> None:
    """Run a command that must work."""
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(words)}: {done.stderr}"


class Sites:
    """A robot and a desk, each linked to a cloud; the folder is the machine's with the keystore."""

    def __init__(self, folder: Path) -> None:
        tag = f"rb{os.getpid() % 10_000}z{next(_NUMBERS)}"
        self.spaces = {place: f"{tag}{place[0]}" for place in ("robot", "cloud", "desk")}
        self.folder = folder
        self.configs = folder / "keystore" / "configs"

    def link(self) -> None:
        """Make the namespaces and the links between them."""
        for name in self.spaces.values():
            run("ip", "netns", "add", name)
            run("ip", "-n", name, "link", "set", "lo", "up")
        cloud = self.spaces["cloud"]
        for site, gateway in ADDRESSES.items():
            space, port = self.spaces[site], f"to{site}"
            run("ip", "link", "add", "eth0", "netns", space, "type", "veth", "peer", "name", port,
                "netns", cloud)  # fmt: skip
            own = gateway.removesuffix(".1") + ".2"
            run("ip", "-n", space, "address", "add", f"{own}/24", "dev", "eth0")
            run("ip", "-n", cloud, "address", "add", f"{gateway}/24", "dev", port)
            run("ip", "-n", space, "link", "set", "eth0", "up")
            run("ip", "-n", cloud, "link", "set", port, "up")

    def unlink(self) -> None:
        """Take all of it away."""
        for name in self.spaces.values():
            subprocess.run(["ip", "netns", "delete", name], capture_output=True)

    def set_link(self, site: str, state: str) -> None:
        """Cut the link to a site (`down`), or restore it (`up`)."""
        run("ip", "-n", self.spaces["cloud"], "link", "set", f"to{site}", state)

    def words(self, line: Line) -> list[str]:
        """A line of the page with the addresses there are here, as one that a shell would find."""
        environment = [word for word in line.words if re.match(r"[A-Z_]+=", word)]
        words = line.words[len(environment) :]
        assert words[0] == "ros2", words
        words[0] = str(command())
        if "cloud.example.org" in words:
            index = words.index("cloud.example.org")
            each = [word for address in ADDRESSES.values() for word in ("--address", address)]
            words[index - 1 : index + 1] = each
        return ["env", *environment, *words]

    def within(self, place: str, words: list[str]) -> list[str]:
        """The words that do something at a place: a site, or the machine with the keystore."""
        inside = ["ip", "netns", "exec", self.spaces[place], *words] if place else words
        folder = self.configs if place else self.folder
        return ["env", "-C", str(folder), *inside]

    def follow(self, line: Line) -> str:
        """Do what a line of the page says. Returns what it prints."""
        words = self.within(line.place, self.words(line))
        done = subprocess.run(words, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, f"{line}: {done.stdout}{done.stderr}"
        return done.stdout

    def start(self, line: Line) -> Router:
        """Start a router as the page says."""
        return Router(self.within(line.place, self.words(line)), self.folder / f"{line.place}.log")

    def program(self, site: str, text: str, session: str | None = None) -> Running:
        """A program of a site: it uses the router beside it, or connects with a session's file."""
        environment = {"RMW_IMPLEMENTATION": "rmw_zenoh_cpp", "ROS_DOMAIN_ID": DOMAIN}
        if session:
            environment["ZENOH_SESSION_CONFIG_URI"] = session
        words = self.within(site, [sys.executable, "-c", text])
        return Running(words, environment)


class Router:
    """A router at work."""

    def __init__(self, words: list[str], log: Path) -> None:
        self._log = log
        with log.open("a") as errors:
            self.process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=errors, text=True)
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line.startswith("Started Zenoh router"), line + self.log()

    def log(self) -> str:
        """What it has said of what went wrong."""
        return self._log.read_text()

    def __enter__(self) -> Router:
        return self

    def __exit__(self, *exception: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=10)
        assert self.process.stdout is not None
        self.process.stdout.close()
