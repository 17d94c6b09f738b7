"""Sending goals."""

from __future__ import annotations

import threading
import uuid
import weakref
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypedDict

from action_msgs.msg import GoalStatus
from action_msgs.srv import CancelGoal
from builtin_interfaces.msg import Time
from unique_identifier_msgs.msg import UUID

from rclpy import _rclpy
from rclpy.action._waitable import ActionWaitable
from rclpy.callback_groups import CallbackGroup
from rclpy.exceptions import InvalidHandle
from rclpy.executors import Executor
from rclpy.qos import (
    QoSProfile,
    qos_profile_action_status_default,
    qos_profile_services_default,
)
from rclpy.task import Future
from rclpy.type_support import check_for_type_support
from rclpy.utilities import timeout_sec_to_nsec
from rclpy.waitable import NumberOfEntities

if TYPE_CHECKING:
    from rclpy.node import Node

_ENDS = (GoalStatus.STATUS_SUCCEEDED, GoalStatus.STATUS_CANCELED, GoalStatus.STATUS_ABORTED)


class ClientGoalHandle:
    """A goal that was sent, and answered by the server."""

    def __init__(self, action_client: ActionClient, goal_id: UUID, goal_response: Any) -> None:
        self._action_client = action_client
        self._goal_id = goal_id
        self._goal_response = goal_response
        self._status = GoalStatus.STATUS_UNKNOWN

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ClientGoalHandle) and self._goal_id == other.goal_id

    def __hash__(self) -> int:
        return hash(bytes(self._goal_id.uuid))

    def __repr__(self) -> str:
        return (
            f"ClientGoalHandle <id={self.goal_id.uuid}, accepted={self.accepted}, "
            f"status={self.status}>"
        )

    @property
    def goal_id(self) -> UUID:
        """The goal's id."""
        return self._goal_id

    @property
    def stamp(self) -> Time:
        """When the server accepted it."""
        stamp: Time = self._goal_response.stamp
        return stamp

    @property
    def accepted(self) -> bool:
        """Whether the server accepted it."""
        return bool(self._goal_response.accepted)

    @property
    def status(self) -> int:
        """The last state that the server told of, one of ``GoalStatus``."""
        return self._status

    def cancel_goal(self) -> CancelGoal.Response:
        """
        Ask the server to cancel the goal, and wait for the answer.

        :raises RCLError: inside a callback that keeps the answer from being received.
        """
        return self._action_client._cancel_goal(self)

    def cancel_goal_async(self) -> Future[CancelGoal.Response]:
        """
        Ask the server to cancel the goal.

        :return: the future of the answer.
        """
        return self._action_client._cancel_goal_async(self)

    def get_result(self) -> Any:
        """
        Wait for the goal's end.

        :return: its ``status`` and ``result``.
        :raises RCLError: inside a callback that keeps the result from being received.
        """
        return self._action_client._get_result(self)

    def get_result_async(self) -> Future[Any]:
        """
        Ask for the goal's end.

        :return: the future of its ``status`` and ``result``.
        """
        return self._action_client._get_result_async(self)


class ClientGoalHandleDict(TypedDict, total=False):
    """What a client takes when it is its turn."""

    goal: _rclpy.Work
    cancel: _rclpy.Work
    result: _rclpy.Work
    feedback: _rclpy.Work
    status: _rclpy.Work


