"""What handles the ends of processes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..events.process import ProcessExited
from ..launch_context import LaunchContext
from ..some_entities_type import SomeEntitiesType
from .on_action_event_base import OnActionEventBase

if TYPE_CHECKING:
    from ..actions import ExecuteLocal


class OnProcessExit(OnActionEventBase):
    """What is done when a process has ended."""

    def __init__(
        self,
        *,
        target_action: Callable[[Any], bool] | ExecuteLocal | None = None,
        on_exit: SomeEntitiesType
        | Callable[[ProcessExited, LaunchContext], SomeEntitiesType | None],
        **kwargs: Any,
    ) -> None:
        """
        Create a handler.

        :param target_action: what started the process, or what accepts actions; None for all.
        :param on_exit: entities to be visited, or a callable that returns them.
        """
        from ..actions import ExecuteLocal

        super().__init__(
            action_matcher=target_action,
            on_event=on_exit,
            target_event_cls=ProcessExited,
            target_action_cls=ExecuteLocal,
            **kwargs,
        )
