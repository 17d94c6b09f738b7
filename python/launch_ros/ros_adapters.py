"""The node that a launch itself has, for talking to those that it launches."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from launch import LaunchContext
from launch.event_handlers import OnShutdown

if TYPE_CHECKING:
    from rclpy.context import Context
    from rclpy.executors import SingleThreadedExecutor
    from rclpy.node import Node


class ROSAdapter:
    """A node with a context, and an executor that spins it in a thread."""

    def __init__(self, *, argv: Sequence[str] | None = None, autostart: bool = True) -> None:
        """
        Create an adapter.

        :param argv: the context's arguments.
        :param autostart: whether it is started at once.
        """
        self.__argv = [] if argv is None else list(argv)
        self.__ros_context: Context | None = None
        self.__ros_node: Node | None = None
        self.__ros_executor: SingleThreadedExecutor | None = None
        self.__thread: threading.Thread | None = None
        if autostart:
            self.start()

    def start(self) -> None:
        """
        Make the node and begin to spin it.

        :raises RuntimeError: if it is spinning already.
        """
        import rclpy
        from rclpy.context import Context
        from rclpy.executors import SingleThreadedExecutor

        if self.__thread is not None:
            raise RuntimeError("Cannot start a ROS adapter that is already running")
        context = Context()
        rclpy.init(args=self.__argv, context=context)
        node = rclpy.create_node(f"launch_ros_{os.getpid()}", context=context)
        executor = SingleThreadedExecutor(context=context)
        executor.add_node(node)
        self.__ros_context, self.__ros_node, self.__ros_executor = context, node, executor
        self.__thread = threading.Thread(target=executor.spin)
        self.__thread.start()

    def shutdown(self) -> None:
        """
        Stop spinning and destroy the node.

        :raises RuntimeError: if it is not spinning.
        """
        import rclpy

        if self.__thread is None or self.__ros_executor is None or self.__ros_node is None:
            raise RuntimeError("Cannot shutdown a ROS adapter that is not running")
        self.__ros_executor.shutdown()
        self.__thread.join()
        self.__thread = None
        self.__ros_node.destroy_node()
        rclpy.try_shutdown(context=self.__ros_context)

    @property
    def argv(self) -> Sequence[str]:
        """The context's arguments."""
        return self.__argv

    @property
    def ros_context(self) -> Context | None:
        """The context, None before the start; so are the others."""
        return self.__ros_context

    @property
    def ros_node(self) -> Node | None:
        """The node."""
        return self.__ros_node

    @property
    def ros_executor(self) -> SingleThreadedExecutor | None:
        """The executor."""
        return self.__ros_executor


def get_ros_adapter(context: LaunchContext) -> ROSAdapter:
    """Return the launch's adapter, which is started when it is first asked for."""
    adapter: ROSAdapter | None = context.get_locals_as_dict().get("ros_adapter")
    if adapter is None:
        started = adapter = ROSAdapter()
        context.extend_globals({"ros_adapter": adapter})
        context.register_event_handler(OnShutdown(on_shutdown=lambda *_: started.shutdown()))
    return adapter


def get_ros_node(context: LaunchContext) -> Any:
    """Return the launch's node, which is made when it is first asked for."""
    return get_ros_adapter(context).ros_node
