"""Raw DDS peers: a process that reads and writes serialized messages as it is told."""

from __future__ import annotations

import itertools
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rclpy.serialization import deserialize_message, serialize_message

from tests.interop.processes import Running

UNKNOWN_GUID = "00" * 16


def dds_type(message_type: type[Any]) -> str:
    """The name that ROS gives a message type on DDS."""
    package, kind = message_type.__module__.split(".")[:2]
    return f"{package}::{kind}::dds_::{message_type.__name__}_"


@dataclass(frozen=True)
class Sample:
    """A serialized message, the identity of its sample, and that of the one that it answers."""

    data: bytes
    writer: str = UNKNOWN_GUID
    number: int = 0
    related_guid: str = UNKNOWN_GUID
    related_number: int = 0


class RawPeer:
    """
    A raw peer at work.

    What its readers receive is handed to their callbacks, one at a time, by a thread of its own.
    """

    def __init__(self, vendor: str, running: Running) -> None:
        self.vendor = vendor
        self._running = running
        self._asking = threading.Lock()
        self._answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self._samples: queue.Queue[dict[str, Any]] = queue.Queue()
        self._ids = itertools.count()
        self._callbacks: dict[int, Callable[[Sample], None]] = {}
        for work in (self._sort, self._hand_over):
            threading.Thread(target=work, daemon=True).start()

    def _sort(self) -> None:
        for line in self._running.lines():
            (self._samples if "sample" in line else self._answers).put(line)

    def _hand_over(self) -> None:
        while True:
            sample = self._samples.get()
            callback = self._callbacks[sample.pop("sample")]
            callback(Sample(**{**sample, "data": bytes.fromhex(sample["data"])}))

    def _ask(self, *words: object) -> Any:
        """Have it do something; what it answers, or ``None`` where it has been killed."""
        with self._asking:
            if not self._running.tell("\t".join(str(word) for word in words)):
                return None
            (answer,) = self._answers.get(timeout=30).values()
            return answer

    def reader(
        self,
        topic: str,
        message_type: type[Any],
        callback: Callable[[Sample], None],
        user_data: str = "",
        durability: str = "volatile",
    ) -> RawEndpoint:
        """Read a topic, named as on DDS."""
        number = next(self._ids)
        self._callbacks[number] = callback
        return self._endpoint("reader", number, topic, message_type, durability, user_data)

    def writer(
        self,
        topic: str,
        message_type: type[Any],
        user_data: str = "",
        durability: str = "volatile",
    ) -> RawEndpoint:
        """Write a topic, named as on DDS."""
        number = next(self._ids)
        return self._endpoint("writer", number, topic, message_type, durability, user_data)

    def _endpoint(
        self,
        kind: str,
        number: int,
        topic: str,
        message_type: type[Any],
        durability: str,
        user_data: str,
    ) -> RawEndpoint:
        words = [kind, number, topic, dds_type(message_type), durability, user_data]
        return RawEndpoint(self, number, self._ask(*words[: 6 if user_data else 5]))

    def subscribe(
        self,
        topic: str,
        message_type: type[Any],
        callback: Callable[[Any], None],
        durability: str = "volatile",
    ) -> RawEndpoint:
        """Read a topic of ROS and hand over its messages."""

        def decode(sample: Sample) -> None:
            callback(deserialize_message(sample.data, message_type))

        return self.reader(f"rt{topic}", message_type, decode, durability=durability)

    def kill(self) -> None:
        """Kill it as `kill -9` does."""
        self._running.kill()


@dataclass(frozen=True)
class RawEndpoint:
    """A reader or writer of a raw peer."""

    peer: RawPeer
    number: int
    guid: str | None

    def write(self, data: bytes, *related: object) -> int:
        """Write a serialized message, related to a sample or to none; return its number."""
        number: int = self.peer._ask("write", self.number, data.hex(), *related)
        return number

    def publish(self, message: Any) -> None:
        """Write a message."""
        self.write(serialize_message(message))

    @property
    def matched(self) -> int:
        """How many readers or writers it is matched with."""
        number: int = self.peer._ask("matched", self.number)
        return number
