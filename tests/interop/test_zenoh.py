"""PyPI's eclipse-zenoh as a peer that does what rmw_zenoh does."""

from __future__ import annotations

import importlib.util
import struct
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import rclpy
from example_interfaces.srv import AddTwoInts
from rclpy.context import Context
from rclpy.executors import Executor, SingleThreadedExecutor
from rclpy.node import Node
from rclpy.qos import DurabilityPolicy, QoSProfile
from rclpy.serialization import serialize_message
from sensor_msgs.msg import Image
from std_msgs.msg import String

from tests.interop.conftest import lacking
from tests.interop.sites import Router

STRING = (
    "std_msgs::msg::dds_::String_/"
    "RIHS01_df668c740482bbd48fb39d76a70dfd4bd59db1288021743503259e948f6b1a18"
)
ADD = (
    "example_interfaces::srv::dds_::AddTwoInts_/"
    "RIHS01_e118de6bf5eeb66a2491b5bda11202e7b68f198d6f67922cf30364858239c81a"
)
GID = bytes(range(16))


def hello(text: str) -> bytes:
    """A serialized std_msgs/String."""
    data = text.encode() + b"\0"
    return b"\0\1\0\0" + struct.pack("<I", len(data)) + data


def attachment(number: int) -> bytes:
    """The attachment of a message or request of this peer."""
    return struct.pack("<qqB", number, time.time_ns(), len(GID)) + GID


class Bench:
    """A node on Zenoh, an executor for it, and a bare Zenoh session that is connected to it."""

    def __init__(self, node: Node, executor: Executor, peer: Any, domain: int) -> None:
        self.node, self.executor, self.peer, self.domain = node, executor, peer, domain
        self._tokens: list[Any] = []

    def until(self, condition: Callable[[], Any]) -> None:
        """Spin until a condition holds."""
        end = time.monotonic() + 20
        while not condition():
            assert time.monotonic() < end, "what was waited for has not happened"
            self.executor.spin_once(timeout_sec=0.02)

    def announce(self, kind: str, name: str, type_and_hash: str, qos: str = "::,10:,:,:,,") -> None:
        """Tell of a node /peer of this session and of an endpoint of it."""
        session = self.peer.zid()
        prefix = f"@ros2_lv/{self.domain}/{session}/0"
        node = f"{prefix}/0/NN/%/%/peer"
        endpoint = f"{prefix}/1/{kind}/%/%/peer/{name.replace('/', '%')}/{type_and_hash}/{qos}"
        for key in (node, endpoint):
            self._tokens.append(self.peer.liveliness().declare_token(key))


def configured(endpoint: str, mode: str = "peer") -> Any:
    """The configuration of a session that connects to one place, as soon as somebody is there."""
    import zenoh

    config = zenoh.Config()
    for key, value in {
        "mode": f'"{mode}"',
        "connect/endpoints": f'["{endpoint}"]',
        "connect/timeout_ms": "{ peer: -1, client: 10000 }",
        "connect/exit_on_failure": "false",
        "listen/endpoints": "[]",
        "scouting/multicast/enabled": "false",
        "timestamping/enabled": "true",
    }.items():
        config.insert_json5(key, value)
    return config


@pytest.fixture
def bench(domain: int, zenoh_endpoint: str) -> Iterator[Bench]:
    """One of each, on the loopback and without scouting."""
    if importlib.util.find_spec("zenoh") is None:
        lacking("PyPI's eclipse-zenoh", "`pip install eclipse-zenoh` brings it")
    import zenoh

    context = Context()
    rclpy.init(args=[], context=context, domain_id=domain)
    with (
        zenoh.open(configured(zenoh_endpoint)) as peer,
        Node("robot", context=context, namespace="/ns") as node,
        SingleThreadedExecutor(context=context) as executor,
    ):
        executor.add_node(node)
        yield Bench(node, executor, peer, domain)
    context.try_shutdown()


