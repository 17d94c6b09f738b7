"""What holds unless a launch configuration has a value."""

from __future__ import annotations

from ..launch_context import LaunchContext
from .launch_configuration_equals import LaunchConfigurationEquals


class LaunchConfigurationNotEquals(LaunchConfigurationEquals):
    """
    Holds unless a launch configuration has a value, or, for None, if it is set.

    Deprecated as :class:`LaunchConfigurationEquals` is.
    """

    def _predicate_func(self, context: LaunchContext) -> bool:
        return not super()._predicate_func(context)
