"""The same round trips and floods on PyPI's `cyclonedds`: the C engine, driven from Python.

The payload is always a string: its Python codec takes 80 ms for a megabyte of `sequence<octet>`.
"""

import os
import time
from dataclasses import dataclass

from clock import cpu_seconds, options, say, say_round_trips
from cyclonedds.core import (
    InstanceState,
    Policy,
    Qos,
    ReadCondition,
    SampleState,
    ViewState,
    WaitSet,
)
from cyclonedds.domain import DomainParticipant
from cyclonedds.idl import IdlStruct
from cyclonedds.pub import DataWriter
from cyclonedds.sub import DataReader
from cyclonedds.topic import Topic
from cyclonedds.util import duration


@dataclass
class Text(IdlStruct, typename="bench::Text"):
    """What std_msgs/String is."""

    data: str


RELIABLE = Policy.Reliability.Reliable(duration(seconds=10))
KEEP_LAST = Qos(RELIABLE, Policy.History.KeepLast(10))
KEEP_ALL = Qos(RELIABLE, Policy.History.KeepAll)


def make(size: int) -> Text:
    """A message with a payload of this many bytes."""
    return Text("x" * size)


class Endpoints:
    """A writer, a reader and a wait set for it."""

    def __init__(self, kind: type, writes: str, reads: str, qos: Qos) -> None:
        participant = DomainParticipant(int(os.environ.get("ROS_DOMAIN_ID", "0")))
        self.writer = DataWriter(participant, Topic(participant, writes, kind), qos=qos)
        self.reader = DataReader(participant, Topic(participant, reads, kind), qos=qos)
        self.waiting = WaitSet(participant)
        states = SampleState.Any | ViewState.Any | InstanceState.Any
        self.waiting.attach(ReadCondition(self.reader, states))

    def wait_for_match(self) -> None:
        """Until both have found the other side, then until things are quiet."""
        end = time.monotonic() + 20
        while not (
            self.writer.get_matched_subscriptions() and self.reader.get_matched_publications()
        ):
            assert time.monotonic() < end, "no peer within 20 s"
            time.sleep(0.05)
        time.sleep(0.5)

    def take(self) -> list:
        """What has come, or nothing after 20 s."""
        samples = self.reader.take(N=100)
        if not samples:
            self.waiting.wait(duration(seconds=20))
            samples = self.reader.take(N=100)
        return samples


def ping(size: int, count: int) -> None:
    """Write, wait for the answer, note the time."""
    message = make(size)
    ends = Endpoints(type(message), "ping", "pong", KEEP_LAST)
    ends.wait_for_match()
    times = []
    for _ in range(count):
        start = time.perf_counter_ns()
        ends.writer.write(message)
        assert ends.take(), "no answer within 20 s"
        times.append(time.perf_counter_ns() - start)
    say_round_trips(times)


def pong(size: int) -> None:
    """Write what comes."""
    ends = Endpoints(type(make(size)), "pong", "ping", KEEP_LAST)
    say(ready=True)
    ends.wait_for_match()
    while samples := ends.take():
        for sample in samples:
            if isinstance(sample, Text):
                ends.writer.write(sample)


def publish(size: int, count: int) -> None:
    """Write as fast as it goes: keep all holds the writer back."""
    message = make(size)
    ends = Endpoints(type(message), "flood", "unused", KEEP_ALL)
    end = time.monotonic() + 20
    while not ends.writer.get_matched_subscriptions():
        assert time.monotonic() < end, "no subscriber within 20 s"
        time.sleep(0.05)
    start, cpu = time.perf_counter(), cpu_seconds()
    for _ in range(count):
        ends.writer.write(message)
    say(seconds=time.perf_counter() - start, cpu=cpu_seconds() - cpu, published=count)
    ends.writer.wait_for_acks(duration(seconds=60))


def subscribe(size: int, count: int) -> None:
    """Count what comes until all of it has, or nothing has for 20 s."""
    ends = Endpoints(type(make(size)), "unused", "flood", KEEP_ALL)
    say(ready=True)
    received, start, last, cpu = 0, 0.0, 0.0, 0.0
    while received < count and (samples := ends.take()):
        last = time.perf_counter()
        if not received:
            start, cpu = last, cpu_seconds()
        received += sum(isinstance(sample, Text) for sample in samples)
    say(received=received, seconds=last - start, cpu=cpu_seconds() - cpu)


def main() -> None:
    chosen = options(__doc__ or "")
    if chosen.role == "ping":
        ping(chosen.size, chosen.count)
    elif chosen.role == "pong":
        pong(chosen.size)
    elif chosen.role == "pub":
        publish(chosen.size, chosen.count)
    else:
        subscribe(chosen.size, chosen.count)


if __name__ == "__main__":
    main()
