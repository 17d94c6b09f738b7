"""The event that asks for a process's end."""

from .process_targeted_event import ProcessTargetedEvent


class ShutdownProcess(ProcessTargetedEvent):
    """A process is to end: SIGINT, and if that does not help SIGTERM, then SIGKILL."""

    name = "launch.events.process.ShutdownProcess"
