"""Filters of messages: what comes through, and what with what."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from builtin_interfaces.msg import Time as TimeMessage
from message_filters import (
    ApproximateTimeSynchronizer,
    Cache,
    SimpleFilter,
    Subscriber,
    TimeSynchronizer,
)
from rclpy.clock_type import ClockType
from rclpy.node import Node
from rclpy.time import Time
from sensor_msgs.msg import Imu, Temperature
from std_msgs.msg import Header, String


def message(seconds: int, nanoseconds: int = 0, frame_id: str = "") -> Imu:
    """A message with a time."""
    stamp = TimeMessage(sec=seconds, nanosec=nanoseconds)
    return Imu(header=Header(stamp=stamp, frame_id=frame_id))


def collect(source: SimpleFilter) -> list[Any]:
    """What comes through a filter from now on."""
    collected: list[Any] = []
    source.registerCallback(lambda *messages: collected.append(messages))
    return collected


def test_callbacks_get_messages_and_then_their_own_arguments() -> None:
    source, got = SimpleFilter(), []
    assert source.registerCallback(lambda *all: got.append(all), "a", "b") == 0
    assert source.registerCallback(lambda *all: got.append(all)) == 1
    source.signalMessage(1, 2)
    assert got == [(1, 2, "a", "b"), (1, 2)]


def test_subscribers_hand_on_what_they_receive(
    node: Node, spin_until: Callable[[Callable[[], Any]], None]
) -> None:
    subscriber = Subscriber(node, String, "chatter")
    deep = Subscriber(node, String, "chatter", qos_profile=3)
    got, got_too = collect(subscriber), collect(deep)
    node.create_publisher(String, "chatter", 10).publish(String(data="hello"))
    spin_until(lambda: got and got_too)
    assert got == [(String(data="hello"),)]
    assert subscriber.getTopic() == "chatter"
    assert subscriber.topic_name == "/ns/chatter"
    assert deep.sub.qos_profile.depth == 3
    with pytest.raises(AttributeError):
        subscriber.no_such  # noqa: B018


def test_caches_find_messages_by_time() -> None:
    source = SimpleFilter()
    cache = Cache(source, cache_size=3)
    assert cache.getLast() is None and cache.getLastestTime() is None
    assert cache.getOldestTime() is None
    handed_on = collect(cache)
    messages = [message(t) for t in range(5)]
    for one in messages:
        source.signalMessage(one)
    assert handed_on == [(one,) for one in messages]
    times = [Time(seconds=t, clock_type=ClockType.ROS_TIME) for t in range(6)]
    assert (cache.getOldestTime(), cache.getLastestTime()) == (times[2], times[4])
    assert cache.getLast() is messages[4]
    assert cache.getInterval(times[0], times[3]) == messages[2:4]
    assert cache.getElemAfterTime(times[3]) is messages[3]
    assert cache.getElemBeforeTime(times[3]) is messages[3]
    assert cache.getElemBeforeTime(times[1]) is None
    assert cache.getElemAfterTime(times[5]) is None
    with pytest.raises(AssertionError):
        cache.getInterval(times[3], times[0])


@pytest.mark.parametrize("allowed", [True, False])
def test_messages_without_a_time_are_kept_only_where_allowed(allowed: bool) -> None:
    source = SimpleFilter()
    cache = Cache(source, cache_size=10, allow_headerless=allowed)
    source.signalMessage(String())
    assert (cache.getLast() == String()) == allowed
    first, second = SimpleFilter(), SimpleFilter()
    pairs = collect(ApproximateTimeSynchronizer([first, second], 10, 1e9, allowed))
    first.signalMessage(String())
    second.signalMessage(String())
    assert len(pairs) == (1 if allowed else 0)


@pytest.mark.parametrize("slop", [None, 0.1])
@pytest.mark.parametrize("count", [1, 2, 9])
def test_shuffled_messages_find_each_other(slop: float | None, count: int) -> None:
    shuffle = random.Random(count)
    sources = [SimpleFilter() for _ in range(3)]
    if slop is None:
        synchronizer = TimeSynchronizer(sources, count)
    else:
        synchronizer = ApproximateTimeSynchronizer(sources, count, slop)
    together = collect(synchronizer)
    sent = [[message(t, frame_id=str(i)) for t in range(count)] for i in range(len(sources))]
    for source, messages in zip(sources, sent, strict=True):
        assert together == []
        for one in shuffle.sample(messages, count):
            source.signalMessage(one)
    together.sort(key=lambda messages: messages[0].header.stamp.sec)
    assert together == list(zip(*sent, strict=True))
    assert not any(synchronizer.queues)


def test_times_must_be_the_same_or_nearly() -> None:
    exact, near = SimpleFilter(), SimpleFilter()
    same = collect(TimeSynchronizer([exact, near], 5))
    nearly = collect(ApproximateTimeSynchronizer([exact, near], 5, 0.5))
    first, second = message(1), Temperature(header=message(1, 400_000_000).header)
    exact.signalMessage(first)
    near.signalMessage(second)
    exact.signalMessage(message(3))
    near.signalMessage(message(3, 500_000_000))
    assert same == []
    assert nearly == [(first, second)]


def test_the_nearest_is_taken() -> None:
    first, second = SimpleFilter(), SimpleFilter()
    pairs = collect(ApproximateTimeSynchronizer([first, second], 5, 1.0))
    for nanoseconds in (100_000_000, 500_000_000, 900_000_000):
        first.signalMessage(message(0, nanoseconds))
    second.signalMessage(message(0, 600_000_000))
    assert [pair[0].header.stamp.nanosec for pair in pairs] == [500_000_000]


def test_queues_let_go_of_the_oldest() -> None:
    first, second = SimpleFilter(), SimpleFilter()
    pairs = collect(TimeSynchronizer([first, second], 2))
    for seconds in range(3):
        first.signalMessage(message(seconds))
    second.signalMessage(message(0))
    assert pairs == []
    second.signalMessage(message(1))
    assert len(pairs) == 1


def test_callbacks_may_fail_or_signal_again() -> None:
    first, second = SimpleFilter(), SimpleFilter()
    synchronizer = ApproximateTimeSynchronizer([first, second], 2, 0.1)

    def call(one: Imu, other: Imu) -> None:
        if one.header.stamp.sec == 0:
            first.signalMessage(message(1))
            second.signalMessage(message(1))
            raise RuntimeError("of the callback")

    pairs = collect(synchronizer)
    synchronizer.registerCallback(call)
    first.signalMessage(message(0))
    with pytest.raises(RuntimeError, match="of the callback"):
        second.signalMessage(message(0))
    assert [pair[0].header.stamp.sec for pair in pairs] == [0, 1]
