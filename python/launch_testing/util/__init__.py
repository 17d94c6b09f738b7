"""What tests of launches need now and then."""

from __future__ import annotations

import sys

from launch.actions import ExecuteProcess

from .proc_lookup import NO_CMD_ARGS, NoMatchingProcessException, resolveProcesses

__all__ = ["NO_CMD_ARGS", "KeepAliveProc", "NoMatchingProcessException", "resolveProcesses"]

_SLEEP = """
import signal
signal.signal(signal.SIGINT, lambda *_: None)
signal.pause()
"""


def KeepAliveProc() -> ExecuteProcess:
    """Return a process that does nothing until Ctrl-C: a launch with it does not end by itself."""
    return ExecuteProcess(cmd=[sys.executable, "-c", _SLEEP])
