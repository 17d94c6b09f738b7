"""What middlewares write, so that tests can leave it out."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import launch_testing.tools.output as base
from ament_index_python.resources import get_resource, has_resource


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
    resource = f"rmw_output_{filter_type}"
    if not has_resource(resource, rmw_implementation):
        return []
    return get_resource(resource, rmw_implementation)[0].splitlines()


def basic_output_filter(
    filtered_prefixes: Iterable[str] | None = None,
    filtered_patterns: Iterable[str] | None = None,
    filtered_rmw_implementation: str | None = None,
) -> Callable[[str], str]:
    """
    Return what leaves lines out of a text: see `launch_testing.tools.output.basic_output_filter`.

    :param filtered_rmw_implementation: the middleware whose own lines are left out, too.
    """
    if filtered_prefixes is None:
        filtered_prefixes = base.get_default_filtered_prefixes()
    if filtered_patterns is None:
        filtered_patterns = base.get_default_filtered_patterns()
    prefixes, patterns = [*filtered_prefixes], [*filtered_patterns]
    if filtered_rmw_implementation:
        prefixes += get_rmw_output_filter(filtered_rmw_implementation, "prefixes")
        patterns += get_rmw_output_filter(filtered_rmw_implementation, "patterns")
    return base.basic_output_filter(prefixes, patterns)
