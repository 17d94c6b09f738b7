"""A stand-in between a publisher and a subscription."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rclpy.node import Node


class DataRepublisher:
    """Publishes the messages of one topic on another one, changed or not, or leaves them out."""

    def __init__(
        self,
        node: Node,
        listen_topic: str,
        publish_topic: str,
        msg_type: type[Any],
        transform_fn: Callable[[Any], Any],
    ) -> None:
        """
        Begin, as soon as the node spins.

        :param listen_topic: where messages come from.
        :param publish_topic: where they go to.
        :param msg_type: their type.
        :param transform_fn: takes a message and returns what is to be published, None for nothing.
        """
        self.__node = node
        self.__transform = transform_fn
        self.__received = 0
        self.__republished: list[Any] = []
        self.__publisher = node.create_publisher(msg_type, publish_topic, 10)
        self.__subscription = node.create_subscription(msg_type, listen_topic, self.__pass_on, 10)

    def shutdown(self) -> None:
        """End."""
        self.__node.destroy_subscription(self.__subscription)
        self.__node.destroy_publisher(self.__publisher)

    def get_num_received(self) -> int:
        """Return how many messages have come."""
        return self.__received

    def get_num_republished(self) -> int:
        """Return how many have been published."""
        return len(self.__republished)

    def get_republished(self) -> list[Any]:
        """Return those messages as they came."""
        return self.__republished

    def __pass_on(self, message: Any) -> None:
        self.__received += 1
        changed = self.__transform(message)
        if changed is not None:
            self.__republished.append(message)
            self.__publisher.publish(changed)
