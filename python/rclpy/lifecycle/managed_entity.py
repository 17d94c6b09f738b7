"""What follows the state of a managed node."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Any, NamedTuple

from lifecycle_msgs.msg import Transition


class TransitionCallbackReturn(Enum):
    """What came of a transition's callback."""

    SUCCESS = Transition.TRANSITION_CALLBACK_SUCCESS
    """The node goes on to the state that was asked for."""
    FAILURE = Transition.TRANSITION_CALLBACK_FAILURE
    """The node goes back to the state that it was in."""
    ERROR = Transition.TRANSITION_CALLBACK_ERROR
    """The node's ``on_error`` is called."""

    def to_label(self) -> str:
        """Return the label of the transition that it leads to."""
        return f"transition_{self.name.lower()}"


class LifecycleState(NamedTuple):
    """A state of a managed node."""

    label: str
    state_id: int


class ManagedEntity:
    """Something that is told of a managed node's transitions, and of the state before each."""

    def on_configure(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Be configured."""
        return TransitionCallbackReturn.SUCCESS

    def on_cleanup(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Be cleaned up."""
        return TransitionCallbackReturn.SUCCESS

    def on_shutdown(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Be shut down."""
        return TransitionCallbackReturn.SUCCESS

    def on_activate(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Be activated."""
        return TransitionCallbackReturn.SUCCESS

    def on_deactivate(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Be deactivated."""
        return TransitionCallbackReturn.SUCCESS

    def on_error(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Mend what went wrong."""
        return TransitionCallbackReturn.SUCCESS


class SimpleManagedEntity(ManagedEntity):
    """An entity that only remembers whether it is active."""

    def __init__(self) -> None:
        self._enabled = False

    def on_activate(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Be active."""
        self._enabled = True
        return TransitionCallbackReturn.SUCCESS

    def on_deactivate(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Be inactive."""
        self._enabled = False
        return TransitionCallbackReturn.SUCCESS

    @property
    def is_activated(self) -> bool:
        """Whether it is active."""
        return self._enabled

    @staticmethod
    def when_enabled(
        wrapped: Callable[..., Any] | None = None,
        *,
        when_not_enabled: Callable[[], Any] | None = None,
    ) -> Callable[..., Any]:
        """
        Decorate a method that does something only while the entity is active.

        :param when_not_enabled: called instead of it.
        """

        def decorate(method: Callable[..., Any]) -> Callable[..., Any]:
            @wraps(method)
            def only_when_enabled(self: SimpleManagedEntity, *args: Any, **kwargs: Any) -> Any:
                if self._enabled:
                    return method(self, *args, **kwargs)
                return when_not_enabled() if when_not_enabled is not None else None

            return only_when_enabled

        return decorate if wrapped is None else decorate(wrapped)
