"""Messages in memory that the middleware lends, written to where they are sent from."""

import array

import numpy
import pytest
from sensor_msgs.msg import Image, LaserScan, PointCloud2
from std_msgs.msg import Float64MultiArray, Header, String

SIZE = 300_000


def address_of(numbers):
    return numpy.asarray(numbers).__array_interface__["data"][0]


@pytest.fixture
def talk(node, executor):
    """Make a publisher, and a function that returns what it has sent."""

    def make(message_class):
        received = []
        node.create_subscription(message_class, "topic", received.append, 10)
        publisher = node.create_publisher(message_class, "topic", 10)

        def receive():
            while not received:
                executor.spin_once(timeout_sec=1)
            return received.pop()

        return publisher, receive

    return make


def test_what_is_written_in_place_is_sent(talk):
    publisher, receive = talk(Image)
    loan = publisher.borrow_loaned_message(height=1, encoding="mono8", data=SIZE)
    assert isinstance(loan, Image)
    assert (loan.height, loan.encoding, len(loan.data)) == (1, "mono8", SIZE)
    pixels = numpy.frombuffer(loan.data, dtype=numpy.uint8)
    assert pixels.flags.writeable
    pixels[:] = numpy.arange(SIZE) % 251
    loan.data[1] = 252
    loan.width = SIZE
    loan.header.stamp.sec = 7
    publisher.publish(loan)
    message = receive()
    assert (message.height, message.width, message.encoding) == (1, SIZE, "mono8")
    assert message.header.stamp.sec == 7
    assert message.data[1] == 252
    assert (numpy.asarray(message.data)[2:] == numpy.arange(2, SIZE) % 251).all()


@pytest.mark.not_on_zenoh("there are no loans without shared memory")
def test_what_is_sent_is_what_was_written_to(talk):
    publisher, receive = talk(Image)
    loan = publisher.borrow_loaned_message(data=SIZE)
    address = address_of(loan.data)
    loan.header.stamp.sec = 7
    publisher.publish(loan)
    assert address_of(receive().data) == address


@pytest.mark.parametrize("frame_id", ["", "a", "a longer name than before"])
def test_another_layout_is_sent_whole(talk, frame_id):
    publisher, receive = talk(Image)
    loan = publisher.borrow_loaned_message(header=Header(frame_id="frame"), data=SIZE)
    numpy.asarray(loan.data)[:] = 7
    loan.header.frame_id = frame_id
    publisher.publish(loan)
    message = receive()
    assert message.header.frame_id == frame_id
    assert len(message.data) == SIZE and (numpy.asarray(message.data) == 7).all()


@pytest.mark.parametrize("data", [b"12345", bytes(SIZE), bytes(SIZE + 1)])
def test_an_array_may_be_replaced(talk, data):
    publisher, receive = talk(Image)
    loan = publisher.borrow_loaned_message(data=SIZE)
    loan.data = data
    publisher.publish(loan)
    assert bytes(receive().data) == data


def test_several_arrays_are_aligned(talk):
    publisher, receive = talk(LaserScan)
    loan = publisher.borrow_loaned_message(ranges=1001, intensities=999)
    numpy.asarray(loan.ranges)[:] = 1.5
    numpy.asarray(loan.intensities)[:] = 2.5
    publisher.publish(loan)
    assert receive() == LaserScan(ranges=[1.5] * 1001, intensities=[2.5] * 999)


def test_doubles_are_written_in_place(talk):
    publisher, receive = talk(Float64MultiArray)
    loan = publisher.borrow_loaned_message(data=1000)
    numpy.asarray(loan.data)[:] = 1.5
    assert set(loan.data) == {1.5}
    publisher.publish(loan)
    assert receive().data == array.array("d", [1.5] * 1000)


def test_a_message_without_room_for_arrays_is_lent_as_well(talk):
    publisher, receive = talk(String)
    loan = publisher.borrow_loaned_message(data="text")
    publisher.publish(loan)
    assert receive() == String(data="text")
    loan = publisher.borrow_loaned_message()
    loan.data = "another"
    publisher.publish(loan)
    assert receive() == String(data="another")


