"""Expressions in Python."""

from __future__ import annotations

import collections.abc
import importlib
from collections.abc import Sequence
from typing import Any

from ..frontend.expose import expose_substitution
from ..launch_context import LaunchContext
from ..some_substitutions_type import SomeSubstitutionsType
from ..substitution import Substitution
from ..utilities import (
    ensure_argument_type,
    normalize_to_list_of_substitutions,
    perform_substitutions,
)
from .text_substitution import TextSubstitution

_ACCEPTED = (str, Substitution, collections.abc.Iterable)


@expose_substitution("eval")
class PythonExpression(Substitution):
    """The value of an expression in Python, as a text."""

    def __init__(
        self, expression: SomeSubstitutionsType, python_modules: SomeSubstitutionsType = ("math",)
    ) -> None:
        """
        Create the substitution.

        :param expression: the expression.
        :param python_modules: modules that it may name; the names in ``math`` also stand alone.
        """
        super().__init__()
        ensure_argument_type(expression, _ACCEPTED, "expression", "PythonExpression")
        ensure_argument_type(python_modules, _ACCEPTED, "python_modules", "PythonExpression")
        self.__expression = normalize_to_list_of_substitutions(expression)
        self.__python_modules = normalize_to_list_of_substitutions(python_modules)

    @classmethod
    def parse(
        cls, data: Sequence[SomeSubstitutionsType]
    ) -> tuple[type[PythonExpression], dict[str, Any]]:
        """Parse ``$(eval EXPRESSION [MODULES])``, where modules are separated by commas."""
        if len(data) not in (1, 2):
            raise TypeError("eval substitution expects 1 or 2 arguments")
        kwargs: dict[str, Any] = {"expression": data[0]}
        if len(data) == 2:
            parts = normalize_to_list_of_substitutions(data[1])
            texts = [part.text for part in parts if isinstance(part, TextSubstitution)]
            if len(texts) < len(parts):
                raise TypeError("eval substitution expects the names of modules as plain text")
            names = "".join(texts)
            kwargs["python_modules"] = [name.strip() for name in names.split(",") if name.strip()]
        return cls, kwargs

    @property
    def expression(self) -> list[Substitution]:
        """The expression."""
        return self.__expression

    @property
    def python_modules(self) -> list[Substitution]:
        """The modules that it may name."""
        return self.__python_modules

    def describe(self) -> str:
        """Describe the substitution for people."""
        expression = " + ".join(part.describe() for part in self.expression)
        modules = ", ".join(part.describe() for part in self.python_modules)
        return f"PythonExpr({expression}, [{modules}])"

    def perform(self, context: LaunchContext) -> str:
        """Return the expression's value."""
        names: dict[str, Any] = {}
        for part in self.python_modules:
            module = importlib.import_module(context.perform_substitution(part))
            if module.__name__ == "math":
                names.update(vars(module))
            names[module.__name__] = module
        return str(eval(perform_substitutions(context, self.expression), {}, names))
