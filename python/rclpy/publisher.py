"""Sending messages to a topic."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Generic, TypeVar

from rclpy import _rclpy
from rclpy.callback_groups import CallbackGroup
from rclpy.duration import Duration
from rclpy.event_handler import EventHandler, PublisherEventCallbacks
from rclpy.qos import QoSProfile

MsgType = TypeVar("MsgType")

_FOREVER = Duration(seconds=-1)


class Publisher(Generic[MsgType]):
    """
    Sends messages to a topic.

    :meth:`rclpy.node.Node.create_publisher` makes them. As a context manager it destroys itself.
    """

    def __init__(
        self,
        publisher_impl: _rclpy.Publisher,
        msg_type: type[MsgType],
        topic: str,
        qos_profile: QoSProfile,
        event_callbacks: PublisherEventCallbacks,
        callback_group: CallbackGroup,
    ) -> None:
        self._handle = publisher_impl
        self.msg_type = msg_type
        self.topic = topic
        self.qos_profile = qos_profile
        self.event_handlers: list[EventHandler[Any]] = event_callbacks.create_event_handlers(
            callback_group, publisher_impl, topic
        )

    def publish(self, msg: MsgType | bytes) -> None:
        """
        Send a message, or one that is serialized already.

        May be called from any thread. It blocks only where a keep-all history is full.

        :raises TypeError: if it is no message of the topic's type.
        """
        self._handle.publish(msg)

    @property
    def can_loan_messages(self) -> bool:
        """
        Whether loaned messages now reach a subscription without a copy.

        They do where a subscription of another process of this host shares memory with this one.
        """
        return self._handle.can_loan_messages()

    def borrow_loaned_message(self, **fields: Any) -> MsgType:
        """
        Make a message whose large arrays are written to where they are sent from.

        ``fields`` are those of the message. For a sequence of numbers an integer may be given: how
        many there will be. They lie in memory of the middleware, and what they are is not told
        until they are written::

            image = publisher.borrow_loaned_message(height=480, width=640, step=1920, data=921600)
            numpy.asarray(image.data)[:] = pixels
            publisher.publish(image)

        Fields may still be set afterwards; what changes the length of a text or of a sequence
        costs a copy of the message. :meth:`publish` ends the loan: the message cannot be used any
        more, and arrays that were made of its fields must not be written to. One that is not
        published goes back when it is dropped. Where :attr:`can_loan_messages` is false, all this
        works the same, in memory of this process.

        :raises TypeError: if a value does not fit its field.
        """
        message: MsgType = self._handle.borrow_loaned_message(**fields)
        return message

    def get_subscription_count(self) -> int:
        """Return how many subscriptions receive the messages."""
        return self._handle.get_subscription_count()

    @property
    def topic_name(self) -> str:
        """The topic's full name, remapped."""
        return self._handle.get_topic_name()

    @property
    def handle(self) -> _rclpy.Publisher:
        """The native publisher."""
        return self._handle

    @property
    def logger_name(self) -> str:
        """The name of the node's logger."""
        return self._handle.get_logger_name()

    def destroy(self) -> None:
        """Free it; :meth:`rclpy.node.Node.destroy_publisher` is the way to do that."""
        for handler in self.event_handlers:
            handler.destroy()
        self._handle.destroy_when_not_in_use()

    def assert_liveliness(self) -> None:
        """
        Show that the publisher is alive.

        Needed within every lease where the liveliness policy is ``MANUAL_BY_TOPIC``.
        """
        self._handle.assert_liveliness()

    def wait_for_all_acked(self, timeout: Duration = _FOREVER) -> bool:
        """
        Wait until every reliable subscription has acknowledged all messages.

        :param timeout: how long to wait at most; forever if it is negative.
        :return: whether they have.
        """
        return self._handle.wait_for_all_acked(timeout.nanoseconds)

    def __enter__(self) -> Publisher[MsgType]:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        self.destroy()
