"""A machine without a network: programs start, work among themselves and say what is wrong."""

import os
import subprocess
import sys

import pytest

PROGRAM = """
import rclpy
from std_msgs.msg import String
rclpy.init()
node = rclpy.create_node('alone')
heard = []
publisher = node.create_publisher(String, 'chat', 10)
node.create_subscription(String, 'chat', heard.append, 10)
publisher.publish(String(data='still here'))
rclpy.spin_once(node, timeout_sec=5)
print(heard[0].data)
"""


@pytest.mark.parametrize(
    ("discovery_range", "warning"),
    [
        ("LOCALHOST", "the loopback interface is down"),
        ("SUBNET", "no network interface but the loopback is up"),
    ],
)
def test_a_context_without_interfaces_warns_and_works(discovery_range: str, warning: str) -> None:
    if subprocess.run(["unshare", "-n", "true"], capture_output=True).returncode:
        if os.environ.get("CI"):
            pytest.fail("`unshare -n` is not allowed here; run the tests as root")
        pytest.skip("`unshare -n` is not allowed here; run the tests as root")
    done = subprocess.run(
        ["unshare", "-n", sys.executable, "-c", PROGRAM],
        env=os.environ
        | {
            "ROS_AUTOMATIC_DISCOVERY_RANGE": discovery_range,
            "RMW_IMPLEMENTATION": "rmw_cyclonedds_cpp",
        },
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "still here"
    assert warning in done.stderr
