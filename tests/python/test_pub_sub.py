"""Publishers and subscriptions."""

import threading
import time
from itertools import accumulate

import pytest
import rclpy
from rclpy._rclpy import RMWError
from rclpy.duration import Duration
from rclpy.event_handler import PublisherEventCallbacks, SubscriptionEventCallbacks
from rclpy.publisher import Publisher
from rclpy.qos import (
    DurabilityPolicy,
    HistoryPolicy,
    LivelinessPolicy,
    QoSProfile,
    ReliabilityPolicy,
)
from rclpy.serialization import deserialize_message, serialize_message
from rclpy.subscription import Subscription
from rclpy.wait_for_message import wait_for_message
from std_msgs.msg import Int32, String


def test_messages_arrive_in_order(node, spin_until):
    received = []
    publisher = node.create_publisher(Int32, "numbers", 100)
    node.create_subscription(Int32, "numbers", received.append, 100)
    for number in range(50):
        publisher.publish(Int32(data=number))
    spin_until(lambda: len(received) == 50)
    assert [message.data for message in received] == list(range(50))


def test_message_info(node, spin_until):
    received = []
    publisher = node.create_publisher(String, "chatter", 10)
    node.create_subscription(String, "chatter", lambda *args: received.append(args), 10)
    # A callback that can do without the info is not given it.
    spin_until(lambda: publisher.get_subscription_count() == 1)
    publisher.publish(String(data="x"))
    spin_until(lambda: received)
    assert len(received[0]) == 1

    with_info = []

    def callback(message, info):
        with_info.append((message, info))

    subscription = node.create_subscription(String, "chatter", callback, 10)
    assert subscription._callback_type is Subscription.CallbackType.WithMessageInfo
    publisher.publish(String(data="y"))
    spin_until(lambda: with_info)
    message, info = with_info[0]
    assert message.data == "y"
    assert 0 < info["source_timestamp"] <= info["received_timestamp"] <= time.time_ns()
    gid = info["publisher_gid"]
    assert gid["implementation_identifier"] == rclpy.get_rmw_implementation_identifier()
    assert len(gid["data"]) == 16
    assert set(info) >= {"publication_sequence_number", "reception_sequence_number"}


@pytest.mark.parametrize("callback", [lambda: None, lambda a, b, c: None])
def test_callbacks_that_take_something_else(node, callback):
    with pytest.raises(RuntimeError, match=r"one argument.*two"):
        node.create_subscription(String, "chatter", callback, 10)
    assert not list(node.subscriptions)


def test_callback_can_be_replaced(node, spin_until):
    first, second = [], []
    publisher = node.create_publisher(String, "chatter", 10)
    subscription = node.create_subscription(String, "chatter", first.append, 10)
    subscription.callback = second.append
    publisher.publish(String())
    spin_until(lambda: second)
    assert not first


def test_raw_messages(node, spin_until):
    received = []
    publisher = node.create_publisher(String, "chatter", 10)
    node.create_subscription(String, "chatter", received.append, 10, raw=True)
    publisher.publish(String(data="x"))
    publisher.publish(serialize_message(String(data="y")))
    spin_until(lambda: len(received) == 2)
    assert all(isinstance(each, bytes) for each in received)
    assert [deserialize_message(each, String).data for each in received] == ["x", "y"]


@pytest.mark.parametrize("message", [Int32(), "text", None, bytearray()])
def test_wrong_types_are_not_published(node, message):
    with pytest.raises(TypeError, match=r"Expected .*String.*, got"):
        node.create_publisher(String, "chatter", 10).publish(message)


def test_fields_are_checked_again_when_published(node):
    from std_msgs.msg import MultiArrayLayout

    publisher = node.create_publisher(MultiArrayLayout, "layout", 10)
    message = MultiArrayLayout()
    message.dim.append("not a dimension")
    with pytest.raises(Exception, match="dim"):
        publisher.publish(message)


def test_truncated_messages_are_passed_over_with_a_warning(node, spin_until, capfd):
    received = []
    publisher = node.create_publisher(String, "chatter", 10)
    node.create_subscription(String, "chatter", received.append, 10)
    publisher.publish(serialize_message(String(data="long enough"))[:-4])
    publisher.publish(String(data="whole"))
    spin_until(lambda: received)
    assert received == [String(data="whole")]
    assert "chatter" in (warning := capfd.readouterr().err) and "cannot be read" in warning


