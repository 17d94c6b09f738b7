"""What messages cost by themselves: making, reading, encoding, decoding.

Plain rclpy, so it runs on any; beside it PyPI's `cyclonedds`, if it is there. A table in Markdown.
"""

from __future__ import annotations

import argparse
import gc
import timeit
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy
from clock import pin, say, table
from nav_msgs.msg import Odometry
from rclpy.serialization import deserialize_message, serialize_message
from sensor_msgs.msg import Image, Imu, LaserScan
from std_msgs.msg import String

Costs = dict[str, float]  # nanoseconds, but for the bytes

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
    return min(timeit.repeat(action, number=number, repeat=30)) / number * 1e9


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


def rclpy_costs() -> dict[str, Costs]:
    """The costs of rclpy's messages."""
    found = {}
    for subject in subjects():
        message, read = subject.message, subject.read
        cls = type(message)
        payload = serialize_message(message)

        def received(payload: bytes = payload, cls: type[Any] = cls) -> Any:
            return deserialize_message(payload, cls)

        found[f"rclpy {cls.__name__}"] = {
            "bytes": len(payload),
            "make": nanoseconds(cls),
            "encode": nanoseconds(lambda message=message: serialize_message(message)),
            "decode": nanoseconds(received),
            "decode and read all": nanoseconds(
                lambda read=read, received=received: read(received())
            ),
        }
    return found


def cyclone_costs() -> dict[str, Costs]:
    """The same with the Python codec of Cyclone DDS, which decodes everything at once."""
    try:
        from cyclone_messages import MESSAGES
    except ModuleNotFoundError:
        return {}
    found = {}
    for make, filled in MESSAGES:
        payload = filled.serialize()
        decode = nanoseconds(
            lambda filled=filled, payload=payload: type(filled).deserialize(payload)
        )
        found[f"cyclonedds {type(filled).__name__}"] = {
            "bytes": len(payload),
            "make": nanoseconds(make),
            "encode": nanoseconds(filled.serialize),
            "decode": decode,
            "decode and read all": decode,
        }
    return found


def field_costs() -> dict[str, float]:
    """What touching one field costs, in nanoseconds; the loop around it is taken off."""
    names = {"message": String(data="x"), "text": "y"}
    number = 100_000

    def best(statement: str) -> float:
        return min(timeit.repeat(statement, globals=names, number=number, repeat=50)) / number

    idle = best("message")
    return {
        "read a field": (best("message.data") - idle) * 1e9,
        "write a field": (best("message.data = text") - idle) * 1e9,
    }


def report(messages: dict[str, Costs], fields: dict[str, float]) -> str:
    """Tables in Markdown."""
    kinds = ["make", "encode", "decode", "decode and read all"]
    rows = [
        [name, f"{costs['bytes']:,.0f}", *(f"{costs[kind] / 1e3:.3g}" for kind in kinds)]
        for name, costs in messages.items()
    ]
    head = ["message", "bytes", *(f"{kind}, µs" for kind in kinds)]
    touched = [[name, f"{cost:.0f} ns"] for name, cost in fields.items()]
    return table(head, rows) + "\n\n" + table(["std_msgs/String", "cost"], touched)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cpu", type=int, help="the one core to run on")
    parser.add_argument("--json", action="store_true", help="figures instead of tables")
    chosen = parser.parse_args()
    pin(chosen.cpu)
    messages, fields = rclpy_costs() | cyclone_costs(), field_costs()
    if chosen.json:
        say(messages=messages, fields=fields)
    else:
        print(report(messages, fields))


if __name__ == "__main__":
    main()
