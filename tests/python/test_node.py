"""Nodes: names, what they make, and what they know of the graph."""

import gc
import weakref
from unittest.mock import Mock

import pytest
import rclpy
import rclpy.node
from rclpy._rclpy import NodeNameNonExistentError
from rclpy.clock import ROSClock
from rclpy.exceptions import (
    InvalidHandle,
    InvalidNamespaceException,
    InvalidNodeNameException,
    InvalidTopicNameException,
)
from rclpy.node import Node
from rclpy.qos import QoSProfile, ReliabilityPolicy
from rclpy.topic_endpoint_info import TopicEndpointTypeEnum
from rclpy.type_hash import TypeHash
from std_msgs.msg import String


def test_names(node):
    assert node.get_name() == "node"
    assert node.get_namespace() == "/ns"
    assert node.get_fully_qualified_name() == "/ns/node"
    assert node.get_logger().name == "ns.node"


@pytest.mark.parametrize(
    ("given", "namespace"), [("", "/"), ("/", "/"), ("a", "/a"), ("/a/b", "/a/b"), (None, "/")]
)
def test_namespaces(context, given, namespace):
    with Node("node", context=context, namespace=given) as node:
        assert node.get_namespace() == namespace


def test_invalid_names(context):
    with pytest.raises(InvalidNodeNameException, match="no-de"):
        Node("no-de", context=context)
    with pytest.raises(InvalidNamespaceException, match="na-me"):
        Node("node", context=context, namespace="na-me")


def test_create_node(context):
    with rclpy.create_node("made", context=context, namespace="a") as node:
        assert node.get_fully_qualified_name() == "/a/made"


def test_what_a_node_has(node, context):
    assert node.context is context
    assert isinstance(node.get_clock(), ROSClock)
    assert node.executor is None
    assert [publisher.topic_name for publisher in node.publishers] == ["/parameter_events"]
    assert list(node.timers) == list(node.guards) == list(node.waitables) == []
    with pytest.raises(AttributeError, match="cannot be modified"):
        node.handle = None


def test_command_line_of_a_node(context):
    arguments = ["--ros-args", "-r", "__node:=other", "-r", "__ns:=/moved", "-r", "a:=b"]
    with Node("node", context=context, cli_args=arguments) as node:
        assert node.get_fully_qualified_name() == "/moved/other"
        assert node.resolve_topic_name("a") == "/moved/b"
        assert node.resolve_topic_name("a", only_expand=True) == "/moved/a"
        assert node.create_publisher(String, "a", 10).topic_name == "/moved/b"


def test_command_line_of_the_program(domain):
    context = rclpy.Context()
    arguments = ["program", "--ros-args", "-r", "chatter:=talk", "-r", "special:__node:=other"]
    rclpy.init(args=arguments, context=context, domain_id=domain)
    with Node("special", context=context) as node:
        assert node.get_name() == "other"
        assert node.resolve_topic_name("chatter") == "/talk"
    with Node("special", context=context, use_global_arguments=False) as node:
        assert node.get_name() == "special"
        assert node.resolve_topic_name("chatter") == "/chatter"
    context.shutdown()


def test_resolution_of_names(node):
    assert node.resolve_topic_name("~/x") == "/ns/node/x"
    assert node.resolve_service_name("x") == "/ns/x"
    with pytest.raises(ValueError, match="a b"):
        node.resolve_topic_name("a b")


@pytest.mark.parametrize("topic", ["a b", "/a//b", "1st", ""])
def test_invalid_topics(node, topic):
    with pytest.raises(InvalidTopicNameException, match="Invalid topic name"):
        node.create_publisher(String, topic, 10)
    with pytest.raises(InvalidTopicNameException, match="Invalid topic name"):
        node.create_subscription(String, topic, print, 10)


