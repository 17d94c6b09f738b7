"""Drives a robot with the keyboard: what is held down is published on ``cmd_vel``."""

import asyncio
import os
import sys
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager

import rclpy
from geometry_msgs.msg import Twist, TwistStamped
from rclpy.experimental import AsyncNode

HELP = """\
   u    i    o        turn left     ahead     turn right
   j    k    l        spin left     stop      spin right
   m    ,    .        back left     back      back right
With Shift (U, O, J, L, M, >) a holonomic robot goes sideways; t and b are up and down.
q/z, w/x, e/c: 10 % more or less of both speeds, of the linear one, of the angular one.
Ctrl-C ends."""

# Forward, to the left, up, and turning to the left.
MOVES = {
    "i": (1, 0, 0, 0), "o": (1, 0, 0, -1), "j": (0, 0, 0, 1), "l": (0, 0, 0, -1),
    "u": (1, 0, 0, 1), ",": (-1, 0, 0, 0), ".": (-1, 0, 0, 1), "m": (-1, 0, 0, -1),
    "I": (1, 0, 0, 0), "O": (1, -1, 0, 0), "J": (0, 1, 0, 0), "L": (0, -1, 0, 0),
    "U": (1, 1, 0, 0), "<": (-1, 0, 0, 0), ">": (-1, -1, 0, 0), "M": (-1, 1, 0, 0),
    "t": (0, 0, 1, 0), "b": (0, 0, -1, 0),
}  # fmt: skip
SPEEDS = {
    "q": (1.1, 1.1), "z": (0.9, 0.9), "w": (1.1, 1.0), "x": (0.9, 1.0), "e": (1.0, 1.1),
    "c": (1.0, 0.9),
}  # fmt: skip


class Teleop(AsyncNode):
    """Publishes a twist for every key."""

    def __init__(self) -> None:
        super().__init__("teleop_twist_keyboard")
        self.stamped = self.declare_parameter("stamped", False).value
        self.frame_id = self.declare_parameter("frame_id", "").value
        self.speed = self.declare_parameter("speed", 0.5).value
        self.turn = self.declare_parameter("turn", 1.0).value
        self.publisher = self.create_publisher(
            TwistStamped if self.stamped else Twist, "cmd_vel", 10
        )

    def read_keys(self) -> None:
        """Take the keys that were pressed."""
        for key in os.read(sys.stdin.fileno(), 64).decode(errors="replace"):
            self.press(key)

    def press(self, key: str) -> None:
        """Change a speed, or move; every other key stops."""
        if key in SPEEDS:
            self.speed *= SPEEDS[key][0]
            self.turn *= SPEEDS[key][1]
            self.get_logger().info(f"Speed {self.speed:.2f} m/s, turn {self.turn:.2f} rad/s")
            return
        x, y, z, turn = MOVES.get(key, (0, 0, 0, 0))
        twist = Twist()
        twist.linear.x, twist.linear.y, twist.linear.z = (d * self.speed for d in (x, y, z))
        twist.angular.z = turn * self.turn
        self.publish(twist)

    def publish(self, twist: Twist) -> None:
        """Publish a twist, with a stamp if that was asked for."""
        if self.stamped:
            message = TwistStamped(twist=twist)
            message.header.stamp = self.get_clock().now().to_msg()
            message.header.frame_id = self.frame_id
            self.publisher.publish(message)
        else:
            self.publisher.publish(twist)


@contextmanager
def single_keys() -> Iterator[None]:
    """Have the terminal hand over every key at once, without showing it."""
    settings = termios.tcgetattr(sys.stdin)
    tty.setcbreak(sys.stdin)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, settings)


async def main() -> None:
    """Drive until Ctrl-C, and stop the robot then."""
    async with Teleop() as node:
        asyncio.get_running_loop().add_reader(sys.stdin, node.read_keys)
        print(HELP, flush=True)
        try:
            await asyncio.Event().wait()
        finally:
            node.publish(Twist())


if __name__ == "__main__":
    try:
        with single_keys(), rclpy.init():
            asyncio.run(main())
    except KeyboardInterrupt:
        pass
