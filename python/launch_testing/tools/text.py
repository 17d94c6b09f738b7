"""Finding texts and patterns in what was written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

Expected = str | re.Pattern[str] | Iterable["str | re.Pattern[str]"]
"""A text, a pattern, or several of them, in their order."""
Span = tuple[int, int]
TextMatch = Callable[..., Span | None]
LineMatch = Callable[..., Span | None]

_ESCAPE_SEQUENCES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[@-Z\\-_])")


def without_escape_sequences(text: str) -> str:
    """Return a text without what colours it or moves the cursor of a terminal."""
    return _ESCAPE_SEQUENCES.sub("", text)


def normalize_lineseps(lines: str) -> str:
    r"""Return a text whose lines end with ``\n``, as those of terminals do not."""
    return lines.replace("\r\n", "\n")


def build_line_match(expected_lines: Expected, *, strict: bool = False) -> LineMatch:
    """
    Return what finds lines.

    :param expected_lines: what a line contains, or how it begins if it is a pattern; or that of
        several lines.
    :param strict: whether all lines are so, or several ones follow one another from the first.
    :return: takes lines and, if need be, the number of the first; returns where they begin and end,
        or None.
    :raises ValueError: if something else is expected.
    """
    if isinstance(expected_lines, str):
        text = expected_lines
        return _build_single_line_match(
            (lambda line: line == text) if strict else (lambda line: text in line), strict
        )
    if isinstance(expected_lines, re.Pattern):
        pattern = expected_lines
        return _build_single_line_match(lambda line: pattern.match(line) is not None, strict)
    if isinstance(expected_lines, Iterable):
        return _build_sequence_match(map(build_line_match, expected_lines), strict)
    raise ValueError("Unknown format for expected lines")


def _build_single_line_match(is_expected: Callable[[str], bool], strict: bool) -> LineMatch:
    def match(actual_lines: Sequence[str], start: int = 0) -> Span | None:
        if strict:
            fits = all(is_expected(line) for line in actual_lines[start:])
            return (start, len(actual_lines)) if fits else None
        for number in range(start, len(actual_lines)):
            if is_expected(actual_lines[number]):
                return number, number + 1
        return None

    return match


def build_text_match(expected_text: Expected, *, strict: bool = False) -> TextMatch:
    """
    Return what finds texts.

    :param expected_text: a text, a pattern, or several.
    :param strict: whether that is the whole text, a pattern is at its beginning, and several follow
        one another.
    :return: takes a text and, if need be, where to begin; returns where they begin and end, or
        None.
    :raises ValueError: if something else is expected.
    """
    if isinstance(expected_text, str):
        text = expected_text

        def match_text(actual_text: str, start: int = 0) -> Span | None:
            actual_text = normalize_lineseps(actual_text)
            if strict:
                return (start, start + len(text)) if actual_text[start:] == text else None
            found = actual_text.find(text, start)
            return None if found < 0 else (found, found + len(text))

        return match_text
    if isinstance(expected_text, re.Pattern):
        find = expected_text.match if strict else expected_text.search

        def match_pattern(actual_text: str, start: int = 0) -> Span | None:
            found = find(normalize_lineseps(actual_text), start)
            return None if found is None else found.span()

        return match_pattern
    if isinstance(expected_text, Iterable):
        return _build_sequence_match(map(build_text_match, expected_text), strict)
    raise ValueError("Unknown format for expected text")


def _build_sequence_match(parts: Iterable[Callable[..., Span | None]], strict: bool) -> TextMatch:
    """Return what finds parts, each behind the one before, and right behind it if `strict`."""
    matches = tuple(parts)

    def match(actual: str | Sequence[str], start: int = 0) -> Span | None:
        begin, end = None, start
        for find in matches:
            found = find(actual, end)
            if found is None or (strict and found[0] != end):
                return None
            begin = found[0] if begin is None else begin
            end = found[1]
        return None if begin is None else (begin, end)

    return match
