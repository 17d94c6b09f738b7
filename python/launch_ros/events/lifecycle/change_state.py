"""The event that asks nodes to change their state."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from launch.event import Event
from lifecycle_msgs.msg import State, Transition

if TYPE_CHECKING:
    from ...actions import LifecycleNode


def _constants(message: Any, *prefixes: str) -> dict[int, str]:
    """Return the names of a message's constants by their values."""
    names = (name for name in dir(message) if name.startswith(prefixes))
    return dict(sorted((getattr(message, name), name) for name in names))


_TRANSITIONS = (
    "CREATE",
    "CONFIGURE",
    "CLEANUP",
    "ACTIVATE",
    "DEACTIVATE",
    "UNCONFIGURED_SHUTDOWN",
    "INACTIVE_SHUTDOWN",
    "ACTIVE_SHUTDOWN",
    "DESTROY",
)
"""Those that can be asked for; the others are how these end."""


class ChangeState(Event):
    """Nodes are to change their state."""

    name = "launch_ros.events.lifecycle.ChangeState"
    valid_transitions: dict[int, str] = {  # noqa: RUF012
        getattr(Transition, f"TRANSITION_{name}"): f"TRANSITION_{name}" for name in _TRANSITIONS
    }
    valid_states = _constants(State, "PRIMARY_STATE_", "TRANSITION_STATE_")

    def __init__(
        self, *, lifecycle_node_matcher: Callable[[Any], bool], transition_id: int
    ) -> None:
        """
        Create the event.

        :param lifecycle_node_matcher: accepts the actions of the nodes that are meant.
        :param transition_id: one of the constants of ``lifecycle_msgs.msg.Transition``.
        :raises ValueError: if it is none of these.
        """
        super().__init__()
        if transition_id not in self.valid_transitions:
            known = ", ".join(f"{name}: {key}" for key, name in self.valid_transitions.items())
            raise ValueError(
                f"given transition_id of '{transition_id}', expected one of {{{known}}}"
            )
        self.__lifecycle_node_matcher = lifecycle_node_matcher
        self.__transition_id = transition_id

    @property
    def lifecycle_node_matcher(self) -> Callable[[LifecycleNode], bool]:
        """What accepts the actions of the nodes that are meant."""
        return self.__lifecycle_node_matcher

    @property
    def transition_id(self) -> int:
        """One of the constants of ``lifecycle_msgs.msg.Transition``."""
        return self.__transition_id
