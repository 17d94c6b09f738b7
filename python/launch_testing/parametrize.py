"""Test descriptions with parameters."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from typing import Any

Description = Callable[..., Any]
"""What returns a launch description, or one and what its tests are given."""


def parametrize(
    argnames: str, argvalues: Iterable[Any]
) -> Callable[[Description], Callable[[], Iterator[tuple[Description, dict[str, Any]]]]]:
    """
    Have a test description launched and tested with several values, as pytest does.

    :param argnames: the names of its arguments, between commas.
    :param argvalues: what they are at each launch: tuples, or single values.
    """
    names = [name.strip() for name in argnames.split(",") if name.strip()]
    rows = [value if isinstance(value, tuple) else (value,) for value in argvalues]

    def decorator(
        function: Description,
    ) -> Callable[[], Iterator[tuple[Description, dict[str, Any]]]]:
        @functools.wraps(function)
        def each() -> Iterator[tuple[Description, dict[str, Any]]]:
            for row in rows:
                arguments = dict(zip(names, row, strict=False))
                bound = functools.partial(function, **arguments)
                functools.update_wrapper(bound, function)
                yield bound, arguments

        each.__parametrized__ = True  # type: ignore[attr-defined]
        return each

    return decorator
