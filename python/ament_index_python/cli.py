"""``ament_index``: show what the index has."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from typing import Any

from .resources import get_resource, get_resource_types, get_resources


def main(argv: list[str] = sys.argv[1:]) -> str | None:
    """Show the types, the resources of a type, or one resource; return what went wrong."""
    parser = argparse.ArgumentParser(description="Query the ament resource index.")
    kind: Any = parser.add_argument(
        "resource_type", nargs="?", metavar="TYPE", help="The type of the resource"
    )
    name: Any = parser.add_argument(
        "resource_name", nargs="?", metavar="NAME", help="The name of the resource"
    )
    kind.completer = resource_type_completer
    name.completer = resource_name_completer
    _complete(parser)
    arguments = parser.parse_args(argv)
    if arguments.resource_type is None:
        print(*sorted(get_resource_types()), sep="\n")
    elif arguments.resource_name is None:
        for resource, prefix in sorted(get_resources(arguments.resource_type).items()):
            print(resource, prefix, sep="\t")
    else:
        try:
            content, prefix = get_resource(arguments.resource_type, arguments.resource_name)
        except (LookupError, OSError) as error:
            return str(error)
        print(prefix)
        if content:
            print("<<<", content, ">>>", sep="\n")
    return None


def resource_type_completer(prefix: str, **kwargs: Any) -> Iterable[str]:
    """Complete the name of a type."""
    return (name for name in get_resource_types() if name.startswith(prefix))


def resource_name_completer(
    prefix: str, parsed_args: argparse.Namespace, **kwargs: Any
) -> Iterable[str]:
    """Complete the name of a resource of the type that was typed before it."""
    resource_type = getattr(parsed_args, "resource_type", None)
    if not resource_type:
        return []
    return (name for name in get_resources(resource_type) if name.startswith(prefix))


def _complete(parser: argparse.ArgumentParser) -> None:
    """Answer the shell's question, where argcomplete is installed and the shell asks."""
    try:
        from argcomplete import autocomplete  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return
    autocomplete(parser, exclude=["-h", "--help"])


if __name__ == "__main__":
    sys.exit(main())
