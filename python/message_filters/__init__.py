"""
Filters of messages, to be put one behind the other: those of several topics that belong together.

What a filter lets through it hands to the callbacks that are registered with it, which may be other
filters'.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Sequence
from typing import Any

from rclpy.clock import ROSClock
from rclpy.duration import Duration
from rclpy.logging import get_logger
from rclpy.node import Node
from rclpy.time import Time

__all__ = [
    "ApproximateTimeSynchronizer",
    "Cache",
    "SimpleFilter",
    "Subscriber",
    "TimeSynchronizer",
]


class SimpleFilter:
    """What has callbacks and calls them."""

    def __init__(self) -> None:
        self.callbacks: dict[int, tuple[Callable[..., Any], tuple[Any, ...]]] = {}

    def registerCallback(self, cb: Callable[..., Any], *args: Any) -> int:
        """
        Have a callback called with what comes through, and then `args`.

        :return: the number of the connection.
        """
        connection = len(self.callbacks)
        self.callbacks[connection] = (cb, args)
        return connection

    def signalMessage(self, *msg: Any) -> None:
        """Call all callbacks, in the order in which they were registered."""
        for callback, args in list(self.callbacks.values()):
            callback(*msg, *args)


class Subscriber(SimpleFilter):
    """
    A subscription as the first of a chain of filters.

    Its arguments are those of :meth:`rclpy.node.Node.create_subscription` after the node itself,
    but the callback; the quality of service is the usual with a depth of 10 if none is given. What
    a subscription has can be asked of it, too.
    """

    def __init__(self, node: Node, msg_type: type[Any], topic: str, **kwargs: Any) -> None:
        super().__init__()
        self.node = node
        self.topic = topic
        kwargs.setdefault("qos_profile", 10)
        self.sub = node.create_subscription(msg_type, topic, self.callback, **kwargs)

    def callback(self, msg: Any) -> None:
        """Hand on a message."""
        self.signalMessage(msg)

    def getTopic(self) -> str:
        """Return the topic, as it was given."""
        return self.topic

    def __getattr__(self, key: str) -> Any:
        if key == "sub":  # not there yet
            raise AttributeError(key)
        return getattr(self.sub, key)


class Cache(SimpleFilter):
    """
    Keeps the last messages, so that they can be looked up by their times.

    :param f: the filter whose messages to keep.
    :param cache_size: how many.
    :param allow_headerless: give messages without a header the time of their arrival; without this
        they are refused.
    """

    def __init__(
        self, f: SimpleFilter, cache_size: int = 1, allow_headerless: bool = False
    ) -> None:
        super().__init__()
        self.cache_size = cache_size
        self.cache_msgs: list[Any] = []
        self.cache_times: list[Time] = []
        self.allow_headerless = allow_headerless
        self.connectInput(f)

    def connectInput(self, f: SimpleFilter) -> None:
        """Keep the messages of a filter."""
        self.incoming_connection = f.registerCallback(self.add)

    def add(self, msg: Any) -> None:
        """Keep a message, let go of the oldest one where there are too many, and hand it on."""
        stamp = _stamp_of(msg, self.allow_headerless, "message_filters_cache")
        if stamp is None:
            return
        self.cache_times.append(stamp)
        self.cache_msgs.append(msg)
        if len(self.cache_msgs) > self.cache_size:
            del self.cache_msgs[0]
            del self.cache_times[0]
        self.signalMessage(msg)

    def getInterval(self, from_stamp: Time, to_stamp: Time) -> list[Any]:
        """Return the messages from one time up to another, both included."""
        assert from_stamp <= to_stamp
        return [msg for msg, time in self._entries() if from_stamp <= time <= to_stamp]

    def getElemAfterTime(self, stamp: Time) -> Any:
        """Return the first message that is not before a time, None if there is none."""
        return next((msg for msg, time in self._entries() if time >= stamp), None)

    def getElemBeforeTime(self, stamp: Time) -> Any:
        """Return the last message that is not after a time, None if there is none."""
        return next((msg for msg, time in reversed(self._entries()) if time <= stamp), None)

    def getLastestTime(self) -> Time | None:
        """Return the time of the last message, None if there is none."""
        return self.cache_times[-1] if self.cache_times else None

    def getOldestTime(self) -> Time | None:
        """Return the time of the first message, None if there is none."""
        return self.cache_times[0] if self.cache_times else None

    def getLast(self) -> Any:
        """Return the message of the latest time, None if there is none."""
        latest = self.getLastestTime()
        return None if latest is None else self.getElemAfterTime(latest)

    def _entries(self) -> list[tuple[Any, Time]]:
        return list(zip(self.cache_msgs, self.cache_times, strict=True))


class TimeSynchronizer(SimpleFilter):
    """
    Hands on messages of several filters together when their headers have the very same time.

    :param fs: the filters; callbacks get a message of each, in this order.
    :param queue_size: how many messages of each filter may wait for those that belong to them.
    """

    def __init__(self, fs: Sequence[SimpleFilter], queue_size: int) -> None:
        super().__init__()
        self.queue_size = queue_size
        # A callback may lead to the next message of a filter.
        self.lock = threading.RLock()
        self.connectInput(fs)

    def connectInput(self, fs: Sequence[SimpleFilter]) -> None:
        """Take the messages of filters, instead of those of others so far."""
        self.queues: list[dict[int, Any]] = [{} for _ in fs]
        self.input_connections = [
            f.registerCallback(self.add, queue, index)
            for index, (f, queue) in enumerate(zip(fs, self.queues, strict=True))
        ]

    def add(self, msg: Any, my_queue: dict[int, Any], my_queue_index: int | None = None) -> None:
        """Take a message of one filter."""
        with self.lock:
            self._put(Time.from_msg(msg.header.stamp).nanoseconds, msg, my_queue)
            for time in sorted(set.intersection(*map(set, self.queues))):
                self._signal([time] * len(self.queues))

    def _put(self, time: int, msg: Any, queue: dict[int, Any]) -> None:
        queue[time] = msg
        while len(queue) > self.queue_size:
            del queue[min(queue)]

    def _signal(self, times: Sequence[int]) -> bool:
        """Hand on the messages of these times, one of each queue, if all are there."""
        pairs = list(zip(self.queues, times, strict=True))
        if not all(time in queue for queue, time in pairs):
            return False
        self.signalMessage(*[queue.pop(time) for queue, time in pairs])
        return True


class ApproximateTimeSynchronizer(TimeSynchronizer):
    """
    Hands on messages of several filters together when the times of their headers are near.

    :param fs: the filters; callbacks get a message of each, in this order.
    :param queue_size: how many messages of each filter may wait for those that belong to them.
    :param slop: how far the times may be from each other, in seconds.
    :param allow_headerless: give messages without a header the time of their arrival; without this
        they are refused.
    """

    def __init__(
        self,
        fs: Sequence[SimpleFilter],
        queue_size: int,
        slop: float,
        allow_headerless: bool = False,
    ) -> None:
        self.slop = Duration(seconds=slop)
        self.allow_headerless = allow_headerless
        super().__init__(fs, queue_size)

    def add(self, msg: Any, my_queue: dict[int, Any], my_queue_index: int | None = None) -> None:
        """Take a message of one filter."""
        stamp = _stamp_of(msg, self.allow_headerless, "message_filters_approx")
        if stamp is None:
            return
        time = stamp.nanoseconds
        slop = self.slop.nanoseconds
        with self.lock:
            self._put(time, msg, my_queue)
            candidates = [
                sorted((t for t in queue if abs(t - time) <= slop), key=lambda t: abs(t - time))
                for queue in self.queues
            ]
            if my_queue_index is not None:
                candidates[my_queue_index] = [time]
            # The nearest to the new message first.
            for times in itertools.product(*candidates):
                if max(times) - min(times) < slop and self._signal(times):
                    break


def _stamp_of(msg: Any, allow_headerless: bool, logger: str) -> Time | None:
    """Return a message's time; None, after a warning, if it has none and must."""
    stamp = getattr(getattr(msg, "header", None), "stamp", None)
    if stamp is not None:
        return stamp if hasattr(stamp, "nanoseconds") else Time.from_msg(stamp)
    if allow_headerless:
        return ROSClock().now()
    get_logger(logger).warning(
        f"a {type(msg).__name__} has no header with a time and is dropped; "
        "'allow_headerless' would give such messages the time at which they arrive"
    )
    return None
