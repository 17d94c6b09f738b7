"""From messages to bytes and back, and what tells messages from other classes."""

import pytest
from example_interfaces.action import Fibonacci
from example_interfaces.srv import AddTwoInts
from geometry_msgs.msg import Point, PoseStamped
from rclpy.serialization import deserialize_message, serialize_message
from rclpy.type_support import (
    check_for_type_support,
    check_is_valid_msg_type,
    check_is_valid_srv_type,
)
from std_msgs.msg import String
from test_msgs.message_fixtures import get_test_msg
from test_msgs.msg import __all__ as message_names


def test_there_and_back():
    message = PoseStamped()
    message.header.frame_id = "map"
    message.pose.position = Point(x=1.0, y=2.0, z=3.0)
    assert deserialize_message(serialize_message(message), PoseStamped) == message


def test_bytes():
    assert serialize_message(String(data="ab")) == b"\0\1\0\0\3\0\0\0ab\0"


@pytest.mark.parametrize("body", [b"", b"\xff\xff\xff\xff", b"\3\0\0\0a"])
def test_truncated_bytes(body):
    with pytest.raises(RuntimeError):
        deserialize_message(b"\0\1\0\0" + body, String)


def test_what_is_no_message():
    with pytest.raises(AttributeError, match="ROS 1"):
        serialize_message("text")
    with pytest.raises(AttributeError, match="ROS 1"):
        deserialize_message(b"", int)


def test_kinds_of_interfaces():
    for interface in (String, AddTwoInts, Fibonacci):
        check_for_type_support(interface)
    check_is_valid_msg_type(String)
    check_is_valid_srv_type(AddTwoInts)
    for interface in (AddTwoInts, Fibonacci):
        with pytest.raises(RuntimeError, match="might be a service or action"):
            check_is_valid_msg_type(interface)
    for interface in (String, Fibonacci):
        with pytest.raises(RuntimeError, match="might be a message or action"):
            check_is_valid_srv_type(interface)


@pytest.mark.parametrize("name", message_names)
def test_every_kind_of_field(name):
    messages = get_test_msg(name)
    for message in messages:
        assert deserialize_message(serialize_message(message), type(message)) == message
    assert len({repr(message) for message in messages}) in (1, 3)  # some have no fields


def test_no_such_message_to_test_with():
    with pytest.raises(AttributeError, match="NoSuch"):
        get_test_msg("NoSuch")
