"""Writes bench/RESULTS.md and its plots from the figures in bench/results/ and bench/notes.md.

`python bench/report.py`; the benchmarks do so when they are done. Plots need matplotlib.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import executors
import messages
import soak
import startup
from clock import HERE, table

RESULTS = HERE / "results"
Figures = dict[str, Any]


@dataclass(frozen=True)
class Goal:
    """A row of the table of goals."""

    what: str
    goal: str
    limit: float
    real: str  # what real rclpy showed, over Cyclone DDS / Fast DDS
    find: Callable[[Figures], float]
    shown: Callable[[float], str]
    floor: Callable[[Figures], float] | None = None
    at_least: bool = False  # or at most

    def row(self, found: Figures) -> list[str]:
        """What it is, what was found, and whether that is enough."""
        value = self.find(found)
        floor = self.floor(found) if self.floor else None
        relative = value / floor if floor is not None and self.goal.endswith("×") else value
        met = relative >= self.limit if self.at_least else relative <= self.limit
        return [
            self.what,
            self.goal,
            self.shown(value) + ("" if met else " **missed**"),
            f"{self.shown(floor)}" if floor is not None else "–",
            f"{value / floor:.1f} ×" if floor is not None else "–",
            self.real,
        ]


def micro(value: float) -> str:
    """Microseconds."""
    return f"{value:,.1f} µs" if value < 100 else f"{value:,.0f} µs"


def unit(name: str, digits: int = 1) -> Callable[[float], str]:
    """A number of something."""
    return lambda value: f"{value:,.{digits}f} {name}"


def round_trip(where: str, size: int, way: str) -> Callable[[Figures], float]:
    """The median of one way."""
    return lambda found: found[where]["round trips"][str(size)][way]["p50"]


def field(*path: str) -> Callable[[Figures], float]:
    """A figure by its place."""

    def find(found: Figures) -> float:
        for name in path:
            found = found[name]
        return found  # type: ignore[return-value]

    return find


def in_micro(find: Callable[[Figures], float]) -> Callable[[Figures], float]:
    """Nanoseconds in microseconds."""
    return lambda found: find(found) / 1e3


def images(where: str, size: int, name: str, limit: float, loaned: float, real: str) -> list[Goal]:
    """The rows of one size of image: iceoryx2's event and memory are the floor."""
    floor = round_trip(where, size, "iceoryx2")

    def goal(what: str, way: str, limit: float, real: str) -> Goal:
        shown = f"≤ {limit / 1e3:g} ms"
        return Goal(what, shown, limit, real, round_trip(where, size, way), micro, floor)

    return [
        goal(f"{name} round trip", "Rosebay", limit, real),
        goal(f"{name} round trip, loaned", "Rosebay, loaned", loaned, "–"),
    ]


