"""What clients and servers of actions do alike."""

from __future__ import annotations

from types import TracebackType
from typing import Generic, TypeVar, cast

from rclpy import _rclpy
from rclpy.callback_groups import CallbackGroup
from rclpy.clock import Clock
from rclpy.executors import _perform
from rclpy.qos import QoSProfile
from rclpy.service_introspection import ServiceIntrospectionState
from rclpy.waitable import Waitable

T = TypeVar("T")
HandleT = TypeVar("HandleT", bound=_rclpy.ActionClient | _rclpy.ActionServer)


class ActionWaitable(Waitable[T], Generic[T, HandleT]):
    """One side of an action: it hands over, one after another, the things that come."""

    def __init__(self, handle: HandleT, callback_group: CallbackGroup) -> None:
        super().__init__(callback_group)
        self._handle = handle
        self._index: int | None = None

    def configure_introspection(
        self,
        clock: Clock,
        service_event_qos_profile: QoSProfile,
        introspection_state: ServiceIntrospectionState,
    ) -> None:
        """
        Say how much to tell of the calls of the action's services.

        :param clock: what the events are stamped with.
        :param service_event_qos_profile: how they are published.
        :param introspection_state: how much of them.
        """
        with self._handle:
            self._handle.configure_introspection(
                clock.handle, service_event_qos_profile.get_c_qos_profile(), introspection_state
            )

    def is_ready(self, wait_set: _rclpy.WaitSet) -> bool:
        """Tell whether something has come."""
        return self._index is not None and wait_set.is_ready("action", self._index)

    def take_data(self) -> T:
        """Take one thing that has come."""
        taken: dict[str, _rclpy.Work] = {}
        with self._handle:
            work = self._handle.take_work()
        if work is not None and work.what is not None:
            taken[work.what] = work
        return cast(T, taken)

    async def execute(self, taken_data: T) -> None:
        """Do what is to be done with it, and call the callback that it is for."""
        for work in cast(dict[str, _rclpy.Work], taken_data).values():
            await _perform(work)

    def add_to_wait_set(self, wait_set: _rclpy.WaitSet) -> None:
        """Add all that may come."""
        self._index = wait_set.add_action(self._handle)

    def __enter__(self) -> None:
        self._handle.__enter__()

    def __exit__(
        self, t: type[BaseException] | None, v: BaseException | None, tb: TracebackType | None
    ) -> None:
        self._handle.__exit__(t, v, tb)
