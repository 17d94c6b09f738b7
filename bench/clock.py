"""What every benchmark program shares: the command line, pinning, percentiles, one line of JSON."""

from __future__ import annotations

import argparse
import itertools
import json
import os
import resource
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent
CYCLONE_ON_LOOPBACK = (
    "<CycloneDDS><Domain><General><Interfaces>"
    '<NetworkInterface name="lo" multicast="true"/>'
    "</Interfaces></General></Domain></CycloneDDS>"
)
_DOMAINS = itertools.cycle(range(50, 99))


def environment(**variables: str) -> dict[str, str]:
    """Loopback only, in a fresh domain."""
    return {
        **os.environ,
        "ROS_DOMAIN_ID": str(next(_DOMAINS)),
        "ROS_AUTOMATIC_DISCOVERY_RANGE": "LOCALHOST",
        "CYCLONEDDS_URI": CYCLONE_ON_LOOPBACK,
        **variables,
    }


def options(description: str) -> argparse.Namespace:
    """`ping|pong|pub|sub --size N --count N --cpu N`, and what only some programs heed."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("role", choices=["ping", "pong", "pub", "sub", "same"])
    parser.add_argument("--size", type=int, default=64, help="bytes of payload")
    parser.add_argument("--count", type=int, default=1000, help="round trips or messages")
    parser.add_argument("--cpu", type=int, help="the one core to run on")
    parser.add_argument(
        "--loan",
        choices=["stamped", "filled"],
        help="write a number to the first bytes of a loaned image, or to all of them",
    )
    parser.add_argument("--subscriptions", type=int, default=1, help="that hear each ping")
    found = parser.parse_args()
    pin(found.cpu)
    return found


def pin(cpu: int | None) -> None:
    """Stay on one core, if one is named."""
    if cpu is not None:
        os.sched_setaffinity(0, {cpu})


def say(**figures: object) -> None:
    """Print one line of JSON."""
    print(json.dumps(figures), flush=True)


def percentiles(nanoseconds: Sequence[int], warm_up: float = 0.1) -> dict[str, float]:
    """The percentiles in microseconds, without the first part, which is warm-up."""
    kept = sorted(nanoseconds[int(len(nanoseconds) * warm_up) :])
    ranks = {"p50": 0.5, "p90": 0.9, "p99": 0.99}
    return {
        name: kept[min(int(len(kept) * rank), len(kept) - 1)] / 1e3 for name, rank in ranks.items()
    }


def say_round_trips(nanoseconds: Sequence[int]) -> None:
    """Print the percentiles of round trips."""
    say(**percentiles(nanoseconds), count=len(nanoseconds))


def cpu_seconds() -> float:
    """User and system time of this process so far."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def table(head: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
