"""Subscriptions that want only some messages."""

import pytest
from rclpy import _rclpy
from rclpy.subscription_content_filter_options import ContentFilterOptions
from std_msgs.msg import String


def test_only_what_is_wanted_comes(node, spin_until):
    heard = []
    wanted = ContentFilterOptions("data LIKE %0 AND NOT data = %1", ["'a%'", "'ab'"])
    subscription = node.create_subscription(
        String,
        "topic",
        lambda message: heard.append(message.data),
        10,
        content_filter_options=wanted,
    )
    assert subscription.is_cft_supported
    assert subscription.is_cft_enabled
    assert subscription.get_content_filter() == wanted
    publisher = node.create_publisher(String, "topic", 10)

    def publish(*texts):
        for text in texts:
            publisher.publish(String(data=text))

    publish("a", "b", "ab", "abc")
    spin_until(lambda: len(heard) == 2)
    subscription.set_content_filter("data = 'b'", [])
    publish("a", "b")
    spin_until(lambda: len(heard) == 3)
    subscription.set_content_filter("", [])
    assert not subscription.is_cft_enabled
    with pytest.raises(_rclpy.RCLError, match="no content filter"):
        subscription.get_content_filter()
    publish("a", "end")
    spin_until(lambda: heard[-1] == "end")
    assert heard == ["a", "abc", "b", "a", "end"]


def test_without_a_filter(node):
    subscription = node.create_subscription(String, "topic", print, 10)
    assert not subscription.is_cft_enabled


def test_wrong_filters(node):
    for expression, parameters, error in [
        ("date = 'x'", [], "has no field 'date'"),
        ("data = ", [], "expected a field, a value or a parameter"),
        ("data = %0", [], "names the parameter %0"),
        ("data = 1", [], "expected two numbers, two bools or two texts"),
    ]:
        options = ContentFilterOptions(expression, parameters)
        with pytest.raises(_rclpy.RCLError, match=error):
            node.create_subscription(String, "topic", print, 10, content_filter_options=options)
    assert list(node.subscriptions) == []
