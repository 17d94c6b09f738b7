"""What plugins may add."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.hookspec(firstresult=True)
def pytest_launch_collect_makemodule(path: Path, parent: Any, entrypoint: Any) -> Any:
    """
    Return what collects the tests of a file that has a test description, or None.

    :param entrypoint: the function ``generate_test_description``.
    """
