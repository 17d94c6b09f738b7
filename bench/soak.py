"""A long run in plain rclpy: 1 kHz of small messages beside 30 Hz of images, all reliable.

`python bench/soak.py [--minutes N]`: one process talks, another listens and looks at each byte.
Says in a table what was lost, and what memory, descriptors and threads did after the first tenth;
the figures go to bench/results/soak.json.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from array import array
from pathlib import Path
from typing import Any

import numpy
import rclpy
from clock import HERE, cpu_seconds, environment, percentiles, say, table
from rclpy.node import Node
from rclpy.publisher import Publisher
from rclpy.qos import HistoryPolicy, QoSProfile
from rclpy.task import Future
from sensor_msgs.msg import Image
from std_msgs.msg import String

RATE, IMAGE_RATE = 1000, 30
SIZE = 6_000_000
KEEP_ALL = QoSProfile(history=HistoryPolicy.KEEP_ALL)
PATIENCE = 60.0
SAMPLES = 300  # looks at the processes' memory in one run
TIMED = 100  # one message in so many is timed, so that the times take no memory to speak of
WARM_UP = 0.1  # of the run


def talk(node: Node, seconds: float) -> None:
    """Publish until the time is over; each small message tells how many images went before it."""
    texts = node.create_publisher(String, "texts", KEEP_ALL)
    images = node.create_publisher(Image, "images", KEEP_ALL)
    end = time.monotonic() + PATIENCE
    while not (texts.get_subscription_count() and images.get_subscription_count()):
        assert time.monotonic() < end, "no listener within a minute"
        time.sleep(0.05)
    sent = {"texts": 0, "images": 0}
    held_back = 0
    done: Future[None] = Future()
    end = time.monotonic() + seconds

    def publish(publisher: Publisher, message: String | Image) -> None:
        """Keep all holds back who is too fast, for 100 ms at a time."""
        nonlocal held_back
        while True:
            try:
                publisher.publish(message)
                return
            except RuntimeError as error:
                assert "timed out" in str(error)
                held_back += 1

    def publish_text() -> None:
        if done.done():
            return
        over = time.monotonic() >= end
        words = (sent["texts"], time.monotonic_ns(), sent["images"], int(over))
        publish(texts, String(data=" ".join(map(str, words))))
        sent["texts"] += 1
        if over:
            done.set_result(None)

    def publish_image() -> None:
        if done.done():
            return
        pixels = numpy.full(SIZE, sent["images"] % 251, dtype=numpy.uint8)
        publish(images, Image(height=1, width=SIZE, step=SIZE, encoding="mono8", data=pixels))
        sent["images"] += 1

    node.create_timer(1 / RATE, publish_text)
    node.create_timer(1 / IMAGE_RATE, publish_image)
    start, cpu = time.perf_counter(), cpu_seconds()
    rclpy.spin_until_future_complete(node, done)
    busy = (cpu_seconds() - cpu) / (time.perf_counter() - start)
    acknowledged = texts.wait_for_all_acked(rclpy.duration.Duration(seconds=PATIENCE))
    say(**sent, held_back=held_back, cpu=busy * 100, acknowledged=acknowledged)


def listen(node: Node) -> None:
    """Count what comes, and what is not what should have come next."""
    got = {"texts": 0, "images": 0}
    wrong = {"texts": 0, "images": 0}
    latencies = array("q")
    done: Future[None] = Future()
    promised: int | None = None

    def on_text(message: String) -> None:
        nonlocal promised
        number, stamp, images, over = map(int, message.data.split())
        if number % TIMED == 0:
            latencies.append(time.monotonic_ns() - stamp)
        wrong["texts"] += number != got["texts"]
        got["texts"] += 1
        if over:
            promised = images
            end_if_complete()

    def on_image(message: Image) -> None:
        expected = got["images"] % 251
        wrong["images"] += not bool((numpy.asarray(message.data) == expected).all())
        got["images"] += 1
        end_if_complete()

    def end_if_complete() -> None:
        if promised is not None and got["images"] >= promised and not done.done():
            done.set_result(None)

    node.create_subscription(String, "texts", on_text, KEEP_ALL)
    node.create_subscription(Image, "images", on_image, KEEP_ALL)
    say(ready=True)
    cpu, start = cpu_seconds(), time.perf_counter()
    while promised is None and rclpy.ok():
        rclpy.spin_once(node, timeout_sec=1)
    rclpy.spin_until_future_complete(node, done, timeout_sec=PATIENCE)
    busy = (cpu_seconds() - cpu) / (time.perf_counter() - start)
    say(**got, wrong=wrong, cpu=busy * 100, latency=percentiles(latencies))


def state(process: int) -> dict[str, float]:
    """What a process holds: private and shared megabytes, descriptors, threads."""
    folder = Path(f"/proc/{process}")
    status = dict(
        line.split(":", 1) for line in (folder / "status").read_text().splitlines() if ":" in line
    )

    def megabytes(name: str) -> float:
        return int(status[name].split()[0]) / 1e3

    return {
        "private memory, MB": megabytes("RssAnon"),
        "shared memory, MB": megabytes("RssShmem"),
        "descriptors": len(list((folder / "fd").iterdir())),
        "threads": int(status["Threads"]),
    }


def soak(minutes: float) -> dict[str, Any]:
    """Run both, watch them, return what they said and what was seen."""
    words = ["--minutes", str(minutes)]
    where = environment()
    programs: dict[str, subprocess.Popen[str]] = {}
    for role in ("listener", "talker"):
        programs[role] = subprocess.Popen(
            [sys.executable, __file__, role, *words], env=where, stdout=subprocess.PIPE, text=True
        )
    listener, talker = programs["listener"], programs["talker"]
    try:
        seen: list[dict[str, dict[str, float]]] = []
        while talker.poll() is None and listener.poll() is None:
            time.sleep(minutes * 60 / SAMPLES)
            if talker.poll() is None and listener.poll() is None:
                seen.append({role: state(program.pid) for role, program in programs.items()})
        said = {
            role: program.communicate(timeout=PATIENCE * 3)[0] for role, program in programs.items()
        }
    finally:
        for program in programs.values():
            program.kill()
            program.wait()
    return {
        "minutes": minutes,
        **{role: json.loads(text.splitlines()[-1]) for role, text in said.items()},
        "seen": seen[int(len(seen) * WARM_UP) : -1],  # the last may be of the end
    }


def report(found: dict[str, Any]) -> str:
    """The run in Markdown."""
    talker, listener = found["talker"], found["listener"]
    rows = [
        [
            what,
            f"{talker[kind]:,}",
            f"{talker[kind] - listener[kind]:,}",
            f"{listener['wrong'][kind]:,}",
        ]
        for what, kind in (("small messages", "texts"), (f"images of {SIZE:,} B", "images"))
    ]
    parts = [
        table([f"{found['minutes']:g} minutes", "sent", "lost", "wrong or out of order"], rows)
    ]
    latency = listener["latency"]
    parts.append(
        f"A small message took {latency['p50']:.0f} µs (p99 {latency['p99']:.0f}); the talker used "
        f"{talker['cpu']:.0f} % of a core, the listener {listener['cpu']:.0f} %. "
        f"A publisher was held back for 100 ms {talker['held_back']} times."
    )
    rows = []
    for role in ("talker", "listener"):
        for what in found["seen"][0][role]:
            values = [seen[role][what] for seen in found["seen"]]
            rows.append(
                [
                    f"{role}: {what}",
                    *(
                        f"{value:.1f}"
                        for value in (values[0], values[-1], min(values), max(values))
                    ),
                ]
            )
    parts.append(table(["", "after a tenth", "at the end", "least", "most"], rows))
    return "\n\n".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("role", nargs="?", choices=["talker", "listener"], help="run by the soak")
    parser.add_argument("--minutes", type=float, default=30)
    chosen = parser.parse_args()
    if chosen.role is None:
        found = soak(chosen.minutes)
        folder = HERE / "results"
        folder.mkdir(exist_ok=True)
        (folder / "soak.json").write_text(json.dumps(found) + "\n")
        print(report(found))
        return
    rclpy.init()
    node = rclpy.create_node(f"soak_{chosen.role}")
    try:
        if chosen.role == "talker":
            talk(node, chosen.minutes * 60)
        else:
            listen(node)
    finally:
        node.destroy_node()
        rclpy.try_shutdown()


if __name__ == "__main__":
    main()
