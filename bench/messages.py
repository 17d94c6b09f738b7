"""What messages cost by themselves: making, reading, encoding, decoding.

Plain rclpy, so it runs on any; beside it PyPI's `cyclonedds`, if it is there. A table in Markdown.
"""

from __future__ import annotations

import argparse
import gc
import os
import timeit
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy
from nav_msgs.msg import Odometry
from rclpy.serialization import deserialize_message, serialize_message
from sensor_msgs.msg import Image, Imu, LaserScan
from std_msgs.msg import String

BEAMS = 1080
PIXELS = 640 * 480 * 3


@dataclass
class Subject:
    """A message with contents, and what reading all of it means."""

    message: Any
    read: Callable[[Any], object]


def nanoseconds(action: Callable[[], object]) -> float:
    """What one call takes: the best of many short rounds, less the cost of calling."""
    number = 1
    while timeit.timeit(action, number=number) < 0.001:
        number *= 2
    gc.collect()
    return min(timeit.repeat(action, number=number, repeat=100)) / number * 1e9


def read_point(point: Any) -> None:
    """Read a point or a vector."""
    point.x, point.y, point.z  # noqa: B018


def read_header(header: Any) -> None:
    """Read a header."""
    header.stamp.sec, header.stamp.nanosec, header.frame_id  # noqa: B018


def read_imu(imu: Any) -> None:
    """Read all of an Imu."""
    read_header(imu.header)
    read_point(imu.orientation)
    imu.orientation.w  # noqa: B018
    read_point(imu.angular_velocity)
    read_point(imu.linear_acceleration)
    imu.orientation_covariance, imu.angular_velocity_covariance  # noqa: B018
    imu.linear_acceleration_covariance  # noqa: B018


def read_odometry(odometry: Any) -> None:
    """Read all of an Odometry."""
    read_header(odometry.header)
    odometry.child_frame_id  # noqa: B018
    pose = odometry.pose
    read_point(pose.pose.position)
    read_point(pose.pose.orientation)
    pose.pose.orientation.w, pose.covariance  # noqa: B018
    twist = odometry.twist
    read_point(twist.twist.linear)
    read_point(twist.twist.angular)
    twist.covariance  # noqa: B018


def read_scan(scan: Any) -> None:
    """Read all of a LaserScan, its numbers with NumPy."""
    read_header(scan.header)
    scan.angle_min, scan.angle_max, scan.angle_increment  # noqa: B018
    scan.time_increment, scan.scan_time, scan.range_min, scan.range_max  # noqa: B018
    numpy.asarray(scan.ranges)
    numpy.asarray(scan.intensities)


def read_image(image: Any) -> None:
    """Read all of an Image, its pixels with NumPy."""
    read_header(image.header)
    image.height, image.width, image.encoding, image.is_bigendian, image.step  # noqa: B018
    numpy.asarray(image.data)


def subjects() -> list[Subject]:
    """The five messages that robots send most."""
    odometry = Odometry(child_frame_id="base_link")
    odometry.header.frame_id = "odom"
    odometry.pose.covariance = numpy.arange(36.0)
    imu = Imu(orientation_covariance=numpy.arange(9.0))
    imu.header.frame_id = "imu"
    numbers = numpy.arange(BEAMS, dtype=numpy.float32)
    scan = LaserScan(ranges=numbers, intensities=numbers)
    image = Image(height=480, width=640, encoding="rgb8", step=1920, data=bytes(PIXELS))
    return [
        Subject(String(data="hello world"), lambda string: string.data),
        Subject(imu, read_imu),
        Subject(odometry, read_odometry),
        Subject(scan, read_scan),
        Subject(image, read_image),
    ]


def rclpy_rows() -> list[list[str]]:
    """The costs of rclpy's messages."""
    rows = []
    for subject in subjects():
        message, read = subject.message, subject.read
        cls = type(message)
        payload = serialize_message(message)

        def received(payload: bytes = payload, cls: type[Any] = cls) -> Any:
            return deserialize_message(payload, cls)

        costs = [
            nanoseconds(cls),
            nanoseconds(lambda message=message: serialize_message(message)),
            nanoseconds(received),
            nanoseconds(lambda read=read, received=received: read(received())),
        ]
        rows.append([f"rclpy {cls.__name__}", f"{len(payload):,}", *map(show, costs)])
    return rows


def cyclone_rows() -> list[list[str]]:
    """The same with the Python codec of Cyclone DDS, which decodes everything at once."""
    try:
        from cyclone_messages import MESSAGES
    except ModuleNotFoundError:
        return []
    rows = []
    for make, filled in MESSAGES:
        payload = filled.serialize()
        decode = nanoseconds(
            lambda filled=filled, payload=payload: type(filled).deserialize(payload)
        )
        encode = nanoseconds(filled.serialize)
        costs = [nanoseconds(make), encode, decode, decode]
        name = f"cyclonedds {type(filled).__name__}"
        rows.append([name, f"{len(payload):,}", *map(show, costs)])
    return rows


def show(cost: float) -> str:
    """Microseconds with three digits that mean something."""
    return f"{cost / 1e3:.3g}"


def attribute_rows() -> list[list[str]]:
    """What touching one field costs; the loop around it is taken off."""
    names = {"message": String(data="x"), "text": "y"}
    number = 100_000

    def best(statement: str) -> float:
        return min(timeit.repeat(statement, globals=names, number=number, repeat=50)) / number

    idle = best("message")
    return [
        ["read a field", f"{(best('message.data') - idle) * 1e9:.0f} ns"],
        ["write a field", f"{(best('message.data = text') - idle) * 1e9:.0f} ns"],
    ]


def table(head: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cpu", type=int, help="the one core to run on")
    cpu = parser.parse_args().cpu
    if cpu is not None:
        os.sched_setaffinity(0, {cpu})
    head = ["message", "bytes", "make, µs", "encode, µs", "decode, µs", "decode and read all, µs"]
    print(table(head, rclpy_rows() + cyclone_rows()))
    print()
    print(table(["std_msgs/String", "cost"], attribute_rows()))


if __name__ == "__main__":
    main()
