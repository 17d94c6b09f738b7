"""Everything in one run: Rosebay, the floors and the yardsticks, Python to Python, on loopback.

`python bench/run.py [--quick] [--sweep]` (`RCLPY_PYTHON=/a/python` for real rclpy beside, if that
Python has it) writes bench/results/results.json (or sweep.json: how
costs grow from 16 B to 64 MB and from 1 to 1,000 topics), then plots and bench/RESULTS.md
(report.py).

What is compared runs in turns, several rounds, each process fresh and pinned alike; a figure is the
median of the rounds' percentiles. The first tenth of each is warm-up and not counted.
"""

from __future__ import annotations

import argparse
import datetime
import importlib.metadata
import importlib.util
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import report
from clock import HERE, environment, pin

Figures = dict[str, Any]

TARGET = Path(os.environ.get("CARGO_TARGET_DIR", HERE.parent / "target"))
EXAMPLES = TARGET / "release" / "examples"
WHEEL = Path(sys.prefix) / "wheel"
ZENOH = {"RMW_IMPLEMENTATION": "rmw_zenoh_cpp"}
REAL = os.environ.get("RCLPY_PYTHON", "")


@dataclass(frozen=True)
class Way:
    """A way for messages to go: its program, and when it is not measured."""

    program: str  # Python's, or an example in Rust
    needs: str = "rclpy"
    words: tuple[str, ...] = ()
    variables: dict[str, str] = field(default_factory=dict)
    sizes: range = range(1 << 30)
    flood: int = 0  # messages; 0: none
    python: str = sys.executable

    def is_there(self) -> bool:
        """Whether what it needs is installed or built."""
        if self.python != sys.executable:
            return bool(self.python)
        if is_python(self.program):
            return importlib.util.find_spec(self.needs) is not None
        return (EXAMPLES / self.program).exists()


def is_python(program: str) -> bool:
    """Whether the interpreter runs it."""
    return program.endswith(".py")


IMAGES = range(1025, 1 << 30)
WAYS = {
    "raw UDP": Way("udp.py", flood=200_000),
    "Cyclone DDS": Way("cyclone.py", "cyclonedds", sizes=range(8_000_000), flood=40_000),
    "Zenoh": Way("zenoh_peer.py", "zenoh", flood=200_000),
    "Zenoh, Rust": Way("raw_round_trips"),
    "iceoryx2": Way("iceoryx.py", "iceoryx2"),
    "Rosebay": Way("ros.py", flood=200_000),
    "Rosebay, network alone": Way("ros.py", variables={"ROSEBAY_SHM": "0"}, flood=200_000),
    "Rosebay on Zenoh": Way("ros.py", variables=ZENOH, flood=200_000),
    "real rclpy": Way("ros.py", flood=10_000, python=REAL),
    "Rosebay, loaned": Way("ros.py", words=("--loan", "stamped"), sizes=IMAGES),
    "Rosebay, loaned and filled": Way("ros.py", words=("--loan", "filled"), sizes=IMAGES),
}
# Rounds by size: enough for a steady median, few enough for a short run.
ROUND_TRIPS = {64: 3000, 900_000: 300, 6_000_000: 60}
PINNED, UNPINNED = (64, 900_000), (64, 6_000_000)
SWEEP = [16 << 2 * step for step in range(12)]  # 16 B to 64 MB
TOPICS = (1, 10, 100, 1000)
FAN_OUT = (1, 10, 100)
CALLS, GOALS = 10_000, 1000
ROUNDS = 3


def program(
    name: str,
    *words: object,
    python: str = sys.executable,
    cpu: int | None = None,
    **variables: str,
) -> subprocess.Popen[str]:
    """Start one, on one core if that is named, in a fresh domain, unless the variables name one."""
    command = [python, HERE / name] if is_python(name) else [EXAMPLES / name]
    return subprocess.Popen(
        [*map(str, command), *map(str, words)],
        env=environment(**variables),
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: pin(cpu),
    )


def figures(name: str, *words: object, **variables: str) -> Figures:
    """What a program that runs alone says last."""
    running = program(name, *words, **variables)
    said, _ = running.communicate(timeout=300)
    if running.returncode:
        raise RuntimeError(f"{name} ended with {running.returncode}")
    return json.loads(said.splitlines()[-1])


