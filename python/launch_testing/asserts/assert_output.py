"""
What processes write. Its assertions say all themselves: PYTEST_DONT_REWRITE.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from launch.actions import ExecuteLocal

from ..tools.text import Expected, build_text_match, without_escape_sequences
from ..util import resolveProcesses

if TYPE_CHECKING:
    from ..io_handler import ActiveIoHandler, IoHandler


def assertInStream(
    proc_output: IoHandler | ActiveIoHandler,
    expected_output: Expected,
    process: ExecuteLocal | str | None,
    cmd_args: Any = None,
    *,
    output_filter: Callable[[str], str] | None = None,
    strict_proc_matching: bool = True,
    strip_ansi_escape_sequences: bool = True,
    stream: str = "stderr",
) -> None:
    """
    Assert that a process, or one of several, has written something.

    :param proc_output: what was written.
    :param expected_output: a text, a pattern, or several of them, in this order.
    :param process: which one, any if None is given; see
        :func:`launch_testing.util.resolveProcesses` for it, and for `cmd_args`.
    :param output_filter: what makes of what was written the text to look at.
    :param strip_ansi_escape_sequences: whether colours and the like are left out before that.
    :param stream: ``stdout`` or ``stderr``.
    :raises ValueError: if `stream` or `output_filter` are something else.
    """
    found = resolveProcesses(
        proc_output, process=process, cmd_args=cmd_args, strict_proc_matching=strict_proc_matching
    )
    if output_filter is not None and not callable(output_filter):
        raise ValueError("output_filter is not callable")
    if stream not in ("stdout", "stderr"):
        raise ValueError("Invalid value for stream; must be 'stdout' or 'stderr'")
    match = build_text_match(expected_output)
    for candidate in found:
        text = "".join(
            event.text.decode()
            for event in proc_output[candidate]
            if (event.from_stdout if stream == "stdout" else event.from_stderr)
        )
        if strip_ansi_escape_sequences:
            text = without_escape_sequences(text)
        if output_filter is not None:
            text = output_filter(text)
        if match(text) is not None:
            return
    names = ", ".join(sorted(candidate.process_details["name"] for candidate in found))
    raise AssertionError(
        f"Did not find '{expected_output}' in output for any of the matching processes: {names}"
    )


def assertInStdout(
    proc_output: IoHandler | ActiveIoHandler,
    expected_output: Expected,
    process: ExecuteLocal | str | None,
    cmd_args: Any = None,
    *,
    output_filter: Callable[[str], str] | None = None,
    strict_proc_matching: bool = True,
    strip_ansi_escape_sequences: bool = True,
) -> None:
    """Assert that a process has written something to standard output: see `assertInStream`."""
    assertInStream(
        proc_output,
        expected_output,
        process,
        cmd_args,
        output_filter=output_filter,
        strict_proc_matching=strict_proc_matching,
        strip_ansi_escape_sequences=strip_ansi_escape_sequences,
        stream="stdout",
    )


def assertInStderr(
    proc_output: IoHandler | ActiveIoHandler,
    expected_output: Expected,
    process: ExecuteLocal | str | None,
    cmd_args: Any = None,
    *,
    output_filter: Callable[[str], str] | None = None,
    strict_proc_matching: bool = True,
    strip_ansi_escape_sequences: bool = True,
) -> None:
    """Assert that a process has written something to standard error: see `assertInStream`."""
    assertInStream(
        proc_output,
        expected_output,
        process,
        cmd_args,
        output_filter=output_filter,
        strict_proc_matching=strict_proc_matching,
        strip_ansi_escape_sequences=strip_ansi_escape_sequences,
        stream="stderr",
    )


def assertDefaultStream() -> str:
    """Return the stream that `assertInStream` looks at where none is given."""
    return "stderr"
