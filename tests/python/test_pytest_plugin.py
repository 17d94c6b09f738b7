"""The plugin for tests of nodes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import rclpy
from example_interfaces.srv import AddTwoInts
from rclpy.node import Node
from rclpy.task import Future
from rosebay.pytest import Ros
from std_msgs.msg import Int32


class Counter(Node):
    """Counts, and adds, in the default context."""

    def __init__(self) -> None:
        super().__init__("counter")
        self.count = 0
        self.publisher = self.create_publisher(Int32, "count", 10)
        self.timer = self.create_timer(0.001, self.publish)
        self.create_service(AddTwoInts, "add", self.add)

    def publish(self) -> None:
        """Publish the next number."""
        self.publisher.publish(Int32(data=self.count))
        self.count += 1

    def add(
        self, request: AddTwoInts.Request, response: AddTwoInts.Response
    ) -> AddTwoInts.Response:
        """Answer."""
        response.sum = request.a + request.b
        return response


def test_a_graph_of_its_own(ros: Ros) -> None:
    assert rclpy.ok() and ros.context.get_domain_id() == ros.domain_id
    assert os.environ["ROS_DOMAIN_ID"] == str(ros.domain_id)
    assert ros.node.get_name() == "test_node"


def test_messages_are_waited_for(ros: Ros) -> None:
    counter = ros.add(Counter())
    first = ros.wait_for_message(Int32, "count").data
    later = [message.data for message in ros.wait_for_messages(Int32, "count", 3)]
    assert later == [later[0], later[0] + 1, later[0] + 2] and later[0] > first
    assert ros.spin_until(lambda: counter.count > later[-1])
    assert not list(ros.node.subscriptions)


def test_services_are_called(ros: Ros) -> None:
    ros.add(Counter())
    assert ros.call(AddTwoInts, "add", AddTwoInts.Request(a=1, b=2)).sum == 3


def test_futures_are_completed(ros: Ros) -> None:
    future: Future[int] = Future()
    ros.node.create_timer(0.001, lambda: future.set_result(7))
    assert ros.complete(future) == 7


def test_what_never_happens_fails_the_test(ros: Ros) -> None:
    with pytest.raises(pytest.fail.Exception, match=r"not happened within 0\.1 s"):
        ros.spin_until(lambda: False, timeout_sec=0.1)


TESTS = """
nodes = []

def test_one(ros):
    nodes.append(ros.node)
    ros.node.create_timer(0.01, lambda: None)

def test_other(ros):
    assert list(nodes[0].timers) == [] and not nodes[0].context.ok()
    assert ros.node.get_node_names() == ["test_node"]
"""


def run_pytest(folder: Path, *arguments: str) -> str:
    """What a run of pytest over a file of tests says."""
    (folder / "test_it.py").write_text(TESTS)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    return run.stdout + run.stderr


def test_each_test_begins_anew(tmp_path: Path) -> None:
    assert "2 passed" in run_pytest(tmp_path)


def test_the_plugin_can_be_left_out(tmp_path: Path) -> None:
    assert "fixture 'ros' not found" in run_pytest(tmp_path, "-p", "no:rosebay")


def test_the_plugin_costs_nothing_where_it_is_not_used() -> None:
    program = (
        "import sys, rosebay.pytest\n"
        "sys.exit(any(name.split('.')[0] in ('rclpy', 'numpy') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program]).returncode == 0
