"""The same raw peer on PyPI's `cyclonedds`; see README.md for its words."""

import argparse
import json
import os
import sys
import time
from dataclasses import dataclass

from cyclonedds.builtin import (
    BuiltinDataReader,
    BuiltinTopicDcpsParticipant,
    BuiltinTopicDcpsPublication,
)
from cyclonedds.core import Policy, Qos
from cyclonedds.domain import DomainParticipant
from cyclonedds.idl import IdlStruct, types
from cyclonedds.idl.annotations import final
from cyclonedds.pub import DataWriter
from cyclonedds.sub import DataReader
from cyclonedds.topic import Topic
from cyclonedds.util import duration

STRING_HASH = "RIHS01_df668c740482bbd48fb39d76a70dfd4bd59db1288021743503259e948f6b1a18"
"""The type hash of std_msgs/msg/String."""


@dataclass
@final
class String(IdlStruct, typename="std_msgs::msg::dds_::String_"):
    """std_msgs/msg/String."""

    data_: str


@dataclass
@final
class Gid(IdlStruct, typename="rmw_dds_common::msg::dds_::Gid_"):
    """rmw_dds_common/msg/Gid."""

    data_: types.array[types.uint8, 16]


@dataclass
@final
class NodeEntitiesInfo(IdlStruct, typename="rmw_dds_common::msg::dds_::NodeEntitiesInfo_"):
    """rmw_dds_common/msg/NodeEntitiesInfo."""

    node_namespace_: types.bounded_str[256]
    node_name_: types.bounded_str[256]
    reader_gid_seq_: types.sequence[Gid]
    writer_gid_seq_: types.sequence[Gid]


@dataclass
@final
class ParticipantEntitiesInfo(
    IdlStruct, typename="rmw_dds_common::msg::dds_::ParticipantEntitiesInfo_"
):
    """rmw_dds_common/msg/ParticipantEntitiesInfo."""

    gid_: Gid
    node_entities_info_seq_: types.sequence[NodeEntitiesInfo]


def text(size: int, number: int) -> str:
    """`7:hhhh…`, `size` characters long: says which message it is and shows whether it is whole."""
    return f"{number}:".ljust(size, chr(ord("a") + number % 26))


def qos_of(options: argparse.Namespace) -> Qos:
    """The QoS that the options name."""
    history = Policy.History.KeepLast(options.depth) if options.depth else Policy.History.KeepAll
    policies = [
        Policy.Reliability.BestEffort
        if options.best_effort
        else Policy.Reliability.Reliable(duration(seconds=10)),
        history,
    ]
    if options.transient_local:
        policies.append(Policy.Durability.TransientLocal)
        policies.append(Policy.DurabilityService(0, history, -1, -1, -1))
    return Qos(*policies)


def say(**fact: object) -> None:
    """Print one line of JSON."""
    print(json.dumps(fact), flush=True)


def publish(participant: DomainParticipant, options: argparse.Namespace) -> int:
    """Publish `count` messages to the first reader that comes."""
    qos = qos_of(options)
    if options.node:
        qos = qos + Qos(Policy.Userdata(f"typehash={STRING_HASH};".encode()))
    writer = DataWriter(participant, Topic(participant, options.topic, String), qos=qos)
    node = announce(participant, writer, options.node) if options.node else None
    end = time.monotonic() + options.timeout_s
    while not options.no_wait and not writer.get_matched_subscriptions():
        if time.monotonic() > end:
            print(f"cyclone_peer: no reader within {options.timeout_s} s", file=sys.stderr)
            return 3
        time.sleep(0.01)
    for number in range(options.count):
        writer.write(String(text(options.size, number)))
        time.sleep(options.period_ms / 1000)
    timeout = duration(seconds=options.timeout_s)
    say(published=options.count, acknowledged=options.best_effort or writer.wait_for_acks(timeout))
    sys.stdin.read()
    del node
    return 0


