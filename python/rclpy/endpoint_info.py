"""What the graph knows of publishers, subscriptions, clients and servers."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from rclpy.qos import QoSProfile
from rclpy.topic_endpoint_info import TopicEndpointInfo as TopicEndpointInfo
from rclpy.type_hash import TypeHash


class EndpointTypeEnum(IntEnum):
    """What an endpoint does."""

    INVALID = 0
    PUBLISHER = 1
    SUBSCRIPTION = 2
    CLIENT = 3
    SERVER = 4


@dataclass
class ServiceEndpointInfo:
    """
    A client or server in the graph: its node, type, identities and QoS.

    On DDS each has two endpoints, a reader and a writer.
    """

    node_name: str = ""
    node_namespace: str = ""
    service_type: str = ""
    service_type_hash: TypeHash = field(default_factory=TypeHash)
    endpoint_type: EndpointTypeEnum = EndpointTypeEnum.INVALID
    endpoint_count: int = 0
    endpoint_gids: list[list[int]] = field(default_factory=list)
    qos_profiles: list[QoSProfile] = field(default_factory=list)
