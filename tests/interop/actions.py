"""Actions of raw peers: three services and two topics."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from action_msgs.msg import GoalInfo, GoalStatus, GoalStatusArray
from action_msgs.srv import CancelGoal
from unique_identifier_msgs.msg import UUID

from tests.interop.mapping import Address, RawClient, RawService
from tests.interop.raw import RawPeer


class RawActionClient:
    """Sends goals; keeps what comes back."""

    def __init__(self, peer: RawPeer, action_type: type[Any], action: str) -> None:
        self._type = action_type.Impl
        self._goal_type = action_type.Goal
        self._goal = RawClient(peer, self._type.SendGoalService, f"{action}/_action/send_goal")
        self._cancel = RawClient(peer, CancelGoal, f"{action}/_action/cancel_goal")
        self._result = RawClient(peer, self._type.GetResultService, f"{action}/_action/get_result")
        self.feedback: list[Any] = []
        self.statuses: list[GoalStatusArray] = []
        self._readers = [
            peer.subscribe(
                f"{action}/_action/feedback", self._type.FeedbackMessage, self.feedback.append
            ),
            peer.subscribe(
                f"{action}/_action/status", GoalStatusArray, self.statuses.append, "transient_local"
            ),
        ]

    @property
    def is_ready(self) -> bool:
        """Whether a server is there."""
        clients = (self._goal, self._cancel, self._result)
        return all(client.is_ready for client in clients) and all(
            reader.matched for reader in self._readers
        )

    def send_goal(self, goal_id: bytes, **goal: object) -> Future[Any]:
        """Send a goal."""
        request = self._type.SendGoalService.Request(
            goal_id=UUID(uuid=goal_id), goal=self._goal_type(**goal)
        )
        return self._goal.call(request)

    def cancel(self, goal_id: bytes) -> Future[Any]:
        """Cancel a goal; that of zeros is all goals."""
        return self._cancel.call(CancelGoal.Request(goal_info=GoalInfo(goal_id=UUID(uuid=goal_id))))

    def result(self, goal_id: bytes) -> Future[Any]:
        """Ask for a goal's result."""
        return self._result.call(self._type.GetResultService.Request(goal_id=UUID(uuid=goal_id)))

    def states(self, goal_id: bytes) -> list[int]:
        """The states that were published of a goal, each once, in their order."""
        seen = [
            status.status
            for array in self.statuses
            for status in array.status_list
            if bytes(status.goal_info.goal_id.uuid) == goal_id
        ]
        return [state for index, state in enumerate(seen) if [state] != seen[index - 1 : index]]


class RawActionServer:
    """
    Serves an action.

    It accepts each goal that `accepts` does. Then `end` says how the goal ends: with a state of
    ``GoalStatus`` and the fields of its result, or, ``None``, when it is canceled.
    """

    def __init__(
        self,
        peer: RawPeer,
        action_type: type[Any],
        action: str,
        *,
        accepts: Callable[[Any], bool],
        end: Callable[[Any], tuple[int, dict[str, Any]] | None],
        feedback: dict[str, Any],
    ) -> None:
        self._type = action_type.Impl
        self._result_type = action_type.Result
        self._feedback_type = action_type.Feedback
        self._accepts, self._end, self._feedback = accepts, end, feedback
        self._lock = threading.Lock()
        self._states: dict[bytes, int] = {}
        self._results: dict[bytes, Any] = {}
        self._waiting: dict[bytes, list[Address]] = {}
        impl = self._type
        self._feedback_writer = peer.writer(f"rt{action}/_action/feedback", impl.FeedbackMessage)
        self._status_writer = peer.writer(
            f"rt{action}/_action/status", GoalStatusArray, durability="transient_local"
        )
        self._result_service = RawService(
            peer, impl.GetResultService, f"{action}/_action/get_result", self._get_result
        )
        self._cancel_service = RawService(
            peer, CancelGoal, f"{action}/_action/cancel_goal", self._cancel_goal
        )
        self._goal_service = RawService(
            peer, impl.SendGoalService, f"{action}/_action/send_goal", self._send_goal
        )

    def _set_state(self, goal_id: bytes, state: int) -> None:
        self._states[goal_id] = state
        statuses = [
            GoalStatus(goal_info=GoalInfo(goal_id=UUID(uuid=known)), status=state)
            for known, state in self._states.items()
        ]
        self._status_writer.publish(GoalStatusArray(status_list=statuses))

    def _send_goal(self, request: Any, address: Address) -> None:
        goal_id = bytes(request.goal_id.uuid)
        accepted = self._accepts(request.goal)
        if accepted:
            self._set_state(goal_id, GoalStatus.STATUS_EXECUTING)
        self._goal_service.respond(address, self._type.SendGoalService.Response(accepted=accepted))
        if not accepted:
            return
        feedback = self._feedback_type(**self._feedback)
        self._feedback_writer.publish(
            self._type.FeedbackMessage(goal_id=request.goal_id, feedback=feedback)
        )
        end = self._end(request.goal)
        if end is not None:
            self._finish(goal_id, *end)

    def _finish(self, goal_id: bytes, state: int, result: dict[str, Any]) -> None:
        self._set_state(goal_id, state)
        self._results[goal_id] = self._type.GetResultService.Response(
            status=state, result=self._result_type(**result)
        )
        for address in self._waiting.pop(goal_id, []):
            self._result_service.respond(address, self._results[goal_id])

    def _get_result(self, request: Any, address: Address) -> Any:
        goal_id = bytes(request.goal_id.uuid)
        if goal_id not in self._states:
            return self._type.GetResultService.Response()
        if goal_id not in self._results:
            self._waiting.setdefault(goal_id, []).append(address)
        return self._results.get(goal_id)

    def _cancel_goal(self, request: Any, address: Address) -> None:
        goal_id = bytes(request.goal_info.goal_id.uuid)
        response = CancelGoal.Response()
        if goal_id not in self._states:
            response.return_code = CancelGoal.Response.ERROR_UNKNOWN_GOAL_ID
        elif goal_id in self._results:
            response.return_code = CancelGoal.Response.ERROR_GOAL_TERMINATED
        else:
            response.goals_canceling = [request.goal_info]
        self._cancel_service.respond(address, response)
        if response.goals_canceling:
            self._set_state(goal_id, GoalStatus.STATUS_CANCELING)
            self._finish(goal_id, GoalStatus.STATUS_CANCELED, {})
