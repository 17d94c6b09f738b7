"""Two sites that know only a router in between: TLS, a cut link, a stranger's certificate."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.interop.conftest import lacking
from tests.interop.processes import Running

_NUMBERS = itertools.count()
PORT = 7447

ROBOT = """
import json, rclpy
from example_interfaces.srv import AddTwoInts
from rclpy.qos import DurabilityPolicy, QoSProfile
from std_msgs.msg import String
rclpy.init()
node = rclpy.create_node("robot")
latched = QoSProfile(depth=3, durability=DurabilityPolicy.TRANSIENT_LOCAL)
places = node.create_publisher(String, "/places", latched)
for place in ("hall", "dock"):
    places.publish(String(data=place))
def add(request, response):
    response.sum = request.a + request.b
    return response
service = node.create_service(AddTwoInts, "/add", add)
print(json.dumps({"ready": True}), flush=True)
rclpy.spin(node)
"""

DESK = """
import json, sys, time, rclpy
from example_interfaces.srv import AddTwoInts
from rclpy.qos import DurabilityPolicy, QoSProfile
from std_msgs.msg import String
patience = float(sys.argv[1])
rclpy.init()
node = rclpy.create_node("desk")
heard = []
latched = QoSProfile(depth=3, durability=DurabilityPolicy.TRANSIENT_LOCAL)
places = node.create_subscription(String, "/places", lambda m: heard.append(m.data), latched)
client = node.create_client(AddTwoInts, "/add")
end = time.monotonic() + patience
while time.monotonic() < end and not (len(heard) == 2 and client.service_is_ready()):
    rclpy.spin_once(node, timeout_sec=0.05)
answer = None
if client.service_is_ready():
    future = client.call_async(AddTwoInts.Request(a=40, b=2))
    rclpy.spin_until_future_complete(node, future, timeout_sec=patience)
    answer = future.result().sum if future.done() else None
print(json.dumps({"heard": heard, "sum": answer, "nodes": node.get_node_names()}), flush=True)
"""

STRANGER = """
import json, rclpy
try:
    rclpy.init()
    print(json.dumps({"refused": ""}), flush=True)
except Exception as error:
    print(json.dumps({"refused": str(error)}), flush=True)
"""


def run(*words: str) -> None:
    """Run a command that must work."""
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(words)}: {done.stderr}"


def command() -> Path:
    """The `ros2` command of this checkout."""
    target = Path(os.environ.get("CARGO_TARGET_DIR", "target"))
    built = target / "debug" / "ros2"
    if not built.exists():
        lacking("the ros2 command", "`cargo build -p rosebay-ros2` brings it")
    return built


class Sites:
    """A robot and a desk, each linked to a cloud, in network namespaces of the test's own."""

    def __init__(self, folder: Path) -> None:
        tag = f"rb{os.getpid() % 10_000}z{next(_NUMBERS)}"
        self.robot, self.cloud, self.desk = (f"{tag}{letter}" for letter in "rcd")
        self.folder = folder

    def link(self) -> None:
        """Make the namespaces and the links between them."""
        for name in (self.robot, self.cloud, self.desk):
            run("ip", "netns", "add", name)
            run("ip", "-n", name, "link", "set", "lo", "up")
        for number, site in enumerate((self.robot, self.desk)):
            port = f"port{number}"
            run("ip", "link", "add", "eth0", "netns", site, "type", "veth", "peer", "name", port,
                "netns", self.cloud)  # fmt: skip
            run("ip", "-n", site, "address", "add", f"10.78.{number}.2/24", "dev", "eth0")
            run("ip", "-n", self.cloud, "address", "add", f"10.78.{number}.1/24", "dev", port)
            run("ip", "-n", site, "link", "set", "eth0", "up")
            run("ip", "-n", self.cloud, "link", "set", port, "up")

    def unlink(self) -> None:
        """Take all of it away."""
        for name in (self.robot, self.cloud, self.desk):
            subprocess.run(["ip", "netns", "delete", name], capture_output=True)

    def certify(self, name: str, authority: str) -> None:
        """Make a key and a certificate for NAME, signed by an authority, new or not."""
        ca, own = self.folder / authority, self.folder / name
        if not ca.with_suffix(".pem").exists():
            run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                "-nodes", "-days", "2", "-subj", f"/CN={authority}",
                "-keyout", f"{ca}.key", "-out", f"{ca}.pem")  # fmt: skip
        run("openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-subj", f"/CN={name}", "-keyout", f"{own}.key", "-out", f"{own}.csr")  # fmt: skip
        extensions = own.with_suffix(".ext")
        extensions.write_text("subjectAltName=IP:10.78.0.1,IP:10.78.1.1\n")
        signing = ["-CA", f"{ca}.pem", "-CAkey", f"{ca}.key", "-extfile", str(extensions)]
        files = ["-in", f"{own}.csr", "-out", f"{own}.pem"]
        run("openssl", "x509", "-req", "-days", "2", *signing, *files)

    def tls(self, name: str) -> dict[str, object]:
        """How Zenoh shows a certificate, and asks for one of the others."""
        own, ca = self.folder / name, self.folder / "site.pem"
        return {
            "root_ca_certificate": str(ca),
            "enable_mtls": True,
            "listen_private_key": f"{own}.key",
            "listen_certificate": f"{own}.pem",
            "connect_private_key": f"{own}.key",
            "connect_certificate": f"{own}.pem",
        }

    def configure(self, name: str, more: dict[str, object]) -> Path:
        """Write a configuration of Zenoh with the certificate of NAME."""
        path = self.folder / f"{name}.json5"
        link = {"tls": self.tls(name), "tx": {"lease": 2000}}
        path.write_text(
            json.dumps(
                {
                    "scouting": {"multicast": {"enabled": False}},
                    "timestamping": {"enabled": True},
                    "transport": {"link": link},
                    **more,
                }
            )
        )
        return path

    def program(self, site: str, name: str, gateway: str, text: str, *words: str) -> Running:
        """A program of a site that connects to the cloud."""
        client: dict[str, object] = {
            "mode": "client",
            "connect": {
                "endpoints": [f"tls/{gateway}:{PORT}"],
                "timeout_ms": 10_000,
                "exit_on_failure": True,
            },
        }
        environment = {
            "RMW_IMPLEMENTATION": "rmw_zenoh_cpp",
            "ZENOH_SESSION_CONFIG_URI": str(self.configure(name, client)),
            "ROS_DOMAIN_ID": "7",
        }
        inside = ["ip", "netns", "exec", site]
        return Running([*inside, sys.executable, "-c", text, *words], environment)


