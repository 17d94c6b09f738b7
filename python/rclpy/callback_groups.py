"""Which callbacks may run beside which others."""

from __future__ import annotations

import weakref
from threading import Lock
from typing import Any

from rclpy import _rclpy


class CallbackGroup:
    """
    The base of all callback groups.

    A group of one's own extends it and says in :meth:`can_execute`, :meth:`beginning_execution`
    and :meth:`ending_execution` when the callbacks of its entities may run.
    """

    def __init__(self) -> None:
        super().__init__()
        self.entities: set[weakref.ref[Any]] = set()

    def add_entity(self, entity: Any) -> None:
        """Add a subscription, timer or whatever else has a callback."""
        self.entities.add(weakref.ref(entity))

    def has_entity(self, entity: Any) -> bool:
        """Tell whether an entity belongs to the group."""
        return weakref.ref(entity) in self.entities

    def can_execute(self, entity: Any) -> bool:
        """Tell whether an entity's callback may run now."""
        raise NotImplementedError()

    def beginning_execution(self, entity: Any) -> bool:
        """
        Ask for leave to run an entity's callback.

        Where it is given, :meth:`ending_execution` must follow.
        """
        raise NotImplementedError()

    def ending_execution(self, entity: Any) -> None:
        """Say that an entity's callback has ended."""
        raise NotImplementedError()


class ReentrantCallbackGroup(CallbackGroup):
    """Callbacks may run beside one another."""

    def can_execute(self, entity: Any) -> bool:
        return True

    def beginning_execution(self, entity: Any) -> bool:
        return True

    def ending_execution(self, entity: Any) -> None:
        pass


class MutuallyExclusiveCallbackGroup(CallbackGroup):
    """One callback runs at a time."""

    def __init__(self) -> None:
        super().__init__()
        # Held by the callback that an executor runs. What follows is for groups that extend this.
        self._token = _rclpy.CallbackGroup()
        self._active_entity: Any = None
        self._lock = Lock()

    def can_execute(self, entity: Any) -> bool:
        with self._lock:
            assert self.has_entity(entity)
            return self._active_entity is None and self._token.can_execute()

    def beginning_execution(self, entity: Any) -> bool:
        with self._lock:
            assert self.has_entity(entity)
            if self._active_entity is not None:
                return False
            self._active_entity = entity
            return True

    def ending_execution(self, entity: Any) -> None:
        with self._lock:
            assert self._active_entity is entity
            self._active_entity = None
