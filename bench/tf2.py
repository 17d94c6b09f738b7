"""What listening to transforms costs, and what a lookup takes.

`python bench/tf2.py`: one process tells of transforms 1000 times a second, another one listens.
Prints one line of JSON: the listener's share of a core in per cent, natively and through a Python
callback, and a lookup over three frames in microseconds.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import timeit

import rclpy
from clock import cpu_seconds, say
from geometry_msgs.msg import TransformStamped
from rclpy.executors import SingleThreadedExecutor
from rclpy.task import Future
from rclpy.time import Time
from tf2_msgs.msg import TFMessage
from tf2_ros import Buffer, TransformBroadcaster, TransformListener

HERTZ = 1000
SECONDS = 5.0
LOOKUPS = 20_000


class PythonListener(TransformListener):
    """Has its callback called with each message, as any subclass that overrides it has."""

    def callback(self, data: TFMessage) -> None:
        super().callback(data)


def tell() -> None:
    """Tell of a moving robot until the process is killed."""
    rclpy.init()
    node = rclpy.create_node("telling")
    broadcaster = TransformBroadcaster(node)
    next_time = time.monotonic()
    while True:
        transform = moving("odom", "base", node.get_clock().now().nanoseconds)
        broadcaster.sendTransform(transform)
        next_time += 1 / HERTZ
        time.sleep(max(0.0, next_time - time.monotonic()))


def moving(parent: str, child: str, nanoseconds: int) -> TransformStamped:
    """A transform that depends on the time."""
    transform = TransformStamped(child_frame_id=child)
    transform.header.frame_id = parent
    transform.header.stamp = Time(nanoseconds=nanoseconds).to_msg()
    transform.transform.translation.x = nanoseconds * 1e-9
    return transform


def share_of_a_core(kind: type[TransformListener]) -> tuple[float, float]:
    """Listen for a while: per cent of a core, and transforms a second."""
    with rclpy.init(), rclpy.create_node("listening") as node:
        buffer = Buffer()
        listener = kind(buffer, node)
        with SingleThreadedExecutor() as executor:
            executor.add_node(node)
            while not buffer.can_transform("odom", "base", Time()):
                executor.spin_once()
            future: Future[None] = Future()
            heard = -buffer_length(buffer)
            began, used = time.monotonic(), cpu_seconds()
            executor.spin_until_future_complete(future, timeout_sec=SECONDS)
            took = time.monotonic() - began
            used = cpu_seconds() - used
            heard += buffer_length(buffer)
            listener.unregister()
    return 100 * used / took, heard / took


def buffer_length(buffer: Buffer) -> float:
    """How many transforms a buffer holds, by what it says of their rate."""
    said = dict(
        line.strip().split(": ")
        for line in buffer.all_frames_as_yaml().splitlines()
        if not line.endswith(": ")
    )
    return round(float(said["rate"]) * max(float(said["buffer_length"]), 1e-4))


def lookup_microseconds() -> float:
    """Look a transform over three frames up, between two stamps each."""
    buffer = Buffer()
    second = 1_000_000_000
    for stamp in range(second, 11 * second, 10_000_000):
        for parent, child in (("map", "odom"), ("odom", "base"), ("base", "arm")):
            buffer.set_transform(moving(parent, child, stamp), "bench")
    when = Time(nanoseconds=5 * second + 123)
    lookup = lambda: buffer.lookup_transform("map", "arm", when)  # noqa: E731
    return min(timeit.repeat(lookup, number=LOOKUPS, repeat=5)) / LOOKUPS * 1e6


def main() -> None:
    teller = subprocess.Popen([sys.executable, __file__, "tell"], env=os.environ)
    try:
        native, told = share_of_a_core(TransformListener)
        python, _ = share_of_a_core(PythonListener)
    finally:
        teller.kill()
        teller.wait()
    say(
        native_percent=round(native, 2),
        python_percent=round(python, 2),
        transforms_per_second=round(told),
        lookup_us=round(lookup_microseconds(), 2),
    )


if __name__ == "__main__":
    tell() if "tell" in sys.argv else main()
