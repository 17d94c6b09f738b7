"""Where ROS time comes from: the system, or the topic ``/clock``."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

from rosgraph_msgs.msg import Clock as ClockMessage

from rclpy import _rclpy
from rclpy.clock import ROSClock
from rclpy.time import Time

if TYPE_CHECKING:
    from rclpy.node import Node

CLOCK_TOPIC = "/clock"
USE_SIM_TIME_NAME = "use_sim_time"


class TimeSource:
    """
    Sets clocks by the topic ``/clock`` while a node's parameter ``use_sim_time`` is true.

    Every node has one for its own clock; another one is for clocks of a program's own.
    """

    def __init__(self, *, node: Node | None = None) -> None:
        self._handle = _rclpy.TimeSource()
        self._node_weak_ref: weakref.ref[Node] | None = None
        if node is not None:
            self.attach_node(node)

    @property
    def ros_time_is_active(self) -> bool:
        """Whether the clocks show the topic's time; that can be set."""
        return self._handle.is_active()

    @ros_time_is_active.setter
    def ros_time_is_active(self, enabled: bool) -> None:
        self._handle.set_active(enabled)

    def attach_node(self, node: Node) -> None:
        """
        Follow a node's parameter, which is declared if it is not, and listen on this node.

        One that was attached before is let go.
        """
        from rclpy.node import Node

        if not isinstance(node, Node):
            raise TypeError("Node must be of type rclpy.node.Node")
        self._node_weak_ref = weakref.ref(node)
        self._handle.attach_node(node.handle)

    def detach_node(self) -> None:
        """Let the node go. The clocks stay as they are."""
        self._handle.detach_node()
        self._node_weak_ref = None

    def attach_clock(self, clock: ROSClock) -> None:
        """
        Set a clock from now on.

        :raises ValueError: if it does not show ROS time.
        """
        if not isinstance(clock, ROSClock):
            raise ValueError("Only clocks with type ROS_TIME can be attached.")
        self._handle.attach_clock(clock.handle)

    def clock_callback(self, msg: ClockMessage) -> None:
        """Set the clocks, as a message on the topic does."""
        self._handle.set_time(Time.from_msg(msg.clock).nanoseconds)

    @property
    def _clock_sub(self) -> str | None:
        """The topic that is listened to, while it is."""
        return self._handle.listens_to()

    def _get_node(self) -> Node | None:
        return None if self._node_weak_ref is None else self._node_weak_ref()
