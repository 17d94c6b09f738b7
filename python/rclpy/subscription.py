"""Receiving messages from a topic."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from types import TracebackType
from typing import Any, Generic, TypedDict, TypeVar

from rclpy import _rclpy
from rclpy._signatures import accepts
from rclpy.callback_groups import CallbackGroup
from rclpy.event_handler import EventHandler, SubscriptionEventCallbacks
from rclpy.qos import QoSProfile
from rclpy.subscription_content_filter_options import ContentFilterOptions

MsgType = TypeVar("MsgType")


class PublisherGID(TypedDict):
    """A publisher's identity on the wire, and the middleware that it is one of."""

    implementation_identifier: str
    data: bytes


class MessageInfo(TypedDict):
    """Where a message came from and when; times in nanoseconds since the Unix epoch."""

    source_timestamp: int
    received_timestamp: int
    publication_sequence_number: int | None
    reception_sequence_number: int | None
    publisher_gid: PublisherGID


class Subscription(Generic[MsgType]):
    """
    Receives messages from a topic and has an executor call its callback with each.

    :meth:`rclpy.node.Node.create_subscription` makes them. As a context manager it destroys
    itself.
    """

    class CallbackType(Enum):
        """What a callback is called with."""

        MessageOnly = 0
        WithMessageInfo = 1

    def __init__(
        self,
        subscription_impl: _rclpy.Subscription,
        msg_type: type[MsgType],
        topic: str,
        callback: Callable[..., Any],
        callback_group: CallbackGroup,
        qos_profile: QoSProfile,
        raw: bool,
        event_callbacks: SubscriptionEventCallbacks,
    ) -> None:
        self._handle = subscription_impl
        self.msg_type = msg_type
        self.topic = topic
        self.callback_group = callback_group
        self.qos_profile = qos_profile
        self.raw = raw
        self.callback = callback
        self.event_handlers: list[EventHandler[Any]] = event_callbacks.create_event_handlers(
            callback_group, subscription_impl, topic
        )

    def get_publisher_count(self) -> int:
        """Return how many publishers messages can come from."""
        return self._handle.get_publisher_count()

    @property
    def handle(self) -> _rclpy.Subscription:
        """The native subscription."""
        return self._handle

    @property
    def topic_name(self) -> str:
        """The topic's full name, remapped."""
        return self._handle.get_topic_name()

    @property
    def logger_name(self) -> str:
        """The name of the node's logger."""
        return self._handle.get_logger_name()

    @property
    def callback(self) -> Callable[..., Any]:
        """What is called with each message, and with its :class:`MessageInfo` if it takes two."""
        return self._callback

    @callback.setter
    def callback(self, value: Callable[..., Any]) -> None:
        self._callback_type = self._type_of_callback(value)
        self._takes_info = self._callback_type is self.CallbackType.WithMessageInfo
        self._callback = value
        self._handle.receive_with_callback()

    @property
    def is_cft_supported(self) -> bool:
        """Whether it can filter messages by their content; every subscription here can."""
        return True

    @property
    def is_cft_enabled(self) -> bool:
        """Whether it filters messages by their content."""
        return self._handle.is_cft_enabled()

    def set_content_filter(self, filter_expression: str, expression_parameters: list[str]) -> None:
        """
        Want other messages from now on.

        :param filter_expression: the condition, see
            :class:`rclpy.subscription_content_filter_options.ContentFilterOptions`; an empty one
            wants every message.
        :param expression_parameters: the values of its parameters.
        :raises RCLError: if the condition is wrong or does not fit the type of the messages.
        """
        self._handle.set_content_filter(filter_expression, expression_parameters)

    def get_content_filter(self) -> ContentFilterOptions:
        """
        Return which messages it wants.

        :raises RCLError: if it wants all.
        """
        return ContentFilterOptions(*self._handle.get_content_filter())

    def destroy(self) -> None:
        """Free it; :meth:`rclpy.node.Node.destroy_subscription` is the way to do that."""
        for handler in self.event_handlers:
            handler.destroy()
        self._handle.destroy_when_not_in_use()

    def __enter__(self) -> Subscription[MsgType]:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        self.destroy()

    @classmethod
    def _type_of_callback(cls, callback: Callable[..., Any]) -> CallbackType:
        try:
            if accepts(callback, 1):
                return cls.CallbackType.MessageOnly
            if accepts(callback, 2):
                return cls.CallbackType.WithMessageInfo
        except ValueError:
            return cls.CallbackType.MessageOnly
        raise RuntimeError(
            "Subscription.__init__(): callback should be either be callable with one argument"
            "(to get only the message) or two (to get message and message info)"
        )
