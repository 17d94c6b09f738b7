"""One node with services and clients on Cyclone DDS and Fast DDS, whose mappings differ."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import rclpy
from example_interfaces.srv import AddTwoInts
from rclpy.context import Context
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node

from tests.interop.processes import Peer, Running

PATIENCE = 30.0
CONTENT = 0


def add(request: AddTwoInts.Request, response: AddTwoInts.Response) -> AddTwoInts.Response:
    response.sum = request.a + request.b
    return response


class Robot:
    """A node, and what spins it."""

    def __init__(self, context: Context) -> None:
        self.node = Node("robot", context=context)
        self.executor = SingleThreadedExecutor(context=context)
        self.executor.add_node(self.node)

    def spin_until(self, condition: Callable[[], Any]) -> None:
        """Spin until a condition holds; fail when it never does."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, "what was waited for has not happened"
            self.executor.spin_once(timeout_sec=0.02)

    def call(self, service: str) -> list[int]:
        """Call a service three times, all at once."""
        client = self.node.create_client(AddTwoInts, service)
        assert client.wait_for_service(timeout_sec=PATIENCE)
        futures = [client.call_async(AddTwoInts.Request(a=n, b=40)) for n in range(3)]
        self.spin_until(lambda: all(future.done() for future in futures))
        return [future.result().sum for future in futures]  # type: ignore[union-attr]


@pytest.fixture
def robot(domain: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Robot]:
    monkeypatch.delenv("RMW_IMPLEMENTATION", raising=False)
    context = Context()
    rclpy.init(args=[], context=context, domain_id=domain)
    robot = Robot(context)
    yield robot
    robot.executor.shutdown()
    robot.node.destroy_node()
    context.try_shutdown()


@pytest.fixture
def start(
    domain: int, cyclone_services: Peer, fastdds_services: Peer
) -> Iterator[Callable[..., Running]]:
    """Starts a peer: which, as what, for which service."""
    peers = {"cyclone": cyclone_services, "fastdds": fastdds_services}
    with ExitStack() as running:

        def start(peer: str, role: str, service: str) -> Running:
            started = running.enter_context(peers[peer].start(role, str(domain), domain, service))
            running.callback(started.kill)
            return started

        yield start


@pytest.mark.parametrize("peer", ["cyclone", "fastdds"])
def test_a_peer_answers(robot: Robot, start: Callable[..., Running], peer: str) -> None:
    start(peer, "server", "sums")
    assert robot.call("sums") == [40, 41, 42]


@pytest.mark.parametrize("peers", [["cyclone"], ["fastdds"], ["cyclone", "fastdds"]])
def test_peers_are_answered(robot: Robot, start: Callable[..., Running], peers: list[str]) -> None:
    robot.node.create_service(AddTwoInts, "sums", add)
    clients = [start(peer, "client", "sums") for peer in peers]
    robot.spin_until(lambda: all(client.process.poll() is not None for client in clients))
    assert [client.process.returncode for client in clients] == [CONTENT] * len(peers)


def test_all_at_once(robot: Robot, start: Callable[..., Running]) -> None:
    robot.node.create_service(AddTwoInts, "sums", add)
    peers = ("cyclone", "fastdds")
    for peer in peers:
        start(peer, "server", f"{peer}_sums")
    clients = [start(peer, "client", "sums") for peer in peers]
    for _ in range(3):
        assert [robot.call(f"{peer}_sums") for peer in peers] == [[40, 41, 42]] * 2
    robot.spin_until(lambda: all(client.process.poll() is not None for client in clients))
    assert [client.process.returncode for client in clients] == [CONTENT] * 2
