"""Clients of actions whose goals are awaited."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from action_msgs.srv import CancelGoal
from builtin_interfaces.msg import Time
from unique_identifier_msgs.msg import UUID

from rclpy.action.client import ActionClient, ClientGoalHandle
from rclpy.experimental._channel import Channel
from rclpy.qos import (
    QoSProfile,
    qos_profile_action_status_default,
    qos_profile_services_default,
)
from rclpy.task import Future

if TYPE_CHECKING:
    from rclpy.experimental.async_node import AsyncNode


class AsyncGoal(AsyncIterator[Any]):
    """
    A goal that was sent and answered.

    ``async for`` goes through its feedback, until it has ended.
    """

    def __init__(
        self, handle: ClientGoalHandle, feedback: Channel[Any], result: Future[Any] | None
    ) -> None:
        self._handle = handle
        self._feedback = feedback
        self._result = result

    @property
    def goal_id(self) -> UUID:
        """The goal's id."""
        return self._handle.goal_id

    @property
    def accepted(self) -> bool:
        """Whether the server accepted it."""
        return self._handle.accepted

    @property
    def stamp(self) -> Time:
        """When the server accepted it."""
        return self._handle.stamp

    @property
    def status(self) -> int:
        """The last state that the server told of, one of ``GoalStatus``."""
        return self._handle.status

    def __aiter__(self) -> AsyncGoal:
        return self

    async def __anext__(self) -> Any:
        return await self._feedback.take()

    async def result(self) -> Any:
        """
        Wait for its end.

        :return: its ``status`` and ``result``.
        :raises RuntimeError: if the server did not accept it.
        """
        if self._result is None:
            raise RuntimeError("the goal was rejected, so it has no result")
        return await self._result

    async def cancel(self) -> CancelGoal.Response:
        """Ask the server to cancel it; return the answer. The result tells what became of it."""
        response = await self._handle.cancel_goal_async()
        assert response is not None
        return response


class AsyncActionClient:
    """
    Sends goals to an action server; the event loop receives what comes of them.

    :meth:`rclpy.experimental.async_node.AsyncNode.create_action_client` makes them.
    """

    def __init__(
        self,
        node: AsyncNode,
        action_type: type[Any],
        action_name: str,
        *,
        goal_service_qos_profile: QoSProfile = qos_profile_services_default,
        result_service_qos_profile: QoSProfile = qos_profile_services_default,
        cancel_service_qos_profile: QoSProfile = qos_profile_services_default,
        feedback_sub_qos_profile: QoSProfile = QoSProfile(depth=10),  # noqa: B008
        status_sub_qos_profile: QoSProfile = qos_profile_action_status_default,
    ) -> None:
        """
        Make a client of an action.

        :param node: whom it belongs to.
        :param action_type: the action's type.
        :param action_name: its name.
        :param goal_service_qos_profile: how goals are sent.
        :param result_service_qos_profile: how results are asked for.
        :param cancel_service_qos_profile: how goals are cancelled.
        :param feedback_sub_qos_profile: how feedback is received.
        :param status_sub_qos_profile: how the goals' states are received.
        """
        self._client = ActionClient(
            node,
            action_type,
            action_name,
            goal_service_qos_profile=goal_service_qos_profile,
            result_service_qos_profile=result_service_qos_profile,
            cancel_service_qos_profile=cancel_service_qos_profile,
            feedback_sub_qos_profile=feedback_sub_qos_profile,
            status_sub_qos_profile=status_sub_qos_profile,
        )

    def server_is_ready(self) -> bool:
        """Tell whether a server is there."""
        return self._client.server_is_ready()

    async def wait_for_server(self, *, check_interval: float = 0.1) -> None:
        """
        Wait until a server is there; ``asyncio.timeout()`` around it limits the time.

        :param check_interval: how many seconds pass between two looks.
        """
        while not self.server_is_ready():
            await asyncio.sleep(check_interval)

    async def send_goal(self, goal: Any, *, goal_uuid: UUID | None = None) -> AsyncGoal:
        """
        Send a goal and wait for the server's answer.

        :param goal: what to do.
        :param goal_uuid: the goal's id, a random one if ``None``.
        :return: the goal, which says whether it was accepted.
        :raises TypeError: if it is no goal of the action's type.
        """
        feedback: Channel[Any] = Channel(None)
        answer = self._client.send_goal_async(
            goal, lambda message: feedback.put(message.feedback), goal_uuid
        )
        try:
            handle = await answer
        except asyncio.CancelledError:
            answer.cancel()
            raise
        assert handle is not None
        if not handle.accepted:
            feedback.close()
            return AsyncGoal(handle, feedback, None)
        result = handle.get_result_async()
        result.add_done_callback(lambda _: feedback.close())
        return AsyncGoal(handle, feedback, result)

    def destroy(self) -> None:
        """Take it out of the graph."""
        self._client.destroy()
