"""Variables of the launch context."""

from __future__ import annotations

from ..launch_context import LaunchContext
from ..substitution import Substitution
from ..utilities import ensure_argument_type


class LocalSubstitution(Substitution):
    """An expression that begins with a local variable, such as 'event.process_name'."""

    def __init__(self, expression: str, description: str | None = None) -> None:
        """
        Create the substitution.

        :param expression: Python, behind 'context.locals.'.
        :param description: what it is, in words.
        """
        super().__init__()
        ensure_argument_type(expression, str, "expression", "LocalSubstitution")
        self.__expression = expression
        self.__description = description

    @property
    def expression(self) -> str:
        """Python, behind 'context.locals.'."""
        return self.__expression

    @property
    def description(self) -> str | None:
        """What it is, in words."""
        return self.__description

    def describe(self) -> str:
        """Describe the substitution for people."""
        text = self.expression if self.description is None else self.description
        return f"LocalVar('{text}')"

    def perform(self, context: LaunchContext) -> str:
        """Return the expression's value."""
        value: str = eval(f"context.locals.{self.expression}", {"context": context})
        return value
