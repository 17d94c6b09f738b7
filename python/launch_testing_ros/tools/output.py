"""What middlewares write, so that tests can leave it out."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import launch_testing.tools.output as base
from launch_testing.tools.output import get_rmw_output_filter

__all__ = ["basic_output_filter", "get_rmw_output_filter"]


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
