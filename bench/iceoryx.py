"""The same round trips on PyPI's `iceoryx2`: shared memory, and an event that wakes the other side.

Samples are loaned and their first bytes written, as in Rosebay's loaned images.
"""

import ctypes
import os
import time

import iceoryx2
from clock import options, say, say_round_trips

PATIENCE = iceoryx2.Duration.from_secs(20)
STOP = 1  # bytes of the sample that ends the other side
STAMP = 8


class End:
    """A way out and a way in, each with its event. Names are those of the run."""

    def __init__(self, node: iceoryx2.Node, out: str, into: str, size: int) -> None:
        run = os.environ.get("ROS_DOMAIN_ID", "0")

        def name(what: str) -> iceoryx2.ServiceName:
            return iceoryx2.ServiceName.new(f"rosebay bench {run} {size} {what}")

        def samples(what: str) -> iceoryx2.PortFactoryPublishSubscribe:
            kind = iceoryx2.Slice[ctypes.c_uint8]
            return node.service_builder(name(what)).publish_subscribe(kind).open_or_create()

        def event(what: str) -> iceoryx2.PortFactoryEvent:
            return node.service_builder(name(what)).event().open_or_create()

        self.publisher = samples(out).publisher_builder().initial_max_slice_len(size).create()
        self.subscriber = samples(into).subscriber_builder().create()
        self.notifier = event(out).notifier_builder().create()
        self.listener = event(into).listener_builder().create()

    def send(self, size: int, number: int) -> None:
        """Loan, write the first bytes, send, wake."""
        sample = self.publisher.loan_slice_uninit(size)
        stamp = (number % 251).to_bytes(1, "little") * min(size, STAMP)
        sample.payload().as_memory_view().cast("B")[: len(stamp)] = stamp
        sample.assume_init().send()
        self.notifier.notify()

    def receive(self) -> memoryview:
        """The next sample, where it lies."""
        while (sample := self.subscriber.receive()) is None:
            self.listener.timed_wait(PATIENCE)
        self.held = sample
        return sample.payload().as_memory_view().cast("B")


def main() -> None:
    chosen = options(__doc__ or "")
    size = chosen.size
    iceoryx2.set_log_level(iceoryx2.LogLevel.Error)
    node = iceoryx2.NodeBuilder.new().create(iceoryx2.ServiceType.Ipc)
    if chosen.role == "pong":
        end = End(node, "pong", "ping", size)
        say(ready=True)
        while len(payload := end.receive()) != STOP:
            end.send(size, payload[0])
        return
    end = End(node, "ping", "pong", size)
    time.sleep(0.5)
    times = []
    for number in range(chosen.count):
        start = time.perf_counter_ns()
        end.send(size, number)
        payload = end.receive()
        times.append(time.perf_counter_ns() - start)
        assert payload[0] == number % 251
    end.send(STOP, 0)
    say_round_trips(times)


if __name__ == "__main__":
    main()
