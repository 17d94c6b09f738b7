"""Names: what ROS allows, and how they expand."""

import pytest
from rclpy.exceptions import (
    InvalidNamespaceException,
    InvalidNodeNameException,
    InvalidServiceNameException,
    InvalidTopicNameException,
    NameValidationException,
)
from rclpy.expand_topic_name import expand_topic_name
from rclpy.topic_or_service_is_hidden import topic_or_service_is_hidden
from rclpy.validate_full_topic_name import validate_full_topic_name
from rclpy.validate_namespace import validate_namespace
from rclpy.validate_node_name import validate_node_name
from rclpy.validate_topic_name import validate_topic_name


@pytest.mark.parametrize("name", ["chatter", "/a/b", "~/private", "{node}/x", "~", "a_1"])
def test_valid_topic_names(name):
    assert validate_topic_name(name)


@pytest.mark.parametrize("name", ["", "a?b", "1st", "a/", "{unknown", "/~x", "a b"])
def test_invalid_topic_names(name):
    with pytest.raises(InvalidTopicNameException, match="Invalid topic name"):
        validate_topic_name(name)
    with pytest.raises(InvalidServiceNameException, match="Invalid service name"):
        validate_topic_name(name, is_service=True)


@pytest.mark.parametrize("name", ["relative", "/a/", "/a//b", "/{node}", "/1a", ""])
def test_invalid_full_topic_names(name):
    with pytest.raises(InvalidTopicNameException):
        validate_full_topic_name(name)
    with pytest.raises(InvalidServiceNameException):
        validate_full_topic_name(name, is_service=True)


def test_valid_full_topic_name():
    assert validate_full_topic_name("/a/b_c")


@pytest.mark.parametrize("name", ["", "a/b", "1st", "a-b", "a" * 256])
def test_invalid_node_names(name):
    with pytest.raises(InvalidNodeNameException, match="Invalid node name"):
        validate_node_name(name)


@pytest.mark.parametrize("name", ["", "relative", "/a/", "/1st", "//"])
def test_invalid_namespaces(name):
    with pytest.raises(InvalidNamespaceException, match="Invalid namespace"):
        validate_namespace(name)


def test_valid_node_name_and_namespaces():
    assert validate_node_name("node_1")
    assert validate_namespace("/")
    assert validate_namespace("/a/b")


def test_an_error_points_at_the_fault():
    with pytest.raises(NameValidationException) as caught:
        validate_topic_name("abc?d")
    lines = str(caught.value).splitlines()
    assert lines[1] == "  'abc?d'"
    assert lines[2].index("^") == lines[1].index("?")


@pytest.mark.parametrize(
    ("name", "expanded"),
    [
        ("chatter", "/ns/chatter"),
        ("/chatter", "/chatter"),
        ("~/chatter", "/ns/node/chatter"),
        ("~", "/ns/node"),
        ("{node}/x", "/ns/node/x"),
        ("/{ns}/x", "//ns/x"),
    ],
)
def test_expansion(name, expanded):
    assert expand_topic_name(name, "node", "/ns") == expanded


@pytest.mark.parametrize(
    "arguments",
    [("a b", "node", "/ns"), ("topic", "no/de", "/ns"), ("topic", "node", "ns"), ("{x}", "n", "/")],
)
def test_expansion_of_invalid_names(arguments):
    with pytest.raises(ValueError):
        expand_topic_name(*arguments)


@pytest.mark.parametrize(
    ("name", "hidden"), [("/a/b", False), ("/_a/b", True), ("/a/_b", True), ("/a_/b_c", False)]
)
def test_hidden_names(name, hidden):
    assert topic_or_service_is_hidden(name) is hidden
