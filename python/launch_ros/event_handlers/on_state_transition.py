"""What handles the changes of nodes' states."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from launch.event_handler import EventHandler
from launch.some_entities_type import SomeEntitiesType

from ..events.lifecycle import StateTransition

if TYPE_CHECKING:
    from ..actions import LifecycleNode


class OnStateTransition(EventHandler):
    """What is done when a node has changed its state."""

    def __init__(
        self,
        *,
        entities: SomeEntitiesType,
        target_lifecycle_node: LifecycleNode | None = None,
        transition: str | None = None,
        start_state: str | None = None,
        goal_state: str | None = None,
        matcher: Callable[[Any], bool] | None = None,
        **kwargs: Any,
    ) -> None:
        """
        Create a handler; of what is not given it does not matter what it is.

        :param entities: what is visited.
        :param target_lifecycle_node: the node's action.
        :param transition: the transition's label.
        :param start_state: the label of the state before.
        :param goal_state: the label of the state after.
        :param matcher: accepts events, instead of all these.
        """
        from ..actions import LifecycleNode

        if not isinstance(target_lifecycle_node, LifecycleNode | None):
            raise RuntimeError("OnStateTransition requires a 'LifecycleNode' action as the target")
        labels = {"transition": transition, "start_state": start_state, "goal_state": goal_state}

        def matches(event: Any) -> bool:
            if not isinstance(event, StateTransition):
                return False
            if target_lifecycle_node not in (None, event.action):
                return False
            return all(value in (None, getattr(event, name)) for name, value in labels.items())

        super().__init__(
            matcher=matches if matcher is None else matcher, entities=entities, **kwargs
        )
        self.__target_lifecycle_node = target_lifecycle_node

    @property
    def handler_description(self) -> str:
        """What the handler does, in words."""
        return "<actions>"

    @property
    def matcher_description(self) -> str:
        """Which events the handler is for, in words."""
        if self.__target_lifecycle_node is None:
            return "event == StateTransition"
        node = hex(id(self.__target_lifecycle_node))
        return f"event == StateTransition and event.action == LifecycleNode({node})"
