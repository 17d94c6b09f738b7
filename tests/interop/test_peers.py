"""Rosebay with raw Cyclone and Fast DDS programs: each sends to the other and reads its graph."""

from __future__ import annotations

import pytest

from tests.interop.processes import Peer

# What is sent, in characters, and how often: nothing of it may be lost.
SIZES = [(64, 1000), (65_536, 200), (1_000_000, 20), (8_000_000, 4)]


def everything(count: int) -> dict[str, object]:
    """The answer of a subscriber that has received all of it, in order, once."""
    return {"received": count, "first": 0, "last": count - 1, "ordered": True, "corrupt": 0}


def exchange(sender: Peer, receiver: Peer, domain: int, *options: object, count: int) -> None:
    """One sends all to the other."""
    with receiver.start("sub", "/chat", domain, "--count", count, *options) as subscriber:
        assert subscriber.answer() == {"ready": True}
        with sender.start("pub", "/chat", domain, "--count", count, *options) as publisher:
            assert publisher.answer() == {"published": count, "acknowledged": True}
            assert subscriber.answer() == everything(count)


@pytest.mark.timeout(120)
@pytest.mark.parametrize(("size", "count"), SIZES)
def test_reliable_to_peer(rosebay: Peer, peer: Peer, domain: int, size: int, count: int) -> None:
    exchange(rosebay, peer, domain, "--size", size, count=count)


@pytest.mark.timeout(120)
@pytest.mark.parametrize(("size", "count"), SIZES)
def test_reliable_from_peer(rosebay: Peer, peer: Peer, domain: int, size: int, count: int) -> None:
    exchange(peer, rosebay, domain, "--size", size, count=count)


@pytest.mark.parametrize("to_peer", [True, False], ids=["to", "from"])
def test_best_effort(rosebay: Peer, peer: Peer, domain: int, to_peer: bool) -> None:
    sender, receiver = (rosebay, peer) if to_peer else (peer, rosebay)
    options = ("--best-effort", "--depth", 10, "--size", 100)
    with receiver.start(
        "sub", "/chat", domain, "--count", 50, "--timeout-s", 10, *options
    ) as subscriber:
        assert subscriber.answer() == {"ready": True}
        with sender.start(
            "pub", "/chat", domain, "--count", 100, "--period-ms", 10, *options
        ) as publisher:
            got = subscriber.answer()
            assert publisher.answer()["published"] == 100
    # What was sent before the receiver knew of the sender may be missing; what came is whole.
    assert got["received"] == 50
    assert got["ordered"] is True
    assert got["corrupt"] == 0


@pytest.mark.parametrize("to_peer", [True, False], ids=["to", "from"])
@pytest.mark.parametrize(("size", "count"), [(64, 5), (300_000, 5)])
def test_transient_local_late_joiner(
    rosebay: Peer, peer: Peer, domain: int, to_peer: bool, size: int, count: int
) -> None:
    sender, receiver = (rosebay, peer) if to_peer else (peer, rosebay)
    options = ("--transient-local", "--depth", 10, "--size", size, "--count", count)
    with sender.start("pub", "/chat", domain, "--no-wait", *options) as publisher:
        assert publisher.answer()["published"] == count
        with receiver.start("sub", "/chat", domain, *options) as subscriber:
            assert subscriber.answer() == {"ready": True}
            assert subscriber.answer() == everything(count)


def test_volatile_reader_gets_what_is_written_after_its_match(
    rosebay: Peer, fastdds: Peer, domain: int
) -> None:
    """The writer keeps its samples for others, and writes before the reader has heard of it."""
    with rosebay.start("sub", "/chat", domain, "--count", 90) as subscriber:
        assert subscriber.answer() == {"ready": True}
        for _ in range(3):
            writing = ("--transient-local", "--count", 30)
            with fastdds.start("pub", "/chat", domain, *writing) as publisher:
                assert publisher.answer() == {"published": 30, "acknowledged": True}
        assert subscriber.answer()["received"] == 90


def test_volatile_reader_gets_no_history(rosebay: Peer, fastdds: Peer, domain: int) -> None:
    """More was written before it came than one ACKNACK can ask for."""
    writing = ("--transient-local", "--no-wait", "--count", 20_000, "--period-ms", 1)
    with (
        fastdds.start("pub", "/chat", domain, *writing) as publisher,
        rosebay.start("sub", "/chat", domain, "--transient-local", "--count", 600) as early,
    ):
        assert early.answer() == {"ready": True}
        assert early.answer()["first"] == 0
        with rosebay.start("sub", "/chat", domain, "--count", 50) as late:
            assert late.answer() == {"ready": True}
            got = late.answer()
        publisher.kill()
    assert got["received"] == 50
    assert got["first"] >= 600
    assert got["last"] - got["first"] == 49
    assert got["ordered"] is True