@pytest.fixture
def sites(tmp_path: Path) -> Iterator[Sites]:
    """The sites with certificates of one authority, and a router in the cloud."""
    if os.geteuid() != 0:
        lacking("the right to make network namespaces", "run the tests as root")
    if shutil.which("openssl") is None:
        lacking("openssl", "`apt-get install openssl` brings it")
    router = command()
    sites = Sites(tmp_path)
    try:
        sites.link()
        for name in ("robot", "cloud", "desk"):
            sites.certify(name, "site")
        listen: dict[str, object] = {
            "mode": "router",
            "listen": {"endpoints": [f"tls/0.0.0.0:{PORT}"]},
        }
        config = sites.configure("cloud", listen)
        inside = [
            "ip",
            "netns",
            "exec",
            sites.cloud,
            str(router),
            "router",
            "--config",
            str(config),
        ]
        with subprocess.Popen(inside, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline().startswith("Started Zenoh router")
            yield sites
            process.terminate()
    finally:
        sites.unlink()


@pytest.mark.timeout(180)
def test_sites_meet_in_the_cloud_and_again_after_a_cut(sites: Sites) -> None:
    with ExitStack() as running:
        robot = sites.program(sites.robot, "robot", "10.78.0.1", ROBOT)
        running.enter_context(robot)
        assert robot.answer() == {"ready": True}
        expected = {"heard": ["hall", "dock"], "sum": 42}
        desk = running.enter_context(sites.program(sites.desk, "desk", "10.78.1.1", DESK, "30"))
        answer = desk.answer()
        assert {key: answer[key] for key in expected} == expected
        run("ip", "-n", sites.cloud, "link", "set", "port0", "down")
        time.sleep(5)
        run("ip", "-n", sites.cloud, "link", "set", "port0", "up")
        again = running.enter_context(sites.program(sites.desk, "desk", "10.78.1.1", DESK, "60"))
        answer = again.answer(90)
        assert {key: answer[key] for key in expected} == expected


@pytest.mark.timeout(120)
def test_who_has_a_strangers_certificate_is_refused(sites: Sites) -> None:
    sites.certify("stranger", "elsewhere")
    with sites.program(sites.desk, "stranger", "10.78.1.1", STRANGER) as stranger:
        assert "10.78.1.1" in stranger.answer()["refused"]