@pytest.mark.parametrize(
    ("qos", "error"), [(-1, ValueError), ("10", TypeError), (1.0, TypeError), (None, TypeError)]
)
def test_invalid_qos(node, qos, error):
    with pytest.raises(error):
        node.create_publisher(String, "chatter", qos)


def test_types_that_are_no_messages(node):
    from example_interfaces.srv import AddTwoInts

    with pytest.raises(AttributeError, match="ROS 2 message type"):
        node.create_publisher(int, "chatter", 10)
    with pytest.raises(RuntimeError, match="might be a service or action"):
        node.create_publisher(AddTwoInts, "chatter", 10)


def test_destruction(context):
    node = Node("doomed", context=context)
    publisher = node.create_publisher(String, "chatter", 10)
    subscription = node.create_subscription(String, "chatter", print, 10)
    timer = node.create_timer(1, print)
    guard = node.create_guard_condition(print)
    assert list(node.publishers)[1:] == [publisher]
    assert list(node.subscriptions) == [subscription]
    assert list(node.timers) == [timer]
    assert list(node.guards) == [guard]
    node.destroy_node()
    for use in (
        node.get_name,
        node.get_topic_names_and_types,
        lambda: node.create_publisher(String, "chatter", 10),
        lambda: publisher.publish(String()),
        publisher.get_subscription_count,
        subscription.get_publisher_count,
        lambda: subscription.topic_name,
        timer.is_ready,
        timer.cancel,
        guard.trigger,
    ):
        with pytest.raises(InvalidHandle):
            use()
    assert not list(node.publishers)
    assert not node.destroy_publisher(publisher)
    node.destroy_node()


def test_a_handle_in_use_is_destroyed_afterwards(node):
    publisher = node.create_publisher(String, "chatter", 10)
    with publisher.handle:
        assert publisher.handle.pointer
        node.destroy_publisher(publisher)
        assert publisher.topic_name == "/ns/chatter"
        with pytest.raises(InvalidHandle), publisher.handle:
            pass
    with pytest.raises(InvalidHandle):
        assert publisher.topic_name


def test_pointers_tell_handles_apart(node):
    pointers = {
        handle.pointer
        for handle in (node.handle, node.context.handle, node.create_timer(1, print).handle)
    }
    assert len(pointers) == 3


def test_a_forgotten_node_leaves_the_graph(context, node):
    lost = Node("lost", context=context)
    lost.create_publisher(String, "chatter", 10)
    lost.create_subscription(String, "chatter", print, 10)
    lost.create_timer(1, print)
    assert "lost" in node.get_node_names()
    gone = weakref.ref(lost)
    del lost
    gc.collect()
    assert gone() is None
    assert "lost" not in node.get_node_names()


def test_nodes_in_the_graph(node, context):
    with Node("other", context=context):
        assert set(node.get_node_names()) == {"node", "other"}
        assert set(node.get_fully_qualified_node_names()) == {"/ns/node", "/other"}
        assert ("other", "/") in node.get_node_names_and_namespaces()
        assert ("node", "/ns", "/") in node.get_node_names_and_namespaces_with_enclaves()
    assert node.wait_for_node("/ns/node", 5)
    assert node.wait_for_node("ns/node", 5)
    assert not node.wait_for_node("/nobody", 0.02)


def test_topics_in_the_graph(node):
    node.create_publisher(String, "talk", 10)
    node.create_subscription(String, "hear", print, 10)
    topics = dict(node.get_topic_names_and_types())
    assert topics["/ns/talk"] == topics["/ns/hear"] == ["std_msgs/msg/String"]
    string = ["std_msgs/msg/String"]
    assert ("/ns/talk", string) in node.get_publisher_names_and_types_by_node("node", "/ns")
    assert ("/ns/hear", string) in node.get_subscriber_names_and_types_by_node("node", "/ns")
    services = dict(node.get_service_names_and_types_by_node("node", "/ns"))
    assert services["/ns/node/get_parameters"] == ["rcl_interfaces/srv/GetParameters"]
    assert node.get_client_names_and_types_by_node("node", "/ns") == []
    assert services.items() <= dict(node.get_service_names_and_types()).items()
    assert node.count_publishers("talk") == node.count_subscribers("/ns/hear") == 1
    assert node.count_publishers("hear") == node.count_subscribers("talk") == 0
    assert node.count_clients("nothing") == node.count_services("nothing") == 0


