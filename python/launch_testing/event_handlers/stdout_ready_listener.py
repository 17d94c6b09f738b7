"""Processes that say when they are ready."""

from __future__ import annotations

from collections.abc import Sequence

from launch import LaunchDescriptionEntity, SomeEntitiesType
from launch.actions import ExecuteLocal
from launch.event_handlers import OnProcessIO
from launch.events.process import ProcessIO


class StdoutReadyListener(OnProcessIO):
    """Goes on with actions each time that a process writes a text to standard output."""

    def __init__(
        self,
        *,
        target_action: ExecuteLocal | None = None,
        ready_txt: str,
        actions: Sequence[LaunchDescriptionEntity],
    ) -> None:
        """
        Create one.

        :param target_action: what starts the process; None for any.
        :param ready_txt: the text.
        :param actions: what is done then.
        """
        self.__ready_txt = ready_txt
        self.__actions = actions
        super().__init__(target_action=target_action, on_stdout=self.__on_stdout)

    def __on_stdout(self, process_io: ProcessIO) -> SomeEntitiesType | None:
        return self.__actions if self.__ready_txt in process_io.text.decode() else None

    def describe(self) -> tuple[str, list[LaunchDescriptionEntity]]:
        """Return a description, and the actions."""
        return super().describe()[0], list(self.__actions)
