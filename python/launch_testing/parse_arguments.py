"""Arguments of launches."""

from __future__ import annotations

from collections.abc import ItemsView, Iterable


def parse_launch_arguments(launch_arguments: Iterable[str]) -> ItemsView[str, str]:
    """
    Read arguments as ``name:=value``; the last one of a name counts.

    :return: the names and the values.
    :raises RuntimeError: if one looks different.
    """
    parsed: dict[str, str] = {}
    for argument in launch_arguments:
        name, separator, value = argument.partition(":=")
        if not (name and separator and value):
            raise RuntimeError(
                f"malformed launch argument '{argument}', expected format '<name>:=<value>'"
            )
        parsed.pop(name, None)
        parsed[name] = value
    return parsed.items()