def test_taking_a_truncated_message(node):
    publisher = node.create_publisher(String, "chatter", 10)
    subscription = node.create_subscription(String, "chatter", print, 10)
    publisher.publish(b"\0\1\0\0\xff")
    with pytest.raises(RMWError, match="chatter"):
        subscription.handle.take_message(String, False)
    assert subscription.handle.take_message(String, False) is None


def test_taking_by_hand(node):
    publisher = node.create_publisher(String, "chatter", 10)
    subscription = node.create_subscription(String, "chatter", print, 10)
    assert subscription.handle.take_message(String, False) is None
    publisher.publish(String(data="x"))
    message, info = subscription.handle.take_message(String, False)
    assert message.data == "x" and info["source_timestamp"] > 0


def test_keep_last(node, spin_until):
    received = []
    publisher = node.create_publisher(Int32, "numbers", 10)
    node.create_subscription(Int32, "numbers", received.append, 3)
    for number in range(10):
        publisher.publish(Int32(data=number))
    spin_until(lambda: received and received[-1].data == 9)
    assert [message.data for message in received] == [7, 8, 9]


def test_late_subscription(node, spin_until):
    qos = QoSProfile(depth=2, durability=DurabilityPolicy.TRANSIENT_LOCAL)
    publisher = node.create_publisher(Int32, "numbers", qos)
    for number in range(5):
        publisher.publish(Int32(data=number))
    received = []
    node.create_subscription(Int32, "numbers", received.append, qos)
    spin_until(lambda: len(received) == 2)
    assert [message.data for message in received] == [3, 4]


def test_counts(node):
    publisher = node.create_publisher(String, "chatter", 10)
    assert publisher.get_subscription_count() == 0
    subscription = node.create_subscription(String, "chatter", print, 10)
    assert publisher.get_subscription_count() == subscription.get_publisher_count() == 1
    assert node.destroy_subscription(subscription)
    assert publisher.get_subscription_count() == 0


def test_publishing_from_threads(node, spin_until):
    received = []
    publisher = node.create_publisher(Int32, "numbers", 1000)
    node.create_subscription(Int32, "numbers", received.append, 1000)

    def publish(start):
        for number in range(start, start + 100):
            publisher.publish(Int32(data=number))

    threads = [threading.Thread(target=publish, args=(start,)) for start in (0, 100, 200)]
    for thread in threads:
        thread.start()
    spin_until(lambda: len(received) == 300)
    for thread in threads:
        thread.join()
    assert sorted(message.data for message in received) == list(range(300))


def test_destroyed_subscriptions_are_not_called(node, executor):
    called = []
    publisher = node.create_publisher(String, "chatter", 10)
    subscription = node.create_subscription(String, "chatter", called.append, 10)
    publisher.publish(String())
    node.destroy_subscription(subscription)
    executor.spin_once(timeout_sec=0.01)
    assert not called


def test_as_context_managers(node):
    with node.create_publisher(String, "chatter", 10) as publisher:
        with node.create_subscription(String, "chatter", print, 10):
            assert publisher.get_subscription_count() == 1
        assert publisher.get_subscription_count() == 0


def test_publisher_class(node):
    class Mine(Publisher):
        pass

    assert isinstance(node.create_publisher(String, "a", 10, publisher_class=Mine), Mine)

    class Broken(Publisher):
        def __init__(self, *args, **kwargs):
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        node.create_publisher(String, "b", 10, publisher_class=Broken)
    assert node.count_publishers("b") == 0


def test_acknowledgement_and_liveliness(node):
    qos = QoSProfile(depth=10, liveliness=LivelinessPolicy.MANUAL_BY_TOPIC)
    publisher = node.create_publisher(String, "chatter", qos)
    publisher.assert_liveliness()
    publisher.publish(String())
    assert publisher.wait_for_all_acked(Duration(seconds=5))
    assert publisher.wait_for_all_acked()


def test_matched_events(node, spin_until):
    seen = []
    publisher = node.create_publisher(
        String, "chatter", 10, event_callbacks=PublisherEventCallbacks(matched=seen.append)
    )
    subscription = node.create_subscription(
        String,
        "chatter",
        print,
        10,
        event_callbacks=SubscriptionEventCallbacks(matched=seen.append),
    )
    spin_until(lambda: len(seen) == 2)
    assert [(event.total_count, event.current_count) for event in seen] == [(1, 1), (1, 1)]
    node.destroy_subscription(subscription)
    spin_until(lambda: len(seen) == 3)
    assert (seen[2].current_count, seen[2].current_count_change) == (0, -1)
    assert publisher.get_subscription_count() == 0


