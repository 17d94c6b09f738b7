"""Marks for test descriptions and tests."""

from __future__ import annotations

import functools
import inspect
import time
import unittest
from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


def keep_alive(test_description: F) -> F:
    """Keep a launch going after its last process has ended, until its tests have."""
    if not hasattr(test_description, "__markers__"):
        test_description.__markers__ = {}  # type: ignore[attr-defined]
    test_description.__markers__["keep_alive"] = True  # type: ignore[attr-defined]
    return test_description


def retry_on_failure(
    *, times: int, delay: float | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """
    Have a test tried again when an assertion of it fails.

    :param times: how often it is tried.
    :param delay: how many seconds pass before it is tried again.
    """
    assert times > 0, "a test is tried once at least"

    def decorator(function: Callable[..., Any]) -> Callable[..., Any]:
        assert next(iter(inspect.signature(function).parameters)) == "self", "no method of a test"

        @functools.wraps(function)
        def tried(self: Any, *args: Any, **kwargs: Any) -> Any:
            for _ in range(times - 1):
                try:
                    result = function(self, *args, **kwargs)
                    # The failures of subtests are only noted down.
                    assert not isinstance(self, unittest.TestCase) or _outcome(self).success
                    return result
                except AssertionError:
                    _forget_failures(self)
                if delay is not None:
                    time.sleep(delay)
            return function(self, *args, **kwargs)

        return tried

    return decorator


def _outcome(test: unittest.TestCase) -> Any:
    return test._outcome  # type: ignore[attr-defined]


def _forget_failures(test: unittest.TestCase) -> None:
    """Forget what failed in a test and its subtests; what did in other tests stays."""
    outcome = _outcome(test)
    if hasattr(outcome, "errors"):  # before Python 3.11, of this test alone
        outcome.errors.clear()
    elif outcome.result is not None:
        for noted in (outcome.result.errors, outcome.result.failures):
            # A subtest is noted by itself.
            noted[:] = [
                entry for entry in noted if getattr(entry[0], "test_case", entry[0]) is not test
            ]
    outcome.success = True
