"""The peers: built once, and each test a ROS domain of its own."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.interop.processes import CYCLONE_ON_LOOPBACK, Peer
from tests.interop.raw import RawPeer
from tests.interop.robot import Robot

PEERS = Path(__file__).parent / "peers"


def lacking(what: str, remedy: str) -> None:
    """Skip for want of a peer, or fail where every peer must be there."""
    message = f"{what} is not installed; {remedy}"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def run(*command: object) -> None:
    """Run a build step and show what it said where it fails."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"


@pytest.fixture(scope="session")
def build_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the peers are built."""
    return tmp_path_factory.mktemp("peers")


@pytest.fixture(scope="session")
def cyclone_c(build_folder: Path) -> Peer:
    """Cyclone DDS in C."""
    remedy = "`apt-get install cyclonedds-dev cyclonedds-tools gcc` brings it"
    if shutil.which("idlc") is None or not Path("/usr/include/dds/dds.h").exists():
        lacking("Cyclone DDS for C", remedy)
    program = build_folder / "cyclone_peer"
    run("idlc", "-o", build_folder, PEERS / "types.idl")
    sources = [PEERS / "cyclone_peer.c", build_folder / "types.c"]
    run("gcc", "-O1", f"-I{build_folder}", *sources, "-lddsc", "-o", program)
    return Peer([str(program)], {"CYCLONEDDS_URI": CYCLONE_ON_LOOPBACK}, "rt/")


@pytest.fixture(scope="session")
def fastdds(build_folder: Path) -> Peer:
    """Fast DDS in C++."""
    if not Path("/usr/include/fastdds/dds/domain/DomainParticipant.hpp").exists():
        lacking("Fast DDS for C++", "`apt-get install libfastrtps-dev g++` brings it")
    program = build_folder / "fastdds_peer"
    libraries = ["-lfastrtps", "-lfastcdr", "-lpthread"]
    run("g++", "-std=c++17", "-O1", PEERS / "fastdds_peer.cpp", *libraries, "-o", program)
    return Peer([str(program)], {}, "rt/")


@pytest.fixture(scope="session")
def cyclone_raw(cyclone_c: Peer, build_folder: Path) -> Peer:
    """Raw readers and writers on Cyclone DDS."""
    program = build_folder / "cyclone_raw"
    run("gcc", "-O1", PEERS / "cyclone_raw.c", "-lddsc", "-o", program)
    return Peer([str(program)], cyclone_c.environment)


@pytest.fixture(scope="session")
def fastdds_raw(fastdds: Peer, build_folder: Path) -> Peer:
    """Raw readers and writers on Fast DDS."""
    program = build_folder / "fastdds_raw"
    libraries = ["-lfastrtps", "-lfastcdr", "-lpthread"]
    run("g++", "-std=c++17", "-O1", PEERS / "fastdds_raw.cpp", *libraries, "-o", program)
    return Peer([str(program)])


@pytest.fixture
def start_raw(
    domain: int, cyclone_raw: Peer, fastdds_raw: Peer
) -> Iterator[Callable[[str], RawPeer]]:
    """Starts the raw peer of a vendor."""
    peers = {"cyclone": cyclone_raw, "fastdds": fastdds_raw}
    with ExitStack() as running:

        def start(vendor: str) -> RawPeer:
            process = running.enter_context(peers[vendor].run(domain))
            return RawPeer(vendor, process)

        yield start


@pytest.fixture(params=["cyclone", "fastdds"])
def raw_peer(request: pytest.FixtureRequest, start_raw: Callable[[str], RawPeer]) -> RawPeer:
    """The raw peer of each vendor in turn, whose service mappings differ."""
    return start_raw(request.param)


@pytest.fixture
def robot(domain: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Robot]:
    """A node on the wire."""
    monkeypatch.delenv("RMW_IMPLEMENTATION", raising=False)
    with Robot(domain) as robot:
        yield robot


@pytest.fixture(scope="session")
def cyclone_py() -> Peer:
    """Cyclone DDS in Python."""
    if importlib.util.find_spec("cyclonedds") is None:
        lacking("PyPI's cyclonedds", "`pip install cyclonedds==11.0.1` brings it")
    command = [sys.executable, str(PEERS / "cyclone_peer.py")]
    return Peer(command, {"CYCLONEDDS_URI": CYCLONE_ON_LOOPBACK}, "rt/")


@pytest.fixture(scope="session")
def rosebay() -> Peer:
    """A plain rclpy program."""
    environment = {"ROS_AUTOMATIC_DISCOVERY_RANGE": "LOCALHOST"}
    return Peer([sys.executable, str(PEERS / "rosebay_peer.py")], environment, "")


@pytest.fixture(params=["cyclone_c", "cyclone_py", "fastdds"])
def peer(request: pytest.FixtureRequest) -> Peer:
    """Each foreign peer in turn."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Peer)
    return found
