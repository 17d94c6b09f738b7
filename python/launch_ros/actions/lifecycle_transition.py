"""Transitions of lifecycles, one after the other."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection
from typing import Any

import launch.logging
from launch import Action, EventHandler, LaunchContext
from launch.actions import EmitEvent, OpaqueFunction, RegisterEventHandler
from launch.launch_description_entity import LaunchDescriptionEntity
from launch.some_substitutions_type import SomeSubstitutionsType
from launch.utilities import normalize_to_list_of_substitutions, perform_substitutions
from lifecycle_msgs.msg import Transition

from ..event_handlers import OnStateTransition
from ..events import matches_node_name
from ..events.lifecycle import ChangeState, StateTransition

_SHUTDOWN = {"start_state": "shuttingdown", "goal_state": "finalized"}


class LifecycleTransition(Action):
    """
    Have nodes make transitions, each when the one before is complete.

    Every node goes its own way: after an error the rest of its transitions is left out.
    """

    transition_targets: dict[int, dict[str, str]] = {  # noqa: RUF012
        Transition.TRANSITION_CONFIGURE: {"start_state": "configuring", "goal_state": "inactive"},
        Transition.TRANSITION_CLEANUP: {"start_state": "cleaningup", "goal_state": "unconfigured"},
        Transition.TRANSITION_ACTIVATE: {"start_state": "activating", "goal_state": "active"},
        Transition.TRANSITION_DEACTIVATE: {
            "start_state": "deactivating",
            "goal_state": "inactive",
        },
        Transition.TRANSITION_UNCONFIGURED_SHUTDOWN: _SHUTDOWN,
        Transition.TRANSITION_INACTIVE_SHUTDOWN: _SHUTDOWN,
        Transition.TRANSITION_ACTIVE_SHUTDOWN: _SHUTDOWN,
    }
    """From which state to which a transition leads when it succeeds."""

    def __init__(
        self,
        *,
        lifecycle_node_names: Collection[SomeSubstitutionsType],
        transition_ids: Collection[int | SomeSubstitutionsType],
        **kwargs: Any,
    ) -> None:
        """
        Create the action.

        :param lifecycle_node_names: the nodes, which :class:`LifecycleNode` launches.
        :param transition_ids: constants of ``lifecycle_msgs.msg.Transition``.
        :raises ValueError: if there are none of either.
        """
        super().__init__(**kwargs)
        if len(transition_ids) == 0:
            raise ValueError("No transition_ids provided.")
        if len(lifecycle_node_names) == 0:
            raise ValueError("No lifecycle_node_names provided.")
        self.__lifecycle_node_names = [
            normalize_to_list_of_substitutions(name) for name in lifecycle_node_names
        ]
        self.__transition_ids = [
            normalize_to_list_of_substitutions(str(number) if isinstance(number, int) else number)
            for number in transition_ids
        ]

    def execute(self, context: LaunchContext) -> list[LaunchDescriptionEntity] | None:
        """
        Return what has all nodes make their first transition, and then the others.

        :raises ValueError: if a transition is no number.
        """
        transitions = []
        for substitutions in self.__transition_ids:
            text = perform_substitutions(context, substitutions)
            try:
                transitions.append(int(text))
            except ValueError:
                raise ValueError(f"expected integer for lifecycle transition, got {text}") from None
        names = [perform_substitutions(context, name) for name in self.__lifecycle_node_names]
        registrations: list[LaunchDescriptionEntity] = []
        beginnings: list[LaunchDescriptionEntity] = []
        for name in names:
            handlers, first = self.__sequence(context, name, transitions)
            registrations += [RegisterEventHandler(handler) for handler in handlers]
            beginnings.append(first)
        return [*registrations, *beginnings]

    def __sequence(
        self, context: LaunchContext, name: str, transitions: list[int]
    ) -> tuple[list[EventHandler], LaunchDescriptionEntity]:
        """Return the handlers for a node's transitions, and what begins the first."""
        handlers: list[EventHandler] = []
        on_error = EventHandler(
            matcher=_matches(name, "errorprocessing"),
            entities=[
                OpaqueFunction(
                    function=lambda context: stop(context, "error occured during transitions")
                )
            ],
            handle_once=True,
        )

        def stop(context: LaunchContext, reason: str | None = None) -> None:
            if reason is not None:
                logger = launch.logging.get_logger(__name__)
                logger.info(f"Stopping transitions for {name} because '{reason}'")
            for handler in (*handlers, on_error):
                with contextlib.suppress(ValueError):
                    context.unregister_event_handler(handler)

        steps: list[LaunchDescriptionEntity] = [
            EmitEvent(
                event=ChangeState(
                    lifecycle_node_matcher=matches_node_name(name), transition_id=transition
                )
            )
            for transition in transitions
        ]
        following = [*steps[1:], OpaqueFunction(function=stop)]
        for transition, step in zip(transitions, following, strict=True):
            states = self.transition_targets[transition]
            matcher = _matches(name, states["goal_state"], states["start_state"])
            handlers.append(OnStateTransition(matcher=matcher, entities=[step], handle_once=True))
        context.register_event_handler(on_error)
        return handlers, steps[0]


def _matches(
    node_name: str, goal_state: str, start_state: str | None = None
) -> Callable[[Any], bool]:
    if not node_name.startswith("/"):
        node_name = f"/{node_name}"
    return lambda event: (
        isinstance(event, StateTransition)
        and event.action.node_name == node_name
        and event.goal_state == goal_state
        and start_state in (None, event.start_state)
    )
