"""The events of processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...event import Event

if TYPE_CHECKING:
    from ...actions import ExecuteLocal


class RunningProcessEvent(Event):
    """Something happened to a process."""

    name = "launch.events.process.RunningProcessEvent"

    def __init__(
        self,
        *,
        action: ExecuteLocal,
        name: str,
        cmd: list[str],
        cwd: str | None,
        env: dict[str, str] | None,
        pid: int,
    ) -> None:
        """
        Create the event.

        :param action: what started the process.
        :param name: the process's name, which no other has.
        :param cmd: the command and its arguments.
        :param cwd: the working directory, None for the launch's own.
        :param env: the environment.
        :param pid: the number of the process.
        """
        self.__action = action
        self.__name = name
        self.__cmd = cmd
        self.__cwd = cwd
        self.__env = env
        self.__pid = pid

    @property
    def action(self) -> ExecuteLocal:
        """What started the process."""
        return self.__action

    @property
    def execute_process_action(self) -> ExecuteLocal:
        """What started the process, by its older name."""
        return self.__action

    @property
    def process_name(self) -> str:
        """The process's name, which no other has."""
        return self.__name

    @property
    def cmd(self) -> list[str]:
        """The command and its arguments."""
        return self.__cmd

    @property
    def cwd(self) -> str | None:
        """The working directory, None for the launch's own."""
        return self.__cwd

    @property
    def env(self) -> dict[str, str] | None:
        """The environment."""
        return self.__env

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self.__pid
