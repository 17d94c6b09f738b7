"""Waiting until something is heard on topics."""

from __future__ import annotations

import contextlib
import random
import string
import threading
from collections import deque
from collections.abc import Sequence
from types import TracebackType
from typing import Any

import rclpy
from rclpy.context import Context
from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
from rclpy.node import Node


class WaitForTopics:
    """
    Waits for messages on topics, with a node and a context of its own.

    With ``with`` it waits at the beginning, and raises an error if a topic is silent.
    """

    def __init__(
        self,
        topic_tuples: Sequence[tuple[str, type[Any]]],
        timeout: float = 5.0,
        messages_received_buffer_length: int | None = 10,
    ) -> None:
        """
        Begin to spin.

        :param topic_tuples: the topics and the types of their messages.
        :param timeout: for how many seconds to wait.
        :param messages_received_buffer_length: how many messages of each to keep, the newest.
        """
        self.topic_tuples = topic_tuples
        self.timeout = timeout
        self.messages_received_buffer_length = messages_received_buffer_length
        self._context = Context()
        rclpy.init(context=self._context)
        self._node = _Listener(self._context, messages_received_buffer_length)
        self._executor = SingleThreadedExecutor(context=self._context)
        self._executor.add_node(self._node)
        self._thread = threading.Thread(target=self._spin)
        self._thread.start()

    def _spin(self) -> None:
        with contextlib.suppress(ExternalShutdownException):
            self._executor.spin()

    def wait(self) -> bool:
        """Wait from now; return whether there was a message on every topic."""
        self._node.listen(self.topic_tuples)
        return self._node.has_heard_all.wait(self.timeout)

    def shutdown(self) -> None:
        """Stop listening."""
        self._context.try_shutdown()
        self._thread.join()
        self._node.destroy_node()

    def topics_received(self) -> set[str]:
        """Return the topics on which there was a message."""
        return self._node.heard()

    def topics_not_received(self) -> set[str]:
        """Return the topics on which there was none."""
        return set(self._node.messages) - self._node.heard()

    def received_messages(self, topic_name: str) -> list[Any]:
        """
        Return the messages of a topic that are kept.

        :raises KeyError: if nobody waits for it.
        """
        if topic_name not in self._node.messages:
            raise KeyError(f"No messages received for topic: {topic_name}")
        return list(self._node.messages[topic_name])

    def __enter__(self) -> WaitForTopics:
        if not self.wait():
            silent = self.topics_not_received()
            self.shutdown()
            raise RuntimeError("Did not receive messages on these topics: ", silent)
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        self.shutdown()


class _Listener(Node):
    """Keeps the messages of topics."""

    def __init__(self, context: Context, depth: int | None) -> None:
        letters = "".join(random.choices(string.ascii_uppercase + string.digits, k=10))
        super().__init__(f"_test_node_{letters}", context=context)
        self._depth = depth
        self.messages: dict[str, deque[Any]] = {}
        self.has_heard_all = threading.Event()

    def listen(self, topics: Sequence[tuple[str, type[Any]]]) -> None:
        """Forget what was heard, and listen to more topics."""
        self.has_heard_all.clear()
        for kept in self.messages.values():
            kept.clear()
        for topic, msg_type in topics:
            if topic not in self.messages:
                self.messages[topic] = deque(maxlen=self._depth)
                self.create_subscription(
                    msg_type, topic, lambda message, topic=topic: self._keep(topic, message), 10
                )

    def heard(self) -> set[str]:
        """Return the topics with messages."""
        return {topic for topic, kept in self.messages.items() if kept}

    def _keep(self, topic: str, message: Any) -> None:
        self.messages[topic].append(message)
        if all(self.messages.values()):
            self.has_heard_all.set()
