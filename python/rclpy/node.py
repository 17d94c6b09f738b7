"""Nodes: what a ROS program is made of."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from contextlib import suppress
from copy import copy
from types import TracebackType
from typing import Any, TypeVar

from rcl_interfaces.msg import FloatingPointRange as FloatingPointRange
from rcl_interfaces.msg import IntegerRange as IntegerRange
from rcl_interfaces.msg import ListParametersResult as ListParametersResult
from rcl_interfaces.msg import ParameterDescriptor as ParameterDescriptor
from rcl_interfaces.msg import ParameterEvent
from rcl_interfaces.msg import ParameterType as ParameterType
from rcl_interfaces.msg import ParameterValue as ParameterValue
from rcl_interfaces.msg import SetParametersResult as SetParametersResult

from rclpy import _rclpy
from rclpy._node_entities import NodeEntities
from rclpy._node_graph import NodeGraph
from rclpy._node_options import NodeOptions
from rclpy._node_parameters import NodeParameters
from rclpy._rclpy import NodeNameNonExistentError as NodeNameNonExistentError
from rclpy.callback_groups import (
    CallbackGroup,
    MutuallyExclusiveCallbackGroup,
    ReentrantCallbackGroup,
)
from rclpy.client import Client
from rclpy.clock import Clock, ROSClock
from rclpy.constants import S_TO_NS
from rclpy.context import Context
from rclpy.event_handler import PublisherEventCallbacks, SubscriptionEventCallbacks
from rclpy.exceptions import InvalidHandle, NotInitializedException
from rclpy.exceptions import InvalidParameterTypeException as InvalidParameterTypeException
from rclpy.exceptions import InvalidParameterValueException as InvalidParameterValueException
from rclpy.exceptions import InvalidTopicNameException as InvalidTopicNameException
from rclpy.exceptions import ParameterAlreadyDeclaredException as ParameterAlreadyDeclaredException
from rclpy.exceptions import ParameterImmutableException as ParameterImmutableException
from rclpy.exceptions import ParameterNotDeclaredException as ParameterNotDeclaredException
from rclpy.exceptions import ParameterUninitializedException as ParameterUninitializedException
from rclpy.executors import Executor
from rclpy.guard_condition import GuardCondition
from rclpy.impl.rcutils_logger import RcutilsLogger
from rclpy.logging import get_logger
from rclpy.parameter import Parameter
from rclpy.publisher import Publisher
from rclpy.qos import (
    QoSProfile,
    qos_profile_parameter_events,
    qos_profile_rosout_default,
    qos_profile_services_default,
)
from rclpy.qos_overriding_options import QoSOverridingOptions, _declare_qos_parameters
from rclpy.service import Service
from rclpy.subscription import Subscription
from rclpy.subscription_content_filter_options import ContentFilterOptions
from rclpy.timer import Rate, Timer
from rclpy.type_support import check_is_valid_msg_type, check_is_valid_srv_type
from rclpy.utilities import get_default_context
from rclpy.validate_full_topic_name import validate_full_topic_name
from rclpy.validate_namespace import validate_namespace
from rclpy.validate_node_name import validate_node_name
from rclpy.validate_topic_name import validate_topic_name

HIDDEN_NODE_PREFIX = "_"

MsgType = TypeVar("MsgType")
SrvType = TypeVar("SrvType")
SrvTypeRequest = TypeVar("SrvTypeRequest")
SrvTypeResponse = TypeVar("SrvTypeResponse")


class Node(NodeEntities, NodeGraph, NodeParameters):
    """
    A node of the ROS graph: what publishers, subscriptions and timers belong to.

    As a context manager it destroys itself.
    """

    # What is made by the methods whose names begin with create_.
    _subscription_class: type[Subscription[Any]] = Subscription
    _client_class: type[Client[Any, Any]] = Client
    _service_class: type[Service[Any, Any]] = Service
    _timer_class: type[Timer] = Timer

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
        rosout_qos_profile: QoSProfile | int | None = None,
    ) -> None:
        """
        Make a node and announce it.

        :param node_name: its name.
        :param context: the context it belongs to, the default one if ``None``.
        :param cli_args: arguments for this node alone, as on a command line.
        :param namespace: what its name and its relative topics begin with.
        :param use_global_arguments: whether the process's command line counts for it.
        :param enable_rosout: whether what its logger says is published on ``/rosout``.
        :param start_parameter_services: whether other nodes can read and set its parameters.
        :param parameter_overrides: values for its parameters, which beat those of arguments and
            files.
        :param allow_undeclared_parameters: whether parameters may be set and asked for that were
            not declared.
        :param automatically_declare_parameters_from_overrides: whether every parameter is
            declared that arguments, files or ``parameter_overrides`` name.
        :param enable_logger_service: whether other nodes can read and set the levels of loggers.
        :param rosout_qos_profile: what its publisher on ``/rosout`` offers, or how many messages
            to keep; upstream's profile if ``None``.
        :raises NotInitializedException: if the context is not initialized, or shut down.
        :raises NameValidationException: if its name or namespace is invalid.
        """
        self._context = get_default_context() if context is None else context
        self._default_callback_group: CallbackGroup = MutuallyExclusiveCallbackGroup()
        self._rate_group = ReentrantCallbackGroup()
        self.__executor: weakref.ref[Executor] | None = None
        if not self._context.ok():
            raise NotInitializedException("cannot create node")
        options = NodeOptions(
            namespace=namespace or "",
            arguments=cli_args,
            use_global_arguments=use_global_arguments,
            enable_rosout=enable_rosout,
            rosout_qos=self.__qos_profile(
                qos_profile_rosout_default if rosout_qos_profile is None else rosout_qos_profile
            ).get_c_qos_profile(),
            enable_logger_service=enable_logger_service,
            start_parameter_services=start_parameter_services,
            parameter_overrides=[
                (each.name, each.type_.value, each.value) for each in parameter_overrides or []
            ],
            allow_undeclared_parameters=allow_undeclared_parameters,
            automatically_declare_parameters_from_overrides=(
                automatically_declare_parameters_from_overrides
            ),
        )
        self.__handle = self.__create_handle(node_name, options)
        self._logger = get_logger(self.__handle.logger_name())
        self._clock = ROSClock._of_handle(self.__handle.clock())
        self._init_entities(self.__handle)
        self.__list_parameter_event_publisher()
        self._init_graph(self.__handle)
        self._init_parameters(self.__handle.parameters())

    def __create_handle(self, name: str, options: NodeOptions) -> _rclpy.Node:
        try:
            return _rclpy.Node(name, self._context.handle, options)
        except ValueError:
            validate_node_name(name)
            # A relative namespace counts from the root.
            validate_namespace("/" + options["namespace"].removeprefix("/"))
            raise

    def __list_parameter_event_publisher(self) -> None:
        """Count the publisher of parameter events among the node's, as programs expect."""
        handle = self.__handle.parameter_event_publisher(ParameterEvent)
        if handle is not None:
            self._publishers.append(
                Publisher(
                    handle,
                    ParameterEvent,
                    "/parameter_events",
                    qos_profile_parameter_events,
                    PublisherEventCallbacks(use_default_callbacks=False),
                    self._default_callback_group,
                )
            )

    @property
    def executor(self) -> Executor | None:
        """The executor that calls the node's callbacks."""
        return None if self.__executor is None else self.__executor()

    @executor.setter
    def executor(self, new_executor: Executor | None) -> None:
        current = self.executor
        if current is new_executor:
            return
        if current is not None:
            current.remove_node(self)
        self.__executor = None if new_executor is None else weakref.ref(new_executor)
        if new_executor is not None:
            new_executor.add_node(self)

    def _wake_executor(self) -> None:
        executor = self.executor
        if executor is not None:
            executor.wake()

    @property
    def context(self) -> Context:
        """The context that the node belongs to."""
        return self._context

    @property
    def default_callback_group(self) -> CallbackGroup:
        """The callback group of whatever is made without one."""
        return self._default_callback_group

    @property
    def handle(self) -> _rclpy.Node:
        """The native node."""
        return self.__handle

    @handle.setter
    def handle(self, value: object) -> None:
        raise AttributeError("handle cannot be modified after node creation")

    def get_clock(self) -> Clock:
        """Return the node's clock."""
        return self._clock

    def get_logger(self) -> RcutilsLogger:
        """Return the node's logger."""
        return self._logger

    def create_publisher(
        self,
        msg_type: type[MsgType],
        topic: str,
        qos_profile: QoSProfile | int,
        *,
        callback_group: CallbackGroup | None = None,
        event_callbacks: PublisherEventCallbacks | None = None,
        qos_overriding_options: QoSOverridingOptions | None = None,
        publisher_class: type[Publisher[MsgType]] = Publisher,
    ) -> Publisher[MsgType]:
        """
        Make a publisher.

        :param msg_type: the type of its messages.
        :param topic: where it publishes them.
        :param qos_profile: what it offers, or how many messages to keep.
        :param callback_group: which callbacks the event callbacks may run beside.
        :param event_callbacks: what to call when something happens to it.
        :param qos_overriding_options: which of its QoS policies parameters can override.
        :param publisher_class: the class to make it of.
        :raises InvalidTopicNameException: if the topic's name is invalid.
        """
        qos_profile = self.__qos_profile(qos_profile)
        group = callback_group or self.default_callback_group
        check_is_valid_msg_type(msg_type)
        self.__check_topic(topic)
        if qos_overriding_options is not None:
            qos_profile = self.__overridden(Publisher, topic, qos_profile, qos_overriding_options)
        handle = _rclpy.Publisher(
            self.__handle, msg_type, topic, qos_profile.get_c_qos_profile(), group
        )
        try:
            publisher = publisher_class(
                handle,
                msg_type,
                topic,
                qos_profile,
                event_callbacks=event_callbacks or PublisherEventCallbacks(),
                callback_group=group,
            )
        except Exception:
            handle.destroy_when_not_in_use()
            raise
        self._publishers.append(publisher)
        self._add_entities(*publisher.event_handlers)
        return publisher

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
    ) -> Subscription[MsgType]:
        """
        Make a subscription.

        :param msg_type: the type of its messages.
        :param topic: where they come from.
        :param callback: called with each message, and with a
            :class:`rclpy.subscription.MessageInfo` where it takes two arguments.
        :param qos_profile: what it asks for, or how many messages to keep.
        :param callback_group: which callbacks it may run beside.
        :param event_callbacks: what to call when something happens to it.
        :param qos_overriding_options: which of its QoS policies parameters can override.
        :param raw: whether the callback is given the serialized message.
        :param content_filter_options: which messages it wants, all of them if ``None``.
        :param acceptable_buffer_backends: which kinds of memory arrays may lie in, separated by
            commas, ``any`` for all; here they always lie in the processor's memory, ``cpu``.
        :raises ValueError: if neither ``cpu`` nor ``any`` is acceptable.
        :raises InvalidTopicNameException: if the topic's name is invalid.
        :raises RCLError: if the content filter does not fit the type.
        """
        qos_profile = self.__qos_profile(qos_profile)
        group = callback_group or self.default_callback_group
        check_is_valid_msg_type(msg_type)
        self.__check_topic(topic)
        if qos_overriding_options is not None:
            qos_profile = self.__overridden(
                Subscription, topic, qos_profile, qos_overriding_options
            )
        backends = [each.strip() for each in (acceptable_buffer_backends or "cpu").split(",")]
        if "cpu" not in backends and "any" not in backends:
            raise ValueError(
                "acceptable_buffer_backends must name 'cpu' or 'any', the only kind of memory that "
                f"messages lie in here, but is '{acceptable_buffer_backends}'"
            )
        handle = _rclpy.Subscription(
            self.__handle,
            msg_type,
            topic,
            qos_profile.get_c_qos_profile(),
            group,
            raw,
            content_filter_options,
        )
        try:
            subscription = self._subscription_class(
                handle,
                msg_type,
                topic,
                callback,
                group,
                qos_profile,
                raw,
                event_callbacks=event_callbacks or SubscriptionEventCallbacks(),
            )
        except Exception:
            handle.destroy_when_not_in_use()
            raise
        group.add_entity(subscription)
        self._subscriptions.append(subscription)
        self._add_entities(subscription, *subscription.event_handlers)
        return subscription

    def create_client(
        self,
        srv_type: type[Any],
        srv_name: str,
        *,
        qos_profile: QoSProfile = qos_profile_services_default,
        callback_group: CallbackGroup | None = None,
    ) -> Client[Any, Any]:
        """
        Make a client of a service.

        :param srv_type: the service's type.
        :param srv_name: its name.
        :param qos_profile: how requests and responses are sent.
        :param callback_group: which callbacks a response may be received beside.
        :raises InvalidServiceNameException: if the service's name is invalid.
        """
        group = callback_group or self.default_callback_group
        check_is_valid_srv_type(srv_type)
        self.__check_service(srv_name)
        handle = _rclpy.Client(
            self.__handle, srv_type, srv_name, qos_profile.get_c_qos_profile(), group
        )
        client = self._client_class(self.context, handle, srv_type, srv_name, qos_profile, group)
        group.add_entity(client)
        self._clients.append(client)
        self._add_entities(client)
        return client

    def create_service(
        self,
        srv_type: type[Any],
        srv_name: str,
        callback: Callable[[Any, Any], Any],
        *,
        qos_profile: QoSProfile = qos_profile_services_default,
        callback_group: CallbackGroup | None = None,
    ) -> Service[Any, Any]:
        """
        Offer a service.

        :param srv_type: its type.
        :param srv_name: its name.
        :param callback: called with each request and a response to fill in, which it returns.
        :param qos_profile: how requests and responses are sent.
        :param callback_group: which callbacks it may run beside.
        :raises InvalidServiceNameException: if the service's name is invalid.
        """
        group = callback_group or self.default_callback_group
        check_is_valid_srv_type(srv_type)
        self.__check_service(srv_name)
        handle = _rclpy.Service(
            self.__handle, srv_type, srv_name, qos_profile.get_c_qos_profile(), group
        )
        service = self._service_class(handle, srv_type, srv_name, callback, group, qos_profile)
        group.add_entity(service)
        self._services.append(service)
        self._add_entities(service)
        return service

    def create_timer(
        self,
        timer_period_sec: float,
        callback: Callable[..., Any] | None,
        callback_group: CallbackGroup | None = None,
        clock: Clock | None = None,
        autostart: bool = True,
    ) -> Timer:
        """
        Make a timer.

        :param timer_period_sec: the interval in seconds.
        :param callback: called at each end of it, with a :class:`rclpy.timer.TimerInfo` where it
            takes an argument.
        :param callback_group: which callbacks it may run beside.
        :param clock: what measures the interval, the node's clock by default.
        :param autostart: whether it runs now, or only after :meth:`rclpy.timer.Timer.reset`.
        """
        group = callback_group or self.default_callback_group
        timer = self._timer_class(
            callback,
            group,
            int(float(timer_period_sec) * S_TO_NS),
            self._clock if clock is None else clock,
            context=self.context,
            autostart=autostart,
        )
        group.add_entity(timer)
        self._timers.append(timer)
        self._add_entities(timer)
        return timer

    def create_rate(self, frequency: float, clock: Clock | None = None) -> Rate:
        """
        Make a rate, for a thread that does something at intervals.

        :param frequency: how often in a second.
        :param clock: what measures the intervals, the node's clock by default.
        :raises ValueError: if the frequency is not greater than zero.
        """
        if frequency <= 0:
            raise ValueError("frequency must be > 0")
        timer = self.create_timer(1 / frequency, lambda: None, self._rate_group, clock)
        rate = Rate(timer, context=self.context)
        self._rates.append(rate)
        return rate

    def create_guard_condition(
        self, callback: Callable[[], Any], callback_group: CallbackGroup | None = None
    ) -> GuardCondition:
        """
        Make a guard condition.

        :param callback: called when it has been triggered.
        :param callback_group: which callbacks it may run beside.
        """
        group = callback_group or self.default_callback_group
        guard = GuardCondition(callback, group, context=self.context)
        group.add_entity(guard)
        self._guards.append(guard)
        self._add_entities(guard)
        return guard

    def destroy_node(self) -> None:
        """Take the node, and all that was made with it, out of the graph."""
        self._destroy_entities()
        with suppress(InvalidHandle):  # it was destroyed before
            self.__handle.leave()
        self.__handle.destroy_when_not_in_use()
        self._wake_executor()

    def __qos_profile(self, qos_or_depth: QoSProfile | int) -> QoSProfile:
        if isinstance(qos_or_depth, QoSProfile):
            return qos_or_depth
        if isinstance(qos_or_depth, int):
            if qos_or_depth < 0:
                raise ValueError("history depth must be greater than or equal to zero")
            return QoSProfile(depth=qos_or_depth)
        raise TypeError(f"Expected QoSProfile or int, but received {type(qos_or_depth)!r}")

    def __overridden(
        self,
        entity_type: type[Publisher[Any]] | type[Subscription[Any]],
        topic: str,
        qos_profile: QoSProfile,
        options: QoSOverridingOptions,
    ) -> QoSProfile:
        qos_profile = copy(qos_profile)
        _declare_qos_parameters(
            entity_type, self, self.resolve_topic_name(topic), qos_profile, options
        )
        return qos_profile

    def __check_topic(self, topic: str) -> None:
        validate_topic_name(topic)
        validate_full_topic_name(self._expand_name(topic))

    def __check_service(self, name: str) -> None:
        validate_topic_name(name, is_service=True)
        validate_full_topic_name(self._expand_name(name), is_service=True)

    def __enter__(self) -> Node:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        self.destroy_node()
