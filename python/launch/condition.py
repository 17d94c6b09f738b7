"""What an action may depend on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .launch_context import LaunchContext


class Condition:
    """What holds or does not when the launch runs; without a predicate it never holds."""

    def __init__(self, *, predicate: Callable[[LaunchContext], bool] | None = None) -> None:
        self._predicate = predicate

    def describe(self) -> str:
        """Describe the condition for people."""
        return repr(self)

    def evaluate(self, context: LaunchContext) -> bool:
        """Whether the condition holds."""
        return self._predicate is not None and self._predicate(context)
