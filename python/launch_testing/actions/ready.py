"""When tests may begin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from launch import LaunchContext, LaunchDescriptionEntity
from launch.action import Action
from launch.logging import get_logger


class ReadyToTest(Action):
    """Lets tests begin."""

    def __init__(self) -> None:
        super().__init__()
        self._callbacks: list[Callable[[], object]] = []

    def _add_callback(self, callback: Callable[[], object]) -> None:
        """Have a function called when tests may begin."""
        self._callbacks.append(callback)

    def execute(self, context: LaunchContext) -> None:
        """Let them begin."""
        for callback in self._callbacks:
            try:
                callback()
            except Exception as error:
                get_logger(__name__).error(error)


def find_ready_to_test_actions(
    entities: Iterable[LaunchDescriptionEntity],
) -> Iterator[ReadyToTest]:
    """Go through all such actions among entities, and in what they may lead to."""
    for entity in entities:
        if isinstance(entity, ReadyToTest):
            yield entity
        yield from find_ready_to_test_actions(entity.describe_sub_entities())
        for _, conditional in entity.describe_conditional_sub_entities():
            yield from find_ready_to_test_actions(conditional)
