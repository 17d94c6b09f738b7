"""What is wrong with a condition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..substitution import Substitution


class InvalidConditionExpressionError(ValueError):
    """An expression is neither true nor false."""

    def __init__(
        self,
        expression: str,
        unexpanded_expression: Iterable[Substitution],
        valid_expressions: Sequence[str],
    ) -> None:
        origin = " + ".join(str(substitution) for substitution in unexpanded_expression)
        super().__init__(
            f"invalid condition expression, expected one of [{', '.join(valid_expressions)}] "
            f"but got '{expression}', expanded from '{origin}'"
        )
