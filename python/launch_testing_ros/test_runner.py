"""Running launches of nodes with their tests."""

from __future__ import annotations

import launch_testing.test_runner


class LaunchTestRunner(launch_testing.test_runner.LaunchTestRunner):
    """Runs launches with their tests, one after another."""
