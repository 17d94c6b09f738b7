"""The event of lost messages: best effort has no place for all of them, and says how many."""

import signal
import time

import pytest
from conftest import MIDDLEWARES
from rclpy.event_handler import SubscriptionEventCallbacks
from rclpy.executors import MultiThreadedExecutor, SingleThreadedExecutor
from rclpy.experimental import EventsExecutor
from rclpy.qos import HistoryPolicy, QoSProfile, ReliabilityPolicy
from std_msgs.msg import Int32

PATIENCE = 20.0
BEST_EFFORT = QoSProfile(history=HistoryPolicy.KEEP_ALL, reliability=ReliabilityPolicy.BEST_EFFORT)


@pytest.mark.parametrize("kind", [SingleThreadedExecutor, MultiThreadedExecutor, EventsExecutor])
@pytest.mark.parametrize("middleware", MIDDLEWARES)
def test_each_message_has_come_or_is_lost(monkeypatch, request, middleware, kind):
    monkeypatch.setenv("RMW_IMPLEMENTATION", middleware)
    node, context = request.getfixturevalue("node"), request.getfixturevalue("context")
    events, received = [], []
    node.create_subscription(
        Int32,
        "numbers",
        lambda message: received.append(message.data),
        BEST_EFFORT,
        event_callbacks=SubscriptionEventCallbacks(message_lost=events.append),
    )
    publisher = node.create_publisher(Int32, "numbers", BEST_EFFORT)
    count = 20_000
    for number in range(count):
        publisher.publish(Int32(data=number))
    with kind(context=context) as executor:
        executor.add_node(node)
        end = time.monotonic() + PATIENCE
        while not events or len(received) + events[-1].total_count < count:
            assert time.monotonic() < end, (len(received), events)
            executor.spin_once(timeout_sec=0.1)
    assert received == sorted(received)
    assert len(received) + events[-1].total_count == count
    assert sum(event.total_count_change for event in events) == events[-1].total_count > 0


def test_nothing_is_said_while_nothing_is_lost(node, spin_until):
    events, received = [], []
    node.create_subscription(
        Int32,
        "numbers",
        received.append,
        BEST_EFFORT,
        event_callbacks=SubscriptionEventCallbacks(message_lost=events.append),
    )
    publisher = node.create_publisher(Int32, "numbers", BEST_EFFORT)
    for _ in range(100):
        publisher.publish(Int32())
    spin_until(lambda: len(received) == 100)
    assert events == []


PRELUDE = """
import time
import rclpy
from rclpy.event_handler import SubscriptionEventCallbacks
from rclpy.node import Node
from rclpy.qos import HistoryPolicy, QoSProfile, ReliabilityPolicy
from sensor_msgs.msg import Image

QOS = QoSProfile(history=HistoryPolicy.KEEP_ALL, reliability=ReliabilityPolicy.BEST_EFFORT)
rclpy.init()
"""
LISTENER = f"""{PRELUDE}
node = Node("listener")
numbers = []
lost = 0

def miss(event):
    global lost
    lost = event.total_count

node.create_subscription(
    Image,
    "images",
    lambda message: numbers.append(message.height),
    QOS,
    event_callbacks=SubscriptionEventCallbacks(message_lost=miss),
)
print("ready")
while not numbers:
    rclpy.spin_once(node)
print("listening")
while lost == 0 or len(numbers) + lost != numbers[-1] - numbers[0] + 1:
    rclpy.spin_once(node)
"""
# So that all of it can be heard, but for what it sends in between, as fast as it can.
TALKER = f"""{PRELUDE}
publisher = Node("talker").create_publisher(Image, "images", QOS)
while not publisher.get_subscription_count():
    time.sleep(0.01)
pixels = bytes(50_000)
for number in range(1_000_000):
    publisher.publish(Image(height=number, data=pixels))
    if number == 5_000:
        print("sent")
    if number < 50 or number >= 5_000:
        time.sleep(0.01)
"""


@pytest.mark.parametrize("shared_memory", ["0", ""], ids=["network", "shared memory"])
def test_who_is_stopped_is_told_what_it_missed(run, monkeypatch, shared_memory):
    """A process that does not run for a while, and more than any buffer holds."""
    monkeypatch.setenv("ROSEBAY_SHM", shared_memory)
    listener = run(LISTENER)
    listener.wait_for_line("ready")
    talker = run(TALKER)
    listener.wait_for_line("listening")
    listener.process.send_signal(signal.SIGSTOP)
    talker.wait_for_line("sent")
    listener.process.send_signal(signal.SIGCONT)
    assert listener.end() == (0, "", "")