def pair(way: Way, roles: tuple[str, str], size: int, count: int, cpu: int | None) -> list[Figures]:
    """Run both roles of a program and return what each said last."""
    words = ["--size", size, "--count", count, *way.words]
    variables = {"ROS_DOMAIN_ID": environment()["ROS_DOMAIN_ID"], **way.variables}
    answering = program(way.program, roles[1], *words, python=way.python, cpu=cpu, **variables)
    assert answering.stdout is not None
    answering.stdout.readline()
    asking = program(way.program, roles[0], *words, python=way.python, cpu=cpu, **variables)
    try:
        asked, _ = asking.communicate(timeout=180)
        if roles[1] == "pong":
            time.sleep(0.1)
            end(answering)
        said, _ = answering.communicate(timeout=60)
    finally:
        for running in (asking, answering):
            running.kill()
            running.wait()
    if asking.returncode:
        raise RuntimeError(f"{way.program} {roles[0]} ended with {asking.returncode}")
    return [json.loads(text.splitlines()[-1]) for text in (asked, said) if text.strip()]


def end(running: subprocess.Popen[str]) -> None:
    """Ask a program to end; real rclpy does not always."""
    running.terminate()
    try:
        running.wait(timeout=5)
    except subprocess.TimeoutExpired:
        running.kill()


def start_up(rounds: int, **variables: str) -> Figures:
    """What the wheel's programs pay before they do anything."""
    words = ("--json", "--rounds", rounds)
    return figures("startup.py", *words, PYTHONPATH=str(WHEEL / "installed"), **variables)


