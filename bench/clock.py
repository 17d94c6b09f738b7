"""What every benchmark program shares: the command line, pinning, percentiles, one line of JSON."""

from __future__ import annotations

import argparse
import json
import os
import resource


def options(description: str) -> argparse.Namespace:
    """`ping|pong --size N --count N --cpu N`."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("role", choices=["ping", "pong", "pub", "sub"])
    parser.add_argument("--size", type=int, default=64, help="bytes of payload")
    parser.add_argument("--count", type=int, default=1000, help="round trips or messages")
    parser.add_argument("--cpu", type=int, help="the one core to run on")
    found = parser.parse_args()
    if found.cpu is not None:
        os.sched_setaffinity(0, {found.cpu})
    return found


def say(**figures: object) -> None:
    """Print one line of JSON."""
    print(json.dumps(figures), flush=True)


def say_round_trips(nanoseconds: list[int]) -> None:
    """Print the percentiles of round trips in microseconds; the first tenth is warm-up."""
    kept = sorted(nanoseconds[len(nanoseconds) // 10 :])
    ranks = {"p50": 0.5, "p90": 0.9, "p99": 0.99}
    points = {
        name: kept[min(int(len(kept) * rank), len(kept) - 1)] / 1e3 for name, rank in ranks.items()
    }
    say(**points, count=len(kept))


def cpu_seconds() -> float:
    """User and system time of this process so far."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
