"""What the ros2 command prints of a node on Cyclone DDS, whole outputs."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.interop.processes import Peer

HASH = "RIHS01_df668c740482bbd48fb39d76a70dfd4bd59db1288021743503259e948f6b1a18"
INFO = f"""\
Type: std_msgs/msg/String

Publisher count: 1

Node name: talker
Node namespace: /
Topic type: std_msgs/msg/String
Topic type hash: {HASH}
Endpoint type: PUBLISHER
GID: …
QoS profile:
  Reliability: RELIABLE
  History (Depth): UNKNOWN
  Durability: TRANSIENT_LOCAL
  Lifespan: Infinite
  Deadline: Infinite
  Liveliness: AUTOMATIC
  Liveliness lease duration: Infinite

Subscription count: 0

"""
NODE = """\
/talker
  Subscribers:

  Publishers:
    /chat: std_msgs/msg/String
  Service Servers:

  Service Clients:

  Action Servers:

  Action Clients:

"""


@pytest.fixture
def shown(ros2: Path, domain: int) -> Callable[..., str]:
    """What the command prints."""

    def show(*arguments: str) -> str:
        environment = os.environ | {"ROS_DOMAIN_ID": str(domain)}
        done = subprocess.run(
            [ros2, *arguments], env=environment, capture_output=True, text=True, timeout=30
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return show


@pytest.mark.timeout(900)
def test_a_node_on_cyclone(cyclone_py: Peer, shown: Callable[..., str], domain: int) -> None:
    options = ("--node", "talker", "--transient-local", "--depth", 3, "--no-wait", "--size", 3)
    with cyclone_py.start("pub", "/chat", domain, *options) as publisher:
        assert publisher.answer()["published"] == 1
        assert shown("node", "list") == "/talker\n"
        assert shown("topic", "list", "-t").splitlines()[0] == "/chat [std_msgs/msg/String]"
        assert shown("node", "info", "/talker") == NODE
        assert re.sub("GID: .*", "GID: …", shown("topic", "info", "-v", "/chat")) == INFO
        assert shown("topic", "echo", "/chat", "--once") == "data: 0:a\n---\n"
        echoed = shown("topic", "echo", "/chat", "--once", "--raw")
        assert echoed == "b'\\x00\\x01\\x00\\x00\\x04\\x00\\x00\\x000:a\\x00'\n---\n"
        warned = shown("doctor", "-ep", "--listen", "0")
        assert warned == "\nAll 6 checks passed\n\n"
