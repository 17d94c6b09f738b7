"""Nodes with a lifecycle."""

from __future__ import annotations

from typing import Any

import launch.logging
from launch import EventHandler, LaunchContext
from launch.actions import OpaqueFunction
from launch.launch_description_entity import LaunchDescriptionEntity
from launch.some_substitutions_type import SomeSubstitutionsType
from lifecycle_msgs.msg import TransitionEvent
from lifecycle_msgs.srv import ChangeState as ChangeStateService

from .._calls import call_unless_shutdown
from ..events.lifecycle import ChangeState, StateTransition
from ..ros_adapters import get_ros_node
from .node import Node


class LifecycleNode(Node):
    """
    Run a node with a lifecycle.

    It emits a :class:`launch_ros.events.lifecycle.StateTransition` whenever the node says that its
    state has changed, and has it change its state on
    :class:`launch_ros.events.lifecycle.ChangeState`.
    """

    def __init__(
        self, *, name: SomeSubstitutionsType, namespace: SomeSubstitutionsType, **kwargs: Any
    ) -> None:
        """
        Create the action.

        :param name: the node's name.
        :param namespace: the node's namespace.
        :param kwargs: what :class:`Node` takes.
        """
        super().__init__(name=name, namespace=namespace, **kwargs)
        self.__subscription: Any = None
        self.__client: Any = None

    def execute(self, context: LaunchContext) -> list[LaunchDescriptionEntity] | None:
        """
        Begin to run the node, and to follow its lifecycle.

        :raises RuntimeError: if its name is not known.
        """
        self._perform_substitutions(context)
        if self.UNSPECIFIED_NODE_NAME in self.node_name:
            raise RuntimeError("node_name unexpectedly incomplete for lifecycle node")
        node = get_ros_node(context)
        loop = context._running_loop()

        def on_transition(message: TransitionEvent) -> None:
            event = StateTransition(action=self, msg=message)
            loop.call_soon_threadsafe(context.emit_event_sync, event)

        self.__subscription = node.create_subscription(
            TransitionEvent, f"{self.node_name}/transition_event", on_transition, 10
        )
        self.__client = node.create_client(ChangeStateService, f"{self.node_name}/change_state")
        context.register_event_handler(
            EventHandler(
                matcher=lambda event: isinstance(event, ChangeState),
                entities=[OpaqueFunction(function=self._on_change_state_event)],
            )
        )
        return super().execute(context)

    def _on_change_state_event(self, context: LaunchContext) -> None:
        event: ChangeState = context.locals.event
        if not event.lifecycle_node_matcher(self):
            return
        request: Any = ChangeStateService.Request()
        request.transition.id = event.transition_id
        context.add_completion_future(
            context._running_loop().run_in_executor(None, self._call_change_state, request, context)
        )

    def _call_change_state(self, request: Any, context: LaunchContext) -> None:
        logger = launch.logging.get_logger(__name__)
        response = call_unless_shutdown(self.__client, request, context, logger)
        if response is not None and not response.success:
            transition = ChangeState.valid_transitions[request.transition.id]
            logger.error(
                f"Failed to make transition '{transition}' for LifecycleNode '{self.node_name}'"
            )