def announce(participant: DomainParticipant, writer: DataWriter, name: str) -> DataWriter:
    """Tell ROS of a node that owns the writer, as ROS's middleware on Cyclone DDS does."""
    qos = Qos(
        Policy.Reliability.Reliable(duration(seconds=1)),
        Policy.Durability.TransientLocal,
        Policy.History.KeepLast(1),
    )
    topic = Topic(participant, "ros_discovery_info", ParticipantEntitiesInfo)
    announcer = DataWriter(participant, topic, qos=qos)
    owner, owned = (Gid(list(entity.guid.bytes)) for entity in (participant, writer))
    announcer.write(ParticipantEntitiesInfo(owner, [NodeEntitiesInfo("/", name, [], [owned])]))
    return announcer


def subscribe(participant: DomainParticipant, options: argparse.Namespace) -> int:
    """Receive `count` messages or until the time is up, and say what came."""
    qos = qos_of(options)
    reader = DataReader(participant, Topic(participant, options.topic, String), qos=qos)
    say(ready=True)
    numbers: list[int] = []
    corrupt = 0
    end = time.monotonic() + options.timeout_s
    while len(numbers) < options.count and time.monotonic() < end:
        samples = reader.take(N=min(16, options.count - len(numbers)))
        if not samples:
            time.sleep(0.001)
        for sample in samples:
            if isinstance(sample, String):
                numbers.append(int(sample.data_.partition(":")[0]))
                corrupt += sample.data_ != text(options.size, numbers[-1])
    say(
        received=len(numbers),
        first=numbers[0] if numbers else -1,
        last=numbers[-1] if numbers else -1,
        ordered=numbers == sorted(set(numbers)),
        corrupt=corrupt,
    )
    return 0


def user_data(qos: Qos) -> str:
    """What stands in USER_DATA."""
    return bytes(qos[Policy.Userdata].data).decode() if Policy.Userdata in qos else ""


def read_graph(participant: DomainParticipant, options: argparse.Namespace) -> int:
    """Say what the graph says of the topic's first writer, and the nodes of its participant."""
    writers = BuiltinDataReader(participant, BuiltinTopicDcpsPublication)
    peers = BuiltinDataReader(participant, BuiltinTopicDcpsParticipant)
    qos = Qos(
        Policy.Reliability.Reliable(duration(seconds=1)),
        Policy.Durability.TransientLocal,
        Policy.History.KeepAll,
    )
    topic = Topic(participant, "ros_discovery_info", ParticipantEntitiesInfo)
    infos = DataReader(participant, topic, qos=qos)
    facts: dict[str, object] = {}
    users: dict[str, str] = {}
    end = time.monotonic() + options.timeout_s
    while time.monotonic() < end and not {"type", "node", "participant_user_data"} <= set(facts):
        for peer in peers.take(N=32):
            users[str(peer.key)] = user_data(peer.qos)
        for writer in writers.take(N=32):
            if getattr(writer, "topic_name", None) == options.topic:
                facts["type"] = writer.type_name
                facts["endpoint_user_data"] = user_data(writer.qos)
                facts["owner"] = str(writer.participant_key)
        if facts.get("owner") in users:
            facts["participant_user_data"] = users[str(facts["owner"])]
        for info in infos.take(N=32):
            nodes = getattr(info, "node_entities_info_seq_", [])
            if nodes:
                facts["namespace"], facts["node"] = nodes[0].node_namespace_, nodes[0].node_name_
        time.sleep(0.05)
    if "node" not in facts or "type" not in facts:
        print(f"cyclone_peer: incomplete graph: {facts}", file=sys.stderr)
        return 3
    say(**facts)
    return 0


def main() -> int:
    """Play the role that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("role", choices=["pub", "sub", "graph"])
    parser.add_argument("topic")
    for name, default in (("size", 64), ("count", 1), ("depth", 0), ("period-ms", 0)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--timeout-s", type=int, default=30)
    parser.add_argument("--node", help="the node that a publisher belongs to")
    for name in ("best-effort", "transient-local", "no-wait"):
        parser.add_argument(f"--{name}", action="store_true")
    options = parser.parse_args()
    domain = int(os.environ.get("ROS_DOMAIN_ID", "0"))
    qos = Qos(Policy.Userdata(b"enclave=/;")) if options.node else None
    participant = DomainParticipant(domain, qos=qos)
    roles = {"pub": publish, "sub": subscribe, "graph": read_graph}
    return roles[options.role](participant, options)


if __name__ == "__main__":
    sys.exit(main())