STRING, ODOMETRY = (
    ("alone", "messages", "messages", "rclpy String"),
    (
        "alone",
        "messages",
        "messages",
        "rclpy Odometry",
    ),
)
UDP = round_trip("pinned", 64, "raw UDP")
GOALS = [
    Goal(
        "String round trip, two processes",
        "≤ 2 ×",
        2,
        "21 / 36 ×",
        round_trip("pinned", 64, "Rosebay"),
        micro,
        UDP,
    ),
    *images("pinned", 900_000, "0.9 MB Image", 150, 70, "3.0 / 27 ms"),
    *images("unpinned", 6_000_000, "6 MB Image (not pinned)", 1500, 150, "178 / 49 ms"),
    Goal(
        "small messages/s, reliable, keep all",
        "≥ 250,000/s",
        250_000,
        "12,700 / 2,400",
        field("pinned", "floods", "Rosebay", "rate"),
        unit("/s", 0),
        field("pinned", "floods", "raw UDP", "rate"),
        at_least=True,
    ),
    Goal(
        "of them lost",
        "0 %",
        0,
        "–",
        field("pinned", "floods", "Rosebay", "lost"),
        unit("%"),
    ),
    Goal(
        "CPU a small message received",
        "≤ 4 µs",
        4,
        "84 / 461 µs",
        field("pinned", "floods", "Rosebay", "receive"),
        micro,
        field("pinned", "floods", "raw UDP", "receive"),
    ),
    Goal(
        "String round trip, two nodes of one process",
        "≤ 6 µs",
        6,
        "–",
        field("alone", "same process", "p50"),
        micro,
    ),
    Goal(
        "String round trip on Zenoh",
        "≤ 1.3 ×",
        1.3,
        "–",
        round_trip("pinned", 64, "Rosebay on Zenoh"),
        micro,
        round_trip("pinned", 64, "Zenoh, Rust"),
    ),
    Goal(
        "0.9 MB Image round trip on Zenoh",
        "≤ 1.2 ×",
        1.2,
        "–",
        round_trip("pinned", 900_000, "Rosebay on Zenoh"),
        micro,
        round_trip("pinned", 900_000, "Zenoh, Rust"),
    ),
    Goal(
        "service round trip",
        "≤ 4 ×",
        4,
        "1.1 ms, growing to 26 ms",
        field("pinned", "services", "spinning", "p50"),
        micro,
        field("pinned", "services", "floor", "p50"),
    ),
    Goal(
        "its last tenth",
        "≤ 4 ×",
        4,
        "26 ms",
        field("pinned", "services", "spinning", "last"),
        micro,
        field("pinned", "services", "floor", "p50"),
    ),
    Goal(
        "1 kHz timer",
        "≤ 4 % of a core",
        4,
        "48 %",
        field("alone", "timers", "fast", "cpu"),
        unit("%"),
        field("alone", "timers", "floor", "cpu"),
    ),
    Goal(
        "its lateness, p99",
        "≤ 0.2 ms",
        200,
        "0.2 ms",
        field("alone", "timers", "fast", "p99"),
        micro,
        field("alone", "timers", "floor", "p99"),
    ),
    Goal(
        "50 timers at 20 Hz and 50 subscriptions",
        "≤ 2 %",
        2,
        "11 / 8.5 %",
        field("alone", "timers", "many"),
        unit("%"),
    ),
    Goal(
        "import to first node",
        "≤ 40 ms",
        40,
        "170–220 ms",
        field("alone", "startup", "import to first node", "median"),
        unit("ms"),
    ),
    Goal(
        "resident memory of a talker",
        "≤ 28 MB",
        28,
        "51 / 63 MB",
        field("alone", "startup", "resident memory", "median"),
        unit("MB"),
    ),
    Goal("wheel", "≤ 30 MB", 30, "–", field("alone", "wheel"), unit("MB")),
    Goal(
        "`Odometry()`", "≤ 0.4 µs", 0.4, "8.6 µs", in_micro(field(*ODOMETRY, "make")), unit("µs", 2)
    ),
    Goal(
        "attribute read",
        "≤ 30 ns",
        30,
        "36 ns",
        field("alone", "messages", "fields", "read a field"),
        unit("ns", 0),
    ),
    Goal(
        "`serialize` String",
        "≤ 0.3 µs",
        0.3,
        "2.3 µs",
        in_micro(field(*STRING, "encode")),
        unit("µs", 2),
    ),
    Goal(
        "`deserialize` Odometry",
        "≤ 0.4 µs",
        0.4,
        "48 µs",
        in_micro(field(*ODOMETRY, "decode")),
        unit("µs", 2),
    ),
    Goal(
        "100 topics, until they are matched",
        "≤ 50 ms",
        50,
        "–",
        field("topics", "100", "matched"),
        unit("ms"),
    ),
    Goal(
        "`ros2 bridge`, 1,000 messages/s of 1 KB",
        "≤ 10 % of a core",
        10,
        "–",
        field("alone", "bridge", "busy"),
        unit("%"),
    ),
    Goal(
        "descriptors of 100 topics",
        "≤ 20",
        20,
        "–",
        field("topics", "100", "descriptors"),
        lambda value: f"{value:.0f}",
    ),
]


def round_trips(found: dict[str, dict[str, Figures]]) -> str:
    """Medians and 99th percentiles by size and way."""
    ways = list(dict.fromkeys(way for by_way in found.values() for way in by_way))
    rows = []
    for size, by_way in found.items():
        cells = [
            f"{by_way[way]['p50']:,.0f} ({by_way[way]['p99']:,.0f})" if way in by_way else "–"
            for way in ways
        ]
        rows.append([f"{int(size):,} B", *cells])
    return table(["payload", *ways], rows)


def floods(found: dict[str, Figures]) -> str:
    """Rates, losses, costs."""
    rows = [
        [
            way,
            f"{figures['rate']:,.0f}",
            f"{figures['lost']:.1f} %",
            f"{figures['send']:.1f}",
            f"{figures['receive']:.1f}",
        ]
        for way, figures in found.items()
    ]
    return table(["way", "messages/s", "lost", "CPU µs to send", "CPU µs to receive"], rows)


