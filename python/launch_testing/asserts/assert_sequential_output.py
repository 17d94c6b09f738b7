"""
In which order processes write. Its assertions say all themselves: PYTEST_DONT_REWRITE.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from launch.actions import ExecuteLocal

from ..util import resolveProcesses

if TYPE_CHECKING:
    from ..io_handler import ActiveIoHandler, IoHandler


class SequentialTextChecker:
    """Finds texts, each after the one before, and none across two pieces of output."""

    def __init__(self, output: Sequence[str]) -> None:
        """Begin before the first piece of an output."""
        self._output = output
        self._piece = 0
        self._position = 0

    def assertInStdout(self, msg: str) -> None:
        """Assert that a text follows what was found before."""
        position = self._position
        for piece in range(self._piece, len(self._output)):
            found = self._output[piece].find(msg, position)
            if found != -1:
                self._piece, self._position = piece, found + len(msg)
                return
            position = 0
        raise AssertionError(
            f"'{msg}' not found in sequence after previous match.  "
            f"The output near the last matched line:\n{self.get_nearby_lines()}"
        )

    assertInText = assertInStdout

    def get_nearby_lines(self) -> str:
        """Return the line of what was found last, and two lines around it."""
        first = max(0, self._piece - 2)
        text = "".join(self._output[first : self._piece + 4])
        here = sum(len(piece) for piece in self._output[first : self._piece]) + self._position
        before = text[:here].split("\n")[-3:]
        # Where a whole line was found, its end is no line of its own.
        after = text[here + 1 :].split("\n")[:3]
        nearby = "\n".join(before) + text[here : here + 1] + "\n".join(after)
        return nearby.rstrip("\n")


@contextmanager
def assertSequentialStdout(
    proc_output: IoHandler | ActiveIoHandler, process: ExecuteLocal | str, cmd_args: Any = None
) -> Iterator[SequentialTextChecker]:
    """
    Assert in which order a process has written texts.

    :param process: which one; see :func:`launch_testing.util.resolveProcesses` for it, and for
        `cmd_args`.
    :return: what asserts one text after the other.
    """
    (found,) = resolveProcesses(proc_output, process=process, cmd_args=cmd_args)
    yield SequentialTextChecker([event.text.decode() for event in proc_output[found]])
