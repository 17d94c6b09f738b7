"""The same round trips and floods on PyPI's `eclipse-zenoh`: two peers over TCP on loopback."""

import queue
import time

import zenoh
from clock import cpu_seconds, options, say, say_round_trips

ADDRESS = "tcp/127.0.0.1:47211"
PATIENCE = 20.0
STOP = b"stop"


def connect(listens: bool) -> zenoh.Session:
    """One side listens, the other connects; nobody else is looked for."""
    config = zenoh.Config()
    config.insert_json5("mode", '"peer"')
    config.insert_json5("scouting/multicast/enabled", "false")
    config.insert_json5("listen/endpoints", f'["{ADDRESS}"]' if listens else "[]")
    config.insert_json5("connect/endpoints", "[]" if listens else f'["{ADDRESS}"]')
    return zenoh.open(config)


def publisher(session: zenoh.Session, key: str) -> zenoh.Publisher:
    """It waits where there is no room, as a reliable keep-all writer does."""
    return session.declare_publisher(key, congestion_control=zenoh.CongestionControl.BLOCK)


def wait_for_match(talks: zenoh.Publisher) -> None:
    """Until somebody listens."""
    end = time.monotonic() + PATIENCE
    while not talks.matching_status.matching:
        assert time.monotonic() < end, "no peer within 20 s"
        time.sleep(0.05)
    time.sleep(0.5)


def ping(session: zenoh.Session, size: int, count: int) -> None:
    """Put, wait for the answer, note the time."""
    answers: queue.SimpleQueue[zenoh.Sample] = queue.SimpleQueue()
    subscriber = session.declare_subscriber("bench/pong", answers.put)
    talks = publisher(session, "bench/ping")
    wait_for_match(talks)
    payload = bytes(size)
    times = []
    for _ in range(count):
        start = time.perf_counter_ns()
        talks.put(payload)
        answers.get(timeout=PATIENCE)
        times.append(time.perf_counter_ns() - start)
    subscriber.undeclare()
    say_round_trips(times)


def pong(session: zenoh.Session) -> None:
    """Put what comes, in the callback, until the process is ended."""
    talks = publisher(session, "bench/pong")
    subscriber = session.declare_subscriber("bench/ping", lambda sample: talks.put(sample.payload))
    say(ready=True)
    try:
        time.sleep(600)
    finally:
        subscriber.undeclare()


def publish(session: zenoh.Session, size: int, count: int) -> None:
    """Put as fast as it goes."""
    talks = publisher(session, "bench/flood")
    wait_for_match(talks)
    payload = bytes(size)
    start, cpu = time.perf_counter(), cpu_seconds()
    for _ in range(count):
        talks.put(payload)
    say(seconds=time.perf_counter() - start, cpu=cpu_seconds() - cpu, published=count)
    time.sleep(1)
    talks.put(STOP)
    time.sleep(1)


def subscribe(session: zenoh.Session, count: int) -> None:
    """Count what comes."""
    received, start, last, cpu = 0, 0.0, 0.0, 0.0
    over: queue.SimpleQueue[None] = queue.SimpleQueue()

    def on_sample(sample: zenoh.Sample) -> None:
        nonlocal received, start, last, cpu
        if len(sample.payload) == len(STOP):
            over.put(None)
            return
        received += 1
        if received == 1:
            start, cpu = time.perf_counter(), cpu_seconds()
        elif received == count:
            last = time.perf_counter()
            over.put(None)

    subscriber = session.declare_subscriber("bench/flood", on_sample)
    say(ready=True)
    over.get(timeout=120)
    say(received=received, seconds=(last or time.perf_counter()) - start, cpu=cpu_seconds() - cpu)
    subscriber.undeclare()


def main() -> None:
    chosen = options(__doc__ or "")
    with connect(listens=chosen.role in ("pong", "sub")) as session:
        if chosen.role == "ping":
            ping(session, chosen.size, chosen.count)
        elif chosen.role == "pong":
            pong(session)
        elif chosen.role == "pub":
            publish(session, chosen.size, chosen.count)
        else:
            subscribe(session, chosen.count)


if __name__ == "__main__":
    main()
