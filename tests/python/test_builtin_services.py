"""The services and publishers that every node has, where programs start or look for them."""

import pytest
from rcl_interfaces.msg import ParameterEvent
from rcl_interfaces.srv import GetLoggerLevels, GetParameters
from rclpy.exceptions import InvalidHandle
from rclpy.logging_service import LoggingService
from rclpy.node import Node
from rclpy.parameter_service import ParameterService
from rclpy.time_source import TimeSource


@pytest.fixture
def bare(context, executor):
    """A node that offers no services by itself, on the executor."""
    with Node("bare", context=context, start_parameter_services=False) as bare:
        executor.add_node(bare)
        yield bare


def services(node, bare):
    found = node.get_service_names_and_types_by_node(bare.get_name(), bare.get_namespace())
    return [name.removeprefix("/bare/") for name, _types in found]


def answer(executor, node, service_type, name, request):
    client = node.create_client(service_type, name)
    assert client.wait_for_service(20.0)
    future = client.call_async(request)
    executor.spin_until_future_complete(future, 20.0)
    return future.result()


def test_the_parameter_services(executor, node, bare):
    assert "get_parameters" not in services(node, bare)
    for _ in range(2):
        ParameterService(bare)
    assert services(node, bare).count("get_parameters") == 1
    bare.declare_parameter("colour", "red")
    request = GetParameters.Request(names=["colour"])
    response = answer(executor, node, GetParameters, "/bare/get_parameters", request)
    assert [value.string_value for value in response.values] == ["red"]


def test_the_logger_services(executor, node, bare):
    assert "get_logger_levels" not in services(node, bare)
    for _ in range(2):
        LoggingService(bare)
    assert services(node, bare).count("set_logger_levels") == 1
    request = GetLoggerLevels.Request(names=["a", "b"])
    response = answer(executor, node, GetLoggerLevels, "/bare/get_logger_levels", request)
    assert [level.name for level in response.levels] == ["a", "b"]


def test_they_end_with_the_node(context, node):
    bare = Node("bare", context=context, start_parameter_services=False)
    ParameterService(bare)
    bare.destroy_node()
    assert "bare" not in node.get_node_names()
    with pytest.raises(InvalidHandle):
        ParameterService(bare)


def test_the_publisher_of_parameter_events(node, spin_until):
    [publisher] = node.publishers
    heard = []
    node.create_subscription(ParameterEvent, "/parameter_events", heard.append, 10)
    assert publisher.topic_name == "/parameter_events"
    assert publisher.get_subscription_count() == 1
    node.declare_parameter("colour", "red")
    spin_until(lambda: heard)
    assert heard[0].new_parameters[0].name == "colour"
    assert node.destroy_publisher(publisher)
    assert list(node.publishers) == []


def test_a_time_source_names_what_it_listens_to(node):
    source = TimeSource(node=node)
    assert source._clock_sub is None
    source.ros_time_is_active = True
    assert source._clock_sub == "/clock"
    source.detach_node()
    assert source._clock_sub is None
