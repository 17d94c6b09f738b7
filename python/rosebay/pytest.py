"""
What tests of nodes need: a plugin of pytest, which finds it by itself.

The fixture :func:`ros` gives a test a ROS graph of its own and helpers that spin until something
has happened. Nothing of ROS is imported before a test asks for it.
"""

from __future__ import annotations

import fcntl
import itertools
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

if TYPE_CHECKING:
    from rclpy.context import Context
    from rclpy.executors import Executor
    from rclpy.node import Node
    from rclpy.qos import QoSProfile
    from rclpy.task import Future

T = TypeVar("T")
MsgT = TypeVar("MsgT")
NodeT = TypeVar("NodeT", bound="Node")

# ROS uses domains from 0 to 101 on every system. 0 is where robots are; from 50 on there are the
# tests in Rust.
_DOMAINS = itertools.cycle(range(1, 50))


@contextmanager
def free_domain() -> Iterator[int]:
    """
    Hold a ROS domain in which nobody else on this machine tests at the same time.

    A lock on a file stands for each, so that neither the workers of one run nor two runs meet.
    """
    folder = Path(tempfile.gettempdir()) / f"rosebay-test-domains-{os.getuid()}"
    folder.mkdir(exist_ok=True)
    for number in _DOMAINS:
        with (folder / str(number)).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield number
        return


class Ros:
    """
    A ROS graph for one test.

    :ivar domain_id: its domain.
    :ivar context: the default context, which is initialized.
    :ivar executor: what spins the nodes that were added.
    :ivar node: a node of the test's own.
    """

    def __init__(self, domain_id: int) -> None:
        from rclpy.executors import SingleThreadedExecutor
        from rclpy.node import Node
        from rclpy.utilities import get_default_context

        self.domain_id = domain_id
        self.context: Context = get_default_context()
        self.executor: Executor = SingleThreadedExecutor(context=self.context)
        self.node = self.add(Node("test_node", context=self.context))

    def add(self, node: NodeT) -> NodeT:
        """Have a node spun with the test's own and destroyed at the end of the test."""
        self.executor.add_node(node)
        return node

    def spin_until(self, condition: Callable[[], T], timeout_sec: float = 10.0) -> T:
        """
        Spin until a condition holds, and return what it returned.

        :param timeout_sec: after how many seconds the test fails.
        """
        end = time.monotonic() + timeout_sec
        while not (held := condition()):
            if time.monotonic() > end:
                pytest.fail(f"what was waited for has not happened within {timeout_sec:g} s")
            self.executor.spin_once(timeout_sec=0.05)
        return held

    def complete(self, future: Future[T], timeout_sec: float = 10.0) -> T:
        """
        Spin until a future is done, and return its result or raise its exception.

        :param timeout_sec: after how many seconds the test fails.
        """
        self.spin_until(future.done, timeout_sec)
        return future.result()  # type: ignore[return-value]

    def wait_for_message(
        self,
        msg_type: type[MsgT],
        topic: str,
        timeout_sec: float = 10.0,
        qos_profile: QoSProfile | int = 10,
    ) -> MsgT:
        """See :meth:`wait_for_messages`; return the first message."""
        return self.wait_for_messages(msg_type, topic, 1, timeout_sec, qos_profile)[0]

    def wait_for_messages(
        self,
        msg_type: type[MsgT],
        topic: str,
        count: int,
        timeout_sec: float = 10.0,
        qos_profile: QoSProfile | int = 10,
    ) -> list[MsgT]:
        """
        Spin until so many messages have come on a topic from now, and return them.

        :param timeout_sec: after how many seconds the test fails.
        :param qos_profile: the quality of service that is asked for, or a depth.
        """
        messages: list[MsgT] = []
        subscription = self.node.create_subscription(msg_type, topic, messages.append, qos_profile)
        try:
            self.spin_until(lambda: len(messages) >= count, timeout_sec)
        finally:
            self.node.destroy_subscription(subscription)
        return messages[:count]

    def call(self, srv_type: type[Any], name: str, request: Any, timeout_sec: float = 10.0) -> Any:
        """
        Wait for a service, call it, and return its response.

        :param timeout_sec: after how many seconds the test fails.
        """
        client = self.node.create_client(srv_type, name)
        try:
            self.spin_until(client.service_is_ready, timeout_sec)
            return self.complete(client.call_async(request), timeout_sec)
        finally:
            self.node.destroy_client(client)

    def close(self) -> None:
        """Destroy the nodes."""
        nodes = self.executor.get_nodes()
        self.executor.shutdown()
        for node in nodes:
            node.destroy_node()


@pytest.fixture
def ros_domain_id(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A ROS domain of the test's own, on this machine alone, for processes that it starts, too."""
    with free_domain() as number:
        monkeypatch.setenv("ROS_DOMAIN_ID", str(number))
        monkeypatch.setenv("ROS_AUTOMATIC_DISCOVERY_RANGE", "LOCALHOST")
        yield number


@pytest.fixture
def ros(ros_domain_id: int) -> Iterator[Ros]:
    """A ROS graph of the test's own: an initialized default context, an executor and a node."""
    import rclpy

    with rclpy.init(args=[]):
        graph = Ros(ros_domain_id)
        try:
            yield graph
        finally:
            graph.close()