class ActionClient(ActionWaitable[ClientGoalHandleDict, _rclpy.ActionClient]):
    """Sends goals to an action server; the node's executor receives what comes of them."""

    def __init__(
        self,
        node: Node,
        action_type: type[Any],
        action_name: str,
        *,
        callback_group: CallbackGroup | None = None,
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
        :param callback_group: which callbacks its own may run beside.
        :param goal_service_qos_profile: how goals are sent.
        :param result_service_qos_profile: how results are asked for.
        :param cancel_service_qos_profile: how goals are cancelled.
        :param feedback_sub_qos_profile: how feedback is received.
        :param status_sub_qos_profile: how the goals' states are received.
        """
        check_for_type_support(action_type)
        group = callback_group or node.default_callback_group
        self._node = node
        self._action_type = action_type
        self._action_name = action_name
        self._lock = threading.Lock()
        self._goal_handles: dict[bytes, weakref.ref[ClientGoalHandle]] = {}
        self._feedback_callbacks: dict[bytes, Callable[[Any], Any]] = {}
        self._pending_requests: dict[tuple[str, int], Future[Any]] = {}
        self._goal_ids: dict[int, UUID] = {}
        # What was told of goals whose acceptance has not come yet: it may be overtaken.
        self._early_states: dict[bytes, int] = {}
        handle = _rclpy.ActionClient(
            node.handle,
            action_type,
            action_name,
            goal_service_qos_profile.get_c_qos_profile(),
            result_service_qos_profile.get_c_qos_profile(),
            cancel_service_qos_profile.get_c_qos_profile(),
            feedback_sub_qos_profile.get_c_qos_profile(),
            status_sub_qos_profile.get_c_qos_profile(),
            group,
        )
        super().__init__(handle, group)
        node._add_action(self)

    @property
    def handle(self) -> _rclpy.ActionClient:
        """The native action client."""
        return self._handle

    def send_goal(
        self,
        goal: Any,
        feedback_callback: Callable[[Any], Any] | None = None,
        goal_uuid: UUID | None = None,
    ) -> Any:
        """
        Send a goal and wait for its end.

        :param goal: what to do.
        :param feedback_callback: called with each feedback message.
        :param goal_uuid: the goal's id, a random one if ``None``.
        :return: its ``status`` and ``result``.
        :raises TypeError: if it is no goal of the action's type.
        :raises RCLError: inside a callback that keeps the result from being received.
        """
        request = self._goal_request(goal, feedback_callback, goal_uuid)
        with self._handle:
            response = self._handle.call("goal", request)
        return self._get_result(self._goal_handle(request.goal_id, response))

    def send_goal_async(
        self,
        goal: Any,
        feedback_callback: Callable[[Any], Any] | None = None,
        goal_uuid: UUID | None = None,
    ) -> Future[ClientGoalHandle]:
        """
        Send a goal.

        :param goal: what to do.
        :param feedback_callback: called with each feedback message.
        :param goal_uuid: the goal's id, a random one if ``None``.
        :return: the future of the goal's handle, which says whether it was accepted.
        :raises TypeError: if it is no goal of the action's type.
        """
        request = self._goal_request(goal, feedback_callback, goal_uuid)
        return self._send("goal", request, request.goal_id)

    def server_is_ready(self) -> bool:
        """
        Tell whether a server is there.

        :raises RCLError: if the context is shut down.
        """
        with self._handle:
            return self._handle.is_action_server_available()

    def wait_for_server(self, timeout_sec: float | None = None) -> bool:
        """
        Wait until a server is there.

        :param timeout_sec: how long to wait at most; forever if ``None``.
        :return: whether one is.
        :raises RCLError: if the context is, or gets, shut down.
        """
        timeout_ns = timeout_sec_to_nsec(None if timeout_sec is None else max(timeout_sec, 0.0))
        with self._handle:
            return self._handle.wait_for_server(timeout_ns)

    def destroy(self) -> None:
        """Take it out of the graph."""
        self._node._remove_action(self)
        self._handle.destroy_when_not_in_use()

    def get_num_entities(self) -> NumberOfEntities:
        """Return what a client of an action consists of."""
        return NumberOfEntities(num_subs=2, num_clients=3)

    def _goal_request(
        self, goal: Any, feedback_callback: Callable[[Any], Any] | None, goal_uuid: UUID | None
    ) -> Any:
        if not isinstance(goal, self._action_type.Goal):
            raise TypeError(
                f"a goal of action '{self._action_name}' must be a "
                f"{self._action_type.__name__}.Goal, got {type(goal)!r}"
            )
        goal_id = UUID(uuid=list(uuid.uuid4().bytes)) if goal_uuid is None else goal_uuid
        if feedback_callback is not None:
            self._feedback_callbacks[bytes(goal_id.uuid)] = feedback_callback
        return self._action_type.Impl.SendGoalService.Request(goal_id=goal_id, goal=goal)

    def _cancel_request(self, goal_handle: ClientGoalHandle) -> CancelGoal.Request:
        request = CancelGoal.Request()
        request.goal_info.goal_id = self._checked(goal_handle).goal_id
        return request

    def _result_request(self, goal_handle: ClientGoalHandle) -> Any:
        goal_id = self._checked(goal_handle).goal_id
        return self._action_type.Impl.GetResultService.Request(goal_id=goal_id)

    def _checked(self, goal_handle: ClientGoalHandle) -> ClientGoalHandle:
        if not isinstance(goal_handle, ClientGoalHandle):
            raise TypeError(f"Expected type ClientGoalHandle but received {type(goal_handle)}")
        return goal_handle

    def _cancel_goal(self, goal_handle: ClientGoalHandle) -> CancelGoal.Response:
        request = self._cancel_request(goal_handle)
        with self._handle:
            response: CancelGoal.Response = self._handle.call("cancel", request)
        return response

    def _cancel_goal_async(self, goal_handle: ClientGoalHandle) -> Future[CancelGoal.Response]:
        return self._send("cancel", self._cancel_request(goal_handle), goal_handle.goal_id)

    def _get_result(self, goal_handle: ClientGoalHandle) -> Any:
        request = self._result_request(goal_handle)
        with self._handle:
            response = self._handle.call("result", request)
        self._feedback_callbacks.pop(bytes(goal_handle.goal_id.uuid), None)
        return response

    def _get_result_async(self, goal_handle: ClientGoalHandle) -> Future[Any]:
        return self._send("result", self._result_request(goal_handle), goal_handle.goal_id)

    def _send(self, service: str, request: Any, goal_id: UUID) -> Future[Any]:
        """Send a request to one of the action's services; return its response's future."""
        future: Future[Any] = Future()
        # The response may come before its number is known here.
        with self._lock, self._handle:
            number = self._handle.send_request(service, request)
            self._pending_requests[service, number] = future
            if service == "goal":
                self._goal_ids[number] = goal_id
                self._early_states[bytes(goal_id.uuid)] = GoalStatus.STATUS_UNKNOWN
        future.add_done_callback(lambda _: self._forget_request(service, number, goal_id))
        return future

    def _forget_request(self, service: str, number: int, goal_id: UUID) -> None:
        with self._lock:
            self._pending_requests.pop((service, number), None)
            if service == "goal":
                self._goal_ids.pop(number, None)
                self._early_states.pop(bytes(goal_id.uuid), None)
        if service == "result":
            self._feedback_callbacks.pop(bytes(goal_id.uuid), None)
        # Where the client has ended, its requests have ended with it.
        with suppress(InvalidHandle):
            self._handle.remove_request(service, number)

    def _goal_handle(self, goal_id: UUID, response: Any) -> ClientGoalHandle:
        """Make the handle of a goal that was answered, which is told of its states."""
        goal_handle = ClientGoalHandle(self, goal_id, response)
        key = bytes(goal_id.uuid)
        if goal_handle.accepted:
            with self._lock:
                if key in self._goal_handles:
                    raise RuntimeError(f"Two goals were accepted with the same ID ({goal_handle})")
                goal_handle._status = self._early_states.get(key, GoalStatus.STATUS_UNKNOWN)
                if goal_handle.status not in _ENDS:
                    self._goal_handles[key] = weakref.ref(goal_handle)
        else:
            self._feedback_callbacks.pop(key, None)
        return goal_handle

    def _receive(
        self,
        service: str,
        number: int,
        response: Any,
        error: Exception | None,
        executor: Executor | None,
    ) -> None:
        """Deliver the response to a request, or why there is none."""
        with self._lock:
            future = self._pending_requests.get((service, number))
            goal_id = self._goal_ids.get(number)
        if future is None:
            return  # nobody waits for it any more
        future._set_executor(executor)
        if error is not None:
            future.set_exception(error)
        elif service == "goal" and goal_id is not None:
            future.set_result(self._goal_handle(goal_id, response))
        else:
            future.set_result(response)

    def _receive_feedback(self, message: Any) -> Any:
        callback = self._feedback_callbacks.get(bytes(message.goal_id.uuid))
        return None if callback is None else callback(message)

    def _receive_status(self, message: Any) -> None:
        for each in message.status_list:
            key = bytes(each.goal_info.goal_id.uuid)
            with self._lock:
                if key in self._early_states:
                    self._early_states[key] = each.status
                known = self._goal_handles.get(key)
                goal_handle = None if known is None else known()
                if goal_handle is None or each.status in _ENDS:
                    self._goal_handles.pop(key, None)
            if goal_handle is not None:
                goal_handle._status = each.status
