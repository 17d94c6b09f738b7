"""What holds if an expression is false."""

from __future__ import annotations

from ..launch_context import LaunchContext
from .if_condition import IfCondition


class UnlessCondition(IfCondition):
    """Holds if an expression is false, see :func:`evaluate_condition_expression`."""

    def _predicate_func(self, context: LaunchContext) -> bool:
        return not super()._predicate_func(context)
