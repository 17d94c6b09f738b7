"""Reliable means reliable: two hosts with a link between them that loses a fifth of its frames."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.interop.conftest import lacking
from tests.interop.processes import Peer, Running

FORWARDER = Path(__file__).parent / "lossy_forwarder.py"
_NUMBERS = itertools.count()


def ip(*words: str) -> None:
    """Run `ip`."""
    done = subprocess.run(["ip", *words], capture_output=True, text=True)
    assert done.returncode == 0, f"ip {' '.join(words)}: {done.stderr}"


@dataclass(frozen=True)
class Link:
    """Two hosts (network namespaces) whose frames pass through the forwarder."""

    hosts: tuple[str, str]
    forwarder: Running

    def at(self, side: int, peer: Peer) -> Peer:
        """The peer as it runs on one of the hosts."""
        inside = ["ip", "netns", "exec", self.hosts[side], *peer.command]
        foreign = {"CYCLONEDDS_URI": "", "PEER_ADDRESS": f"10.77.0.{side + 1}"}
        ours = {"ROS_AUTOMATIC_DISCOVERY_RANGE": "SUBNET"}
        return replace(peer, command=inside, environment=peer.environment | foreign | ours)


@pytest.fixture
def link() -> Iterator[Link]:
    """Two hosts and the bad link between them, in network namespaces of the test's own."""
    if os.geteuid() != 0:
        lacking("the right to make network namespaces", "run the tests as root")
    tag = f"rb{os.getpid() % 10_000}x{next(_NUMBERS)}"
    names = [f"{tag}a", f"{tag}b", f"{tag}m"]
    try:
        for name in names:
            ip("netns", "add", name)
            ip("-n", name, "link", "set", "lo", "up")
        for side, host in enumerate(names[:2]):
            ip("link", "add", "eth0", "netns", host, "type", "veth", "peer", "name", f"port{side}",
               "netns", names[2])  # fmt: skip
            ip("-n", host, "address", "add", f"10.77.0.{side + 1}/24", "dev", "eth0")
            ip("-n", host, "link", "set", "eth0", "up")
            ip("-n", names[2], "link", "set", f"port{side}", "up")
        inside = ["ip", "netns", "exec", names[2], sys.executable, str(FORWARDER)]
        with Running([*inside, "port0", "port1"], {}) as forwarder:
            assert forwarder.answer() == {"ready": True}
            yield Link((names[0], names[1]), forwarder)
            assert forwarder.process.stdin is not None
            forwarder.process.stdin.close()
            counts = forwarder.answer()
            assert counts["dropped"] > 100, (
                f"the link was not bad enough to prove anything: {counts}"
            )
    finally:
        for name in names:
            subprocess.run(["ip", "netns", "delete", name], capture_output=True)


@pytest.mark.timeout(180)
@pytest.mark.parametrize(("size", "count"), [(64, 10_000), (1_000_000, 50)])
@pytest.mark.parametrize(
    ("sender", "receiver"),
    [("rosebay", "rosebay"), ("rosebay", "cyclone_c"), ("cyclone_c", "rosebay")],
)
def test_all_arrive_in_order_once(
    link: Link,
    request: pytest.FixtureRequest,
    domain: int,
    sender: str,
    receiver: str,
    size: int,
    count: int,
) -> None:
    source = link.at(0, request.getfixturevalue(sender))
    sink = link.at(1, request.getfixturevalue(receiver))
    options = ("--size", size, "--count", count, "--timeout-s", 170)
    with sink.start("sub", "/chat", domain, *options) as subscriber:
        assert subscriber.answer() == {"ready": True}
        with source.start("pub", "/chat", domain, *options) as publisher:
            assert subscriber.answer(timeout=175) == {
                "received": count,
                "first": 0,
                "last": count - 1,
                "ordered": True,
                "corrupt": 0,
            }
            assert publisher.answer() == {"published": count, "acknowledged": True}