def in_turns(
    ways: Iterable[str], rounds: int, measure: Callable[[Way], dict[str, float]]
) -> dict[str, Figures]:
    """Measure each way once a round; the medians of the rounds."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in ways if WAYS[name].is_there()}
    for _ in range(rounds):
        for name, figures in found.items():
            figures.append(measure(WAYS[name]))
    return {
        name: {key: statistics.median(figure[key] for figure in figures) for key in figures[0]}
        for name, figures in found.items()
    }


def note(what: str, found: Figures) -> None:
    """Tell who waits how far it is."""
    print(f"{what}: {json.dumps(found)}", file=sys.stderr, flush=True)


class Run:
    """One run: how long, how often."""

    def __init__(self, divide: int) -> None:
        self.divide = divide
        self.rounds = 1 if divide > 1 else ROUNDS
        self.cpu = max(os.sched_getaffinity(0))

    def few(self, count: int) -> int:
        """So many, or a part of them in a quick run."""
        return max(count // self.divide, 20)

    def round_trips(self, sizes: Iterable[int], cpu: int | None) -> dict[str, dict[str, Figures]]:
        """Percentiles in microseconds by size and way."""
        found = {}
        for size in sizes:
            count = self.few(ROUND_TRIPS[size])
            found[str(size)] = in_turns(
                [name for name, way in WAYS.items() if size in way.sizes],
                self.rounds,
                lambda way, size=size, count=count: pair(way, ("ping", "pong"), size, count, cpu)[
                    0
                ],
            )
            note(f"round trip of {size:,} B", found[str(size)])
        return found

    def floods(self, cpu: int | None) -> dict[str, Figures]:
        """Messages a second of 64 bytes, what is lost, and CPU microseconds of each side."""

        def measure(way: Way) -> dict[str, float]:
            count = self.few(way.flood)
            sent, got = pair(way, ("pub", "sub"), 64, count, cpu)
            return {
                "rate": got["received"] / got["seconds"],
                "lost": (count - got["received"]) / count * 100,
                "send": sent["cpu"] / count * 1e6,
                "receive": got["cpu"] / got["received"] * 1e6,
            }

        found = in_turns([name for name, way in WAYS.items() if way.flood], self.rounds, measure)
        note("flood", found)
        return found

    def services(self, cpu: int | None) -> Figures:
        """Service calls and goals, and a floor of their own, in turns."""
        found: dict[str, list[Figures]] = {"floor": [], "calls": [], "goals": []}
        for _ in range(self.rounds):
            few = (self.few(ROUND_TRIPS[64]), self.few(CALLS // self.rounds), self.few(GOALS))
            for name, (what, count) in zip(
                found, zip(("udp.py", "services.py", "actions.py"), few, strict=True), strict=True
            ):
                found[name].append(pair(Way(what), ("ping", "pong"), 64, count, cpu)[0])
        medians: Figures = {
            name: {
                key: statistics.median(round[key] for round in found[name])
                for key in ("p50", "p99")
            }
            for name in ("floor", "goals")
        }
        for way in ("spinning", "waiting"):
            rounds = [round[way] for round in found["calls"]]
            medians[way] = {
                key: statistics.median(round[key] for round in rounds) for key in rounds[0]
            }
        note("services", medians)
        return medians

    def fan_out(self, cpu: int | None) -> dict[str, Figures]:
        """Round trips through many subscriptions: the answer comes when all have heard."""
        found = {}
        for subscriptions in FAN_OUT:
            way = Way("ros.py", words=("--subscriptions", str(subscriptions)))
            [said] = pair(way, ("ping", "pong"), 64, self.few(1000), cpu)
            found[str(subscriptions)] = said
        note("fan-out", found)
        return found

    def topics(self, counts: Iterable[int]) -> dict[str, Figures]:
        """What more topics cost."""
        found = {
            str(count): pair(Way("topics.py"), ("ping", "pong"), 64, count, None)[0]
            for count in counts
        }
        note("topics", found)
        return found

    def alone(self) -> Figures:
        """What needs no second process."""
        cpu = ("--cpu", self.cpu)
        quick = self.divide > 1
        found: Figures = {
            "same process": figures("ros.py", "same", "--count", self.few(20_000), *cpu),
            "timers": figures("timers.py", "--seconds", 1 if quick else 5, *cpu),
            "startup": start_up(2 if quick else 7),
            "startup on Zenoh": start_up(2 if quick else 7, **ZENOH),
            "wheel": sum(wheel.stat().st_size for wheel in WHEEL.glob("*.whl")) / 1e6,
            "messages": figures("messages.py", "--json", *cpu),
            "executors": figures("executors.py", "--json", "--rounds", self.few(10_000), *cpu),
            "bridge": figures("bridge.py", "--seconds", 2 if quick else 5, "--nodes", 20),
        }
        noted = ("same process", "timers", "startup", "startup on Zenoh", "wheel")
        note("alone", {name: found[name] for name in noted})
        return found

    def everything(self) -> Figures:
        """What the table of goals needs, and more."""
        return {
            "machine": machine(),
            "pinned": {
                "round trips": self.round_trips(PINNED, self.cpu),
                "floods": self.floods(self.cpu),
                "services": self.services(self.cpu),
                "fan-out": self.fan_out(self.cpu),
            },
            "unpinned": {
                "round trips": self.round_trips(UNPINNED, None),
                "floods": self.floods(None),
            },
            "topics": self.topics((1, 100)),
            "alone": self.alone(),
        }

    def sweep(self) -> Figures:
        """How costs grow with sizes, subscribers and topics; not pinned."""
        sizes = {}
        for size in SWEEP:
            count = self.few(min(2000, max(20, 300_000_000 // size)))
            sizes[str(size)] = in_turns(
                [name for name, way in WAYS.items() if size in way.sizes],
                1,
                lambda way, size=size, count=count: pair(way, ("ping", "pong"), size, count, None)[
                    0
                ],
            )
            note(f"round trip of {size:,} B", sizes[str(size)])
        return {
            "machine": machine(),
            "round trips": sizes,
            "fan-out": self.fan_out(None),
            "topics": self.topics(TOPICS),
        }


def machine() -> Figures:
    """Where and with what this runs."""
    names = ["rosebay", "numpy", "cyclonedds", "eclipse-zenoh", "iceoryx2"]
    versions = {}
    for name in names:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    model = [
        line.split(":", 1)[1].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d"),
        "processor": model[0] if model else platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "load": os.getloadavg()[0],
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "versions": versions,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one round of a tenth of everything")
    parser.add_argument("--sweep", action="store_true", help="all sizes and numbers of topics")
    chosen = parser.parse_args()
    if not chosen.sweep and not any(WHEEL.glob("*.whl")):
        parser.error("there is no wheel whose start-up could be measured; `make bench` builds it")
    run = Run(10 if chosen.quick else 1)
    found = run.sweep() if chosen.sweep else run.everything()
    report.RESULTS.mkdir(exist_ok=True)
    name = "sweep" if chosen.sweep else "results"
    (report.RESULTS / f"{name}.json").write_text(json.dumps(found, indent=1) + "\n")
    report.write()


if __name__ == "__main__":
    main()