def test_unknown_nodes(node):
    for question in (
        node.get_publisher_names_and_types_by_node,
        node.get_subscriber_names_and_types_by_node,
        node.get_service_names_and_types_by_node,
        node.get_client_names_and_types_by_node,
    ):
        with pytest.raises(NodeNameNonExistentError, match="nobody"):
            question("nobody", "/")
    assert rclpy.node.NodeNameNonExistentError is NodeNameNonExistentError


def test_invalid_names_in_questions(node):
    for question in (
        node.count_publishers,
        node.count_subscribers,
        node.get_publishers_info_by_topic,
        node.get_subscriptions_info_by_topic,
    ):
        with pytest.raises(ValueError):
            question("a b")


def test_endpoints_in_the_graph(node):
    qos = QoSProfile(depth=3, reliability=ReliabilityPolicy.BEST_EFFORT)
    node.create_publisher(String, "chatter", qos)
    [info] = node.get_publishers_info_by_topic("chatter")
    assert (info.node_name, info.node_namespace) == ("node", "/ns")
    assert info.topic_type == "std_msgs/msg/String"
    assert str(info.topic_type_hash).startswith("RIHS01_df668c740482bbd4")
    assert info.endpoint_type == TopicEndpointTypeEnum.PUBLISHER
    assert len(info.endpoint_gid) == 16
    assert info.qos_profile.reliability == ReliabilityPolicy.BEST_EFFORT
    assert node.get_subscriptions_info_by_topic("chatter") == []
    node.create_subscription(String, "chatter", print, qos)
    [info] = node.get_subscriptions_info_by_topic("/ns/chatter")
    assert info.endpoint_type == TopicEndpointTypeEnum.SUBSCRIPTION
    assert "Node name: node" in str(info)


def test_type_hash():
    value = TypeHash(version=1, value=bytes(range(32)))
    assert str(value) == "RIHS01_" + bytes(range(32)).hex()
    assert value == TypeHash(1, bytes(range(32))) and value != TypeHash()
    assert str(TypeHash()) == "INVALID"


def test_mock_of_a_node():
    mock = Mock(spec=Node)
    mock.get_name.return_value = "mock"
    assert mock.get_name() == "mock"
    assert isinstance(mock, Node)
    with pytest.raises(AttributeError):
        mock.no_such_method()


def test_subclasses_may_use_any_name(context):
    class Mine(Node):
        def __init__(self):
            super().__init__("mine", context=context)
            self._handle = self._executor = self._qos_profile = self._topic = "mine"
            self.publisher = self.create_publisher(String, "chatter", 10)

    with Mine() as node:
        node.publisher.publish(String())
        assert node.executor is None


def test_names_that_programs_take_from_elsewhere():
    import rcl_interfaces.msg
    import rcl_interfaces.srv
    import rclpy.exceptions
    import rclpy.node
    import rclpy.parameter_service

    for home, module, names in (
        (rcl_interfaces.msg, rclpy.node, ("ParameterDescriptor", "SetParametersResult")),
        (rcl_interfaces.msg, rclpy.node, ("ParameterType", "ParameterValue", "IntegerRange")),
        (rclpy.exceptions, rclpy.node, ("ParameterNotDeclaredException",)),
        (rcl_interfaces.msg, rclpy.parameter_service, ("SetParametersResult",)),
        (rcl_interfaces.srv, rclpy.parameter_service, ("SetParameters", "ListParameters")),
    ):
        for name in names:
            assert getattr(module, name) is getattr(home, name)
