"""Start-up and size in plain rclpy: what a program pays before it does anything, and for idling.

Runs on any rclpy, so that real ones can stand beside. `python bench/startup.py [--rounds N]` starts
fresh interpreters one after another and prints a table in Markdown: the median and the best of the
rounds. Times begin when the interpreter has started. Bytecode is cached, as in an installation.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

from clock import cpu_seconds, say, table

IDLE_SECONDS = 2.0
STEPS = ("import rclpy", "init", "first node", "first publisher", "first message")


def talker() -> None:
    """Take the steps to a first message, then idle; say what each took."""
    times = [time.perf_counter()]

    def step() -> None:
        times.append(time.perf_counter())

    import rclpy

    step()
    rclpy.init()
    step()
    node = rclpy.create_node("bench_startup")
    step()
    from std_msgs.msg import String

    publisher = node.create_publisher(String, "chatter", 10)
    step()
    publisher.publish(String(data="hello"))
    step()
    cpu = cpu_seconds()
    executor = rclpy.executors.SingleThreadedExecutor()
    executor.add_node(node)
    executor.spin_until_future_complete(rclpy.task.Future(), IDLE_SECONDS)
    say(
        steps=[(after - before) * 1e3 for before, after in pairwise(times)],
        idle=(cpu_seconds() - cpu) / IDLE_SECONDS * 100,
        memory=resident_memory(),
        threads=len(os.listdir("/proc/self/task")),
        descriptors=len(os.listdir("/proc/self/fd")),
        modules=len(sys.modules),
    )
    executor.shutdown()
    node.destroy_node()
    rclpy.try_shutdown()


def resident_memory() -> float:
    """Megabytes of this process that are in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def measure(rounds: int) -> list[dict[str, Any]]:
    """What so many talkers say, after one that is not counted."""
    with tempfile.TemporaryDirectory() as bytecode:
        where = {
            **os.environ,
            "ROS_AUTOMATIC_DISCOVERY_RANGE": "LOCALHOST",
            "PYTHONPYCACHEPREFIX": bytecode,
            "PYTHONDONTWRITEBYTECODE": "",
        }
        found = []
        for _ in range(rounds + 1):
            said = subprocess.run(
                [sys.executable, __file__, "talker"],
                env=where,
                stdout=subprocess.PIPE,
                text=True,
                check=True,
                timeout=60,
            )
            found.append(json.loads(said.stdout.splitlines()[-1]))
    return found[1:]


def figures(found: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The median and the best of each figure, by name."""
    rows = [
        (name, [talker["steps"][place] for talker in found], "ms")
        for place, name in enumerate(STEPS)
    ]
    rows.append(("import to first node", [sum(talker["steps"][:3]) for talker in found], "ms"))
    rows.append(("resident memory", [talker["memory"] for talker in found], "MB"))
    rows.append(("CPU while idle", [talker["idle"] for talker in found], "% of a core"))
    for name in ("threads", "descriptors", "modules"):
        rows.append((name, [talker[name] for talker in found], ""))
    return {
        name: {"median": statistics.median(values), "best": min(values), "unit": unit}
        for name, values, unit in rows
    }


def report(found: dict[str, dict[str, Any]]) -> str:
    """A table in Markdown."""
    rows = [
        [name, f"{figure['median']:.4g}", f"{figure['best']:.4g}", figure["unit"]]
        for name, figure in found.items()
    ]
    return table(["a talker", "median", "best", ""], rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("role", nargs="?", choices=["talker"], help="what the rounds run")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--json", action="store_true", help="figures instead of a table")
    chosen = parser.parse_args()
    if chosen.role == "talker":
        talker()
    else:
        found = figures(measure(chosen.rounds))
        print(json.dumps(found) if chosen.json else report(found))


if __name__ == "__main__":
    main()