def test_missed_deadlines(node, spin_until):
    qos = QoSProfile(depth=1, deadline=Duration(nanoseconds=10**7))
    offered, requested = [], []
    publisher = node.create_publisher(
        String, "chatter", qos, event_callbacks=PublisherEventCallbacks(deadline=offered.append)
    )
    node.create_subscription(
        String,
        "chatter",
        print,
        qos,
        event_callbacks=SubscriptionEventCallbacks(deadline=requested.append),
    )
    publisher.publish(String())
    spin_until(lambda: len(offered) >= 2 and len(requested) >= 2)
    for events in (offered, requested):
        assert events[0].total_count >= 1
        changes = [event.total_count_change for event in events]
        assert [event.total_count for event in events] == list(accumulate(changes))


def test_liveliness_ends_and_returns(node, spin_until):
    qos = QoSProfile(
        depth=1,
        liveliness=LivelinessPolicy.MANUAL_BY_TOPIC,
        liveliness_lease_duration=Duration(nanoseconds=10**7),
    )
    lost, changed = [], []
    publisher = node.create_publisher(
        String, "chatter", qos, event_callbacks=PublisherEventCallbacks(liveliness=lost.append)
    )
    node.create_subscription(
        String,
        "chatter",
        print,
        qos,
        event_callbacks=SubscriptionEventCallbacks(liveliness=changed.append),
    )
    publisher.assert_liveliness()
    spin_until(lambda: lost and any(event.not_alive_count == 1 for event in changed))
    assert lost[0].total_count >= 1
    seen = len(changed)
    publisher.assert_liveliness()
    spin_until(lambda: any(event.alive_count_change == 1 for event in changed[seen:]))


def test_incompatible_qos_is_logged_with_topic_and_policy(node, spin_until, capfd):
    node.create_publisher(
        String, "chatter", QoSProfile(depth=1, reliability=ReliabilityPolicy.BEST_EFFORT)
    )
    node.create_subscription(String, "chatter", print, 10)
    logged = []

    def both_are_logged():
        logged.append(capfd.readouterr().err)
        return "".join(logged).count("RELIABILITY") == 2

    spin_until(both_are_logged)
    text = "".join(logged)
    assert "New subscription discovered on topic 'chatter'" in text
    assert "New publisher discovered on topic 'chatter'" in text


def test_incompatible_qos_is_told(node, spin_until):
    seen = []
    node.create_publisher(
        String,
        "chatter",
        QoSProfile(depth=1, durability=DurabilityPolicy.VOLATILE),
        event_callbacks=PublisherEventCallbacks(incompatible_qos=seen.append),
    )
    node.create_subscription(
        String,
        "chatter",
        print,
        QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL),
        event_callbacks=SubscriptionEventCallbacks(use_default_callbacks=False),
    )
    spin_until(lambda: seen)
    from rclpy.qos import QoSPolicyKind

    assert seen[0].total_count == 1
    assert seen[0].last_policy_kind == QoSPolicyKind.DURABILITY


def test_incompatible_types_are_logged(node, spin_until, capfd):
    node.create_publisher(Int32, "chatter", 10)
    node.create_subscription(String, "chatter", print, 10)
    logged = []

    def is_logged():
        logged.append(capfd.readouterr().err)
        return "Incompatible type on topic 'chatter'" in "".join(logged)

    spin_until(is_logged)


def test_waiting_for_a_message(node):
    publisher = node.create_publisher(String, "chatter", 10)
    timer = threading.Timer(0.05, lambda: publisher.publish(String(data="x")))
    timer.start()
    assert wait_for_message(String, node, "chatter", time_to_wait=20) == (True, String(data="x"))
    timer.join()
    assert wait_for_message(String, node, "chatter", time_to_wait=0.02) == (False, None)
    qos = QoSProfile(history=HistoryPolicy.KEEP_ALL)
    assert wait_for_message(String, node, "chatter", qos_profile=qos, time_to_wait=0) == (
        False,
        None,
    )
    assert publisher.get_subscription_count() == 0


def test_shutdown_ends_waiting_for_a_message(node, context):
    timer = threading.Timer(0.05, context.shutdown)
    timer.start()
    assert wait_for_message(String, node, "chatter") == (False, None)
    timer.join()
