"""Offering actions."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from enum import Enum, IntEnum
from typing import TYPE_CHECKING, Any, TypedDict

from action_msgs.msg import GoalInfo, GoalStatus
from action_msgs.srv import CancelGoal
from unique_identifier_msgs.msg import UUID

from rclpy import _rclpy
from rclpy._rclpy import RCLError as RCLError
from rclpy.action._waitable import ActionWaitable
from rclpy.callback_groups import CallbackGroup
from rclpy.constants import S_TO_NS
from rclpy.exceptions import InvalidHandle
from rclpy.executors import await_or_execute
from rclpy.qos import (
    QoSProfile,
    qos_profile_action_status_default,
    qos_profile_services_default,
)
from rclpy.time import Time
from rclpy.type_support import check_for_type_support
from rclpy.waitable import NumberOfEntities

if TYPE_CHECKING:
    from rclpy.node import Node


class GoalResponse(Enum):
    """What to do about a goal."""

    REJECT = 1
    ACCEPT = 2


class CancelResponse(Enum):
    """What to do about a request to cancel a goal."""

    REJECT = 1
    ACCEPT = 2


class GoalEvent(IntEnum):
    """What changes the state of a goal."""

    EXECUTE = 0
    CANCEL_GOAL = 1
    SUCCEED = 2
    ABORT = 3
    CANCELED = 4


class ServerGoalHandle:
    """A goal that was accepted."""

    def __init__(self, action_server: ActionServer, goal_info: GoalInfo, goal_request: Any) -> None:
        """
        Accept a goal.

        :raises RCLError: if the server has accepted one with this id already.
        """
        self._goal_handle: _rclpy.ActionGoalHandle | None = action_server.handle.accept_goal(
            bytes(goal_info.goal_id.uuid)
        )
        goal_info.stamp = Time(nanoseconds=self._goal_handle.stamp).to_msg()
        self._action_server = action_server
        self._goal_info = goal_info
        self._goal_request = goal_request
        self._lock = threading.Lock()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ServerGoalHandle) and self.goal_id == other.goal_id

    def __hash__(self) -> int:
        return hash(bytes(self.goal_id.uuid))

    @property
    def request(self) -> Any:
        """What is to be done."""
        return self._goal_request

    @property
    def goal_id(self) -> UUID:
        """The goal's id."""
        return self._goal_info.goal_id

    @property
    def is_active(self) -> bool:
        """Whether it has not ended."""
        goal = self._goal_handle
        return goal is not None and goal.is_active()

    @property
    def is_cancel_requested(self) -> bool:
        """Whether it is to be cancelled."""
        return self.status == GoalStatus.STATUS_CANCELING

    @property
    def status(self) -> int:
        """Its state, one of ``GoalStatus``."""
        goal = self._goal_handle
        return GoalStatus.STATUS_UNKNOWN if goal is None else goal.get_status()

    def execute(self, execute_callback: Callable[[ServerGoalHandle], Any] | None = None) -> None:
        """
        Have the goal executed.

        :param execute_callback: what does it, the server's own callback if ``None``.
        """
        # The callback of a goal that is to be cancelled sees to its end all the same.
        if not self.is_cancel_requested:
            self._update_state(GoalEvent.EXECUTE)
        self._action_server.notify_execute(self, execute_callback)

    def publish_feedback(self, feedback: Any) -> None:
        """
        Tell how it goes.

        :raises TypeError: if it is no feedback of the action's type.
        """
        action_type = self._action_server.action_type
        if not isinstance(feedback, action_type.Feedback):
            raise TypeError(
                f"feedback must be a {action_type.__name__}.Feedback, got {type(feedback)!r}"
            )
        if self._goal_handle is None:
            return
        message = action_type.Impl.FeedbackMessage(goal_id=self.goal_id, feedback=feedback)
        # Where the server has ended, its goals have, and nobody hears of them.
        with suppress(InvalidHandle):
            self._action_server.handle.publish_feedback(message)

    def succeed(self) -> None:
        """Say that it was achieved."""
        self._update_state(GoalEvent.SUCCEED)

    def abort(self) -> None:
        """Say that it was given up."""
        self._update_state(GoalEvent.ABORT)

    def canceled(self) -> None:
        """Say that it was cancelled, as was requested."""
        self._update_state(GoalEvent.CANCELED)

    def destroy(self) -> None:
        """Forget the goal."""
        with self._lock:
            self._goal_handle = None

    def _update_state(self, event: GoalEvent) -> None:
        with self._lock, suppress(InvalidHandle):
            if self._goal_handle is not None:
                self._goal_handle.update_goal_state(event)

    def _set_result(self, result: Any) -> None:
        with self._lock:
            if self._goal_handle is None:
                return
            response = self._action_server.action_type.Impl.GetResultService.Response(
                status=self._goal_handle.get_status(), result=result
            )
            self._goal_handle.set_result(response)


