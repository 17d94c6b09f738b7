"""Tests of launches of nodes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from launch_testing_ros import DataRepublisher, MessagePump, WaitForTopics
from launch_testing_ros.tools import basic_output_filter
from rclpy.node import Node
from rosebay.pytest import Ros
from std_msgs.msg import Int32, String


def until(condition: object, patience: float = 20.0) -> None:
    """Wait until something is true of what another thread does."""
    end = time.monotonic() + patience
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "what was waited for has not happened"
        time.sleep(0.005)


def test_messages_are_republished(ros: Ros) -> None:
    def doubled_if_odd(message: Int32) -> Int32 | None:
        return Int32(data=2 * message.data) if message.data % 2 else None

    between = DataRepublisher(ros.node, "in", "out", Int32, doubled_if_odd)
    publisher = ros.node.create_publisher(Int32, "in", 10)
    heard: list[Int32] = []
    ros.node.create_subscription(Int32, "out", heard.append, 10)
    for number in (1, 2, 3):
        publisher.publish(Int32(data=number))
    ros.spin_until(lambda: len(heard) == 2 and between.get_num_received() == 3)
    assert [message.data for message in heard] == [2, 6]
    assert between.get_num_republished() == 2
    assert [message.data for message in between.get_republished()] == [1, 3]
    between.shutdown()
    assert ros.node.count_subscribers("in") == 0


def test_a_pump_spins_beside_a_test(ros: Ros) -> None:
    node = Node("pumped")
    heard: list[String] = []
    node.create_subscription(String, "chatter", heard.append, 10)
    pump = MessagePump(node)
    pump.start()
    ros.node.create_publisher(String, "chatter", 10).publish(String(data="hello"))
    until(lambda: heard)
    pump.stop()
    node.destroy_node()


@pytest.fixture
def counting(ros: Ros) -> None:
    """Two topics with messages on them."""
    for topic in ("one", "other"):
        publisher = ros.node.create_publisher(Int32, topic, 10)
        ros.node.create_timer(0.01, lambda publisher=publisher: publisher.publish(Int32(data=7)))


@pytest.mark.usefixtures("counting")
def test_topics_are_waited_for(ros: Ros) -> None:
    pump = MessagePump(ros.node)
    pump.start()
    try:
        topics = [("one", Int32), ("other", Int32)]
        with WaitForTopics(topics, timeout=20.0, messages_received_buffer_length=2) as waiting:
            assert waiting.topics_received() == {"one", "other"}
            assert waiting.topics_not_received() == set()
            assert waiting.received_messages("one")[0].data == 7
            until(lambda: len(waiting.received_messages("one")) == 2)
            assert waiting.wait()
            with pytest.raises(KeyError, match="silent"):
                waiting.received_messages("silent")
        with (
            pytest.raises(RuntimeError, match="Did not receive messages on these topics") as error,
            WaitForTopics([("one", Int32), ("silent", Int32)], timeout=0.5),
        ):
            pass
        assert error.value.args[1] == {"silent"}
    finally:
        pump.stop()


def test_what_a_middleware_writes_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind, text in (("prefixes", "DDS:"), ("patterns", ".*deprecated")):
        index = tmp_path / "share" / "ament_index" / "resource_index" / f"rmw_output_{kind}"
        index.mkdir(parents=True)
        (index / "rmw_some_cpp").write_text(f"{text}\n")
    monkeypatch.setenv("AMENT_PREFIX_PATH", str(tmp_path))
    said = "DDS: hello\nthis is deprecated\npid 7\nours\n"
    assert basic_output_filter(filtered_rmw_implementation="rmw_some_cpp")(said) == "ours\n"
    assert basic_output_filter(filtered_rmw_implementation="rmw_other_cpp")(said).count("\n") == 3


SENSOR_PROCESSOR = """
import rclpy
from rclpy.node import Node
from std_msgs.msg import Float32


class SensorProcessor(Node):
    def __init__(self):
        super().__init__("sensor_processor")
        self.publisher = self.create_publisher(Float32, "processed", 10)
        self.create_subscription(Float32, "raw", self.process, 10)

    def process(self, message):
        self.publisher.publish(Float32(data=2 * message.data))


try:
    with rclpy.init():
        rclpy.spin(SensorProcessor())
except KeyboardInterrupt:
    pass
"""

TEST_NODE = """
import rclpy
from std_msgs.msg import Float32

with rclpy.init():
    node = rclpy.create_node("test_node")
    heard = []
    node.create_subscription(Float32, "processed", heard.append, 10)
    publisher = node.create_publisher(Float32, "raw", 10)
    node.create_timer(0.05, lambda: publisher.publish(Float32(data=21.0)))
    while not heard:
        rclpy.spin_once(node)
    print(f"processed: {heard[0].data}", flush=True)
"""

SEED_TEST = """
import unittest

import launch
import launch_ros
import launch_testing
import pytest


@pytest.mark.launch_test
def generate_test_description():
    sensor_processor = launch_ros.actions.Node(
        package="my_robot_package", executable="sensor_processor", name="sensor_processor"
    )
    test_node = launch_ros.actions.Node(
        package="my_robot_package", executable="sensor_integration", name="test_node"
    )
    return launch.LaunchDescription([
        sensor_processor,
        test_node,
        launch_testing.actions.ReadyToTest(),
    ]), {"sensor_processor": sensor_processor, "test_node": test_node}


class TestSensorIntegration(unittest.TestCase):
    def test_sensor_pipeline(self, proc_info, proc_output, test_node):
        proc_info.assertWaitForShutdown(test_node, timeout=20)
        proc_output.assertWaitFor("processed: 42.0", test_node, stream="stdout")


@launch_testing.post_shutdown_test()
class TestAfterwards(unittest.TestCase):
    def test_exit_codes(self, proc_info):
        launch_testing.asserts.assertExitCodes(proc_info)
"""


def test_nodes_of_a_package_are_tested_together(
    tmp_path: Path, domain: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "my_robot_package"
    package.mkdir()
    (package / "package.xml").write_text("<package><name>my_robot_package</name></package>")
    (package / "__init__.py").touch()
    (package / "sensor_processor.py").write_text(SENSOR_PROCESSOR)
    (package / "sensor_integration.py").write_text(TEST_NODE)
    path = tmp_path / "test_integration.py"
    path.write_text(SEED_TEST)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setenv("ROS_DOMAIN_ID", str(domain))
    monkeypatch.setenv("ROS_LOG_DIR", str(tmp_path / "log"))
    monkeypatch.delenv("RMW_IMPLEMENTATION")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(path)]
    run = subprocess.run(command, capture_output=True, text=True)
    assert (run.returncode, "1 passed" in run.stdout) == (0, True), run.stdout + run.stderr
