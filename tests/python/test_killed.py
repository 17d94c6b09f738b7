"""Processes killed in the midst: who lives on loses nothing and holds nothing of the dead."""

import random
import subprocess
import time
from pathlib import Path

import psutil
import pytest
from conftest import NETWORK

PATIENCE = 30.0
# Messages that a victim sends or hears if it is let.
MESSAGES = 10_000

PRELUDE = """
import sys, time
import numpy, rclpy
from rclpy.node import Node
from rclpy.qos import QoSProfile, HistoryPolicy
from sensor_msgs.msg import Image
from std_msgs.msg import Header

SIZES = [0, 16, 300, 5_000, 16, 70_000, 64, 300_000, 1_000, 16]
KEEP_ALL = QoSProfile(history=HistoryPolicy.KEEP_ALL)

def image(sender, number):
    pixels = numpy.full(SIZES[number % len(SIZES)], number % 251, dtype=numpy.uint8)
    return Image(header=Header(frame_id=f"{sender} {number}"), data=pixels)

def publish(publisher, message):
    # Keep-all holds back whom a listener does not keep up with, for 100 ms at a time.
    while True:
        try:
            return publisher.publish(message)
        except RuntimeError as error:
            assert "timed out" in str(error)

def read(message):
    sender, number = message.header.frame_id.split()
    number = int(number)
    pixels = numpy.asarray(message.data)
    assert len(pixels) == SIZES[number % len(SIZES)] and (pixels == number % 251).all()
    return sender, number
"""

# Both go on for good, and say how far they are and when. Standard input ends them.
TALKER = f"""{PRELUDE}
import threading
rclpy.init()
publisher = Node("talker").create_publisher(Image, "images", KEEP_ALL)
over = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
while publisher.get_subscription_count() == 0:
    time.sleep(0.01)
number = 0
while not over.is_set():
    for _ in range(200):
        publish(publisher, image("talker", number))
        number += 1
    print(time.monotonic(), number)
    time.sleep(0.002)
publish(publisher, image("last", number))
assert publisher.wait_for_all_acked()
rclpy.shutdown()
"""
LISTENER = f"""{PRELUDE}
rclpy.init()
node = Node("listener")
next_number = {{}}

def hear(message):
    sender, number = read(message)
    if sender == "last":
        assert next_number["talker"] == number, "not all has come"
        node.context.shutdown()
        return
    # The first of a publisher that was there before may be a later one.
    assert number == next_number.get(sender, number), (sender, number, next_number[sender])
    next_number[sender] = number + 1
    if number % 200 == 0:
        print(time.monotonic(), number)

node.create_subscription(Image, "images", hear, KEEP_ALL)
while rclpy.ok():
    try:
        rclpy.spin_once(node)
    except rclpy.executors.ExternalShutdownException:
        break
"""

# They say when the moment has come, and go on until they are killed.
VICTIMS = {
    "talker": """
publisher = node.create_publisher(Image, "images", KEEP_ALL)
while publisher.get_subscription_count() == 0:
    time.sleep(0.001)
for number in range(count):
    if number == moment:
        print("now")
    publish(publisher, image(name, number))
time.sleep(100)
""",
    "listener": """
heard = 0
held = []

def hear(message):
    global heard
    read(message)
    held[heard % 20:heard % 20 + 1] = [message]
    heard += 1
    if heard == moment:
        print("now")

node.create_subscription(Image, "images", hear, KEEP_ALL)
rclpy.spin(node)
""",
}


def victim(part, name, moment):
    return f"""{PRELUDE}
rclpy.init()
name, count, moment = {name!r}, {MESSAGES}, {moment}
node = Node(name)
{VICTIMS[part]}
"""


class Survivor:
    """A program that lives on, seen from outside."""

    def __init__(self, program):
        self.program = program
        self.process = psutil.Process(program.process.pid)

    def goes_on(self):
        """Wait until it says something that it did after now."""
        now = time.monotonic()
        for line in self.program.process.stdout:
            if float(line.split()[0]) > now:
                return
        raise AssertionError(f"ended: {self.program.process.communicate()}")

    def holds(self):
        """Descriptors, threads, and mappings of shared memory."""
        maps = Path(f"/proc/{self.process.pid}/maps").read_text().splitlines()
        assert not any("/dev/shm/" in line for line in maps)
        shared = sum("/memfd:rosebay" in line for line in maps)
        return self.process.num_fds(), self.process.num_threads(), shared

    def private_memory(self):
        """Bytes that it alone holds."""
        memory = self.process.memory_info()
        return memory.rss - memory.shared


def more(after, before, kills):
    """
    Whether there is more of anything. (Threads of a pool may have ended for want of work.)

    Zenoh's pool has as many threads as it has work for at the moment; what leaks does so each time.
    """
    pool = kills - 1 if NETWORK == "rmw_zenoh_cpp" else 0
    descriptors, threads, mappings = before
    most = (descriptors, threads + pool, mappings)
    return any(held > once for held, once in zip(after, most, strict=True))


@pytest.mark.parametrize("part", VICTIMS)
@pytest.mark.parametrize(
    "kills",
    [
        pytest.param(5, marks=pytest.mark.timeout(240)),
        pytest.param(50, marks=[pytest.mark.long, pytest.mark.timeout(900)]),
    ],
)
def test_the_others_go_on_and_hold_nothing_of_the_dead(run, part, kills):
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    dice = random.Random(seed)
    talker = Survivor(run(TALKER, stdin=subprocess.PIPE))
    listener = Survivor(run(LISTENER))
    survivors = [talker, listener]
    for survivor in survivors:
        survivor.goes_on()
    before = [survivor.holds() for survivor in survivors]
    memory = []
    for kill in range(kills):
        died = run(victim(part, f"victim{kill}", dice.randrange(1, MESSAGES)))
        died.wait_for_line("now")
        files = [file.path for file in psutil.Process(died.process.pid).open_files()]
        assert not any(path.startswith("/dev/shm/") for path in files)
        died.kill()
        for survivor in survivors:
            survivor.goes_on()
        memory.append(sum(survivor.private_memory() for survivor in survivors))
    end = time.monotonic() + PATIENCE
    while any(
        more(survivor.holds(), once, kills)
        for survivor, once in zip(survivors, before, strict=True)
    ):
        after = [survivor.holds() for survivor in survivors]
        assert time.monotonic() < end, f"{before} descriptors, threads, mappings became {after}"
        for survivor in survivors:
            survivor.goes_on()
    # On Zenoh, what waits for a listener is in its own memory, as much as keep-all allows.
    if NETWORK != "rmw_zenoh_cpp":
        grown = memory[-1] - memory[0]
        assert grown < 10_000_000, f"{grown} bytes more: {memory}"
    for survivor in survivors:
        code, _, errors = survivor.program.end()
        assert (code, errors) == (0, "")
