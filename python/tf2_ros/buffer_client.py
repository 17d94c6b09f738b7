"""Asking a buffer in another process."""

from __future__ import annotations

import threading
import warnings
from typing import Any

import tf2_py
from builtin_interfaces.msg import Time as TimeMsg
from geometry_msgs.msg import TransformStamped
from rclpy.action.client import ActionClient
from rclpy.duration import Duration
from rclpy.node import Node
from rclpy.task import Future
from rclpy.time import Time
from tf2_msgs.action import LookupTransform
from tf2_msgs.msg import TF2Error

from tf2_ros.buffer_interface import BufferInterface

_EXCEPTIONS: dict[int, type[tf2_py.TransformException]] = {
    TF2Error.LOOKUP_ERROR: tf2_py.LookupException,
    TF2Error.CONNECTIVITY_ERROR: tf2_py.ConnectivityException,
    TF2Error.EXTRAPOLATION_ERROR: tf2_py.ExtrapolationException,
    TF2Error.INVALID_ARGUMENT_ERROR: tf2_py.InvalidArgumentException,
    TF2Error.TIMEOUT_ERROR: tf2_py.TimeoutException,
}


class BufferClient(BufferInterface):
    """
    Asks a :class:`tf2_ros.buffer_server.BufferServer`, through its action.

    Each question waits for the answer, so somebody else has to spin the node.
    """

    def __init__(
        self,
        node: Node,
        ns: str,
        check_frequency: float = 10.0,
        timeout_padding: Duration | float = Duration(seconds=2.0),  # noqa: B008
    ) -> None:
        """
        Make the action's client.

        :param node: the node that asks.
        :param ns: the name of the server's action.
        :param check_frequency: kept as it is; answers are not polled for.
        :param timeout_padding: how much longer than a question's own timeout to wait for its
            answer, seconds where it is a number.
        """
        super().__init__()
        self.node = node
        self.action_client: ActionClient = ActionClient(node, LookupTransform, action_name=ns)
        self.check_frequency = check_frequency
        self.timeout_padding = (
            timeout_padding
            if isinstance(timeout_padding, Duration)
            else Duration(seconds=timeout_padding)
        )

    def lookup_transform(
        self,
        target_frame: str,
        source_frame: str,
        time: Time | TimeMsg,
        timeout: Duration = Duration(),  # noqa: B008
    ) -> TransformStamped:
        """See :meth:`tf2_ros.buffer_interface.BufferInterface.lookup_transform`."""
        if isinstance(time, TimeMsg):
            warnings.warn(
                "Passing a builtin_interfaces.msg.Time argument is deprecated, and will be removed "
                "in the near future. Use rclpy.time.Time instead.",
                stacklevel=2,
            )
        elif not isinstance(time, Time):
            raise TypeError("Must pass a rclpy.time.Time object.")
        return self._ask(
            LookupTransform.Goal(
                target_frame=target_frame,
                source_frame=source_frame,
                source_time=_to_msg(time),
                timeout=timeout.to_msg(),
                advanced=False,
            )
        )

    def lookup_transform_full(
        self,
        target_frame: str,
        target_time: Time | TimeMsg,
        source_frame: str,
        source_time: Time | TimeMsg,
        fixed_frame: str,
        timeout: Duration = Duration(),  # noqa: B008
    ) -> TransformStamped:
        """See :meth:`tf2_ros.buffer_interface.BufferInterface.lookup_transform_full`."""
        return self._ask(
            LookupTransform.Goal(
                target_frame=target_frame,
                target_time=_to_msg(target_time),
                source_frame=source_frame,
                source_time=_to_msg(source_time),
                fixed_frame=fixed_frame,
                timeout=timeout.to_msg(),
                advanced=True,
            )
        )

    def can_transform(
        self,
        target_frame: str,
        source_frame: str,
        time: Time | TimeMsg,
        timeout: Duration = Duration(),  # noqa: B008
    ) -> bool:
        """Whether :meth:`lookup_transform` finds a transform."""
        try:
            self.lookup_transform(target_frame, source_frame, time, timeout)
        except tf2_py.TransformException:
            return False
        return True

    def can_transform_full(
        self,
        target_frame: str,
        target_time: Time | TimeMsg,
        source_frame: str,
        source_time: Time | TimeMsg,
        fixed_frame: str,
        timeout: Duration = Duration(),  # noqa: B008
    ) -> bool:
        """Whether :meth:`lookup_transform_full` finds a transform."""
        try:
            self.lookup_transform_full(
                target_frame, target_time, source_frame, source_time, fixed_frame, timeout
            )
        except tf2_py.TransformException:
            return False
        return True

    def _ask(self, goal: Any) -> TransformStamped:
        if not self.action_client.server_is_ready():
            raise tf2_py.TimeoutException("The BufferServer is not ready.")
        timeout = Duration.from_msg(goal.timeout)
        patience = (timeout.nanoseconds + self.timeout_padding.nanoseconds) * 1e-9
        goal_handle = _wait(self.action_client.send_goal_async(goal), patience)
        if not goal_handle.accepted:
            raise tf2_py.TimeoutException(
                "The LookupTransform goal sent to the BufferServer did not come back with accepted "
                "status. Something is likely wrong with the server."
            )
        result = _wait(goal_handle.get_result_async(), patience).result
        error = result.error
        if error.error != TF2Error.NO_ERROR:
            exception = _EXCEPTIONS.get(error.error, tf2_py.TransformException)
            raise exception(error.error_string)
        transform: TransformStamped = result.transform
        return transform

    def destroy(self) -> None:
        """Destroy the action's client."""
        self.action_client.destroy()


def _to_msg(time: Time | TimeMsg) -> TimeMsg:
    return time.to_msg() if isinstance(time, Time) else time


def _wait(future: Future[Any], timeout: float) -> Any:
    done = threading.Event()
    future.add_done_callback(lambda _: done.set())
    if not done.wait(timeout):
        raise tf2_py.TimeoutException(
            "The LookupTransform goal sent to the BufferServer did not come back in the specified "
            "time. Something is likely wrong with the server."
        )
    return future.result()
