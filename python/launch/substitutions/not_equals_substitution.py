"""Comparison for what is different."""

from __future__ import annotations

from ..frontend.expose import expose_substitution
from ..launch_context import LaunchContext
from .equals_substitution import EqualsSubstitution


@expose_substitution("not-equals")
class NotEqualsSubstitution(EqualsSubstitution):
    """'true' unless two values are equal, as :class:`EqualsSubstitution` compares them."""

    def perform(self, context: LaunchContext) -> str:
        """Return 'true' or 'false'."""
        return str(not self._equal(context)).lower()
