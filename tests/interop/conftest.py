"""The peers: built once, and each test a ROS domain of its own."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.interop.processes import CYCLONE_ON_LOOPBACK, Peer

PEERS = Path(__file__).parent / "peers"
SERVICES = Path(__file__).parents[2] / "crates/rmw-dds/tests/peers"


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
def cyclone_services(cyclone_c: Peer, build_folder: Path) -> Peer:
    """A service and its client on Cyclone DDS."""
    program = build_folder / "cyclone_services"
    run("idlc", "-o", build_folder, SERVICES / "services.idl")
    sources = [SERVICES / "cyclone_services.c", build_folder / "services.c"]
    run("gcc", "-O1", f"-I{build_folder}", *sources, "-lddsc", "-o", program)
    return Peer([str(program)], cyclone_c.environment)


@pytest.fixture(scope="session")
def fastdds_services(fastdds: Peer, build_folder: Path) -> Peer:
    """A service and its client on Fast DDS."""
    program = build_folder / "fastdds_services"
    libraries = ["-lfastrtps", "-lfastcdr", "-lpthread"]
    run("g++", "-std=c++17", "-O1", SERVICES / "fastdds_services.cpp", *libraries, "-o", program)
    return Peer([str(program)])


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
