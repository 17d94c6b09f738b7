"""What is replaced with a text when a launch runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .launch_context import LaunchContext


class Substitution:
    """A text that is only known when the launch runs."""

    def describe(self) -> str:
        """Describe the substitution for people."""
        return repr(self)

    def perform(self, context: LaunchContext) -> str:
        """
        Return the text.

        :raises NotImplementedError: unless a subclass says how.
        """
        raise NotImplementedError("perform() not implemented for Substitution base class.")
