"""Answering questions of other processes from a buffer."""

from __future__ import annotations

from typing import Any

import tf2_py
from geometry_msgs.msg import TransformStamped
from rclpy.action.server import ActionServer, CancelResponse
from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.duration import Duration
from rclpy.node import Node
from rclpy.task import Future
from rclpy.time import Time
from tf2_msgs.action import LookupTransform
from tf2_msgs.msg import TF2Error

from tf2_ros.buffer import Buffer

# The first that an exception is an instance of counts.
_ERRORS: dict[type[Exception], int] = {
    tf2_py.LookupException: TF2Error.LOOKUP_ERROR,
    tf2_py.ConnectivityException: TF2Error.CONNECTIVITY_ERROR,
    tf2_py.ExtrapolationException: TF2Error.EXTRAPOLATION_ERROR,
    tf2_py.InvalidArgumentException: TF2Error.INVALID_ARGUMENT_ERROR,
    tf2_py.TimeoutException: TF2Error.TIMEOUT_ERROR,
    tf2_py.TransformException: TF2Error.TRANSFORM_ERROR,
}


class BufferServer:
    """
    Offers an action that looks transforms up in a buffer.

    A question waits for its transform, as long as it says, without keeping an executor from
    others.
    """

    def __init__(self, buffer: Buffer, node: Node, ns: str) -> None:
        """
        Make the action's server.

        :param buffer: where transforms are looked up.
        :param node: the node that offers the action.
        :param ns: the action's name.
        """
        self.buffer = buffer
        self.node = node
        self.group = ReentrantCallbackGroup()
        self._waiting: dict[bytes, Future[Any]] = {}
        self.action_server: ActionServer = ActionServer(
            node,
            LookupTransform,
            ns,
            self._execute,
            callback_group=self.group,
            cancel_callback=self._cancel,
        )

    async def _execute(self, goal_handle: Any) -> Any:
        key = bytes(goal_handle.goal_id.uuid)
        await self._transform_or_timeout(key, goal_handle.request)
        if goal_handle.is_cancel_requested:
            goal_handle.canceled()
            return LookupTransform.Result()
        result = LookupTransform.Result()
        try:
            result.transform = self._lookup(goal_handle.request)
        except tf2_py.TransformException as error:
            kinds = (number for kind, number in _ERRORS.items() if isinstance(error, kind))
            result.error.error = next(kinds)
            result.error.error_string = str(error)
        goal_handle.succeed()
        return result

    async def _transform_or_timeout(self, key: bytes, goal: Any) -> None:
        timeout = Duration.from_msg(goal.timeout).nanoseconds
        if timeout <= 0:
            return
        future = self._wait(goal)
        if future.done():
            return

        def give_up() -> None:
            if not future.done():
                future.set_result(None)

        self._waiting[key] = future
        timer = self.node.create_timer(timeout * 1e-9, give_up, callback_group=self.group)
        try:
            await future
        finally:
            self.node.destroy_timer(timer)
            del self._waiting[key]

    def _wait(self, goal: Any) -> Future[Any]:
        source_time = Time.from_msg(goal.source_time)
        if not goal.advanced:
            return self.buffer.wait_for_transform_async(
                goal.target_frame, goal.source_frame, source_time
            )
        return self.buffer.wait_for_transform_full_async(
            goal.target_frame,
            Time.from_msg(goal.target_time),
            goal.source_frame,
            source_time,
            goal.fixed_frame,
        )

    def _lookup(self, goal: Any) -> TransformStamped:
        if not goal.advanced:
            return self.buffer.lookup_transform_core(
                goal.target_frame, goal.source_frame, goal.source_time
            )
        return self.buffer.lookup_transform_full_core(
            goal.target_frame,
            goal.target_time,
            goal.source_frame,
            goal.source_time,
            goal.fixed_frame,
        )

    def _cancel(self, goal_handle: Any) -> CancelResponse:
        future = self._waiting.get(bytes(goal_handle.goal_id.uuid))
        if future is not None and not future.done():
            future.set_result(None)
        return CancelResponse.ACCEPT

    def destroy(self) -> None:
        """Destroy the action's server."""
        self.action_server.destroy()
