"""What handles what processes write and read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..events.process import ProcessIO
from ..launch_context import LaunchContext
from ..some_entities_type import SomeEntitiesType
from .on_action_event_base import OnActionEventBase

if TYPE_CHECKING:
    from ..actions import ExecuteLocal


class OnProcessIO(OnActionEventBase):
    """What is done when a process has written something."""

    def __init__(
        self,
        *,
        target_action: Callable[[Any], bool] | ExecuteLocal | None = None,
        on_stdin: Callable[[ProcessIO], SomeEntitiesType | None] | None = None,
        on_stdout: Callable[[ProcessIO], SomeEntitiesType | None] | None = None,
        on_stderr: Callable[[ProcessIO], SomeEntitiesType | None] | None = None,
        **kwargs: Any,
    ) -> None:
        """
        Create a handler.

        :param target_action: what started the process, or what accepts actions; None for all.
        :param on_stdin: takes what is for standard input, and returns entities to be visited.
        :param on_stdout: takes what was written to standard output.
        :param on_stderr: takes what was written to standard error.
        """
        from ..actions import ExecuteLocal

        def on_event(event: ProcessIO, context: LaunchContext) -> SomeEntitiesType | None:
            callback = on_stdin
            if event.from_stdout:
                callback = on_stdout
            elif event.from_stderr:
                callback = on_stderr
            return None if callback is None else callback(event)

        super().__init__(
            action_matcher=target_action,
            on_event=on_event,
            target_event_cls=ProcessIO,
            target_action_cls=ExecuteLocal,
            **kwargs,
        )