def test_a_published_loan_is_gone(talk):
    publisher, receive = talk(PointCloud2)
    loan = publisher.borrow_loaned_message(data=SIZE)
    header, data = loan.header, loan.data
    publisher.publish(loan)
    for use in (
        lambda: loan.data,
        lambda: loan.header,
        lambda: setattr(loan, "height", 1),
        lambda: publisher.publish(loan),
        lambda: loan == PointCloud2(),
        lambda: repr(loan),
    ):
        with pytest.raises(ValueError, match="has been published"):
            use()
    message = receive()
    before = bytes(message.data)
    # What is left of it does not write to what was sent.
    data[0] = (before[0] + 1) % 256
    header.frame_id = "changed"
    assert bytes(message.data) == before and message.header.frame_id == ""


def test_a_loan_that_is_dropped_is_not_sent(talk):
    publisher, receive = talk(Image)
    publisher.borrow_loaned_message(data=SIZE)
    publisher.publish(Image(encoding="sent"))
    assert receive().encoding == "sent"


def test_a_loan_that_is_sent_by_another_publisher_is_gone_too(talk, node):
    publisher, receive = talk(String)
    loan = publisher.borrow_loaned_message(data="text")
    node.create_publisher(String, "topic", 10).publish(loan)
    assert receive() == String(data="text")
    with pytest.raises(ValueError, match="has been published"):
        publisher.publish(loan)


@pytest.mark.parametrize(
    ("fields", "error", "words"),
    [
        ({"data": -1}, TypeError, "number of elements of 'data'"),
        ({"data": 2**70}, TypeError, "number of elements of 'data'"),
        ({"height": "text"}, AssertionError, "height"),
        ({"nothing": 1}, AssertionError, "nothing"),
    ],
)
def test_what_does_not_fit_is_refused(talk, fields, error, words):
    publisher, _ = talk(Image)
    with pytest.raises(error, match=words):
        publisher.borrow_loaned_message(**fields)


def test_within_one_process_nothing_is_lent(talk):
    publisher, _ = talk(Image)
    assert not publisher.can_loan_messages


LISTENER = """
import rclpy, numpy
from sensor_msgs.msg import Image
from rclpy.node import Node
rclpy.init()
node = Node("listener")
received = []
node.create_subscription(Image, "image", received.append, 10)
print("ready")
while len(received) < 3:
    rclpy.spin_once(node)
def is_whole(message):
    array = numpy.asarray(message.data)
    return len(array) == 300_000 and bool((array == message.height).all())
print(all(is_whole(message) for message in received))
rclpy.shutdown()
"""
TALKER = """
import time
import rclpy, numpy
from sensor_msgs.msg import Image
from rclpy.node import Node
def is_shared(array):
    address = array.__array_interface__["data"][0]
    with open("/proc/self/maps") as maps:
        for line in maps:
            start, end = (int(word, 16) for word in line.split()[0].split("-"))
            if start <= address < end:
                return "memfd:rosebay-payloads" in line
    return False
rclpy.init()
node = Node("talker")
publisher = node.create_publisher(Image, "image", 10)
while not publisher.can_loan_messages:
    rclpy.spin_once(node, timeout_sec=0.01)
for number in range(1, 4):
    image = publisher.borrow_loaned_message(encoding="mono8", data=300_000)
    pixels = numpy.asarray(image.data)
    assert is_shared(pixels)
    pixels[:] = number
    image.height = number
    del pixels
    publisher.publish(image)
    assert publisher.wait_for_all_acked()
rclpy.shutdown()
print("sent")
"""


@pytest.mark.not_on_zenoh("there are no loans without shared memory")
def test_loans_lie_in_memory_that_is_shared_with_other_processes(run):
    listener = run(LISTENER)
    listener.wait_for_line("ready")
    assert run(TALKER).end() == (0, "sent\n", "")
    assert listener.end() == (0, "True\n", "")
