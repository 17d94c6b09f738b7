"""How long a launch may take to be ready."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

F = TypeVar("F", bound=Callable[..., object])


def ready_to_test_action_timeout(timeout: float) -> Callable[[F], F]:
    """Give a test description so many seconds until it is ready to be tested, in place of 15."""

    def decorator(function: F) -> F:
        function.__ready_to_test_action_timeout__ = timeout  # type: ignore[attr-defined]
        return function

    return decorator
