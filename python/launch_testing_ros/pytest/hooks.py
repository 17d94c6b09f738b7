"""The plugin of pytest, which adds to that of launch_testing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from launch_testing.pytest.hooks import LaunchTestItem, LaunchTestModule, make_marked_module


class LaunchROSTestItem(LaunchTestItem):
    """The tests of a file, which are one test for pytest."""


class LaunchROSTestModule(LaunchTestModule):
    """A file with a test description of nodes."""

    def makeitem(self, *args: Any, **kwargs: Any) -> LaunchTestItem:
        """Return what runs its tests."""
        from launch_testing_ros.test_runner import LaunchTestRunner

        kwargs["runner_cls"] = LaunchTestRunner
        item: LaunchTestItem = LaunchROSTestItem.from_parent(*args, **kwargs)
        return item


@pytest.hookimpl(optionalhook=True)
def pytest_launch_collect_makemodule(path: Path, parent: Any, entrypoint: Any) -> Any:
    """Collect files with a test description that is marked as one of nodes."""
    return make_marked_module("rostest", LaunchROSTestModule, path, parent, entrypoint)


def pytest_configure(config: pytest.Config) -> None:
    """Tell of the mark."""
    config.addinivalue_line(
        "markers",
        "rostest: mark a generate_test_description function as a ROS launch test entrypoint",
    )
