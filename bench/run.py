"""Everything in one run: raw UDP, Cyclone DDS and Rosebay, Python to Python, on loopback.

`python bench/run.py [--quick]`: prints tables in Markdown and writes them to bench/out/results.md.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CYCLONE_ON_LOOPBACK = (
    "<CycloneDDS><Domain><General><Interfaces>"
    '<NetworkInterface name="lo" multicast="true"/>'
    "</Interfaces></General></Domain></CycloneDDS>"
)
# Rounds by size: enough for a steady median, few enough for a short run.
ROUND_TRIPS = {64: 5000, 65_536: 2000, 900_000: 300, 1_000_000: 300, 6_000_000: 40}
FLOOD = 200_000
CALLS = 10_000
# Each way's program, and what its environment has beside the others'.
WAYS: dict[str, tuple[str, dict[str, str]]] = {
    "raw UDP": ("udp.py", {}),
    "Cyclone DDS": ("cyclone.py", {}),
    "Rosebay, network alone": ("ros.py", {"ROSEBAY_SHM": "0"}),
    "Rosebay": ("ros.py", {}),
}
_DOMAIN = iter(range(50, 99))


def environment() -> dict[str, str]:
    """Loopback only, in a fresh domain."""
    return {
        **os.environ,
        "ROS_DOMAIN_ID": str(next(_DOMAIN)),
        "ROS_AUTOMATIC_DISCOVERY_RANGE": "LOCALHOST",
        "CYCLONEDDS_URI": CYCLONE_ON_LOOPBACK,
    }


def pair(
    program: str,
    roles: tuple[str, str],
    size: int,
    count: int,
    cpu: int | None,
    variables: dict[str, str] | None = None,
) -> list[dict[str, Any]]:
    """Run both roles of a program and return what each said last."""
    words = ["--size", str(size), "--count", str(count)]
    words += ["--cpu", str(cpu)] if cpu is not None else []
    where = environment() | (variables or {})
    answering = subprocess.Popen(
        [sys.executable, HERE / program, roles[1], *words],
        env=where,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert answering.stdout is not None
    answering.stdout.readline()
    asked = subprocess.run(
        [sys.executable, HERE / program, roles[0], *words],
        env=where,
        stdout=subprocess.PIPE,
        text=True,
        timeout=180,
    )
    if roles[1] == "pong":
        time.sleep(0.1)
        answering.terminate()
    said, _ = answering.communicate(timeout=60)
    if asked.returncode:
        raise RuntimeError(f"{program} {roles[0]} ended with {asked.returncode}")
    return [json.loads(text.splitlines()[-1]) for text in (asked.stdout, said) if text.strip()]


def table(head: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def round_trips(cpu: int | None, divide: int) -> str:
    """Medians of round trips in microseconds, and ours as a multiple of the floor."""
    rows = []
    for size, count in ROUND_TRIPS.items():
        found = {
            name: pair(program, ("ping", "pong"), size, max(count // divide, 20), cpu, variables)[0]
            for name, (program, variables) in WAYS.items()
        }
        floor, ours = found["raw UDP"]["p50"], found["Rosebay"]["p50"]
        cells = [f"{found[name]['p50']:,.0f} ({found[name]['p99']:,.0f})" for name in WAYS]
        rows.append([f"{size:,} B", *cells, f"{ours / floor:.1f} ×"])
        print(rows[-1], file=sys.stderr, flush=True)
    return table(["payload", *WAYS, "Rosebay / floor"], rows)


def floods(cpu: int | None, divide: int) -> str:
    """Messages a second of 64 bytes, and what one costs each side."""
    rows = []
    count = FLOOD // divide
    for name, (program, variables) in WAYS.items():
        sent, got = pair(program, ("pub", "sub"), 64, count, cpu, variables)
        rate = got["received"] / got["seconds"]
        rows.append(
            [
                name,
                f"{rate:,.0f}",
                f"{count - got['received']:,}",
                f"{sent['cpu'] / count * 1e6:.1f}",
                f"{got['cpu'] / got['received'] * 1e6:.1f}",
            ]
        )
        print(rows[-1], file=sys.stderr, flush=True)
    return table(["way", "messages/s", "lost", "CPU µs to send one", "CPU µs to receive one"], rows)


def services(cpu: int | None, divide: int) -> str:
    """Service calls in microseconds, as a multiple of the floor, and what many of them do."""
    size, count = 64, CALLS // divide
    floor = pair("udp.py", ("ping", "pong"), size, ROUND_TRIPS[size] // divide, cpu)[0]["p50"]
    found = pair("services.py", ("ping", "pong"), size, count, cpu)[0]
    rows = []
    for name, key in (
        ("`call_async`, then spin", "spinning"),
        ("`call`, a thread spins", "waiting"),
    ):
        way = found[key]
        rows.append(
            [
                name,
                f"{way['p50']:,.0f} ({way['p99']:,.0f})",
                f"{way['p50'] / floor:.1f} ×",
                f"{way['first']:,.0f}",
                f"{way['last']:,.0f}",
                f"{way['memory']:,} KB",
            ]
        )
        print(rows[-1], file=sys.stderr, flush=True)
    head = [f"{count:,} calls of {size} B", "p50 (p99)", "of raw UDP's round trip"]
    return table([*head, "first tenth", "last tenth", "memory gained"], rows)


def messages(cpu: int | None) -> str:
    """What messages cost by themselves."""
    words = [sys.executable, HERE / "messages.py"]
    words += ["--cpu", str(cpu)] if cpu is not None else []
    return subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def executors(cpu: int | None, divide: int) -> str:
    """What executors cost while they wait, and for each event."""
    words = [sys.executable, HERE / "executors.py", "--rounds", str(20_000 // divide)]
    words += ["--cpu", str(cpu)] if cpu is not None else []
    return subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the rounds")
    divide = 10 if parser.parse_args().quick else 1
    cpu = max(os.sched_getaffinity(0))
    parts = []
    for title, core in ((f"both processes on core {cpu}", cpu), ("not pinned", None)):
        parts += [
            f"## Round trip, {title}: p50 (p99) in µs",
            round_trips(core, divide),
            f"## Flood of 64-byte reliable messages, {title}",
            floods(core, divide),
            f"## Service calls, {title}, in µs",
            services(core, divide),
        ]
    parts += ["## Messages", messages(cpu)]
    parts += ["## Executors, without network", executors(cpu, divide)]
    text = "\n\n".join(parts) + "\n"
    (HERE / "out").mkdir(exist_ok=True)
    (HERE / "out" / "results.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
