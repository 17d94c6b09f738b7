"""
Tests of what a launch starts: in the launch while it runs, and of what is left after its end.

A file of tests has a function ``generate_test_description`` that returns a launch description with
a :class:`launch_testing.actions.ReadyToTest`, and classes of :mod:`unittest`. ``launch_test FILE``
runs it, and so does pytest where the function is marked with ``pytest.mark.launch_test``.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from .decorator import post_shutdown_test
from .parametrize import parametrize
from .ready_aggregator import ReadyAggregator
from .ready_to_test_action_timeout import ready_to_test_action_timeout

if TYPE_CHECKING:
    from . import actions, asserts, event_handlers, markers, tools, util
    from .io_handler import ActiveIoHandler, IoHandler
    from .proc_info_handler import ActiveProcInfoHandler, ProcInfoHandler

__all__ = [
    "ActiveIoHandler",
    "ActiveProcInfoHandler",
    "IoHandler",
    "ProcInfoHandler",
    "ReadyAggregator",
    "actions",
    "asserts",
    "event_handlers",
    "markers",
    "parametrize",
    "post_shutdown_test",
    "ready_to_test_action_timeout",
    "tools",
    "util",
]

_MODULES = {
    "ActiveIoHandler": "io_handler",
    "ActiveProcInfoHandler": "proc_info_handler",
    "IoHandler": "io_handler",
    "ProcInfoHandler": "proc_info_handler",
}


def __getattr__(name: str) -> Any:
    # What imports launch is late, as pytest imports the package wherever it is installed.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = importlib.import_module(f"{__name__}.{_MODULES.get(name, name)}")
    value = getattr(module, name, module)
    globals()[name] = value
    return value
