"""One node with services and clients on Cyclone DDS and Fast DDS, whose mappings differ."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from example_interfaces.srv import AddTwoInts
from nav_msgs.msg import OccupancyGrid
from nav_msgs.srv import GetMap, SetMap
from rclpy.qos import QoSProfile
from rclpy.serialization import serialize_message

from tests.interop.mapping import Address, RawClient, RawService
from tests.interop.raw import RawPeer
from tests.interop.robot import PATIENCE, Robot

# More than fits in one datagram, and than a socket buffer holds by default.
LARGE = 1_000_000


def add(request: AddTwoInts.Request, response: AddTwoInts.Response) -> AddTwoInts.Response:
    response.sum = request.a + request.b
    return response


def raw_add(request: Any, _address: object) -> Any:
    return AddTwoInts.Response(sum=request.a + request.b)


def call_three_times(robot: Robot, service: str) -> list[int]:
    """Call a service three times, all at once."""
    client = robot.node.create_client(AddTwoInts, service)
    assert client.wait_for_service(timeout_sec=PATIENCE)
    futures = [client.call_async(AddTwoInts.Request(a=n, b=40)) for n in range(3)]
    return [robot.result(future).sum for future in futures]


def raw_client(robot: Robot, peer: RawPeer, service_type: type[Any], service: str) -> RawClient:
    """A peer's client, when it has found the service."""
    client = RawClient(peer, service_type, service)
    robot.spin_until(lambda: client.is_ready)
    return client


def grid() -> OccupancyGrid:
    """A map of `LARGE` bytes."""
    return OccupancyGrid(data=bytes(index % 100 for index in range(LARGE)))


def test_a_peer_answers(robot: Robot, raw_peer: RawPeer) -> None:
    RawService(raw_peer, AddTwoInts, "/sums", raw_add)
    assert call_three_times(robot, "sums") == [40, 41, 42]


def test_a_peer_is_answered_in_the_order_of_its_requests(robot: Robot, raw_peer: RawPeer) -> None:
    seen: list[int] = []

    def note(request: AddTwoInts.Request, response: AddTwoInts.Response) -> AddTwoInts.Response:
        seen.append(request.a)
        return add(request, response)

    robot.node.create_service(AddTwoInts, "sums", note)
    client = raw_client(robot, raw_peer, AddTwoInts, "/sums")
    calls = [client.call(AddTwoInts.Request(a=n, b=1)) for n in range(8)]
    assert [robot.result(call).sum for call in calls] == list(range(1, 9))
    assert seen == list(range(8))


def test_all_at_once(robot: Robot, start_raw: Callable[[str], RawPeer]) -> None:
    """Both peers serve and are served by one node, at the same time."""
    robot.node.create_service(AddTwoInts, "sums", add)
    peers = [start_raw("cyclone"), start_raw("fastdds")]
    for peer in peers:
        RawService(peer, AddTwoInts, f"/{peer.vendor}_sums", raw_add)
    clients = [raw_client(robot, peer, AddTwoInts, "/sums") for peer in peers]
    for round_number in range(3):
        calls = [client.call(AddTwoInts.Request(a=round_number, b=1)) for client in clients]
        for peer in peers:
            assert call_three_times(robot, f"{peer.vendor}_sums") == [40, 41, 42]
        assert [robot.result(call).sum for call in calls] == [round_number + 1] * 2


def test_one_service_name_on_both(robot: Robot, start_raw: Callable[[str], RawPeer]) -> None:
    """A request that both peers answer gets one of the answers, and the next is not disturbed."""
    for vendor in ("cyclone", "fastdds"):
        RawService(start_raw(vendor), AddTwoInts, "/sums", raw_add)
    robot.spin_until(lambda: robot.node.count_services("sums") == 2)
    for _ in range(3):
        assert call_three_times(robot, "sums") == [40, 41, 42]


def test_large_request_and_response_from_a_peer(robot: Robot, raw_peer: RawPeer) -> None:
    stored: list[Any] = []

    def store(request: Any, _address: object) -> Any:
        stored.append(request.map)
        return SetMap.Response(success=True)

    RawService(raw_peer, SetMap, "/set_map", store)
    RawService(raw_peer, GetMap, "/map", lambda _request, _address: GetMap.Response(map=grid()))
    setter = robot.node.create_client(SetMap, "set_map")
    getter = robot.node.create_client(GetMap, "map")
    for client in (setter, getter):
        assert client.wait_for_service(timeout_sec=PATIENCE)
    for _ in range(2):
        assert robot.result(setter.call_async(SetMap.Request(map=grid()))).success
        assert robot.result(getter.call_async(GetMap.Request())).map == grid()
    assert stored == [grid()] * 2


def test_large_request_and_response_to_a_peer(robot: Robot, raw_peer: RawPeer) -> None:
    stored: list[Any] = []

    def store(request: SetMap.Request, response: SetMap.Response) -> SetMap.Response:
        stored.append(request.map)
        response.success = True
        return response

    def get(_request: GetMap.Request, response: GetMap.Response) -> GetMap.Response:
        response.map = grid()
        return response

    robot.node.create_service(SetMap, "set_map", store)
    robot.node.create_service(GetMap, "map", get)
    setter = raw_client(robot, raw_peer, SetMap, "/set_map")
    getter = raw_client(robot, raw_peer, GetMap, "/map")
    for _ in range(2):
        assert robot.result(setter.call(SetMap.Request(map=grid()))).success
        assert robot.result(getter.call(GetMap.Request())).map == grid()
    assert stored == [grid()] * 2


