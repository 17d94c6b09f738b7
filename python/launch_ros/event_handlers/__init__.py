"""What is done when something happens to nodes."""

from .on_state_transition import OnStateTransition

__all__ = ["OnStateTransition"]
