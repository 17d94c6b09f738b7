"""Waking an executor by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rclpy import _rclpy
from rclpy.callback_groups import CallbackGroup
from rclpy.context import Context
from rclpy.utilities import get_default_context


class GuardCondition:
    """
    Has an executor call its callback when it is triggered.

    :meth:`rclpy.node.Node.create_guard_condition` makes them.
    """

    def __init__(
        self,
        callback: Callable[[], Any] | None,
        callback_group: CallbackGroup | None,
        context: Context | None = None,
    ) -> None:
        self._context = get_default_context() if context is None else context
        self._handle = _rclpy.GuardCondition(self._context.handle)
        self.callback = callback
        self.callback_group = callback_group

    def trigger(self) -> None:
        """Have the callback called; may be called from any thread."""
        self._handle.trigger_guard_condition()

    @property
    def handle(self) -> _rclpy.GuardCondition:
        """The native guard condition."""
        return self._handle

    def destroy(self) -> None:
        """Free it; :meth:`rclpy.node.Node.destroy_guard_condition` is the way to do that."""
        self._handle.destroy_when_not_in_use()
