"""What handles the events of actions that are complete."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..events import ExecutionComplete
from ..launch_context import LaunchContext
from ..some_entities_type import SomeEntitiesType
from .on_action_event_base import OnActionEventBase

if TYPE_CHECKING:
    from ..action import Action


class OnExecutionComplete(OnActionEventBase):
    """What is done when an action is complete."""

    def __init__(
        self,
        *,
        target_action: Callable[[Any], bool] | Action | None = None,
        on_completion: SomeEntitiesType
        | Callable[[ExecutionComplete, LaunchContext], SomeEntitiesType | None],
        **kwargs: Any,
    ) -> None:
        """
        Create a handler.

        :param target_action: the action, or what accepts actions; None for all.
        :param on_completion: entities to be visited, or a callable that returns them.
        """
        from ..action import Action

        super().__init__(
            action_matcher=target_action,
            on_event=on_completion,
            target_event_cls=ExecutionComplete,
            target_action_cls=Action,
            **kwargs,
        )
