"""What a launch does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .condition import Condition
from .launch_description_entity import LaunchDescriptionEntity

if TYPE_CHECKING:
    from .frontend import Entity, Parser
    from .launch_context import LaunchContext


class Action(LaunchDescriptionEntity):
    """Something to be done, perhaps on a condition."""

    def __init__(self, *, condition: Condition | None = None) -> None:
        """
        Create an action.

        :param condition: must hold when the action is visited for it to be done.
        """
        self.__condition = condition

    @staticmethod
    def parse(entity: Entity, parser: Parser) -> tuple[type[Action], dict[str, Any]]:
        """
        Return the class and the arguments that an entity of a launch file stands for.

        Here it is only what all actions have in common: ``if`` and ``unless``.
        """
        from .conditions import IfCondition, UnlessCondition

        if_condition = entity.get_attr("if", optional=True)
        unless_condition = entity.get_attr("unless", optional=True)
        if if_condition is not None and unless_condition is not None:
            raise RuntimeError("if and unless conditions can't be used simultaneously")
        kwargs: dict[str, Any] = {}
        if if_condition is not None:
            kwargs["condition"] = IfCondition(parser.parse_substitution(if_condition))
        if unless_condition is not None:
            kwargs["condition"] = UnlessCondition(parser.parse_substitution(unless_condition))
        return Action, kwargs

    @property
    def condition(self) -> Condition | None:
        """What must hold for the action to be done."""
        return self.__condition

    def describe(self) -> str:
        """Describe the action for people."""
        return repr(self)

    def get_sub_entities(self) -> list[LaunchDescriptionEntity]:
        """Return the entities that the action leads to."""
        return []

    def describe_sub_entities(self) -> list[LaunchDescriptionEntity]:
        """Return the entities that the action leads to, if it has no condition."""
        return self.get_sub_entities() if self.condition is None else []

    def describe_conditional_sub_entities(
        self,
    ) -> list[tuple[str, Iterable[LaunchDescriptionEntity]]]:
        """Return the entities that the action leads to, if it has a condition."""
        if self.condition is None:
            return []
        return [(f"Conditionally included by {self.describe()}", self.get_sub_entities())]

    def visit(self, context: LaunchContext) -> list[LaunchDescriptionEntity] | None:
        """Do the action if its condition holds, and tell when it is complete."""
        if self.__condition is not None and not self.__condition.evaluate(context):
            return None
        try:
            return self.execute(context)
        finally:
            self.__tell_completion(context)

    def __tell_completion(self, context: LaunchContext) -> None:
        from .events import ExecutionComplete

        event = ExecutionComplete(action=self)
        if not context.would_handle_event(event):
            return
        future = self.get_asyncio_future()
        if future is None:
            context.emit_event_sync(event)
        else:
            future.add_done_callback(lambda _: context.emit_event_sync(event))

    def execute(self, context: LaunchContext) -> list[LaunchDescriptionEntity] | None:
        """
        Do what the action stands for.

        :return: entities to be visited next.
        """
        return None
