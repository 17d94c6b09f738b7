"""The plots of a sweep, as SVG."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt

Figures = dict[str, Any]

# The same identifiers each time, so that a plot changes only where its figures do.
matplotlib.rcParams["svg.hashsalt"] = "rosebay"
matplotlib.rcParams["svg.fonttype"] = "none"
SIZE = (8, 5)


def by_way(sweep: Figures) -> dict[str, list[tuple[int, float]]]:
    """Sizes and medians of each way."""
    found: dict[str, list[tuple[int, float]]] = {}
    for size, ways in sweep["round trips"].items():
        for way, figures in ways.items():
            found.setdefault(way, []).append((int(size), figures["p50"]))
    return found


def save(figure: Any, path: Path) -> None:
    """Without a date."""
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
    # matplotlib ends lines with spaces.
    path.write_text("\n".join(line.rstrip() for line in path.read_text().splitlines()) + "\n")


def lines(curves: dict[str, list[tuple[float, float]]], across: str, up: str, path: Path) -> None:
    """Curves over logarithmic axes."""
    figure, axes = plt.subplots(figsize=SIZE)
    for name, points in curves.items():
        style = "-" if name.startswith("Rosebay") else "--"
        axes.loglog(*zip(*points, strict=True), style, marker="o", markersize=3, label=name)
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    axes.grid(alpha=0.3)
    axes.legend(fontsize="small")
    save(figure, path)


def draw(sweep: Figures, folder: Path) -> None:
    """All plots of a sweep."""
    ways = by_way(sweep)
    lines(ways, "payload, bytes", "round trip, µs (p50)", folder / "latency.svg")
    # Both ways carry the payload.
    throughput = {
        way: [(size, 2 * size / median) for size, median in points] for way, points in ways.items()
    }
    lines(throughput, "payload, bytes", "MB/s in round trips", folder / "throughput.svg")
    growth = {
        "Rosebay: round trip through so many subscriptions, µs": [
            (int(n), figures["p50"]) for n, figures in sweep["fan-out"].items()
        ],
        "Rosebay: so many publishers made and matched, µs": [
            (int(n), figures["matched"] * 1e3) for n, figures in sweep["topics"].items()
        ],
    }
    lines(growth, "subscriptions or topics", "µs", folder / "growth.svg")
