"""What the graph knows of a publisher or subscription."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from rclpy.qos import QoSHistoryPolicy, QoSPresetProfiles, QoSProfile
from rclpy.type_hash import TypeHash


class TopicEndpointTypeEnum(IntEnum):
    """What an endpoint does."""

    INVALID = 0
    PUBLISHER = 1
    SUBSCRIPTION = 2


class TopicEndpointInfo:
    """A publisher or subscription in the graph: its node, type, identity and QoS."""

    __slots__ = [  # noqa: RUF023 (upstream's order)
        "_node_name",
        "_node_namespace",
        "_topic_type",
        "_topic_type_hash",
        "_endpoint_type",
        "_endpoint_gid",
        "_qos_profile",
    ]

    def __init__(self, **kwargs: Any) -> None:
        unknown = [key for key in kwargs if f"_{key}" not in self.__slots__]
        assert not unknown, f"Invalid arguments passed to constructor: {unknown}"
        self.node_name = kwargs.get("node_name", "")
        self.node_namespace = kwargs.get("node_namespace", "")
        self.topic_type = kwargs.get("topic_type", "")
        self.topic_type_hash = kwargs.get("topic_type_hash", TypeHash())
        self.endpoint_type = kwargs.get("endpoint_type", TopicEndpointTypeEnum.INVALID)
        self.endpoint_gid = kwargs.get("endpoint_gid", [])
        self.qos_profile = kwargs.get("qos_profile", QoSPresetProfiles.UNKNOWN.value)

    @property
    def node_name(self) -> str:
        """The node's name without its namespace."""
        return self._node_name

    @node_name.setter
    def node_name(self, value: str) -> None:
        assert isinstance(value, str)
        self._node_name = value

    @property
    def node_namespace(self) -> str:
        """The node's namespace."""
        return self._node_namespace

    @node_namespace.setter
    def node_namespace(self, value: str) -> None:
        assert isinstance(value, str)
        self._node_namespace = value

    @property
    def topic_type(self) -> str:
        """The type's name, as in ``std_msgs/msg/String``."""
        return self._topic_type

    @topic_type.setter
    def topic_type(self, value: str) -> None:
        assert isinstance(value, str)
        self._topic_type = value

    @property
    def topic_type_hash(self) -> TypeHash:
        """The hash of the type's definition."""
        return self._topic_type_hash

    @topic_type_hash.setter
    def topic_type_hash(self, value: TypeHash | dict[str, Any]) -> None:
        assert isinstance(value, (TypeHash, dict))
        self._topic_type_hash = TypeHash(**value) if isinstance(value, dict) else value

    @property
    def endpoint_type(self) -> TopicEndpointTypeEnum:
        """Whether it publishes or subscribes."""
        return self._endpoint_type

    @endpoint_type.setter
    def endpoint_type(self, value: TopicEndpointTypeEnum | int) -> None:
        assert isinstance(value, int)
        self._endpoint_type = TopicEndpointTypeEnum(value)

    @property
    def endpoint_gid(self) -> list[int]:
        """Its identity on the wire, byte for byte."""
        return self._endpoint_gid

    @endpoint_gid.setter
    def endpoint_gid(self, value: list[int]) -> None:
        assert all(isinstance(byte, int) for byte in value)
        self._endpoint_gid = value

    @property
    def qos_profile(self) -> QoSProfile:
        """What it offers or asks for."""
        return self._qos_profile

    @qos_profile.setter
    def qos_profile(self, value: QoSProfile | dict[str, Any]) -> None:
        assert isinstance(value, (QoSProfile, dict))
        self._qos_profile = QoSProfile(**value) if isinstance(value, dict) else value

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TopicEndpointInfo):
            return False
        return all(getattr(self, slot) == getattr(other, slot) for slot in self.__slots__)

    def __str__(self) -> str:
        qos = self.qos_profile
        history = qos.history.name
        if qos.history == QoSHistoryPolicy.KEEP_LAST:
            history = f"{history} ({qos.depth})"
        gid = ".".join(f"{byte:02x}" for byte in self.endpoint_gid)
        return (
            f"Node name: {self.node_name}\n"
            f"Node namespace: {self.node_namespace}\n"
            f"Topic type: {self.topic_type}\n"
            f"Topic type hash: {self.topic_type_hash}\n"
            f"Endpoint type: {self.endpoint_type.name}\n"
            f"GID: {gid}\n"
            "QoS profile:\n"
            f"  Reliability: {qos.reliability.name}\n"
            f"  History (Depth): {history}\n"
            f"  Durability: {qos.durability.name}\n"
            f"  Lifespan: {qos.lifespan}\n"
            f"  Deadline: {qos.deadline}\n"
            f"  Liveliness: {qos.liveliness.name}\n"
            f"  Liveliness lease duration: {qos.liveliness_lease_duration}"
        )
