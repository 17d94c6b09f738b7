"""What is ready when several are."""

from __future__ import annotations

import threading
from collections.abc import Callable


class ReadyAggregator:
    """Calls a function when its own has been called so many times."""

    def __init__(self, ready_fn: Callable[[], object], num_to_aggregate: int) -> None:
        """
        Create one.

        :param ready_fn: what is called once.
        :param num_to_aggregate: after how many calls of :meth:`ready_fn`.
        """
        self._parent_ready_fn = ready_fn
        self._missing = num_to_aggregate
        self._lock = threading.Lock()

    def ready_fn(self) -> None:
        """Say that one is ready, from any thread."""
        with self._lock:
            self._missing -= 1
            complete = self._missing == 0
        if complete:
            self._parent_ready_fn()
