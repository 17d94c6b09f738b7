"""Received messages: decoded when they are read, and one with what is written through them."""

import gc
import platform
import resource
import sys
import threading
import tracemalloc
import weakref

import pytest
from builtin_interfaces.msg import Time
from geometry_msgs.msg import Point, PoseArray
from nav_msgs.msg import Odometry
from rclpy._rclpy import rclpy_deserialize, rclpy_serialize
from sensor_msgs.msg import Image, LaserScan
from std_msgs.msg import Empty, Header, String
from test_msgs.msg import MultiNested, UnboundedSequences


def received(message):
    return rclpy_deserialize(rclpy_serialize(message, type(message)), type(message))


def sent(message):
    return rclpy_deserialize(rclpy_serialize(message, type(message)), type(message))


def odometry():
    message = Odometry(child_frame_id="base")
    message.header.frame_id = "map"
    message.header.stamp.sec = 5
    message.pose.pose.position.x = 1.5
    return message


@pytest.fixture(params=[lambda m: m, received], ids=["own", "received"])
def message(request):
    return request.param(odometry())


def test_nested_messages_stay_the_same_object(message):
    assert message.header is message.header
    assert message.pose.pose.position is message.pose.pose.position


def test_writing_through_a_nested_message(message):
    stamp = message.header.stamp
    stamp.sec = 7
    message.pose.pose.position.y = 2.5
    after = sent(message)
    assert after.header.stamp.sec == 7
    assert after.header.frame_id == "map"
    assert (after.pose.pose.position.x, after.pose.pose.position.y) == (1.5, 2.5)


def test_an_assigned_message_is_kept(message):
    header = Header(frame_id="odom")
    message.header = header
    assert message.header is header
    header.frame_id = "world"
    assert sent(message).header.frame_id == "world"


def test_a_nested_message_outlives_its_owner():
    position = received(odometry()).pose.pose.position
    gc.collect()
    assert position.x == 1.5


def test_a_part_of_a_received_message_is_sent_alone():
    pose = received(odometry()).pose
    assert sent(pose).pose.position.x == 1.5
    assert sent(received(odometry()).header).stamp == Time(sec=5)


def test_lists_of_messages():
    message = received(PoseArray(poses=[odometry().pose.pose] * 3))
    poses = message.poses
    assert type(poses) is list
    assert message.poses is poses
    poses[1].position.z = 9.0
    del poses[0]
    poses.append(poses[0])
    after = sent(message)
    assert [pose.position.z for pose in after.poses] == [9.0, 0.0, 9.0]
    assert [pose.position.x for pose in after.poses] == [1.5] * 3


def test_lists_of_text():
    message = received(UnboundedSequences(string_values=["a", "b"], bool_values=[True]))
    message.string_values[0] = "c"
    message.bool_values.append(False)
    after = sent(message)
    assert after.string_values == ["c", "b"]
    assert after.bool_values == [True, False]


def payload_of(message):
    """Serialize with zeros as options, and mark the header so that a copy of it shows."""
    payload = bytearray(rclpy_serialize(message, type(message)))
    payload[3] = 3
    return bytes(payload)


READERS = {
    "nothing": lambda m: None,
    "a number": lambda m: m.header.stamp.sec,
    "text": lambda m: (m.child_frame_id, m.header.frame_id),
    "a nested message": lambda m: m.pose.pose.position,
}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_what_is_only_read_is_sent_as_it_came(read):
    payload = payload_of(odometry())
    message = rclpy_deserialize(payload, Odometry)
    read(message)
    assert rclpy_serialize(message, Odometry) == payload


CHANGES = {
    "a field": lambda m: setattr(m, "child_frame_id", m.child_frame_id),
    "a nested field": lambda m: setattr(m.pose.pose.position, "x", 1.5),
    "a nested message": lambda m: setattr(m, "header", m.header),
    "an array": lambda m: m.pose.covariance,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_may_have_changed_is_encoded_again(change):
    message = rclpy_deserialize(payload_of(odometry()), Odometry)
    change(message)
    assert rclpy_serialize(message, Odometry) == rclpy_serialize(odometry(), Odometry)


def test_numbers_that_are_only_read_are_sent_as_they_came():
    payload = payload_of(LaserScan(ranges=[1.0, 2.0]))
    message = rclpy_deserialize(payload, LaserScan)
    assert (message.ranges[0], len(message.ranges), bytes(message.ranges[:1])) == (
        1.0,
        2,
        b"\0\0\x80?",
    )
    assert sum(message.ranges) == 3.0
    assert rclpy_serialize(message, LaserScan) == payload


def test_empty_messages():
    message = received(Empty())
    assert message == Empty()
    assert rclpy_serialize(Empty(), Empty) == b"\0\1\0\0\0"


def test_the_buffer_may_change_afterwards():
    payload = bytearray(rclpy_serialize(String(data="abc"), String))
    message = rclpy_deserialize(bytes(payload), String)
    other = rclpy_deserialize(payload, String)
    payload[8:11] = b"xyz"
    assert (message.data, other.data) == ("abc", "abc")


def test_setting_all_fields_of_a_received_message():
    message = received(Header(frame_id="a"))
    message.frame_id = "b"
    message.stamp = Time(nanosec=3)
    assert sent(message) == Header(frame_id="b", stamp=Time(nanosec=3))


def test_cycles_through_messages_are_collected():
    class Holder(PoseArray):
        pass

    message = Holder()
    message.poses.append(message)
    message.itself = message
    reference = weakref.ref(message)
    del message
    gc.collect()
    assert reference() is None


def test_no_message_leaks():
    payload = rclpy_serialize(MultiNested(), MultiNested)
    large = rclpy_serialize(Image(data=bytes(1000)), Image)

    def work(count):
        for _ in range(count):
            message = rclpy_deserialize(large, Image)
            memoryview(message.data)[0]
            message.header.stamp.sec = 1
            rclpy_serialize(message, Image)
            String(data="x").data = "y"
            received(Point())
        for _ in range(count // 100):
            repr(rclpy_deserialize(payload, MultiNested))

    work(1000)
    gc.collect()
    tracemalloc.start()
    blocks = sys.getallocatedblocks()
    work(100_000 // 4)
    gc.collect()
    traced, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert traced < 100_000
    assert sys.getallocatedblocks() - blocks < 1000


def test_many_threads_read_one_message():
    for _ in range(20):
        message = received(odometry())
        seen = []
        start = threading.Barrier(4)

        def read(message=message, seen=seen, start=start):
            start.wait(10)
            seen.append((message.header, message.pose.pose.position, message.child_frame_id))

        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
        assert len(seen) == 4
        assert all(header is seen[0][0] and point is seen[0][1] for header, point, _ in seen)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc's allocator is set")
def test_buffers_of_large_messages_are_used_again():
    message = Image(data=bytes(6_000_000))

    def pages():
        return resource.getrusage(resource.RUSAGE_SELF).ru_minflt

    for _ in range(3):
        rclpy_serialize(message, Image)
    before = pages()
    for _ in range(10):
        rclpy_serialize(message, Image)
    # With pages of 4 KB, 30,000 are written to.
    assert pages() - before < 3000
