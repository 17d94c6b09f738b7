"""The peers: built once, and each test a ROS domain of its own."""

from __future__ import annotations

import fcntl
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.interop.processes import CYCLONE_ON_LOOPBACK, Peer
from tests.interop.raw import RawPeer
from tests.interop.robot import Robot

ROOT = Path(__file__).parents[2]
PEERS = Path(__file__).parent / "peers"


def lacking(what: str, remedy: str) -> None:
    """Skip for want of a peer, or fail where every peer must be there."""
    message = f"{what} is not installed; {remedy}"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@dataclass(frozen=True)
class Workshop:
    """Where the peers are built, each once for all workers of a test run."""

    folder: Path

    def build(self, program: str, *steps: list[object]) -> Path:
        """The program that these commands make; they run unless another worker ran them."""
        path = self.folder / program
        with path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not path.exists():
                for step in steps:
                    command = [str(word) for word in step]
                    done = subprocess.run(command, capture_output=True, text=True)
                    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
                path.with_suffix(".new").rename(path)
        return path

    def build_c(self, program: str, *generated: str) -> Path:
        """A program of Cyclone DDS, and what it is made of besides its source."""
        new = self.folder / f"{program}.new"
        sources = [PEERS / f"{program}.c", *(self.folder / name for name in generated)]
        compiler = ["gcc", "-O1", f"-I{self.folder}", *sources, "-lddsc", "-o", new]
        steps = [["idlc", "-o", self.folder, PEERS / "types.idl"]] if generated else []
        return self.build(program, *steps, compiler)

    def build_rust(self, folder: str) -> Path:
        """A program of a Cargo project of its own. What Cargo has built stays for the next time."""
        target = Path(os.environ.get("CARGO_TARGET_DIR", PEERS.parents[2] / "target")) / folder
        with (self.folder / f"{folder}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            command = ["cargo", "build", "--quiet", "--locked", "--target-dir", str(target)]
            done = subprocess.run(command, cwd=PEERS / folder, capture_output=True, text=True)
            assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return target / "debug" / f"{folder}-peer"

    def build_cpp(self, program: str) -> Path:
        """A program of Fast DDS."""
        libraries = ["-lfastrtps", "-lfastcdr", "-lpthread"]
        new = self.folder / f"{program}.new"
        source = PEERS / f"{program}.cpp"
        return self.build(program, ["g++", "-std=c++17", "-O1", source, *libraries, "-o", new])


@pytest.fixture(autouse=True)
def _chosen_by_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """The peer decides which middleware a test is on."""
    monkeypatch.delenv("RMW_IMPLEMENTATION", raising=False)


def command() -> Path:
    """The `ros2` command that is installed beside this Python's packages."""
    installed = Path(sysconfig.get_path("scripts"), "ros2")
    if not installed.exists():
        lacking("the ros2 command", "`make .venv/.built` or `pip install .` brings it")
    return installed


@pytest.fixture(scope="session")
def ros2() -> Path:
    """The command."""
    return command()


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """Where the peers are built."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        # Each worker's folder lies in that of the run.
        folder = folder.parent
    folder = folder / "peers"
    folder.mkdir(exist_ok=True)
    return Workshop(folder)


def need_cyclone_c() -> None:
    """Skip or fail without Cyclone DDS."""
    if shutil.which("idlc") is None or not Path("/usr/include/dds/dds.h").exists():
        remedy = "`apt-get install cyclonedds-dev cyclonedds-tools gcc` brings it"
        lacking("Cyclone DDS for C", remedy)


def need_fastdds() -> None:
    """Skip or fail without Fast DDS."""
    if not Path("/usr/include/fastdds/dds/domain/DomainParticipant.hpp").exists():
        lacking("Fast DDS for C++", "`apt-get install libfastrtps-dev g++` brings it")


@pytest.fixture(scope="session")
def cyclone_c(workshop: Workshop) -> Peer:
    """Cyclone DDS in C."""
    need_cyclone_c()
    program = workshop.build_c("cyclone_peer", "types.c")
    return Peer([str(program)], {"CYCLONEDDS_URI": CYCLONE_ON_LOOPBACK}, "rt/")


@pytest.fixture(scope="session")
def fastdds(workshop: Workshop) -> Peer:
    """Fast DDS in C++."""
    need_fastdds()
    return Peer([str(workshop.build_cpp("fastdds_peer"))], {}, "rt/")


@pytest.fixture(scope="session")
def cyclone_raw(workshop: Workshop) -> Peer:
    """Raw readers and writers on Cyclone DDS."""
    need_cyclone_c()
    program = workshop.build_c("cyclone_raw")
    return Peer([str(program)], {"CYCLONEDDS_URI": CYCLONE_ON_LOOPBACK})


@pytest.fixture(scope="session")
def fastdds_raw(workshop: Workshop) -> Peer:
    """Raw readers and writers on Fast DDS."""
    need_fastdds()
    return Peer([str(workshop.build_cpp("fastdds_raw"))])


@pytest.fixture
def start_raw(domain: int, request: pytest.FixtureRequest) -> Iterator[Callable[[str], RawPeer]]:
    """Starts the raw peer of a vendor."""
    with ExitStack() as running:

        def start(vendor: str) -> RawPeer:
            peer: Peer = request.getfixturevalue(f"{vendor}_raw")
            process = running.enter_context(peer.run(domain))
            return RawPeer(vendor, process)

        yield start


@pytest.fixture(params=["cyclone", "fastdds"])
def raw_peer(request: pytest.FixtureRequest, start_raw: Callable[[str], RawPeer]) -> RawPeer:
    """The raw peer of each vendor in turn, whose service mappings differ."""
    return start_raw(request.param)


@pytest.fixture
def zenoh_endpoint(_chosen_by_the_test: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where the test's first context is to be found, which is on Zenoh and looks for nobody."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        endpoint = f"tcp/127.0.0.1:{server.getsockname()[1]}"
    monkeypatch.setenv("RMW_IMPLEMENTATION", "rmw_zenoh_cpp")
    monkeypatch.setenv(
        "ZENOH_CONFIG_OVERRIDE",
        f'listen/endpoints=["{endpoint}"];scouting/multicast/enabled=false;connect/endpoints=[]',
    )
    return endpoint


@pytest.fixture(scope="session")
def hiroz(workshop: Workshop) -> Path:
    """hiroz, which does in Rust what rmw_zenoh does."""
    if shutil.which("cargo") is None:
        lacking("Cargo", "rustup brings it")
    return workshop.build_rust("hiroz")


@pytest.fixture
def robot(domain: int) -> Iterator[Robot]:
    """A node on the wire."""
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
