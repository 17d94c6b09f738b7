"""
Reading texts with substitutions in them, such as ``$(var robot)_$(env HOST 'a host')``.

A substitution's arguments are separated by single spaces. They are plain words, or quoted; both may
have substitutions in them, and within quotes those have plain words only. A backslash takes the
meaning from the character behind it.
"""

from __future__ import annotations

import re
from typing import Any

from ..substitution import Substitution
from ..substitutions.text_substitution import TextSubstitution
from .expose import instantiate_substitution

_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def replace_escaped_characters(data: str) -> str:
    """Remove the backslashes that take the meaning from a character."""
    return re.sub(r"\\(.)", r"\1", data)


class _Reader:
    """A recursive descent through a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def template(self, quote: str = "") -> list[Substitution]:
        """Read text and substitutions up to a quotation mark, or to the end if there is none."""
        parts: list[Substitution] = []
        while self.at < len(self.text) and not (quote and self.text[self.at] == quote):
            if self.begins_substitution():
                parts.append(self.substitution(quote))
            else:
                parts.append(self.run_of_text(quote))
        return parts

    def begins_substitution(self) -> bool:
        return self.text.startswith("$(", self.at)

    def run_of_text(self, stop: str) -> TextSubstitution:
        """Read text up to a substitution, or to one of the characters that stop it."""
        begin = self.at
        while self.at < len(self.text):
            if self.text[self.at] == "\\":
                self.at += 2
            elif self.text[self.at] in stop or self.begins_substitution():
                break
            else:
                self.at += 1
        return TextSubstitution(text=replace_escaped_characters(self.text[begin : self.at]))

    def substitution(self, quote: str) -> Substitution:
        """Read a substitution, which may stand between quotation marks."""
        self.at += len("$(")
        name = _IDENTIFIER.match(self.text, self.at)
        if name is None:
            raise self.problem("the name of a substitution")
        self.at = name.end()
        arguments = []
        while self.text.startswith(" ", self.at):
            self.at += 1
            arguments.append(self.argument(quote))
        if not self.text.startswith(")", self.at):
            raise self.problem("')'")
        self.at += 1
        return instantiate_substitution(name[0], arguments)

    def argument(self, quote: str) -> list[Substitution]:
        mark = self.text[self.at : self.at + 1]
        if quote or mark not in ("'", '"'):
            return self.words(quote)
        self.at += 1
        content = self.template(mark)
        if not self.text.startswith(mark, self.at):
            raise self.problem(f"the closing {mark}")
        self.at += 1
        return content

    def words(self, quote: str) -> list[Substitution]:
        """Read an argument that is not quoted."""
        stop = " ()" + (quote or "'\"")
        parts: list[Substitution] = []
        while self.at < len(self.text):
            if self.begins_substitution():
                parts.append(self.substitution(quote))
            elif self.text[self.at] in stop:
                break
            else:
                parts.append(self.run_of_text(stop))
        if not parts:
            raise self.problem("an argument")
        return parts

    def problem(self, expected: str) -> ValueError:
        found = repr(self.text[self.at]) if self.at < len(self.text) else "the end"
        return ValueError(f"expected {expected} at {self.at}, found {found}: {self.text!r}")


def parse_substitution(string_value: str) -> list[Substitution]:
    """
    Return the text and the substitutions that a text is made of.

    :raises ValueError: if there is a substitution that does not follow the rules.
    :raises RuntimeError: if there is one that is not known.
    """
    if not string_value:
        return [TextSubstitution(text=string_value)]
    return _Reader(string_value).template()


def parse_if_substitutions(value: Any) -> Any:
    """
    Parse the texts in a value that have substitutions in them, and leave all others as they are.

    :raises ValueError: if a list then has items of several types.
    """
    types = set()

    def parse(item: Any) -> Any:
        if isinstance(item, str):
            parts = parse_substitution(item)
            if len(parts) > 1 or not isinstance(parts[0], TextSubstitution):
                return parts
            item = parts[0].text
        types.add(type(item))
        return item

    result = [parse(item) for item in value] if isinstance(value, list) else parse(value)
    if len(types) > 1:
        raise ValueError("The result is a non-uniform list")
    return result
