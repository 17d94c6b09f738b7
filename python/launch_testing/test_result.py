"""What has come of tests, and how long they took."""

from __future__ import annotations

import time
import unittest
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .loader import TestRun


class FailResult(unittest.TestResult):
    """All tests of a launch that ended before they did: they failed."""

    def __init__(self, test_run: TestRun, message: str) -> None:
        """Have them failed with a message."""
        super().__init__()
        for case in test_run.all_cases():
            self.testsRun += 1
            self.failures.append((case, f"Exception: {message}\n"))

    @property
    def testCases(self) -> Collection[Any]:
        """The tests."""
        return [case for case, _ in self.failures]

    @property
    def testTimes(self) -> dict[Any, float]:
        """How many seconds each took: none."""
        return dict.fromkeys(self.testCases, 0.0)

    def wasSuccessful(self) -> bool:
        """Return False."""
        return False


class SkipResult(unittest.TestResult):
    """All tests of a launch that was skipped."""

    def __init__(self, test_run: TestRun, skip_reason: str = "") -> None:
        """Have them skipped for a reason."""
        super().__init__()
        for case in test_run.all_cases():
            self.testsRun += 1
            self.addSkip(case, skip_reason)

    @property
    def testCases(self) -> Collection[Any]:
        """The tests."""
        return [case for case, _ in self.skipped]

    @property
    def testTimes(self) -> dict[Any, float]:
        """How many seconds each took: none."""
        return dict.fromkeys(self.testCases, 0.0)

    def wasSuccessful(self) -> bool:
        """Return True."""
        return True


class TestResult(unittest.TextTestResult):
    """Tests that have run."""

    __test__ = False

    def __init__(
        self, stream: Any = None, descriptions: Any = None, verbosity: Any = None, **kwargs: Any
    ) -> None:
        self.__seconds: dict[Any, float] = {}
        super().__init__(stream, descriptions, verbosity, **kwargs)

    @property
    def testCases(self) -> Collection[Any]:
        """The tests."""
        return self.__seconds.keys()

    @property
    def testTimes(self) -> dict[Any, float]:
        """How many seconds each took."""
        return dict(self.__seconds)

    def startTest(self, test: Any) -> None:
        """Note when a test begins."""
        self.__seconds[test] = -time.monotonic()
        super().startTest(test)

    def stopTest(self, test: Any) -> None:
        """Note when a test ends."""
        self.__seconds[test] += time.monotonic()
        super().stopTest(test)

    def append(self, results: TestResult) -> None:
        """Add the tests of another result."""
        self.__seconds |= results.__seconds
        self.failures += results.failures
        self.errors += results.errors
        self.testsRun += results.testsRun
        self.skipped += results.skipped
        self.expectedFailures += results.expectedFailures
        self.unexpectedSuccesses += results.unexpectedSuccesses
