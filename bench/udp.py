"""The floor: raw UDP on loopback from Python; large payloads in windows fit for default buffers."""

from __future__ import annotations

import contextlib
import socket
import time

from clock import cpu_seconds, options, say, say_round_trips

PING, PONG = ("127.0.0.1", 47_111), ("127.0.0.1", 47_112)
CHUNK = 60_000
WINDOW = 2  # chunks that are on their way at once: what 212,992 bytes of receive buffer hold
ACK = b"a"
STOP = b"stop"


def open_socket(own: tuple[str, int], other: tuple[str, int]) -> socket.socket:
    """A connected UDP socket that gives up after 20 s."""
    opened = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    opened.bind(own)
    opened.connect(other)
    opened.settimeout(20)
    return opened


def send(link: socket.socket, payload: memoryview) -> None:
    """Send a payload; where it takes several datagrams, a window at a time."""
    chunks = range(0, len(payload), CHUNK)
    for number, start in enumerate(chunks, 1):
        link.send(payload[start : start + CHUNK])
        if number % WINDOW == 0 and number < len(chunks):
            link.recv(16)


def receive(link: socket.socket, into: memoryview) -> int:
    """Receive a payload into a buffer; returns how much came."""
    chunks = range(0, len(into), CHUNK)
    got = 0
    for number, start in enumerate(chunks, 1):
        got += link.recv_into(into[start : start + CHUNK])
        if got == len(STOP) and into[: len(STOP)] == STOP:
            return got
        if number % WINDOW == 0 and number < len(chunks):
            link.send(ACK)
    return got


def ping(size: int, count: int) -> None:
    """Send, wait for the answer, note the time."""
    link = open_socket(PING, PONG)
    payload, answer = memoryview(bytearray(size)), memoryview(bytearray(size))
    times = []
    for _ in range(count):
        start = time.perf_counter_ns()
        send(link, payload)
        receive(link, answer)
        times.append(time.perf_counter_ns() - start)
    link.send(STOP)
    say_round_trips(times)


def pong(size: int) -> None:
    """Send back what comes."""
    link = open_socket(PONG, PING)
    buffer = memoryview(bytearray(max(size, len(STOP))))[:size]
    say(ready=True)
    while receive(link, buffer) == size:
        send(link, buffer)


def publish(size: int, count: int) -> None:
    """Send as fast as it goes. Nothing holds the sender back, so much of it is lost."""
    link = open_socket(PING, PONG)
    payload = bytes(size)
    start, cpu = time.perf_counter(), cpu_seconds()
    for _ in range(count):
        link.send(payload)
    say(seconds=time.perf_counter() - start, cpu=cpu_seconds() - cpu, published=count)
    for _ in range(3):
        time.sleep(0.2)
        with contextlib.suppress(ConnectionRefusedError):  # the first may have been enough
            link.send(STOP)


def subscribe(size: int) -> None:
    """Count what comes."""
    link = open_socket(PONG, PING)
    buffer = bytearray(size)
    say(ready=True)
    link.recv_into(buffer)
    start, cpu, received = time.perf_counter(), cpu_seconds(), 1
    last = start
    while link.recv_into(buffer) == size:
        received += 1
        last = time.perf_counter()
    say(received=received, seconds=last - start, cpu=cpu_seconds() - cpu)


def main() -> None:
    chosen = options(__doc__ or "")
    if chosen.role == "ping":
        ping(chosen.size, chosen.count)
    elif chosen.role == "pong":
        pong(chosen.size)
    elif chosen.role == "pub":
        publish(chosen.size, chosen.count)
    else:
        subscribe(chosen.size)


if __name__ == "__main__":
    main()
