"""Messages between processes of one host: where bytes lie, what forks and full memory do."""

import signal

import pytest

PRELUDE = """
import os, sys
import numpy, rclpy
from rclpy.node import Node
from rclpy.qos import QoSProfile, HistoryPolicy
from sensor_msgs.msg import Image
from std_msgs.msg import Header

SIZE = 300_000
KEEP_ALL = QoSProfile(history=HistoryPolicy.KEEP_ALL)

def image(number):
    return Image(height=1, width=SIZE, step=SIZE, encoding="mono8",
                 header=Header(frame_id=str(number)),
                 data=numpy.full(SIZE, number % 251, dtype=numpy.uint8))

def is_whole(message):
    return bool((numpy.asarray(message.data) == int(message.header.frame_id) % 251).all())

def is_shared(array):
    address = array.__array_interface__["data"][0]
    with open("/proc/self/maps") as maps:
        for line in maps:
            start, end = (int(word, 16) for word in line.split()[0].split("-"))
            if start <= address < end:
                return "memfd:rosebay-payloads" in line
    return False
"""
TALKER = f"""{PRELUDE}
rclpy.init()
node = Node("talker")
publisher = node.create_publisher(Image, "image", KEEP_ALL)
print("ready")
number = 0
while rclpy.ok():
    if publisher.get_subscription_count():
        publisher.publish(image(number))
        number += 1
    try:
        rclpy.spin_once(node, timeout_sec=0.002)
    except (KeyboardInterrupt, rclpy.executors.ExternalShutdownException):
        break
"""
LISTENER = f"""{PRELUDE}
rclpy.init()
node = Node("listener")
received = []
node.create_subscription(Image, "image", received.append, KEEP_ALL)
def receive(count):
    while len(received) < count:
        rclpy.spin_once(node)
"""
END = """
rclpy.shutdown()
print("all is well")
"""


@pytest.fixture
def listen(run, monkeypatch):
    """Run a talker and the end of a listener's program, which has to end well; what both logged."""

    def listen(program, shared_memory="", talker_first=""):
        monkeypatch.setenv("ROSEBAY_SHM", shared_memory)
        talker = run(talker_first + TALKER)
        talker.wait_for_line("ready")
        code, output, errors = run(LISTENER + program + END).end()
        assert (code, output, errors) == (0, "all is well\n", "")
        code, _, errors = talker.end(signal.SIGINT)
        assert code == 0
        return errors

    return listen


@pytest.mark.not_on_zenoh("messages between processes are not in shared memory")
def test_arrays_are_views_of_shared_memory_until_they_are_dropped(listen):
    logged = listen("""
held = []
while len(held) < 3:
    receive(1)
    array = numpy.asarray(received[0].data)
    if is_shared(array):
        held.append(received[0])
    received.clear()
receive(100)
assert all(is_whole(message) for message in held + received)
# What is written to becomes the reader's own.
first = received[0]
first.data[0] = 252
assert first.data[0] == 252 and not is_shared(numpy.asarray(first.data))
""")
    assert logged == ""


@pytest.mark.not_on_zenoh("messages between processes are not in shared memory")
def test_what_is_written_to_an_array_is_seen_there_alone(listen):
    listen("""
others = []
node.create_subscription(Image, "image", others.append, KEEP_ALL)
receive(100)
while len(others) < 50:
    rclpy.spin_once(node)
shared = 0
for message in others:
    array = numpy.asarray(message.data)
    shared += is_shared(array)
    array[::1000] = 252
    array[-1] = 253
    assert message.data[1000] == 252 and message.data[-1] == 253
assert shared > 0
assert all(is_whole(message) for message in received)
del others[:], message, array
receive(300)
assert all(is_whole(message) for message in received)
""")


def test_children_leave_what_their_parent_holds(listen):
    listen("""
import warnings
warnings.simplefilter("ignore", DeprecationWarning)
receive(10)
held = received[:]
received.clear()
child = os.fork()
if child == 0:
    assert all(is_whole(message) for message in held)
    del held, received
    sys.exit(0)
_, status = os.waitpid(child, 0)
assert status == 0, status
receive(100)
assert all(is_whole(message) for message in held)
""")


def test_without_shared_memory_messages_take_the_network(listen):
    logged = listen(
        """
receive(20)
assert all(is_whole(message) for message in received)
with open("/proc/self/maps") as maps:
    assert "rosebay" not in maps.read()
""",
        shared_memory="0",
    )
    assert logged == ""


@pytest.mark.not_on_zenoh("messages between processes are not in shared memory")
def test_full_memory_is_warned_of_once(listen):
    logged = listen(
        """
receive(20)
assert all(is_whole(message) for message in received)
assert [message.header.frame_id for message in received] == sorted(
    (message.header.frame_id for message in received), key=int)
""",
        shared_memory="1",
    )
    assert logged.count("the shared memory is full") == 1


@pytest.mark.not_on_zenoh("messages between processes are not in shared memory")
def test_missing_memory_is_warned_of_once(listen):
    """As where there are not enough addresses for it."""
    logged = listen(
        """
receive(20)
assert all(is_whole(message) for message in received)
""",
        talker_first="""
import resource
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
""",
    )
    assert logged.count("no shared memory for payloads") == 1


def test_topics_cost_few_descriptors(run):
    many = f"""{PRELUDE}
rclpy.init()
node = Node(f"node{{os.getpid()}}")
names = [f"topic{{number}}" for number in range(101)]
received = set()

def descriptors():
    return len(os.listdir("/proc/self/fd"))
"""
    listener = f"""{many}
def listen(name):
    return node.create_subscription(
        Image, name, lambda message: received.add(name), QoSProfile(depth=10)
    )

def hear(count):
    while len(received) < count:
        rclpy.spin_once(node)

subscriptions = [listen(names[0])]
hear(1)
before = descriptors()
subscriptions += map(listen, names[1:])
hear(101)
assert descriptors() - before <= 20, (before, descriptors())
"""
    talker = f"""{many}
def talk(name):
    return node.create_publisher(Image, name, QoSProfile(depth=10))

def publish(publishers):
    while any(publisher.get_subscription_count() == 0 for publisher in publishers):
        rclpy.spin_once(node, timeout_sec=0.01)
    for publisher in publishers:
        publisher.publish(image(1))

first = talk(names[0])
publish([first])
before = descriptors()
others = list(map(talk, names[1:]))
publish(others)
assert descriptors() - before <= 20, (before, descriptors())
assert all(publisher.wait_for_all_acked() for publisher in others)
"""
    programs = [run(listener + END), run(talker + END)]
    for program in programs:
        assert program.end() == (0, "all is well\n", "")


def test_a_size_that_is_none_is_refused(run, monkeypatch):
    monkeypatch.setenv("ROSEBAY_SHM", "plenty")
    code, _, errors = run("import rclpy; rclpy.init()").end()
    assert code == 1 and "ROSEBAY_SHM" in errors and "plenty" in errors
