"""Forwards Ethernet frames between two interfaces and harms UDP as a bad radio link does.

`python lossy_forwarder.py IFACE IFACE [--loss 0.2] [--duplicate 0.05] [--reorder 0.1] [--seed 1]`

Frames that are not IPv4 UDP (ARP, ICMP) pass unharmed. Runs until its standard input closes, then
prints what it did as one line of JSON. Needs the right to open packet sockets.
"""

from __future__ import annotations

import argparse
import json
import random
import select
import socket
import sys
import time
from collections import Counter

ETH_P_ALL = 0x0003
SOL_PACKET = 263
PACKET_IGNORE_OUTGOING = 23
# A veth's frames carry checksums that were never computed; this header says so and goes with them.
PACKET_VNET_HDR = 15
VNET_HEADER = 10
SO_RCVBUFFORCE = 33
# A frame that is held back for reordering goes on after this long at the latest, in seconds.
HELD_FOR = 0.005


def open_interface(name: str) -> socket.socket:
    """A packet socket that sees what comes in at the interface."""
    opened = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    opened.setsockopt(SOL_PACKET, PACKET_VNET_HDR, 1)
    opened.setsockopt(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1)
    opened.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 64 << 20)
    opened.bind((name, 0))
    opened.setblocking(False)
    return opened


def is_udp(frame: bytes) -> bool:
    """Whether this is UDP over IPv4, first fragment or later."""
    start = VNET_HEADER
    return frame[start + 12 : start + 14] == b"\x08\x00" and frame[start + 23] == 17


class Link:
    """One direction."""

    def __init__(self, out: socket.socket, options: argparse.Namespace) -> None:
        self.out = out
        self.options = options
        self.random = random.Random(options.seed)
        self.held: list[tuple[float, bytes]] = []
        self.counts: Counter[str] = Counter()

    def send(self, frame: bytes) -> None:
        """Put one frame on the far side; a full queue there is one more loss."""
        try:
            self.out.send(frame)
            self.counts["sent"] += 1
        except OSError:
            self.counts["refused"] += 1

    def take(self, frame: bytes) -> None:
        """Decide a frame's fate."""
        fate = self.random.random()
        if not is_udp(frame):
            self.send(frame)
        elif fate < self.options.loss:
            self.counts["dropped"] += 1
        elif fate < self.options.loss + self.options.reorder:
            self.counts["reordered"] += 1
            self.held.append((time.monotonic() + HELD_FOR, frame))
        elif fate < self.options.loss + self.options.reorder + self.options.duplicate:
            self.counts["duplicated"] += 1
            self.send(frame)
            self.send(frame)
        else:
            self.send(frame)

    def release(self, now: float) -> None:
        """Let go of what has been held long enough."""
        while self.held and self.held[0][0] <= now:
            self.send(self.held.pop(0)[1])


def forward(
    first: socket.socket, second: socket.socket, options: argparse.Namespace
) -> Counter[str]:
    """Forward both ways until standard input closes."""
    links = {first: Link(second, options), second: Link(first, options)}
    while True:
        readable, _, _ = select.select([first, second, sys.stdin], [], [], HELD_FOR)
        if sys.stdin in readable:
            return sum((link.counts for link in links.values()), Counter())
        now = time.monotonic()
        for source, link in links.items():
            link.release(now)
            if source in readable:
                drain(source, link)


def drain(source: socket.socket, link: Link) -> None:
    """Take what waits at one side, some at a time so that neither side starves."""
    for _ in range(64):
        try:
            link.take(source.recv(65_600))
        except BlockingIOError:
            return


def main() -> int:
    """Read the command line and forward."""
    parser = argparse.ArgumentParser()
    parser.add_argument("interfaces", nargs=2)
    parser.add_argument("--loss", type=float, default=0.2)
    parser.add_argument("--duplicate", type=float, default=0.05)
    parser.add_argument("--reorder", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    first, second = (open_interface(name) for name in options.interfaces)
    print(json.dumps({"ready": True}), flush=True)
    print(json.dumps(forward(first, second, options)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
