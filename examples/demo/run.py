"""The demo: four programs in four processes, watched by this one, which sums up at the end.

`python examples/demo/run.py [SECONDS]`; exit status 1 where something did not work.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

import rclpy
from geometry_msgs.msg import Twist
from rclpy.node import Node
from rclpy.qos import qos_profile_sensor_data
from sensor_msgs.msg import Image, LaserScan
from std_msgs.msg import ColorRGBA

PROGRAMS = ("camera.py", "perception.py", "laser.py", "avoider.py")
HERE = Path(__file__).parent


class Watcher(Node):
    """Counts what the others publish."""

    def __init__(self) -> None:
        super().__init__("watcher")
        self.images = self.megabytes = self.colours = self.scans = self.commands = self.stops = 0
        self.photographs: set[str] = set()
        self.nearest = float("inf")
        self.driving = False
        sensors = qos_profile_sensor_data
        self.create_subscription(Image, "camera/image_raw", self.on_image, sensors)
        self.create_subscription(ColorRGBA, "perception/dominant_colour", self.on_colour, 10)
        self.create_subscription(LaserScan, "scan", self.on_scan, sensors)
        self.create_subscription(Twist, "cmd_vel", self.on_command, 10)

    def on_image(self, image: Image) -> None:
        self.images += 1
        self.megabytes += len(image.data) / 1e6
        self.photographs.add(image.header.frame_id)

    def on_colour(self, colour: ColorRGBA) -> None:
        self.colours += 1

    def on_scan(self, scan: LaserScan) -> None:
        self.scans += 1
        self.nearest = min(self.nearest, min(scan.ranges))

    def on_command(self, command: Twist) -> None:
        self.commands += 1
        driving = command.linear.x > 0
        self.stops += self.driving and not driving
        self.driving = driving

    def summary(self) -> list[tuple[str, str, bool]]:
        """What was watched, what was seen, and whether that is as it should be."""
        photographs = ", ".join(sorted(self.photographs)) or "none"
        return [
            ("images", f"{self.images} ({self.megabytes:.0f} MB): {photographs}", self.images > 20),
            ("dominant colours", f"{self.colours}", self.colours >= 8),
            ("laser scans", f"{self.scans}", self.scans > 50),
            ("commands", f"{self.commands}", self.commands > 50),
            ("stops before obstacles", f"{self.stops}", self.stops > 0),
            ("nearest approach", f"{self.nearest:.2f} m", 0.1 < self.nearest < 1.0),
        ]


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 15.0
    # One thread each for KMeans's linear algebra: five processes share this machine.
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    programs = [
        subprocess.Popen([sys.executable, HERE / name], env=environment) for name in PROGRAMS
    ]
    with rclpy.init():
        watcher = Watcher()
        end = watcher.get_clock().now() + rclpy.duration.Duration(seconds=seconds)
        while watcher.get_clock().now() < end:
            rclpy.spin_once(watcher, timeout_sec=0.1)
        for program in programs:
            program.send_signal(signal.SIGINT)
        exits = [program.wait(timeout=10) for program in programs]

    print(f"\n{seconds:.0f} s of five processes talking over RTPS on this host:")
    rows = watcher.summary()
    rows.append(("processes ended quietly", f"{exits.count(0)} of {len(exits)}", not any(exits)))
    for name, seen, good in rows:
        print(f"  {'ok  ' if good else 'FAIL'}  {name:<24}{seen}")
    return 0 if all(good for _, _, good in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