def default_handle_accepted_callback(goal_handle: ServerGoalHandle) -> None:
    """Execute the goal."""
    goal_handle.execute()


def default_goal_callback(goal_request: Any) -> GoalResponse:
    """Accept every goal."""
    return GoalResponse.ACCEPT


def default_cancel_callback(cancel_request: Any) -> CancelResponse:
    """Refuse to cancel any goal."""
    return CancelResponse.REJECT


class ServerGoalHandleDict(TypedDict, total=False):
    """What a server takes when it is its turn."""

    goal: _rclpy.Work
    cancel: _rclpy.Work
    result: _rclpy.Work
    expired: _rclpy.Work


class ActionServer(ActionWaitable[ServerGoalHandleDict, _rclpy.ActionServer]):
    """Offers an action: accepts goals, has the node's executor execute them, and cancels them."""

    def __init__(
        self,
        node: Node,
        action_type: type[Any],
        action_name: str,
        execute_callback: Callable[[ServerGoalHandle], Any],
        *,
        callback_group: CallbackGroup | None = None,
        goal_callback: Callable[[Any], Any] | None = default_goal_callback,
        handle_accepted_callback: Callable[[ServerGoalHandle], Any]
        | None = default_handle_accepted_callback,
        cancel_callback: Callable[[Any], Any] | None = default_cancel_callback,
        goal_service_qos_profile: QoSProfile = qos_profile_services_default,
        result_service_qos_profile: QoSProfile = qos_profile_services_default,
        cancel_service_qos_profile: QoSProfile = qos_profile_services_default,
        feedback_pub_qos_profile: QoSProfile = QoSProfile(depth=10),  # noqa: B008
        status_pub_qos_profile: QoSProfile = qos_profile_action_status_default,
        result_timeout: float = 900,
    ) -> None:
        """
        Offer an action.

        :param node: whom it belongs to.
        :param action_type: the action's type.
        :param action_name: its name.
        :param execute_callback: called with each goal's handle; ends the goal, and returns its
            result.
        :param callback_group: which callbacks its own may run beside.
        :param goal_callback: called with each goal; says whether to accept it.
        :param handle_accepted_callback: called with each accepted goal's handle; has it executed.
        :param cancel_callback: called with the handle of each goal that is to be cancelled; says
            whether to do it.
        :param goal_service_qos_profile: how goals are received.
        :param result_service_qos_profile: how results are sent.
        :param cancel_service_qos_profile: how requests to cancel goals are received.
        :param feedback_pub_qos_profile: how feedback is published.
        :param status_pub_qos_profile: how the goals' states are published.
        :param result_timeout: how many seconds to keep a goal's result after its end.
        """
        self.register_handle_accepted_callback(handle_accepted_callback)
        self.register_goal_callback(goal_callback)
        self.register_cancel_callback(cancel_callback)
        self.register_execute_callback(execute_callback)
        check_for_type_support(action_type)
        group = callback_group or node.default_callback_group
        self._node = node
        self._action_type = action_type
        self._goal_handles: dict[bytes, ServerGoalHandle] = {}
        self._logger = node.get_logger().get_child("action_server")
        handle = _rclpy.ActionServer(
            node.handle,
            action_type,
            action_name,
            goal_service_qos_profile.get_c_qos_profile(),
            result_service_qos_profile.get_c_qos_profile(),
            cancel_service_qos_profile.get_c_qos_profile(),
            feedback_pub_qos_profile.get_c_qos_profile(),
            status_pub_qos_profile.get_c_qos_profile(),
            int(result_timeout * S_TO_NS),
            group,
        )
        super().__init__(handle, group)
        node._add_action(self)

    @property
    def handle(self) -> _rclpy.ActionServer:
        """The native action server."""
        return self._handle

    @property
    def action_type(self) -> Any:
        """The action's type."""
        return self._action_type

    def notify_execute(
        self,
        goal_handle: ServerGoalHandle,
        execute_callback: Callable[[ServerGoalHandle], Any] | None,
    ) -> None:
        """Have the node's executor execute a goal."""
        callback = execute_callback or self._execute_callback
        executor = self._node.executor
        if executor is None:
            raise RuntimeError(
                "a goal can only be executed while its node is on an executor: add the node to "
                "one, or spin it"
            )
        executor.create_task(self._execute_goal, callback, goal_handle)

    def notify_goal_done(self) -> None:
        """Have the server see to it that the results of ended goals are forgotten in time."""
        with self._handle:
            self._handle.notify_goal_done()

    def register_handle_accepted_callback(
        self, handle_accepted_callback: Callable[[ServerGoalHandle], Any] | None
    ) -> None:
        """Set what is called with each accepted goal's handle; ``None``: it is executed."""
        self._handle_accepted_callback = (
            handle_accepted_callback or default_handle_accepted_callback
        )

    def register_goal_callback(self, goal_callback: Callable[[Any], Any] | None) -> None:
        """Set what says whether to accept a goal; ``None``: every goal is accepted."""
        self._goal_callback = goal_callback or default_goal_callback

    def register_cancel_callback(self, cancel_callback: Callable[[Any], Any] | None) -> None:
        """Set what says whether to cancel a goal; ``None``: none is cancelled."""
        self._cancel_callback = cancel_callback or default_cancel_callback

    def register_execute_callback(
        self, execute_callback: Callable[[ServerGoalHandle], Any]
    ) -> None:
        """
        Set what executes goals.

        :raises TypeError: if it cannot be called.
        """
        if not callable(execute_callback):
            raise TypeError("Failed to register goal execution callback: not callable")
        self._execute_callback = execute_callback

    def destroy(self) -> None:
        """Take it out of the graph; its goals end with it."""
        for goal_handle in list(self._goal_handles.values()):
            goal_handle.destroy()
        self._node._remove_action(self)
        self._handle.destroy_when_not_in_use()

    def get_num_entities(self) -> NumberOfEntities:
        """Return what a server of an action consists of."""
        return NumberOfEntities(num_timers=1, num_services=3)

    async def _receive_goal(self, header: _rclpy.rmw_service_info_t, request: Any) -> None:
        goal_handle = None
        try:
            # An id is good for one goal; the callback is not asked again.
            is_known = self._handle.goal_exists(bytes(request.goal_id.uuid))
        except InvalidHandle:
            return  # the server was destroyed while the request was on its way
        if not is_known:
            response = await await_or_execute(self._goal_callback, request.goal)
            if not isinstance(response, GoalResponse):
                self._logger.warning(
                    "Goal request callback did not return a GoalResponse type. Rejecting goal."
                )
            elif response is GoalResponse.ACCEPT:
                goal_handle = self._accept(request)
        stamp = Time() if goal_handle is None else Time.from_msg(goal_handle._goal_info.stamp)
        try:
            self._handle.send_goal_response(header, goal_handle is not None, stamp.nanoseconds)
        except InvalidHandle:
            return
        except RCLError:
            self._logger.warning("Failed to send goal response (the client may have gone away)")
            return
        if goal_handle is not None:
            await await_or_execute(self._handle_accepted_callback, goal_handle)

    def _accept(self, request: Any) -> ServerGoalHandle | None:
        try:
            goal_handle = ServerGoalHandle(self, GoalInfo(goal_id=request.goal_id), request.goal)
        except RuntimeError as error:
            self._logger.error(f"Failed to accept new goal with ID {request.goal_id.uuid}: {error}")
            return None
        self._goal_handles[bytes(request.goal_id.uuid)] = goal_handle
        return goal_handle

    async def _execute_goal(
        self, execute_callback: Callable[[ServerGoalHandle], Any], goal_handle: ServerGoalHandle
    ) -> None:
        try:
            result = await await_or_execute(execute_callback, goal_handle)
        except Exception as error:
            # The client is answered all the same.
            result = self._action_type.Result()
            self._logger.error(f"Error raised in execute callback: {error}")
            traceback.print_exc()
        # The server may have ended meanwhile, or have forgotten the goal.
        with suppress(InvalidHandle, RCLError):
            if goal_handle.is_active:
                self._logger.warning(
                    f"Goal state not set, assuming aborted. Goal ID: {goal_handle.goal_id.uuid}"
                )
                goal_handle.abort()
            goal_handle._set_result(result)

    async def _receive_cancel_request(
        self, header: _rclpy.rmw_service_info_t, request: CancelGoal.Request
    ) -> None:
        meant = request.goal_info
        try:
            code, goals = self._handle.process_cancel_request(
                bytes(meant.goal_id.uuid), Time.from_msg(meant.stamp).nanoseconds
            )
        except InvalidHandle:
            return  # the server was destroyed while the request was on its way
        canceling = [goal for goal in goals if await self._cancel(goal[0])]
        try:
            self._handle.send_cancel_response(header, code, canceling)
        except InvalidHandle:
            return
        except RCLError:
            self._logger.warning("Failed to send cancel response (the client may have gone away)")

    async def _cancel(self, goal_id: bytes) -> bool:
        """Ask whether to cancel a goal; tell whether it is being cancelled."""
        goal_handle = self._goal_handles.get(goal_id)
        if goal_handle is None:
            return False
        response = await await_or_execute(self._cancel_callback, goal_handle)
        if response is not CancelResponse.ACCEPT:
            return False
        try:
            goal_handle._update_state(GoalEvent.CANCEL_GOAL)
        except RCLError as error:
            # It may have ended in the callback.
            self._logger.debug(f"Failed to cancel goal in cancel callback: {error}")
            return False
        return True

    def _forget_goals(self, goal_ids: list[bytes]) -> None:
        for goal_id in goal_ids:
            goal_handle = self._goal_handles.pop(goal_id, None)
            if goal_handle is not None:
                goal_handle.destroy()
