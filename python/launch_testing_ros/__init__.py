"""Tests of launches of nodes: launch_testing, with what helps with topics."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import tools
    from .data_republisher import DataRepublisher
    from .message_pump import MessagePump
    from .test_runner import LaunchTestRunner
    from .wait_for_topics import WaitForTopics

__all__ = ["DataRepublisher", "LaunchTestRunner", "MessagePump", "WaitForTopics", "tools"]

_MODULES = {
    "DataRepublisher": "data_republisher",
    "LaunchTestRunner": "test_runner",
    "MessagePump": "message_pump",
    "WaitForTopics": "wait_for_topics",
}


def __getattr__(name: str) -> Any:
    # Late, as pytest imports the package at its start wherever it is installed.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = importlib.import_module(f"{__name__}.{_MODULES.get(name, name)}")
    value = getattr(module, name, module)
    globals()[name] = value
    return value
