"""The event of a node that has changed its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from launch.event import Event
from lifecycle_msgs.msg import TransitionEvent

if TYPE_CHECKING:
    from ...actions import LifecycleNode


class StateTransition(Event):
    """A node has changed its state."""

    name = "launch_ros.events.lifecycle.StateTransition"

    def __init__(self, *, action: LifecycleNode, msg: TransitionEvent) -> None:
        """
        Create the event.

        :param action: the node's action.
        :param msg: what the node has said of it.
        """
        super().__init__()
        self.__action = action
        self.__msg = msg

    @property
    def action(self) -> LifecycleNode:
        """The node's action."""
        return self.__action

    @property
    def msg(self) -> TransitionEvent:
        """What the node has said of it."""
        return self.__msg

    @property
    def timestamp(self) -> int:
        """When it happened, in nanoseconds."""
        return self.__msg.timestamp

    @property
    def transition(self) -> str:
        """The transition's label."""
        return self.__msg.transition.label

    @property
    def start_state(self) -> str:
        """The label of the state before."""
        return self.__msg.start_state.label

    @property
    def goal_state(self) -> str:
        """The label of the state after."""
        return self.__msg.goal_state.label
