"""What came to rclpy after Jazzy."""

import pytest
from rcl_interfaces.msg import ParameterEvent
from rclpy.endpoint_info import EndpointTypeEnum
from rclpy.node import Node
from rclpy.parameter import Parameter
from rclpy.qos import DurabilityPolicy, QoSProfile, qos_profile_rosout_default
from std_msgs.msg import Header, String
from std_srvs.srv import Trigger


def test_rosout_qos_profile(context):
    def offered(name):
        infos = node.get_publishers_info_by_topic("/rosout")
        return next(info.qos_profile for info in infos if info.node_name == name)

    with Node("usual", context=context) as node:
        assert offered("usual").durability == qos_profile_rosout_default.durability
    with Node("other", context=context, rosout_qos_profile=QoSProfile(depth=3)) as node:
        assert offered("other").durability == DurabilityPolicy.VOLATILE


def test_clients_and_servers_of_a_service(node):
    node.create_service(Trigger, "trigger", lambda _request, response: response)
    node.create_client(Trigger, "trigger")
    (server,) = node.get_servers_info_by_service("trigger")
    (client,) = node.get_clients_info_by_service("/ns/trigger")
    assert server.endpoint_type is EndpointTypeEnum.SERVER
    assert client.endpoint_type is EndpointTypeEnum.CLIENT
    for info in (server, client):
        assert (info.node_name, info.node_namespace) == ("node", "/ns")
        assert info.service_type == "std_srvs/srv/Trigger"
        assert info.service_type_hash.version == 1
        assert info.endpoint_count == len(info.endpoint_gids) == len(info.qos_profiles) == 2
    assert node.get_servers_info_by_service("nobody") == []


def test_acceptable_buffer_backends(node):
    for backends in (None, "cpu", "any", "cuda, cpu"):
        node.create_subscription(String, "topic", print, 1, acceptable_buffer_backends=backends)
    with pytest.raises(ValueError, match="cpu"):
        node.create_subscription(String, "topic", print, 1, acceptable_buffer_backends="cuda")


def test_lists_of_messages_take_look_alikes(node):
    parameter = Parameter("p", value=1)
    event = ParameterEvent(new_parameters=[parameter])
    assert event.new_parameters[0] is parameter
    publisher = node.create_publisher(ParameterEvent, "events", 1)
    with pytest.raises(AssertionError, match=r"new_parameters\[0\]"):
        publisher.publish(event)
    with pytest.raises(AssertionError, match="new_parameters"):
        event.new_parameters = [Header()]
    with pytest.raises(AssertionError, match="new_parameters"):
        event.new_parameters = ["p"]