def test_messages_go_out_with_key_and_attachment(bench: Bench) -> None:
    samples: list[Any] = []
    subscriber = bench.peer.declare_subscriber(f"{bench.domain}/ns/chatter/**", samples.append)
    publisher = bench.node.create_publisher(String, "chatter", 10)
    before = time.time_ns()

    def published() -> bool:
        publisher.publish(String(data="hello"))
        return bool(samples)

    bench.until(published)
    subscriber.undeclare()
    sample = samples[0]
    assert str(sample.key_expr) == f"{bench.domain}/ns/chatter/{STRING}"
    assert sample.payload.to_bytes() == hello("hello")
    number, stamp, length = struct.unpack_from("<qqB", sample.attachment.to_bytes())
    assert number >= 1 and before <= stamp <= time.time_ns() and length == 16
    gid = sample.attachment.to_bytes()[17:]
    infos = bench.node.get_publishers_info_by_topic("/ns/chatter")
    assert [bytes(info.endpoint_gid[:16]) for info in infos] == [gid]


def test_tokens_tell_of_nodes_and_endpoints(bench: Bench) -> None:
    publisher = bench.node.create_publisher(String, "chatter", 7)
    client = bench.node.create_client(AddTwoInts, "add")

    def tokens() -> list[str]:
        replies = bench.peer.liveliness().get(f"@ros2_lv/{bench.domain}/**")
        return [str(reply.ok.key_expr) for reply in replies]

    bench.until(lambda: any("/SC/" in token for token in tokens()))
    owner = "%/%ns/robot"
    known = [token.split("/", 5)[5] for token in tokens()]
    assert f"NN/{owner}" in known
    assert f"MP/{owner}/%ns%chatter/{STRING}/::,7:,:,:,," in known
    assert f"SC/{owner}/%ns%add/{ADD}/::,10:,:,:,," in known
    publisher.destroy()
    client.destroy()
    bench.until(lambda: not any("%ns%chatter" in token for token in tokens()))


def test_the_peers_messages_come_and_its_node_is_in_the_graph(bench: Bench) -> None:
    received: list[tuple[String, dict[str, Any]]] = []
    subscription = bench.node.create_subscription(
        String, "/news", lambda message, info: received.append((message, info)), 10
    )
    bench.announce("MP", "/news", STRING)
    bench.until(lambda: subscription.get_publisher_count() == 1)
    assert ("peer", "/") in bench.node.get_node_names_and_namespaces()
    key = f"{bench.domain}/news/{STRING}"
    bench.until(lambda: _put(bench.peer, key, received))
    message, info = received[0]
    assert message.data == "hello"
    assert info["source_timestamp"] > 0 and info["publication_sequence_number"] >= 1


def _put(peer: Any, key: str, received: list[Any]) -> bool:
    peer.put(key, hello("hello"), attachment=attachment(1))
    return bool(received)


def test_buffers_come_by_their_groups_key(bench: Bench) -> None:
    """A publisher of rmw_zenoh from Lyrical on sends bytes to those whose token asks for it."""
    received: list[bytes] = []
    bench.node.create_subscription(
        Image, "/image", lambda message: received.append(bytes(message.data)), 10
    )

    def token() -> str | None:
        replies = bench.peer.liveliness().get(f"@ros2_lv/{bench.domain}/**/%image/**")
        return next((str(reply.ok.key_expr) for reply in replies), None)

    bench.until(token)
    told = token()
    assert told is not None and told.endswith("/::,10:,:,:,,/backends:cpu:")
    hash_of_image = told.split("/")[-3]
    key = f"{bench.domain}/image/sensor_msgs::msg::dds_::Image_/{hash_of_image}"
    for number, place in enumerate((f"{key}/_buf_cpu", key)):
        image = serialize_message(Image(data=bytes([number] * 10_000)))

        def put(place: str = place, image: bytes = image, number: int = number) -> bool:
            bench.peer.put(place, image, attachment=attachment(number + 1))
            return bytes([number] * 10_000) in received

        bench.until(put)


