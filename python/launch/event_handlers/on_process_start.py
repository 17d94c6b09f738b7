"""What handles the starts of processes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..events.process import ProcessStarted
from ..launch_context import LaunchContext
from ..some_entities_type import SomeEntitiesType
from .on_action_event_base import OnActionEventBase

if TYPE_CHECKING:
    from ..actions import ExecuteLocal


class OnProcessStart(OnActionEventBase):
    """What is done when a process has been started."""

    def __init__(
        self,
        *,
        target_action: Callable[[Any], bool] | ExecuteLocal | None = None,
        on_start: SomeEntitiesType
        | Callable[[ProcessStarted, LaunchContext], SomeEntitiesType | None],
        **kwargs: Any,
    ) -> None:
        """
        Create a handler.

        :param target_action: what starts the process, or what accepts actions; None for all.
        :param on_start: entities to be visited, or a callable that returns them.
        """
        from ..actions import ExecuteProcess

        super().__init__(
            action_matcher=target_action,
            on_event=on_start,
            target_event_cls=ProcessStarted,
            target_action_cls=ExecuteProcess,
            **kwargs,
        )