def services(found: Figures) -> str:
    """Calls and goals, and what many of them do."""
    floor = found["floor"]["p50"]
    names = {
        "spinning": "`call_async`, then spin",
        "waiting": "`call`, a thread spins",
        "goals": "goal and result",
    }
    rows = []
    for key, name in names.items():
        figures = found[key]
        edges = [f"{figures[edge]:,.0f}" if edge in figures else "–" for edge in ("first", "last")]
        relative = f"{figures['p50'] / floor:.1f} ×"
        rows.append([name, f"{figures['p50']:,.0f} ({figures['p99']:,.0f})", relative, *edges])
    head = ["", "p50 (p99), µs", "of raw UDP's round trip", "first tenth", "last tenth"]
    return table(head, rows)


def growth(found: Figures) -> str:
    """What subscriptions and topics cost."""
    fan = [[n, f"{figures['p50']:,.0f}"] for n, figures in found["fan-out"].items()]
    topics = [
        [n, f"{figures['made']:.1f}", f"{figures['matched']:.1f}", str(figures["descriptors"])]
        for n, figures in found["topics"].items()
    ]
    head = ["topics", "made, ms", "matched, ms", "descriptors"]
    return table(["subscriptions", "round trip, µs"], fan) + "\n\n" + table(head, topics)


def machine(found: Figures) -> str:
    """Where it ran."""
    versions = ", ".join(f"{name} {version}" for name, version in found["versions"].items())
    return (
        f"{found['date']}, {found['processor']}, {found['cores']} cores, "
        f"load average {found['load']:.1f} at the start, {found['system']}, "
        f"Python {found['python']}, {versions}."
    )


def text(found: Figures, sweep: Figures | None, soaked: Figures | None) -> str:
    """The whole report."""
    pinned, unpinned, alone = found["pinned"], found["unpinned"], found["alone"]
    head = ["what", "goal", "Rosebay", "floor", "of the floor", "real rclpy, Cyclone / Fast DDS"]
    parts = [
        "# Results",
        f"Written by `make bench` (`python bench/run.py`; `--sweep` for the plots). "
        f"{machine(found['machine'])} Python to Python, on one host; medians of rounds taken in "
        "turns with the others, 99th percentiles in brackets.",
        "## Goals",
        table(head, [goal.row(found) for goal in GOALS]),
        "Pinned, unless said: both processes on one core. The floor of small messages is UDP on "
        "loopback from Python; that of images is iceoryx2, loaned, the first bytes written, as in "
        "the loaned rows; that of the timer is a loop that sleeps until each tick; that of Zenoh "
        "is its Rust crate alone, with the same transport, reliability and congestion control. "
        "Real rclpy's figures were measured on this class of machine beforehand.",
        (HERE / "notes.md").read_text().strip(),
        "## Round trips, pinned, µs",
        round_trips(pinned["round trips"]),
        "## Round trips, not pinned, µs",
        round_trips(unpinned["round trips"]),
        "## Floods of 64-byte messages, pinned",
        floods(pinned["floods"]),
        "## Floods of 64-byte messages, not pinned",
        floods(unpinned["floods"]),
        "## Services and actions, pinned",
        services(pinned["services"]),
        "## Start-up",
        startup.report(alone["startup"]),
        "The same on Zenoh:",
        startup.report(alone["startup on Zenoh"]),
        "## Messages",
        messages.report(alone["messages"]["messages"], alone["messages"]["fields"]),
        "## Executors, without network",
        executors.report(alone["executors"]),
        "## Many subscriptions and topics",
        growth({"fan-out": pinned["fan-out"], "topics": found["topics"]}),
    ]
    if sweep:
        parts += [
            "## How costs grow, not pinned",
            f"{machine(sweep['machine'])}",
            "![Round trip over size](results/latency.svg)",
            "![Throughput over size](results/throughput.svg)",
            "![Fan-out and topics](results/growth.svg)",
            round_trips(sweep["round trips"]),
            growth(sweep),
        ]
    if soaked:
        parts += ["## Soak", soak.report(soaked)]
    return "\n\n".join(parts) + "\n"


def read(name: str) -> Figures | None:
    """Figures of an earlier run, if there are any."""
    path = RESULTS / f"{name}.json"
    return json.loads(path.read_text()) if path.exists() else None


def write() -> None:
    """Write what there are figures for."""
    found, sweep = read("results"), read("sweep")
    if sweep:
        import plots

        plots.draw(sweep, RESULTS)
    if found:
        (HERE / "RESULTS.md").write_text(text(found, sweep, read("soak")))


if __name__ == "__main__":
    write()
