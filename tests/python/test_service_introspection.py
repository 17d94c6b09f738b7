"""Service introspection."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from example_interfaces.srv import AddTwoInts
from rclpy.client import Client
from rclpy.clock import Clock
from rclpy.clock_type import ClockType
from rclpy.node import Node
from rclpy.qos import QoSProfile
from rclpy.service import Service
from rclpy.service_introspection import ServiceIntrospectionState
from service_msgs.msg import ServiceEventInfo

SpinUntil = Callable[[Callable[[], Any]], None]

OFF = ServiceIntrospectionState.OFF
METADATA = ServiceIntrospectionState.METADATA
CONTENTS = ServiceIntrospectionState.CONTENTS
SENT, RECEIVED = ServiceEventInfo.REQUEST_SENT, ServiceEventInfo.REQUEST_RECEIVED
ANSWERED, DONE = ServiceEventInfo.RESPONSE_SENT, ServiceEventInfo.RESPONSE_RECEIVED


def add(request: AddTwoInts.Request, response: AddTwoInts.Response) -> AddTwoInts.Response:
    response.sum = request.a + request.b
    return response


class Watched:
    """A client and a service, and what is told of them."""

    def __init__(self, node: Node, spin_until: SpinUntil) -> None:
        self.clock = Clock(clock_type=ClockType.SYSTEM_TIME)
        self.service: Service = node.create_service(AddTwoInts, "add", add)
        self.client: Client = node.create_client(AddTwoInts, "add")
        self.events: list[AddTwoInts.Event] = []
        node.create_subscription(
            AddTwoInts.Event, "add/_service_event", self.events.append, QoSProfile(depth=10)
        )
        self.spin_until = spin_until

    def configure(
        self, client: ServiceIntrospectionState, service: ServiceIntrospectionState
    ) -> None:
        self.client.configure_introspection(self.clock, QoSProfile(depth=10), client)
        self.service.configure_introspection(self.clock, QoSProfile(depth=10), service)

    def call(self, expected: int) -> dict[int, AddTwoInts.Event]:
        """Call once; return the events, of which there must be so many, by their types."""
        self.events.clear()
        future = self.client.call_async(AddTwoInts.Request(a=2, b=3))
        self.spin_until(lambda: future.done() and len(self.events) >= expected)
        assert len(self.events) == expected
        return {event.info.event_type: event for event in self.events}


@pytest.fixture
def watched(node: Node, spin_until: SpinUntil) -> Watched:
    return Watched(node, spin_until)


def test_nothing_is_told_at_first(node: Node, watched: Watched) -> None:
    assert watched.call(0) == {}
    assert node.count_publishers("add/_service_event") == 0


@pytest.mark.parametrize(
    ("client", "service", "told"),
    [
        (METADATA, METADATA, {SENT, RECEIVED, ANSWERED, DONE}),
        (CONTENTS, CONTENTS, {SENT, RECEIVED, ANSWERED, DONE}),
        (METADATA, OFF, {SENT, DONE}),
        (OFF, CONTENTS, {RECEIVED, ANSWERED}),
    ],
)
def test_what_is_told(
    watched: Watched,
    client: ServiceIntrospectionState,
    service: ServiceIntrospectionState,
    told: set[int],
) -> None:
    watched.configure(client, service)
    before = watched.clock.now().nanoseconds
    events = watched.call(len(told))
    after = watched.clock.now().nanoseconds
    assert set(events) == told
    for kind, event in events.items():
        state = client if kind in (SENT, DONE) else service
        contents = state is CONTENTS
        assert len(event.request) == (contents and kind in (SENT, RECEIVED))
        assert len(event.response) == (contents and kind in (ANSWERED, DONE))
        for request in event.request:
            assert (request.a, request.b) == (2, 3)
        for response in event.response:
            assert response.sum == 5
        stamp = event.info.stamp
        assert before <= stamp.sec * 10**9 + stamp.nanosec <= after
        assert event.info.sequence_number == 1
    assert len({bytes(event.info.client_gid) for event in events.values()}) == 1


def test_the_state_may_change(node: Node, watched: Watched) -> None:
    watched.configure(METADATA, METADATA)
    assert [len(event.request) for event in watched.call(4).values()] == [0, 0, 0, 0]
    watched.configure(CONTENTS, CONTENTS)
    assert sum(len(event.request) for event in watched.call(4).values()) == 2
    watched.configure(OFF, OFF)
    assert watched.call(0) == {}
    assert node.count_publishers("add/_service_event") == 0
    watched.configure(OFF, CONTENTS)
    assert set(watched.call(2)) == {RECEIVED, ANSWERED}


def test_there_are_three_states(watched: Watched) -> None:
    assert [state.value for state in ServiceIntrospectionState] == [0, 1, 2]
    with pytest.raises(ValueError, match="3 is no state"):
        watched.client.configure_introspection(
            watched.clock,
            QoSProfile(depth=10),
            3,  # type: ignore[arg-type]
        )
