"""Nodes whose callbacks an event loop of asyncio calls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Any, TypeVar, cast

from rclpy.callback_groups import (
    CallbackGroup,
    MutuallyExclusiveCallbackGroup,
    ReentrantCallbackGroup,
)
from rclpy.clock import Clock
from rclpy.context import Context
from rclpy.event_handler import PublisherEventCallbacks, SubscriptionEventCallbacks
from rclpy.experimental._channel import Channel, Stream
from rclpy.experimental._loop_executor import LoopExecutor, TaskGroup, new_task_group
from rclpy.experimental._owned import Owned
from rclpy.experimental.async_action_client import AsyncActionClient
from rclpy.experimental.async_client import AsyncClient
from rclpy.experimental.async_clock import AsyncClock
from rclpy.experimental.async_publisher import AsyncPublisher
from rclpy.experimental.async_service import AsyncService
from rclpy.experimental.async_subscription import AsyncSubscription
from rclpy.experimental.async_timer import AsyncTimer
from rclpy.node import Node
from rclpy.parameter import Parameter
from rclpy.publisher import Publisher
from rclpy.qos import HistoryPolicy, QoSProfile, qos_profile_services_default
from rclpy.qos_overriding_options import QoSOverridingOptions
from rclpy.subscription_content_filter_options import ContentFilterOptions
from rclpy.timer import TimerInfo

MsgType = TypeVar("MsgType")
EntityType = TypeVar("EntityType", bound=Owned)
NodeType = TypeVar("NodeType", bound="AsyncNode")


def _group(group: CallbackGroup | None, concurrent: bool) -> CallbackGroup:
    """Return the group that lets an entity's callbacks run as they may."""
    if group is not None:
        return group
    return ReentrantCallbackGroup() if concurrent else MutuallyExclusiveCallbackGroup()


