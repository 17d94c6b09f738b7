"""The service that tells the types of a node's endpoints."""

import pytest
from rclpy.node import Node
from rclpy.parameter import Parameter
from rclpy.type_description_service import (
    START_TYPE_DESCRIPTION_SERVICE_PARAM,
    TypeDescriptionService,
)
from std_msgs.msg import Header
from std_srvs.srv import SetBool
from type_description_interfaces.srv import GetTypeDescription


@pytest.fixture
def ask(node, spin_until):
    """Asks the node about a type."""
    client = node.create_client(GetTypeDescription, "/ns/node/get_type_description")

    def ask(type_hash, **request):
        future = client.call_async(GetTypeDescription.Request(type_hash=type_hash, **request))
        spin_until(future.done)
        return future.result()

    return ask


def test_a_topic(node, ask):
    node.create_publisher(Header, "topic", 1)
    (info,) = node.get_publishers_info_by_topic("/ns/topic")
    response = ask(str(info.topic_type_hash))
    assert response.successful, response.failure_reason
    described = response.type_description.type_description
    assert described.type_name == "std_msgs/msg/Header"
    assert [field.name for field in described.fields] == ["stamp", "frame_id"]
    assert [source.type_name for source in response.type_sources] == [
        "std_msgs/msg/Header",
        "builtin_interfaces/msg/Time",
    ]
    assert [source.encoding for source in response.type_sources] == ["msg", "msg"]


def test_what_is_not_in_use(node, ask):
    publisher = node.create_publisher(Header, "topic", 1)
    (info,) = node.get_publishers_info_by_topic("/ns/topic")
    node.destroy_publisher(publisher)
    response = ask(str(info.topic_type_hash))
    assert not response.successful
    assert response.failure_reason == "Type not currently in use by this node"
    assert ask("no hash").failure_reason == "Failed to parse type hash"


def test_the_face(node):
    face = TypeDescriptionService(node)
    assert face.enabled
    assert face.service_name == "node/get_type_description"
    offered = (
        "/ns/node/get_type_description",
        ["type_description_interfaces/srv/GetTypeDescription"],
    )
    assert offered in node.get_service_names_and_types()
    face.destroy()
    assert offered not in node.get_service_names_and_types()
    face.destroy()
    node.create_service(SetBool, "unrelated", lambda _request, response: response)


def test_the_parameter(context):
    off = Parameter(START_TYPE_DESCRIPTION_SERVICE_PARAM, value=False)
    with Node("quiet", context=context, parameter_overrides=[off]) as node:
        assert not TypeDescriptionService(node).enabled
        assert node.describe_parameter(START_TYPE_DESCRIPTION_SERVICE_PARAM).read_only
        services = node.get_service_names_and_types_by_node("quiet", "/")
        assert "/quiet/get_type_description" not in [name for name, _ in services]
