"""Waiting for things of one's own."""

from __future__ import annotations

from types import TracebackType
from typing import Any, ClassVar, Generic, TypeVar

from rclpy import _rclpy
from rclpy.callback_groups import CallbackGroup
from rclpy.task import Future

T = TypeVar("T")


class NumberOfEntities:
    """How many things of each kind are waited for."""

    __slots__: ClassVar[tuple[str, ...]] = (
        "num_clients",
        "num_events",
        "num_guard_conditions",
        "num_services",
        "num_subscriptions",
        "num_timers",
    )

    def __init__(
        self,
        num_subs: int = 0,
        num_gcs: int = 0,
        num_timers: int = 0,
        num_clients: int = 0,
        num_services: int = 0,
        num_events: int = 0,
    ) -> None:
        self.num_subscriptions = num_subs
        self.num_guard_conditions = num_gcs
        self.num_timers = num_timers
        self.num_clients = num_clients
        self.num_services = num_services
        self.num_events = num_events

    def __add__(self, other: NumberOfEntities) -> NumberOfEntities:
        return NumberOfEntities(
            *(own + others for own, others in zip(self._all(), other._all(), strict=True))
        )

    def __iadd__(self, other: NumberOfEntities) -> NumberOfEntities:
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self

    def __repr__(self) -> str:
        return f"<{type(self).__name__}({', '.join(map(str, self._all()))})>"

    def _all(self) -> tuple[int, ...]:
        """Return the numbers in the order of the constructor's arguments."""
        return (
            self.num_subscriptions,
            self.num_guard_conditions,
            self.num_timers,
            self.num_clients,
            self.num_services,
            self.num_events,
        )


class Waitable(Generic[T]):
    """
    Something that waits for several things at once, and has one callback.

    One of one's own extends this. A node that it is added to, by
    :meth:`rclpy.node.Node.add_waitable`, has its executor ask it :meth:`add_to_wait_set` and
    :meth:`is_ready`, at first and whenever something that it added has become ready; where it is
    ready, :meth:`take_data` and :meth:`execute` follow. An executor that is woken asks it too.
    """

    def __init__(self, callback_group: CallbackGroup) -> None:
        """
        Join a callback group.

        :param callback_group: which callbacks :meth:`execute` may run beside.
        """
        self.callback_group = callback_group
        self.callback_group.add_entity(self)
        self._futures: list[Future[Any]] = []

    def __enter__(self) -> None:
        """Keep what is waited for from being destroyed."""

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        """Let it be destroyed again."""

    def add_future(self, future: Future[Any]) -> None:
        """Keep a future that the waitable completes."""
        self._futures.append(future)

    def remove_future(self, future: Future[Any]) -> None:
        """Let go of a future."""
        self._futures.remove(future)

    def is_ready(self, wait_set: _rclpy.WaitSet) -> bool:
        """Tell whether something has come, by what the wait set says is ready."""
        raise NotImplementedError("Must be implemented by subclass")

    def take_data(self) -> T:
        """Take what has come, so that it is ready no more."""
        raise NotImplementedError("Must be implemented by subclass")

    async def execute(self, taken_data: T) -> None:
        """Do what is to be done with what was taken."""
        raise NotImplementedError("Must be implemented by subclass")

    def get_num_entities(self) -> NumberOfEntities:
        """Return how much of each kind :meth:`add_to_wait_set` adds."""
        raise NotImplementedError("Must be implemented by subclass")

    def add_to_wait_set(self, wait_set: _rclpy.WaitSet) -> None:
        """Add what is to be waited for."""
        raise NotImplementedError("Must be implemented by subclass")
