"""Ending a launch."""

from __future__ import annotations

from typing import Any

from .. import logging
from ..action import Action
from ..events import Shutdown as ShutdownEvent
from ..events.process import ProcessExited
from ..frontend import Entity, Parser, expose_action
from ..launch_context import LaunchContext
from .emit_event import EmitEvent


@expose_action("shutdown")
class Shutdown(EmitEvent):
    """End the launch, and with it all that it has started."""

    def __init__(self, *, reason: str = "reason not given", **kwargs: Any) -> None:
        """
        Create the action.

        :param reason: why, in words.
        """
        super().__init__(event=ShutdownEvent(reason=reason), **kwargs)

    @classmethod
    def parse(cls, entity: Entity, parser: Parser) -> tuple[type[Action], dict[str, Any]]:
        """Parse ``<shutdown reason=""/>``."""
        _, kwargs = super().parse(entity, parser)
        reason = entity.get_attr("reason", optional=True)
        if reason:
            kwargs["reason"] = parser.parse_substitution(reason)
        return cls, kwargs

    def execute(self, context: LaunchContext) -> None:
        """Do it."""
        event = context.get_locals_as_dict().get("event")
        if isinstance(event, ProcessExited):
            logging.get_logger("launch").info(
                f"process[{event.process_name}] was required: shutting down launched system"
            )
        super().execute(context)
