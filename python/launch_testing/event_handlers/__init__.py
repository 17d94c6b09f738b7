"""Event handlers for launches that are tested."""

from .stdout_ready_listener import StdoutReadyListener

__all__ = ["StdoutReadyListener"]
