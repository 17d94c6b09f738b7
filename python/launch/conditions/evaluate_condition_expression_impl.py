"""Texts as conditions."""

from __future__ import annotations

from collections.abc import Iterable

from ..launch_context import LaunchContext
from ..substitution import Substitution
from ..utilities import perform_substitutions
from .invalid_condition_expression_error import InvalidConditionExpressionError

VALID_TRUE_EXPRESSIONS = ["true", "1"]
VALID_FALSE_EXPRESSIONS = ["false", "0"]


def evaluate_condition_expression(
    context: LaunchContext, expression: Iterable[Substitution]
) -> bool:
    """
    Whether an expression is true: 'true' or '1', and not 'false' or '0', in any case of letters.

    :raises InvalidConditionExpressionError: if it is none of these.
    """
    expression = list(expression)
    text = perform_substitutions(context, expression).strip().lower()
    if text in VALID_TRUE_EXPRESSIONS:
        return True
    if text in VALID_FALSE_EXPRESSIONS:
        return False
    raise InvalidConditionExpressionError(
        text, expression, VALID_TRUE_EXPRESSIONS + VALID_FALSE_EXPRESSIONS
    )
