"""What processes should write, as bytes."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ..tools import output

OutputTest = tuple[
    bytes, Callable[[bytes, bytes], bytes], Callable[[bytes, Any], bool], Sequence[Any]
]
"""What was written at first, how more is added, whether something is in it, and what should be."""


def get_default_filtered_prefixes() -> list[bytes]:
    """Return how lines begin that say nothing of the program: process numbers and return codes."""
    return [b"pid", b"rc"]


def get_default_filtered_patterns() -> list[bytes]:
    """Return patterns of lines that say nothing of the program: none."""
    return []


def get_rmw_output_filter(rmw_implementation: str, filter_type: str) -> list[bytes]:
    """
    Return how a middleware's own lines look, if an installed package says so.

    :param filter_type: ``prefixes`` or ``patterns``.
    :raises TypeError: if it is something else.
    """
    return [line.encode() for line in output.get_rmw_output_filter(rmw_implementation, filter_type)]


def create_output_lines_filter(
    filtered_prefixes: Iterable[bytes] | None = None,
    filtered_patterns: Iterable[bytes] | None = None,
    filtered_rmw_implementation: str | None = None,
) -> Callable[[bytes], bytes]:
    """
    Return what leaves lines out.

    :param filtered_prefixes: how those lines begin.
    :param filtered_patterns: regular expressions for how they begin.
    :param filtered_rmw_implementation: the middleware whose own lines are left out, too.
    """
    prefixes = [*(filtered_prefixes or get_default_filtered_prefixes())]
    expressions = [*(filtered_patterns or get_default_filtered_patterns())]
    if filtered_rmw_implementation:
        prefixes += get_rmw_output_filter(filtered_rmw_implementation, "prefixes")
        expressions += get_rmw_output_filter(filtered_rmw_implementation, "patterns")
    patterns = [re.compile(expression) for expression in expressions]

    def is_kept(line: bytes) -> bool:
        return not line.startswith(tuple(prefixes)) and not any(p.match(line) for p in patterns)

    return lambda text: b"".join([line for line in text.splitlines(keepends=True) if is_kept(line)])


def create_output_lines_test(expected_lines: Sequence[bytes]) -> OutputTest:
    """Expect lines that contain certain texts."""

    def matches(written: bytes, text: bytes) -> bool:
        return any(text in line for line in written.splitlines())

    return b"", lambda written, more: written + more, matches, expected_lines


def create_output_regex_test(expected_patterns: Sequence[re.Pattern[bytes]]) -> OutputTest:
    """Expect texts that regular expressions find, in what is written with Unix's ends of lines."""

    def collate(written: bytes, more: bytes) -> bytes:
        return written + more.replace(b"\r\n", b"\n")

    def matches(written: bytes, pattern: re.Pattern[bytes]) -> bool:
        return pattern.search(written) is not None

    return b"", collate, matches, expected_patterns


def create_output_test_from_file(output_file: str) -> OutputTest:
    """
    Expect what a file says.

    :param output_file: a file without its suffix: one with ``.txt`` holds texts, one with
        ``.regex`` regular expressions.
    :raises RuntimeError: if there is neither.
    """
    for suffix in (".txt", ".regex"):
        if os.path.isfile(output_file + suffix):
            with open(output_file + suffix, "rb") as file:
                lines = file.read().splitlines()
            if suffix == ".txt":
                return create_output_lines_test(lines)
            return create_output_regex_test([re.compile(line) for line in lines])
    raise RuntimeError(f"could not find output check file: {output_file}")
