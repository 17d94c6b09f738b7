"""What every handle to a native object offers."""

from __future__ import annotations

from types import TracebackType
from typing import Protocol


class DestroyableType(Protocol):
    """A handle: while it is entered it stays alive, even when its destruction was asked for."""

    def __enter__(self) -> None: ...

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exctb: TracebackType | None,
    ) -> None: ...

    def destroy_when_not_in_use(self) -> None:
        """Destroy the object now, or when the last ``with`` block over it ends."""
        ...