def test_late_peers_get_the_history_from_the_cache(bench: Bench) -> None:
    import zenoh.ext

    latched = QoSProfile(depth=3, durability=DurabilityPolicy.TRANSIENT_LOCAL)
    publisher = bench.node.create_publisher(String, "/map", latched)
    for number in range(5):
        publisher.publish(String(data=str(number)))
    received: list[bytes] = []
    subscriber: Any = zenoh.ext.declare_advanced_subscriber(
        bench.peer,
        f"{bench.domain}/map/{STRING}",
        lambda sample: received.append(sample.payload.to_bytes()),
        history=zenoh.ext.HistoryConfig(detect_late_publishers=True, max_samples=3),
    )
    bench.until(lambda: len(received) == 3)
    subscriber.undeclare()
    assert received == [hello(str(number)) for number in (2, 3, 4)]


def test_the_peer_calls_a_service(bench: Bench) -> None:
    def add(request: AddTwoInts.Request, response: AddTwoInts.Response) -> AddTwoInts.Response:
        response.sum = request.a + request.b
        return response

    service = bench.node.create_service(AddTwoInts, "/add", add)
    key = f"{bench.domain}/add/{ADD}"
    answers: list[Any] = []

    def call() -> None:
        request = b"\0\1\0\0" + struct.pack("<qq", 40, 2)
        while not answers:
            replies = bench.peer.get(key, payload=request, attachment=attachment(9), timeout=5)
            answers.extend(reply.ok for reply in replies if reply.ok is not None)

    caller = threading.Thread(target=call, daemon=True)
    caller.start()
    bench.until(lambda: answers)
    caller.join(timeout=10)
    service.destroy()
    assert answers[0].payload.to_bytes() == b"\0\1\0\0" + struct.pack("<q", 42)
    number, _, _ = struct.unpack_from("<qqB", answers[0].attachment.to_bytes())
    assert number == 9 and answers[0].attachment.to_bytes()[17:] == GID


def test_the_peer_offers_a_service(bench: Bench) -> None:
    key = f"{bench.domain}/add/{ADD}"

    def answer(query: Any) -> None:
        a, b = struct.unpack_from("<qq", query.payload.to_bytes(), 4)
        response = b"\0\1\0\0" + struct.pack("<q", a + b)
        query.reply(key, response, attachment=query.attachment)

    queryable = bench.peer.declare_queryable(key, answer, complete=True)
    bench.announce("SS", "/add", ADD)
    client = bench.node.create_client(AddTwoInts, "/add")
    bench.until(client.service_is_ready)
    future = client.call_async(AddTwoInts.Request(a=40, b=2))
    bench.until(future.done)
    queryable.undeclare()
    response = future.result()
    assert response is not None and response.sum == 42


def test_a_router_tells_of_those_who_were_there_before_it(
    ros2: Path, domain: int, tmp_path: Path, zenoh_endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nodes stay visible to who depends on the router, also where it is started anew."""
    if importlib.util.find_spec("zenoh") is None:
        lacking("PyPI's eclipse-zenoh", "`pip install eclipse-zenoh` brings it")
    import zenoh

    monkeypatch.setenv(
        "ZENOH_CONFIG_OVERRIDE",
        f'connect/endpoints=["{zenoh_endpoint}"];scouting/multicast/enabled=false',
    )
    context = Context()
    rclpy.init(args=[], context=context, domain_id=domain)
    token = f"@ros2_lv/{domain}/peer/0/0/NN/%/%/peer"
    words = [str(ros2), "router", "--listen", zenoh_endpoint]
    monkeypatch.delenv("ZENOH_CONFIG_OVERRIDE")
    with (
        Node("robot", context=context),
        zenoh.open(configured(zenoh_endpoint)) as peer,
        peer.liveliness().declare_token(token),
    ):
        for _ in range(2):
            with (
                Router(words, tmp_path / "log") as router,
                zenoh.open(configured(zenoh_endpoint, "client")) as client,
            ):
                end = time.monotonic() + 20
                seen: set[str] = set()
                while seen != {"robot", "peer"}:
                    assert time.monotonic() < end, f"{seen}: {router.log()}"
                    replies = client.liveliness().get(f"@ros2_lv/{domain}/*/*/*/NN/**")
                    seen = {str(reply.ok.key_expr).rsplit("/", 1)[1] for reply in replies}
    context.try_shutdown()
