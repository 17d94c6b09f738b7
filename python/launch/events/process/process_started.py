"""The event of a process's start."""

from .running_process_event import RunningProcessEvent


class ProcessStarted(RunningProcessEvent):
    """A process has been started."""

    name = "launch.events.process.ProcessStarted"
