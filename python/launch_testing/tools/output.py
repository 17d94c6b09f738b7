"""Comparing what was written with what should have been."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence

from .text import Expected, build_line_match, build_text_match, without_escape_sequences


def get_default_filtered_prefixes() -> list[str]:
    """Return how lines begin that say nothing of the program: process numbers and return codes."""
    return ["pid", "rc"]


def get_default_filtered_patterns() -> list[str]:
    """Return patterns of lines that say nothing of the program: none."""
    return []


def get_rmw_output_filter(rmw_implementation: str, filter_type: str) -> list[str]:
    """
    Return how a middleware's own lines look, if an installed package says so.

    :param filter_type: ``prefixes`` or ``patterns``.
    :raises TypeError: if it is something else.
    """
    if filter_type not in ("prefixes", "patterns"):
        raise TypeError(
            f"Unsupported filter_type \"{filter_type}\". Supported types: ['prefixes', 'patterns']"
        )
    from ament_index_python.resources import get_resource, has_resource

    resource = f"rmw_output_{filter_type}"
    if not has_resource(resource, rmw_implementation):
        return []
    return get_resource(resource, rmw_implementation)[0].splitlines()


def basic_output_filter(
    filtered_prefixes: Iterable[str] | None = None, filtered_patterns: Iterable[str] | None = None
) -> Callable[[str], str]:
    """
    Return what leaves lines out of a text.

    :param filtered_prefixes: how those lines begin; see `get_default_filtered_prefixes`.
    :param filtered_patterns: regular expressions for how they begin.
    """
    if filtered_prefixes is None:
        filtered_prefixes = get_default_filtered_prefixes()
    if filtered_patterns is None:
        filtered_patterns = get_default_filtered_patterns()
    prefixes = tuple(filtered_prefixes)
    patterns = [re.compile(pattern) for pattern in filtered_patterns]

    def is_kept(line: str) -> bool:
        return not line.startswith(prefixes) and not any(p.match(line) for p in patterns)

    return lambda output: "".join(filter(is_kept, output.splitlines(keepends=True)))


def expected_output_from_file(
    path: str, encoding: str | None = None
) -> list[str] | list[re.Pattern[str]]:
    """
    Read which lines are expected.

    :param path: a file without its suffix: one with ``.txt`` holds texts, one with ``.regex``
        regular expressions.
    :raises RuntimeError: if there is neither.
    """
    for suffix in (".txt", ".regex"):
        if os.path.isfile(path + suffix):
            with open(path + suffix, encoding=encoding) as file:
                lines = file.read().splitlines()
            return lines if suffix == ".txt" else [re.compile(line) for line in lines]
    raise RuntimeError(f"could not find output check file: {path}")


def expect_output(
    text: str | None = None,
    *,
    lines: Sequence[str] | None = None,
    expected_text: Expected | None = None,
    expected_lines: Expected | None = None,
    strip_ansi_escape_sequences: bool = True,
    strict: bool = False,
) -> bool:
    """
    Whether a text, or lines, contain what is expected.

    :param expected_text: see :func:`launch_testing.tools.text.build_text_match`.
    :param expected_lines: see :func:`launch_testing.tools.text.build_line_match`.
    :param strip_ansi_escape_sequences: whether colours and the like are left out before.
    :raises ValueError: unless there is either a text or lines, and one of both is expected.
    """
    if (text is None) == (lines is None):
        raise ValueError("Either lines or text, but not both, must be specified")
    if (expected_text is None) == (expected_lines is None):
        raise ValueError("Either expected lines or text, but not both, must be specified")
    whole = "\n".join(lines) if lines is not None else text or ""
    if strip_ansi_escape_sequences:
        whole = without_escape_sequences(whole)
    if expected_text is not None:
        return build_text_match(expected_text, strict=strict)(whole) is not None
    assert expected_lines is not None
    return build_line_match(expected_lines, strict=strict)(whole.splitlines()) is not None
