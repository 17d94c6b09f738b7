"""Tests that are processes."""

from __future__ import annotations

from typing import Any

from launch import LaunchContext, LaunchDescriptionEntity, SomeSubstitutionsType
from launch.actions import ExecuteProcess, OpaqueFunction, TimerAction
from launch.event_handlers import OnProcessExit


class Test(ExecuteProcess):
    """Runs a test; its return code says whether it has passed."""

    __test__ = False  # for pytest, which takes every class of this name for one of its own

    def __init__(
        self,
        *,
        timeout: float | SomeSubstitutionsType | None = None,
        kill_timeout: float | SomeSubstitutionsType = 5.0,
        **kwargs: Any,
    ) -> None:
        """
        Create a test.

        :param timeout: after how many seconds it is shut down, never if None.
        :param kill_timeout: after how many more seconds it is sent SIGTERM, and then SIGKILL.
        :param kwargs: what :class:`launch.actions.ExecuteProcess` takes.
        """
        patience = str(kill_timeout) if isinstance(kill_timeout, (int, float)) else kill_timeout
        kwargs.setdefault("sigterm_timeout", patience)
        kwargs.setdefault("sigkill_timeout", patience)
        super().__init__(**kwargs)
        self.__timeout = timeout

    @property
    def timeout(self) -> float | SomeSubstitutionsType | None:
        """After how many seconds it is shut down."""
        return self.__timeout

    def execute(self, context: LaunchContext) -> list[LaunchDescriptionEntity] | None:
        """Run the test."""
        entities = super().execute(context)
        if not self.__timeout:
            return entities
        timer = TimerAction(
            period=self.__timeout,
            actions=[OpaqueFunction(function=self._shutdown_process, kwargs={"send_sigint": True})],
        )
        context.register_event_handler(
            OnProcessExit(target_action=self, on_exit=lambda *_: timer.cancel())
        )
        return [*(entities or ()), timer]
