"""The event of the end of a launch."""

from __future__ import annotations

from ..event import Event


class Shutdown(Event):
    """The launch is to end, and with it all that it has started."""

    name = "launch.events.Shutdown"

    def __init__(self, *, reason: str = "reason not given", due_to_sigint: bool = False) -> None:
        """
        Create the event.

        :param reason: why, in words.
        :param due_to_sigint: whether Ctrl-C is why, of which a terminal tells the processes, too.
        """
        self.__reason = reason
        self.__due_to_sigint = due_to_sigint

    @property
    def reason(self) -> str:
        """Why, in words."""
        return self.__reason

    @property
    def due_to_sigint(self) -> bool:
        """Whether Ctrl-C is why."""
        return self.__due_to_sigint