class AsyncNode(Node):
    """
    A node whose callbacks the running event loop of asyncio calls. No executor spins it.

    It runs inside ``async with``, or while :meth:`run` is awaited, and is destroyed at the end.
    Callbacks may be functions or coroutine functions, and may await whatever asyncio offers. What
    one raises ends the block, or :meth:`run`, with an ``ExceptionGroup``, as in a
    :class:`asyncio.TaskGroup`. The callbacks of one entity run one after another unless it is
    made with ``concurrent=True``; those of different entities run beside one another.

    Its methods are for the thread of the event loop.
    """

    _subscription_class = AsyncSubscription
    _client_class = AsyncClient
    _service_class = AsyncService
    _timer_class = AsyncTimer

    _clock: AsyncClock

    def __init__(
        self,
        node_name: str,
        *,
        context: Context | None = None,
        cli_args: list[str] | None = None,
        namespace: str | None = None,
        use_global_arguments: bool = True,
        enable_rosout: bool = True,
        start_parameter_services: bool = True,
        parameter_overrides: list[Parameter] | None = None,
        allow_undeclared_parameters: bool = False,
        automatically_declare_parameters_from_overrides: bool = False,
        enable_logger_service: bool = False,
    ) -> None:
        """
        Make a node and announce it; the parameters are those of :class:`rclpy.node.Node`.

        :raises NotInitializedException: if the context is not initialized, or shut down.
        :raises NameValidationException: if its name or namespace is invalid.
        """
        self._group: TaskGroup | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end = asyncio.Event()
        self._channels: list[Channel[Any]] = []
        super().__init__(
            node_name,
            context=context,
            cli_args=cli_args,
            namespace=namespace,
            use_global_arguments=use_global_arguments,
            enable_rosout=enable_rosout,
            start_parameter_services=start_parameter_services,
            parameter_overrides=parameter_overrides,
            allow_undeclared_parameters=allow_undeclared_parameters,
            automatically_declare_parameters_from_overrides=(
                automatically_declare_parameters_from_overrides
            ),
            enable_logger_service=enable_logger_service,
        )
        self._clock = AsyncClock._of_handle(self.handle.clock())
        self._loop_executor = LoopExecutor(self.context, self.destroy_node)
        self.context.on_shutdown(self.destroy_node)

    async def __aenter__(self: NodeType) -> NodeType:
        if self._end.is_set():
            raise RuntimeError("the node is destroyed and cannot run again")
        if self._group is not None:
            raise RuntimeError("the node runs already")
        self._loop = asyncio.get_running_loop()
        self._group = await new_task_group().__aenter__()
        self._loop_executor.add_node(self)
        self._loop_executor.start(self._group)
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        group, self._group = self._group, None
        self.destroy_node()
        if group is not None:
            await group.__aexit__(exc_type, exc_val, exc_tb)

    async def run(self) -> None:
        """
        Run until :meth:`destroy_node` is called or the context is shut down.

        :raises RuntimeError: if the node runs already, or is destroyed.
        :raises ExceptionGroup: of what callbacks raised.
        """
        async with self:
            await self._end.wait()

    def get_clock(self) -> AsyncClock:
        """Return the node's clock."""
        return self._clock

    def destroy_node(self) -> None:
        """
        Take the node, and all that was made with it, out of the graph.

        Callbacks that run, and calls and sleeps that are awaited, are cancelled. Doing so twice is
        no error.
        """
        loop = self._loop
        if loop is not None and loop.is_running() and loop is not asyncio._get_running_loop():
            # Another thread has shut the context down.
            loop.call_soon_threadsafe(self.destroy_node)
            return
        if self._end.is_set():
            return
        self._end.set()
        self._loop_executor.stop()
        self._clock._destroy()
        for channel in self._channels:
            channel.close()
        super().destroy_node()

    async def wait_for_node(  # type: ignore[override]
        self, fully_qualified_node_name: str, *, check_interval: float = 0.1
    ) -> None:
        """
        Wait until a node is there; ``asyncio.timeout()`` around it limits the time.

        :param fully_qualified_node_name: its name with its namespace.
        :param check_interval: how many seconds pass between two looks.
        """
        name = "/" + fully_qualified_node_name.removeprefix("/")
        while name not in self.get_fully_qualified_node_names():
            await asyncio.sleep(check_interval)

    def create_publisher(
        self,
        msg_type: type[MsgType],
        topic: str,
        qos_profile: QoSProfile | int,
        *,
        callback_group: CallbackGroup | None = None,
        event_callbacks: PublisherEventCallbacks | None = None,
        qos_overriding_options: QoSOverridingOptions | None = None,
        publisher_class: type[Publisher[MsgType]] = AsyncPublisher,
    ) -> AsyncPublisher[MsgType]:
        """
        Make a publisher, as :meth:`rclpy.node.Node.create_publisher` does.

        :raises RuntimeError: if the node is destroyed.
        """
        self._check_alive("publisher")
        publisher = super().create_publisher(
            msg_type,
            topic,
            qos_profile,
            callback_group=callback_group,
            event_callbacks=event_callbacks,
            qos_overriding_options=qos_overriding_options,
            publisher_class=publisher_class,
        )
        return self._own(cast("AsyncPublisher[MsgType]", publisher), self.destroy_publisher)

    def create_subscription(
        self,
        msg_type: type[MsgType],
        topic: str,
        callback: Callable[..., Any],
        qos_profile: QoSProfile | int,
        *,
        callback_group: CallbackGroup | None = None,
        event_callbacks: SubscriptionEventCallbacks | None = None,
        qos_overriding_options: QoSOverridingOptions | None = None,
        raw: bool = False,
        content_filter_options: ContentFilterOptions | None = None,
        acceptable_buffer_backends: str | None = None,
        concurrent: bool = False,
    ) -> AsyncSubscription[MsgType]:
        """
        Make a subscription, as :meth:`rclpy.node.Node.create_subscription` does.

        :param concurrent: whether a message's callback may begin before the last one's has ended.
        :raises RuntimeError: if the node is destroyed.
        """
        self._check_alive("subscription")
        subscription = super().create_subscription(
            msg_type,
            topic,
            callback,
            qos_profile,
            callback_group=_group(callback_group, concurrent),
            event_callbacks=event_callbacks,
            qos_overriding_options=qos_overriding_options,
            raw=raw,
            content_filter_options=content_filter_options,
            acceptable_buffer_backends=acceptable_buffer_backends,
        )
        return self._own(
            cast("AsyncSubscription[MsgType]", subscription), self.destroy_subscription
        )

    def create_client(
        self,
        srv_type: type[Any],
        srv_name: str,
        *,
        qos_profile: QoSProfile = qos_profile_services_default,
        callback_group: CallbackGroup | None = None,
    ) -> AsyncClient:
        """
        Make a client of a service, as :meth:`rclpy.node.Node.create_client` does.

        :raises RuntimeError: if the node is destroyed.
        """
        self._check_alive("client")
        client = super().create_client(
            srv_type,
            srv_name,
            qos_profile=qos_profile,
            callback_group=_group(callback_group, concurrent=True),
        )
        return self._own(cast(AsyncClient, client), self.destroy_client)

    def create_service(
        self,
        srv_type: type[Any],
        srv_name: str,
        callback: Callable[[Any, Any], Any],
        *,
        qos_profile: QoSProfile = qos_profile_services_default,
        callback_group: CallbackGroup | None = None,
        concurrent: bool = False,
    ) -> AsyncService:
        """
        Offer a service, as :meth:`rclpy.node.Node.create_service` does.

        :param concurrent: whether a request's callback may begin before the last one's has ended.
        :raises RuntimeError: if the node is destroyed.
        """
        self._check_alive("service")
        service = super().create_service(
            srv_type,
            srv_name,
            callback,
            qos_profile=qos_profile,
            callback_group=_group(callback_group, concurrent),
        )
        return self._own(cast(AsyncService, service), self.destroy_service)

    def create_timer(
        self,
        timer_period_sec: float,
        callback: Callable[..., Any] | None,
        callback_group: CallbackGroup | None = None,
        clock: Clock | None = None,
        autostart: bool = True,
    ) -> AsyncTimer:
        """
        Make a timer, as :meth:`rclpy.node.Node.create_timer` does.

        :raises RuntimeError: if the node is destroyed.
        """
        self._check_alive("timer")
        group = _group(callback_group, concurrent=False)
        timer = super().create_timer(timer_period_sec, callback, group, clock, autostart)
        return self._own(cast(AsyncTimer, timer), self.destroy_timer)

    def create_action_client(
        self, action_type: type[Any], action_name: str, **qos_profiles: QoSProfile
    ) -> AsyncActionClient:
        """
        Make a client of an action.

        :param action_type: the action's type.
        :param action_name: its name.
        :param qos_profiles: those that :class:`rclpy.action.ActionClient` takes.
        :raises RuntimeError: if the node is destroyed.
        """
        self._check_alive("action client")
        return AsyncActionClient(self, action_type, action_name, **qos_profiles)

    def messages(
        self,
        msg_type: type[MsgType],
        topic: str,
        qos_profile: QoSProfile | int = 10,
    ) -> Stream[MsgType]:
        """
        Return the messages of a topic from now on, for ``async for``.

        :param msg_type: their type.
        :param topic: where they come from.
        :param qos_profile: what to ask for, or how many messages to keep.
        :raises RuntimeError: if the node is destroyed.
        """
        depth: int | None
        if isinstance(qos_profile, QoSProfile):
            keeps_all = qos_profile.history == HistoryPolicy.KEEP_ALL
            depth = None if keeps_all else qos_profile.depth or None
        else:
            depth = qos_profile or None
        channel = self._new_channel(depth)
        subscription = self.create_subscription(msg_type, topic, channel.put, qos_profile)
        return self._stream(channel, subscription)

    async def wait_for_message(
        self, msg_type: type[MsgType], topic: str, qos_profile: QoSProfile | int = 1
    ) -> MsgType:
        """
        Wait for the next message of a topic; ``asyncio.timeout()`` around it limits the time.

        :param msg_type: its type.
        :param topic: where it comes from.
        :param qos_profile: what to ask for, or how many messages to keep.
        :raises RuntimeError: if the node is destroyed, before or meanwhile.
        """
        async with self.messages(msg_type, topic, qos_profile) as messages:
            async for message in messages:
                return message
        raise RuntimeError("the node was destroyed before a message came")

    def ticks(self, period_sec: float, clock: Clock | None = None) -> Stream[TimerInfo]:
        """
        Return the ticks of a timer, for ``async for``. A tick that nobody awaited is skipped.

        :param period_sec: the seconds between two.
        :param clock: what measures them, the node's clock by default.
        :raises RuntimeError: if the node is destroyed.
        """
        channel = self._new_channel(1)

        def tick(info: TimerInfo) -> None:
            channel.put(info)

        return self._stream(channel, self.create_timer(period_sec, tick, clock=clock))

    def _new_channel(self, depth: int | None) -> Channel[Any]:
        self._check_alive("stream")
        channel: Channel[Any] = Channel(depth)
        self._channels.append(channel)
        return channel

    def _stream(self, channel: Channel[Any], source: Owned) -> Stream[Any]:
        def release() -> None:
            if channel in self._channels:
                self._channels.remove(channel)
            source.destroy()

        return Stream(channel, release)

    def _own(self, entity: EntityType, destroy: Callable[[Any], Any]) -> EntityType:
        entity._leave = destroy
        return entity

    def _check_alive(self, what: str) -> None:
        if self._end.is_set():
            raise RuntimeError(f"cannot make a {what}: the node is destroyed")