def test_content_filter(rosebay: Peer, peer: Peer, domain: int) -> None:
    """The peer knows of the filter, whether it heeds it or not; only what is wanted comes."""
    wanted = ("--count", 11, "--filter", "data LIKE '1%'")
    with rosebay.start("sub", "/chat", domain, *wanted) as subscriber:
        assert subscriber.answer() == {"ready": True}
        with peer.start("pub", "/chat", domain, "--count", 20) as publisher:
            assert publisher.answer() == {"published": 20, "acknowledged": True}
            got = subscriber.answer()
    assert got == {"received": 11, "first": 1, "last": 19, "ordered": True, "corrupt": 0}


def test_content_filter_of_a_peer(rosebay: Peer, fastdds: Peer, domain: int) -> None:
    """What it does not want it is not sent, and misses nothing of the rest."""
    wanted = ("--count", 11, "--filter", "data LIKE '1%'")
    with fastdds.start("sub", "/chat", domain, *wanted) as subscriber:
        assert subscriber.answer() == {"ready": True}
        with rosebay.start("pub", "/chat", domain, "--count", 20) as publisher:
            assert publisher.answer() == {"published": 20, "acknowledged": True}
            got = subscriber.answer()
    assert got == {"received": 11, "first": 1, "last": 19, "ordered": True, "corrupt": 0}


@pytest.mark.parametrize("to_peer", [True, False], ids=["to", "from"])
def test_killed_subscriber_and_its_successor(
    rosebay: Peer, peer: Peer, domain: int, to_peer: bool
) -> None:
    """The publisher goes on: neither the dead nor the successor holds it up."""
    survivor, victim = (rosebay, peer) if to_peer else (peer, rosebay)
    with survivor.start("pub", "/chat", domain, "--count", 5000, "--period-ms", 5) as publisher:
        for _ in range(2):
            with victim.start("sub", "/chat", domain, "--count", 100_000) as subscriber:
                assert subscriber.answer() == {"ready": True}
                # When a later one has heard, this one has too.
                with victim.start("sub", "/chat", domain, "--count", 10) as later:
                    assert later.answer() == {"ready": True}
                    assert later.answer()["received"] == 10
                subscriber.kill()
            with victim.start("sub", "/chat", domain, "--count", 100) as successor:
                assert successor.answer() == {"ready": True}
                got = successor.answer()
                assert got["received"] == 100
                assert got["last"] - got["first"] == 99
                assert got["ordered"] is True
                assert got["corrupt"] == 0
        assert publisher.process.poll() is None
        publisher.kill()


@pytest.mark.parametrize("to_peer", [True, False], ids=["to", "from"])
def test_killed_publisher_and_its_successor(
    rosebay: Peer, peer: Peer, domain: int, to_peer: bool
) -> None:
    """The subscriber hears both, each whole."""
    survivor, victim = (peer, rosebay) if to_peer else (rosebay, peer)
    with survivor.start("sub", "/chat", domain, "--count", 90) as subscriber:
        assert subscriber.answer() == {"ready": True}
        for _ in range(3):
            with victim.start("pub", "/chat", domain, "--count", 30) as publisher:
                assert publisher.answer() == {"published": 30, "acknowledged": True}
                publisher.kill()
        got = subscriber.answer()
    assert got["received"] == 90
    assert got["corrupt"] == 0


def test_peer_reads_our_graph(rosebay: Peer, peer: Peer, domain: int) -> None:
    with (
        rosebay.start("pub", "/chat", domain, "--no-wait"),
        peer.start("graph", "/chat", domain) as reader,
    ):
        facts = reader.answer()
    assert facts["type"] == "std_msgs::msg::dds_::String_"
    assert facts["namespace"] == "/interop"
    assert facts["node"] == "rosebay_peer"
    assert facts["participant_user_data"] == "enclave=/;"
    digest = "df668c740482bbd48fb39d76a70dfd4bd59db1288021743503259e948f6b1a18"
    assert facts["endpoint_user_data"] == f"typehash=RIHS01_{digest};"


def test_discovered_both_ways_within_two_seconds(rosebay: Peer, peer: Peer, domain: int) -> None:
    """Both start at once; the first message says that each has found the other."""
    for sender, receiver in ((rosebay, peer), (peer, rosebay)):
        with receiver.start("sub", "/chat", domain, "--timeout-s", 30) as subscriber:
            assert subscriber.answer() == {"ready": True}
            with sender.start("pub", "/chat", domain, "--timeout-s", 2) as publisher:
                assert publisher.answer() == {"published": 1, "acknowledged": True}
                assert subscriber.answer() == everything(1)