def test_fifty_clients_get_their_own_responses(robot: Robot, raw_peer: RawPeer) -> None:
    # As everywhere in ROS 2, the depth is that of the requests of all clients together.
    robot.node.create_service(AddTwoInts, "sums", add, qos_profile=QoSProfile(depth=50))
    clients = [RawClient(raw_peer, AddTwoInts, "/sums") for _ in range(50)]
    robot.spin_until(lambda: all(client.is_ready for client in clients))
    for round_number in range(3):
        calls = [
            client.call(AddTwoInts.Request(a=index, b=1000 * round_number))
            for index, client in enumerate(clients)
        ]
        sums = [robot.result(call).sum for call in calls]
        assert sums == [index + 1000 * round_number for index in range(50)]


def test_fifty_clients_are_not_robbed_of_their_responses(robot: Robot, raw_peer: RawPeer) -> None:
    """A peer's service tells every client of every response; the others' displace none."""
    held: list[tuple[Any, Address]] = []
    service = RawService(
        raw_peer, AddTwoInts, "/sums", lambda request, address: held.append((request, address))
    )
    clients = [robot.node.create_client(AddTwoInts, "sums") for _ in range(50)]
    assert all(client.wait_for_service(timeout_sec=PATIENCE) for client in clients)
    for round_number in range(3):
        calls = []
        for index, client in enumerate(clients):
            calls.append(client.call_async(AddTwoInts.Request(a=index, b=1000 * round_number)))
            robot.spin_until(lambda index=index: len(held) == index + 1)  # type: ignore[misc]
        for request, address in held:
            service.respond(address, raw_add(request, address))
        held.clear()
        sums = [robot.result(call).sum for call in calls]
        assert sums == [index + 1000 * round_number for index in range(50)]


@pytest.mark.parametrize("vendor", ["cyclone", "fastdds"])
def test_a_server_dies_with_calls_and_another_comes(
    robot: Robot, start_raw: Callable[[str], RawPeer], vendor: str
) -> None:
    """What the dead one owes does not come; what its successor is asked does."""
    requests: list[Any] = []
    first = start_raw(vendor)
    RawService(first, AddTwoInts, "/sums", lambda request, _address: requests.append(request))
    client = robot.node.create_client(AddTwoInts, "sums")
    assert client.wait_for_service(timeout_sec=PATIENCE)
    owed = client.call_async(AddTwoInts.Request(a=1, b=1))
    robot.spin_until(lambda: requests)
    first.kill()

    received: list[int] = []

    def answer(request: Any, address: object) -> Any:
        received.append(request.a)
        return raw_add(request, address)

    RawService(start_raw(vendor), AddTwoInts, "/sums", answer)
    calls = []

    def is_answered() -> bool:
        # Only those that are sent after the successor was found reach it.
        calls.append(client.call_async(AddTwoInts.Request(a=2, b=2)))
        return any(call.done() for call in calls)

    robot.spin_until(is_answered)
    assert robot.result(client.call_async(AddTwoInts.Request(a=3, b=3))).sum == 6
    assert client.service_is_ready()
    assert not owed.done()
    assert 1 not in received
    assert received[-1] == 3


def test_a_client_dies_and_its_service_goes_on(
    robot: Robot, start_raw: Callable[[str], RawPeer], raw_peer: RawPeer
) -> None:
    """A response to nobody holds up no other."""
    asked: list[int] = []

    def slow(request: AddTwoInts.Request, response: AddTwoInts.Response) -> AddTwoInts.Response:
        asked.append(request.a)
        if request.a == 1:
            victim.kill()
        return add(request, response)

    robot.node.create_service(AddTwoInts, "sums", slow)
    survivor = raw_client(robot, raw_peer, AddTwoInts, "/sums")
    victim = start_raw(raw_peer.vendor)
    raw_client(robot, victim, AddTwoInts, "/sums").call(AddTwoInts.Request(a=1, b=1))
    robot.spin_until(lambda: asked == [1])
    for number in range(2, 22):
        call = survivor.call(AddTwoInts.Request(a=number, b=1))
        assert robot.result(call).sum == number + 1


def test_a_client_without_a_reader_is_warned_of(robot: Robot, raw_peer: RawPeer) -> None:
    """Its response cannot reach it; the others are answered as before."""
    robot.node.create_service(AddTwoInts, "sums", add)
    client = raw_client(robot, raw_peer, AddTwoInts, "/sums")
    # The same request, from a writer whose reader never comes.
    deaf = raw_peer.writer("rq/sumsRequest", AddTwoInts.Request, "clientid= 6.6.6;")
    robot.spin_until(lambda: deaf.matched)
    data = serialize_message(AddTwoInts.Request(a=1, b=1))
    if raw_peer.vendor == "cyclone":
        deaf.write(data[:4] + bytes(16) + data[4:])
    else:
        no_reader = "11" * 12 + "00000104"
        deaf.write(data, no_reader, 0)
    with pytest.warns(RuntimeWarning, match="failed to send response") as warned:
        robot.spin_until(lambda: len(warned))
    assert robot.result(client.call(AddTwoInts.Request(a=20, b=22))).sum == 42
