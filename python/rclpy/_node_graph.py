"""The half of a node that concerns names and the graph."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from rclpy import _rclpy
from rclpy.expand_topic_name import expand_topic_name
from rclpy.qos import QoSProfile
from rclpy.topic_endpoint_info import TopicEndpointInfo
from rclpy.type_hash import TypeHash
from rclpy.validate_full_topic_name import validate_full_topic_name

if TYPE_CHECKING:
    from rclpy.endpoint_info import ServiceEndpointInfo


class NodeGraph:
    """What a node is called, how it resolves names, and what it sees of the others."""

    def _init_graph(self, handle: _rclpy.Node) -> None:
        self.__handle = handle

    def get_name(self) -> str:
        """Return the node's name without its namespace."""
        return self.__handle.get_node_name()

    def get_namespace(self) -> str:
        """Return the node's namespace."""
        return self.__handle.get_namespace()

    def get_fully_qualified_name(self) -> str:
        """Return the node's name with its namespace."""
        return self.__handle.get_fully_qualified_name()

    def resolve_topic_name(self, topic: str, *, only_expand: bool = False) -> str:
        """
        Return a topic's full name, remapped.

        :param only_expand: whether to leave it without remapping.
        """
        return self.__handle.resolve_name(topic, only_expand, False)

    def resolve_service_name(self, service: str, *, only_expand: bool = False) -> str:
        """
        Return a service's full name, remapped.

        :param only_expand: whether to leave it without remapping.
        """
        return self.__handle.resolve_name(service, only_expand, True)

    def get_publisher_names_and_types_by_node(
        self, node_name: str, node_namespace: str, no_demangle: bool = False
    ) -> list[tuple[str, list[str]]]:
        """
        Return the topics, with their types, that a node publishes to.

        :param no_demangle: whether to name them as the middleware does.
        :raises NodeNameNonExistentError: if there is no such node.
        """
        return self.__handle.get_publisher_names_and_types_by_node(
            node_name, node_namespace, no_demangle
        )

    def get_subscriber_names_and_types_by_node(
        self, node_name: str, node_namespace: str, no_demangle: bool = False
    ) -> list[tuple[str, list[str]]]:
        """
        Return the topics, with their types, that a node subscribes to.

        :param no_demangle: whether to name them as the middleware does.
        :raises NodeNameNonExistentError: if there is no such node.
        """
        return self.__handle.get_subscriber_names_and_types_by_node(
            node_name, node_namespace, no_demangle
        )

    def get_service_names_and_types_by_node(
        self, node_name: str, node_namespace: str
    ) -> list[tuple[str, list[str]]]:
        """
        Return the services, with their types, that a node offers.

        :raises NodeNameNonExistentError: if there is no such node.
        """
        return self.__handle.get_service_names_and_types_by_node(node_name, node_namespace)

    def get_client_names_and_types_by_node(
        self, node_name: str, node_namespace: str
    ) -> list[tuple[str, list[str]]]:
        """
        Return the services, with their types, that a node calls.

        :raises NodeNameNonExistentError: if there is no such node.
        """
        return self.__handle.get_client_names_and_types_by_node(node_name, node_namespace)

    def get_topic_names_and_types(self, no_demangle: bool = False) -> list[tuple[str, list[str]]]:
        """
        Return the graph's topics with their types.

        :param no_demangle: whether to name them as the middleware does.
        """
        return self.__handle.get_topic_names_and_types(no_demangle)

    def get_service_names_and_types(self) -> list[tuple[str, list[str]]]:
        """Return the graph's services with their types."""
        return self.__handle.get_service_names_and_types()

    def get_node_names(self) -> list[str]:
        """Return the names of the graph's nodes without their namespaces."""
        return [name for name, _ in self.get_node_names_and_namespaces()]

    def get_fully_qualified_node_names(self) -> list[str]:
        """Return the names of the graph's nodes with their namespaces."""
        return [
            f"{namespace.rstrip('/')}/{name}"
            for name, namespace in self.get_node_names_and_namespaces()
        ]

    def get_node_names_and_namespaces(self) -> list[tuple[str, str]]:
        """Return name and namespace of the graph's nodes."""
        return [each[:2] for each in self.get_node_names_and_namespaces_with_enclaves()]

    def get_node_names_and_namespaces_with_enclaves(self) -> list[tuple[str, str, str]]:
        """Return name, namespace and security enclave of the graph's nodes."""
        return self.__handle.get_node_names_and_namespaces_with_enclaves()

    def count_publishers(self, topic_name: str) -> int:
        """Return how many publishers a topic has; its name is not remapped."""
        return self.__handle.get_count_publishers(self.__full_topic_name(topic_name))

    def count_subscribers(self, topic_name: str) -> int:
        """Return how many subscriptions a topic has; its name is not remapped."""
        return self.__handle.get_count_subscribers(self.__full_topic_name(topic_name))

    def count_clients(self, service_name: str) -> int:
        """Return how many clients a service has; its name is not remapped."""
        return self.__handle.get_count_clients(self.__full_service_name(service_name))

    def count_services(self, service_name: str) -> int:
        """Return how many servers a service has; its name is not remapped."""
        return self.__handle.get_count_services(self.__full_service_name(service_name))

    def get_publishers_info_by_topic(
        self, topic_name: str, no_mangle: bool = False
    ) -> list[TopicEndpointInfo]:
        """
        Return what is known of a topic's publishers.

        :param no_mangle: whether the name is the middleware's.
        """
        infos = self.__handle.get_publishers_info_by_topic(
            self.__name_to_ask_for(topic_name, no_mangle), no_mangle
        )
        return [TopicEndpointInfo(**info) for info in infos]

    def get_subscriptions_info_by_topic(
        self, topic_name: str, no_mangle: bool = False
    ) -> list[TopicEndpointInfo]:
        """
        Return what is known of a topic's subscriptions.

        :param no_mangle: whether the name is the middleware's.
        """
        infos = self.__handle.get_subscriptions_info_by_topic(
            self.__name_to_ask_for(topic_name, no_mangle), no_mangle
        )
        return [TopicEndpointInfo(**info) for info in infos]

    def get_clients_info_by_service(
        self, service_name: str, no_mangle: bool = False
    ) -> list[ServiceEndpointInfo]:
        """
        Return what is known of a service's clients.

        :param no_mangle: whether the name is taken as it stands.
        """
        name = service_name if no_mangle else self.resolve_service_name(service_name)
        return [_service_info(info) for info in self.__handle.get_clients_info_by_service(name)]

    def get_servers_info_by_service(
        self, service_name: str, no_mangle: bool = False
    ) -> list[ServiceEndpointInfo]:
        """
        Return what is known of a service's servers.

        :param no_mangle: whether the name is taken as it stands.
        """
        name = service_name if no_mangle else self.resolve_service_name(service_name)
        return [_service_info(info) for info in self.__handle.get_servers_info_by_service(name)]

    def wait_for_node(self, fully_qualified_node_name: str, timeout: float) -> bool:
        """
        Wait until a node is in the graph.

        :param timeout: how many seconds to wait at most; forever if negative.
        :return: whether it is.
        """
        name = "/" + fully_qualified_node_name.removeprefix("/")
        end = time.monotonic() + timeout
        while name not in self.get_fully_qualified_node_names():
            if timeout >= 0 and end <= time.monotonic():
                return False
            time.sleep(0.01)
        return True

    def __full_topic_name(self, name: str) -> str:
        full_name = self._expand_name(name)
        validate_full_topic_name(full_name)
        return full_name

    def __full_service_name(self, name: str) -> str:
        full_name = self._expand_name(name)
        validate_full_topic_name(full_name, is_service=True)
        return full_name

    def __name_to_ask_for(self, topic_name: str, no_mangle: bool) -> str:
        if no_mangle:
            return topic_name
        return self.resolve_topic_name(self.__full_topic_name(topic_name))

    def _expand_name(self, name: str) -> str:
        return expand_topic_name(name, self.get_name(), self.get_namespace())


def _service_info(info: dict[str, Any]) -> ServiceEndpointInfo:
    # Slow to import, and few programs ask.
    from rclpy.endpoint_info import EndpointTypeEnum, ServiceEndpointInfo

    return ServiceEndpointInfo(
        node_name=info["node_name"],
        node_namespace=info["node_namespace"],
        service_type=info["service_type"],
        service_type_hash=TypeHash(**info["service_type_hash"]),
        endpoint_type=EndpointTypeEnum(info["endpoint_type"]),
        endpoint_count=len(info["endpoint_gids"]),
        endpoint_gids=info["endpoint_gids"],
        qos_profiles=[QoSProfile(**qos) for qos in info["qos_profiles"]],
    )
