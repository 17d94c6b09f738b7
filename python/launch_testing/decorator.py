"""When tests run."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def post_shutdown_test() -> Callable[[type[T]], type[T]]:
    """
    Have the tests of a class run after all processes have ended.

    :raises TypeError: if what is decorated is no class.
    """

    def decorator(test_item: type[T]) -> type[T]:
        if not isinstance(test_item, type):
            raise TypeError(f"post_shutdown_test decorates classes of tests, not {test_item!r}")
        test_item.__post_shutdown_test__ = True  # type: ignore[attr-defined]
        return test_item

    return decorator
