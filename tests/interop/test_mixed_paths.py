"""One writer, readers that it reaches in different ways: each gets each sample once."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace

import pytest

from tests.interop.processes import Peer, Running
from tests.interop.test_peers import everything


@pytest.mark.timeout(120)
@pytest.mark.parametrize(("size", "count"), [(64, 500), (200_000, 50)])
def test_shared_memory_beside_the_network(
    rosebay: Peer, peer: Peer, domain: int, size: int, count: int
) -> None:
    """Shared memory, datagrams to a Rosebay process, datagrams to a foreign one; some come late."""
    network = replace(rosebay, environment={**rosebay.environment, "ROSEBAY_SHM": "0"})
    options = ("--transient-local", "--depth", count, "--size", size, "--count", count)
    with ExitStack() as running:

        def subscribe() -> None:
            for reader in (rosebay, network, peer):
                subscriber = running.enter_context(reader.start("sub", "/chat", domain, *options))
                assert subscriber.answer() == {"ready": True}
                subscribers.append(subscriber)

        subscribers: list[Running] = []
        subscribe()
        publisher = running.enter_context(rosebay.start("pub", "/chat", domain, *options))
        assert publisher.answer() == {"published": count, "acknowledged": True}
        subscribe()
        for subscriber in subscribers:
            assert subscriber.answer() == everything(count)
