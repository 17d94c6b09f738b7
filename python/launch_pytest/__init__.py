"""
Tests of what a launch starts, as functions of pytest.

A fixture made with :func:`launch_pytest.fixture` returns a launch description; tests marked with
``pytest.mark.launch(fixture=...)`` run beside that launch. A test that is a generator goes on after
the launch has been shut down.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from .fixture import fixture

if TYPE_CHECKING:
    from . import actions, tools

__all__ = ["actions", "fixture", "tools"]


def __getattr__(name: str) -> Any:
    # What imports launch is late, as pytest imports the package wherever it is installed.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return importlib.import_module(f"{__name__}.{name}")
