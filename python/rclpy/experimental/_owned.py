"""What the entities of an :class:`AsyncNode` have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Owned:
    """
    An entity that takes leave of its node when it is destroyed.

    It stands before the entity's class among the bases.
    """

    _leave: Callable[[Any], Any] | None = None
    """The node's method that destroys it, until that is called."""

    def destroy(self) -> None:
        """Take it out of the graph. Doing so twice is no error."""
        leave, self._leave = self._leave, None
        if leave is not None:
            leave(self)  # which comes back here
        else:
            super().destroy()  # type: ignore[misc]
