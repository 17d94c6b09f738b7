"""
What processes return. Its assertions say all themselves: PYTEST_DONT_REWRITE.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from launch.actions import ExecuteLocal

from ..util import resolveProcesses

if TYPE_CHECKING:
    from ..proc_info_handler import ActiveProcInfoHandler, ProcInfoHandler

EXIT_OK = 0
# What a shell returns for a process that a signal ended.
EXIT_SIGINT = 130
EXIT_SIGQUIT = 131
EXIT_SIGKILL = 137
EXIT_SIGSEGV = 139


def assertExitCodes(
    proc_info: ProcInfoHandler | ActiveProcInfoHandler,
    allowable_exit_codes: Collection[int] = (EXIT_OK,),
    process: ExecuteLocal | str | None = None,
    cmd_args: Any = None,
    *,
    strict_proc_matching: bool = True,
) -> None:
    """
    Assert that processes have returned certain codes.

    :param proc_info: what is known of the processes.
    :param allowable_exit_codes: what they may have returned.
    :param process: which ones, all if none is given; see
        :func:`launch_testing.util.resolveProcesses` for it, and for the rest.
    """
    for code in allowable_exit_codes:
        assert isinstance(code, int), f"Provided exit code {code} is not an int"
    for found in resolveProcesses(
        proc_info, process=process, cmd_args=cmd_args, strict_proc_matching=strict_proc_matching
    ):
        info = proc_info[found]
        assert info.returncode in allowable_exit_codes, (
            f"Proc {info.process_name} exited with code {info.returncode}"
        )
