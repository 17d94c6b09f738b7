"""Services of raw peers, in the mapping of their vendor's RMW."""

from __future__ import annotations

import itertools
import struct
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any

from rclpy.serialization import deserialize_message, serialize_message

from tests.interop.raw import UNKNOWN_GUID, RawPeer, Sample
from tests.interop.robot import PATIENCE

# Who asked and which of its requests it is: what a response must bring back.
Address = tuple[object, int]

ENCAPSULATION = 4
HEADER = struct.Struct("<Qq")

_pair_numbers = itertools.count(1)


def topics(service: str) -> tuple[str, str]:
    """The names that the topics of requests and of responses have on DDS."""
    return f"rq{service}Request", f"rr{service}Reply"


def pair_id(kind: str, number: int) -> str:
    """What ties reader and writer of a client or service together, as rmw_cyclonedds writes it."""
    return f"{kind}= 1.2.{number:x};"


class RawClient:
    """Calls a service."""

    def __init__(self, peer: RawPeer, service_type: type[Any], service: str) -> None:
        self.peer = peer
        self.service_type = service_type
        self._number = next(_pair_numbers)
        self._calls: dict[int, Future[Any]] = {}
        self._calling = threading.Lock()
        self._sent: Iterator[int] = itertools.count(1)
        requests, responses = topics(service)
        user_data = pair_id("clientid", self._number) if peer.vendor == "cyclone" else ""
        self._reader = peer.reader(responses, service_type.Response, self._take, user_data)
        self._writer = peer.writer(requests, service_type.Request, user_data)

    @property
    def is_ready(self) -> bool:
        """Whether a service is there."""
        return self._reader.matched > 0 and self._writer.matched > 0

    def call(self, request: Any) -> Future[Any]:
        """Send a request; the response will come."""
        data = serialize_message(request)
        future: Future[Any] = Future()
        # The response may come before the request's number is known.
        with self._calling:
            if self.peer.vendor == "cyclone":
                number = next(self._sent)
                header = HEADER.pack(self._number, number)
                self._writer.write(data[:ENCAPSULATION] + header + data[ENCAPSULATION:])
            else:
                number = self._writer.write(data, self._reader.guid, 0)
            self._calls[number] = future
        return future

    def _take(self, sample: Sample) -> None:
        if self.peer.vendor == "cyclone":
            client, number = HEADER.unpack_from(sample.data, ENCAPSULATION)
            is_own = client == self._number
            data = sample.data[:ENCAPSULATION] + sample.data[ENCAPSULATION + HEADER.size :]
        else:
            is_own, number = sample.related_guid == self._reader.guid, sample.related_number
            data = sample.data
        if is_own:
            with self._calling:
                future = self._calls.pop(number)
            future.set_result(deserialize_message(data, self.service_type.Response))


class RawService:
    """Answers a service: at once with what the callback returns, or later where that is nothing."""

    def __init__(
        self,
        peer: RawPeer,
        service_type: type[Any],
        service: str,
        callback: Callable[[Any, Address], Any],
    ) -> None:
        self.peer = peer
        self.service_type = service_type
        self.callback = callback
        requests, responses = topics(service)
        user_data = pair_id("serviceid", next(_pair_numbers)) if peer.vendor == "cyclone" else ""
        self._writer = peer.writer(responses, service_type.Response, user_data)
        self._reader = peer.reader(requests, service_type.Request, self._take, user_data)

    def _take(self, sample: Sample) -> None:
        data = sample.data
        address: Address
        if self.peer.vendor == "cyclone":
            address = HEADER.unpack_from(data, ENCAPSULATION)
            data = data[:ENCAPSULATION] + data[ENCAPSULATION + HEADER.size :]
        else:
            named = sample.related_guid != UNKNOWN_GUID
            address = (sample.related_guid if named else sample.writer, sample.number)
        response = self.callback(deserialize_message(data, self.service_type.Request), address)
        if response is not None:
            self.respond(address, response)

    def respond(self, address: Address, response: Any) -> None:
        """Answer a request; as servers of ROS do, not before a client's reader has been found."""
        end = time.monotonic() + PATIENCE
        while self._writer.matched == 0:
            assert time.monotonic() < end, "nobody is there to be answered"
            time.sleep(0.01)
        data = serialize_message(response)
        if self.peer.vendor == "cyclone":
            self._writer.write(data[:ENCAPSULATION] + HEADER.pack(*address) + data[ENCAPSULATION:])
        else:
            self._writer.write(data, *address)
