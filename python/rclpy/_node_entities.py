"""The part of a node that concerns what belongs to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeAlias

from rclpy import _rclpy
from rclpy.client import Client
from rclpy.exceptions import InvalidHandle
from rclpy.guard_condition import GuardCondition
from rclpy.publisher import Publisher
from rclpy.service import Service
from rclpy.subscription import Subscription
from rclpy.timer import Rate, Timer
from rclpy.waitable import Waitable

if TYPE_CHECKING:
    from rclpy.action import ActionClient, ActionServer
    from rclpy.event_handler import EventHandler

    _Entity: TypeAlias = (
        Subscription[Any]
        | Timer
        | GuardCondition
        | EventHandler[Any]
        | Client[Any, Any]
        | Service[Any, Any]
        | ActionClient
        | ActionServer
    )


class NodeEntities:
    """What was made with a node: publishers, subscriptions, timers and all the others."""

    def _init_entities(self, handle: _rclpy.Node) -> None:
        self.__handle = handle
        self._publishers: list[Publisher[Any]] = []
        self._subscriptions: list[Subscription[Any]] = []
        self._clients: list[Client[Any, Any]] = []
        self._services: list[Service[Any, Any]] = []
        self._actions: list[ActionClient | ActionServer] = []
        self._timers: list[Timer] = []
        self._guards: list[GuardCondition] = []
        self._rates: list[Rate] = []
        # The program's own, each with its native half.
        self._waitables: list[tuple[Waitable[Any], _rclpy.Waitable]] = []

    def _wake_executor(self) -> None:
        """Have the node's executor look at what has changed."""
        raise NotImplementedError

    @property
    def publishers(self) -> Iterator[Publisher[Any]]:
        """The node's publishers."""
        yield from self._publishers

    @property
    def subscriptions(self) -> Iterator[Subscription[Any]]:
        """The node's subscriptions."""
        yield from self._subscriptions

    @property
    def clients(self) -> Iterator[Client[Any, Any]]:
        """The node's clients."""
        yield from self._clients

    @property
    def services(self) -> Iterator[Service[Any, Any]]:
        """The node's services."""
        yield from self._services

    @property
    def timers(self) -> Iterator[Timer]:
        """The node's timers."""
        yield from self._timers

    @property
    def guards(self) -> Iterator[GuardCondition]:
        """The node's guard conditions."""
        yield from self._guards

    @property
    def waitables(self) -> Iterator[Waitable[Any]]:
        """The node's waitables, its event handlers and its actions' clients and servers."""
        for publisher in self._publishers:
            yield from publisher.event_handlers
        for subscription in self._subscriptions:
            yield from subscription.event_handlers
        yield from self._actions
        for waitable, _ in self._waitables:
            yield waitable

    def add_waitable(self, waitable: Waitable[Any]) -> None:
        """
        Have the node's executor wait for a waitable and execute it.

        :param waitable: what to add; event handlers and actions of the node are there already.
        """
        if waitable in self.waitables:
            return
        handle = _rclpy.Waitable(self.__handle, waitable.callback_group)
        self._waitables.append((waitable, handle))
        self.__handle.add_entity(handle, waitable, self)
        self._wake_executor()

    def remove_waitable(self, waitable: Waitable[Any]) -> None:
        """
        Have it executed no more.

        :raises ValueError: if the program has not added it.
        """
        for each in self._waitables:
            if each[0] is waitable:
                self._waitables.remove(each)
                with suppress(InvalidHandle):
                    self.__handle.remove_entity(each[1])
                self._wake_executor()
                return
        raise ValueError(f"{waitable!r} is no waitable that was added to the node")

    def _ask_waitables(self) -> None:
        """Have the program's own waitables asked whether they are ready."""
        for _, handle in tuple(self._waitables):
            handle.notify()

    def destroy_publisher(self, publisher: Publisher[Any]) -> bool:
        """
        Take a publisher out of the graph.

        :return: whether it was this node's.
        """
        return self.__destroy(publisher, self._publishers, *publisher.event_handlers)

    def destroy_subscription(self, subscription: Subscription[Any]) -> bool:
        """
        Take a subscription out of the graph.

        :return: whether it was this node's.
        """
        handlers = subscription.event_handlers
        return self.__destroy(subscription, self._subscriptions, subscription, *handlers)

    def destroy_client(self, client: Client[Any, Any]) -> bool:
        """
        Take a client out of the graph.

        :return: whether it was this node's.
        """
        return self.__destroy(client, self._clients, client)

    def destroy_service(self, service: Service[Any, Any]) -> bool:
        """
        Take a service out of the graph.

        :return: whether it was this node's.
        """
        return self.__destroy(service, self._services, service)

    def destroy_timer(self, timer: Timer) -> bool:
        """
        End a timer.

        :return: whether it was this node's.
        """
        return self.__destroy(timer, self._timers, timer)

    def destroy_rate(self, rate: Rate) -> bool:
        """
        End a rate and whatever sleeps by it.

        :return: whether it was this node's.
        """
        if rate not in self._rates:
            return False
        self._rates.remove(rate)
        rate.destroy()
        self.destroy_timer(rate._timer)
        return True

    def destroy_guard_condition(self, guard: GuardCondition) -> bool:
        """
        Free a guard condition.

        :return: whether it was this node's.
        """
        return self.__destroy(guard, self._guards, guard)

    def _destroy_entities(self) -> None:
        """Destroy all of them."""
        while self._publishers:
            self.destroy_publisher(self._publishers[0])
        while self._subscriptions:
            self.destroy_subscription(self._subscriptions[0])
        while self._clients:
            self.destroy_client(self._clients[0])
        while self._services:
            self.destroy_service(self._services[0])
        while self._actions:
            self._actions[0].destroy()
        while self._waitables:
            self.remove_waitable(self._waitables[0][0])
        while self._timers:
            self.destroy_timer(self._timers[0])
        while self._rates:
            self.destroy_rate(self._rates[0])
        while self._guards:
            self.destroy_guard_condition(self._guards[0])

    def _add_action(self, action: ActionClient | ActionServer) -> None:
        """Have the callbacks of an action's client or server called."""
        self._actions.append(action)
        self._add_entities(action)

    def _remove_action(self, action: ActionClient | ActionServer) -> None:
        """Have them called no more."""
        if action in self._actions:
            self._actions.remove(action)
            with suppress(InvalidHandle):
                self.__handle.remove_entity(action.handle)
            self._wake_executor()

    def _add_entities(self, *entities: _Entity) -> None:
        for entity in entities:
            self.__handle.add_entity(entity.handle, entity, self)
        self._wake_executor()

    def __destroy(self, entity: Any, owned: list[Any], *scheduled: _Entity) -> bool:
        if entity not in owned:
            return False
        owned.remove(entity)
        try:
            for each in scheduled:
                self.__handle.remove_entity(each.handle)
            entity.destroy()
        except InvalidHandle:
            return False
        self._wake_executor()
        return True
