"""Fields of many numbers: as `array.array` and `numpy.ndarray` in use, without a copy inside."""

import array
import collections.abc
import copy
import io
import pickle

import numpy
import pytest
from rclpy._rclpy import rclpy_deserialize, rclpy_serialize
from sensor_msgs.msg import Image, Imu, LaserScan
from std_msgs.msg import Float64MultiArray
from test_msgs.msg import Arrays, BoundedSequences, UnboundedSequences

TYPES = {
    "char": ("B", "uint8"),
    "float32": ("f", "float32"),
    "float64": ("d", "float64"),
    "int8": ("b", "int8"),
    "uint8": ("B", "uint8"),
    "int16": ("h", "int16"),
    "uint16": ("H", "uint16"),
    "int32": ("i", "int32"),
    "uint32": ("I", "uint32"),
    "int64": ("q", "int64"),
    "uint64": ("Q", "uint64"),
}

EACH_TYPE = pytest.mark.parametrize(
    ("name", "typecode", "dtype"), [(name, *codes) for name, codes in TYPES.items()], ids=TYPES
)


def receive(message):
    return rclpy_deserialize(rclpy_serialize(message, type(message)), type(message))


def received_ranges(numbers=(1.0, 2.0, 3.0)):
    """Return a message and its sequence of numbers, which is a view."""
    message = receive(LaserScan(ranges=list(numbers)))
    return message, message.ranges


@EACH_TYPE
def test_sequences_are_arrays(name, typecode, dtype):
    field = f"{name}_values"
    message = UnboundedSequences()
    assert type(getattr(message, field)) is array.array
    assert getattr(message, field).typecode == typecode
    setattr(message, field, [1, 2, 3])
    for numbers in (getattr(message, field), getattr(receive(message), field)):
        assert isinstance(numbers, array.array)
        assert isinstance(numbers, collections.abc.MutableSequence)
        assert numbers.typecode == typecode
        assert numbers.itemsize == numpy.dtype(dtype).itemsize
        assert numbers == array.array(typecode, [1, 2, 3])
        assert array.array(typecode, [1, 2, 3]) == numbers
        assert numbers.tolist() == [1, 2, 3]
        assert numbers.tobytes() == numpy.array([1, 2, 3], dtype).tobytes()
        assert numpy.asarray(numbers).dtype == dtype
        assert memoryview(numbers).format == typecode


def test_the_class_of_received_numbers_equals_that_of_arrays():
    received = type(received_ranges()[1])
    assert received == array.array and array.array == received and received == received
    assert received in (list, array.array) and {array.array: "numbers"}[received] == "numbers"
    assert received not in (list, tuple) and received != 7


@EACH_TYPE
def test_arrays_are_ndarrays(name, typecode, dtype):
    field = f"{name}_values"
    message = Arrays()
    for values in ([1, 2, 3], (1, 2, 3), numpy.array([1, 2, 3]), array.array(typecode, [1, 2, 3])):
        setattr(message, field, values)
        for numbers in (getattr(message, field), getattr(receive(message), field)):
            assert type(numbers) is numpy.ndarray
            assert numbers.dtype == dtype
            assert numbers.tolist() == [1, 2, 3]
            assert numbers.flags.writeable
    getattr(message, field)[1] = 7
    assert getattr(receive(message), field).tolist() == [1, 7, 3]


def test_a_matrix_for_an_array():
    message = Imu(orientation_covariance=numpy.arange(9.0).reshape(3, 3))
    assert message.orientation_covariance.tolist() == list(range(9))
    message.orientation_covariance = numpy.arange(18.0)[::2]
    assert receive(message).orientation_covariance.tolist() == list(range(0, 18, 2))


BUFFERS = {
    "ndarray": lambda values: numpy.array(values, numpy.float32),
    "array": lambda values: array.array("f", values),
    "memoryview": lambda values: memoryview(array.array("f", values)),
    "strided": lambda values: numpy.repeat(numpy.array(values, numpy.float32), 2)[::2],
    "big endian": lambda values: numpy.array(values, ">f4"),
    "double": lambda values: numpy.array(values, numpy.float64),
    "double array": lambda values: array.array("d", values),
    "integers": lambda values: numpy.array(values, numpy.int16),
    "half": lambda values: numpy.array(values, numpy.float32).astype(numpy.float16).astype("f4"),
    "rows": lambda values: numpy.array([values], numpy.float32),
    "bytes": lambda values: array.array("f", values).tobytes(),
    "bytearray": lambda values: bytearray(array.array("f", values).tobytes()),
    "list": list,
    "tuple": tuple,
    "received": lambda values: receive(LaserScan(intensities=values)).intensities,
}


@pytest.mark.parametrize("make", BUFFERS.values(), ids=BUFFERS)
def test_buffers_are_copied(make):
    values = make([1.0, 2.0, 3.0])
    message = LaserScan(ranges=values)
    assert message.ranges.tolist() == [1.0, 2.0, 3.0]
    assert message.ranges is not values
    assert receive(message).ranges.tolist() == [1.0, 2.0, 3.0]
    if isinstance(values, (list, array.array)):
        values.append(4.0)
    assert len(message.ranges) == 3


def test_what_is_checked_is_kept():
    message = LaserScan(check_fields=True)
    values = array.array("f", [1.0])
    message.ranges = values
    assert message.ranges is values
    with pytest.raises(
        AssertionError, match=r"'ranges' array.array\(\) must have the type code of 'f'"
    ):
        message.ranges = array.array("d")
    with pytest.raises(AssertionError, match="'ranges' field must be a set or sequence"):
        message.ranges = b"1234"
    imu = Imu(check_fields=True)
    covariance = numpy.zeros(9)
    imu.orientation_covariance = covariance
    assert imu.orientation_covariance is covariance
    with pytest.raises(AssertionError, match=r"must have the dtype of 'numpy.float64'"):
        imu.orientation_covariance = numpy.zeros(9, numpy.float32)
    with pytest.raises(AssertionError, match=r"must have a size of 9"):
        imu.orientation_covariance = numpy.zeros(8)


def test_bytes_that_are_no_whole_numbers():
    with pytest.raises(AssertionError, match="'ranges' field"):
        LaserScan(ranges=b"12345")


def test_numpy_takes_no_copy():
    message, ranges = received_ranges()
    first = numpy.asarray(ranges)
    second = numpy.frombuffer(message.ranges, numpy.float32)
    assert numpy.shares_memory(first, second)
    assert not first.flags.owndata
    assert first.tolist() == [1.0, 2.0, 3.0]
    # It is the message's own memory, as upstream's is.
    first[1] = 7.0
    assert ranges[1] == 7.0
    assert receive(message).ranges.tolist() == [1.0, 7.0, 3.0]
    ranges[0] = 5.0
    assert second[0] == 5.0


def test_an_image_takes_no_copy():
    data = bytes(range(256)) * 100
    message = receive(Image(data=data))
    pixels = numpy.ndarray(shape=(100, 256), dtype=numpy.uint8, buffer=message.data)
    assert numpy.shares_memory(pixels, numpy.frombuffer(message.data, numpy.uint8))
    assert pixels[99, 255] == 255
    pixels[0, 0] = 9
    assert message.data[0] == 9
    assert bytes(message.data[1:3]) == b"\1\2"


def test_a_view_outlives_its_message():
    message, ranges = received_ranges()
    numbers = numpy.asarray(ranges)
    del message, ranges
    assert numbers.tolist() == [1.0, 2.0, 3.0]


def test_messages_of_the_same_bytes_do_not_see_each_other():
    original = receive(LaserScan(ranges=[1.0, 2.0]))
    other = LaserScan()
    other.ranges = original.ranges
    numpy.asarray(original.ranges)[0] = 9.0
    assert original.ranges[0] == 9.0
    other.intensities = original.ranges
    numpy.asarray(original.ranges)[0] = 8.0
    assert other.intensities[0] == 9.0


def test_doubles_are_aligned():
    for length in range(1, 9):
        message = Float64MultiArray(data=[0.5] * length)
        message.layout.data_offset = length
        numbers = numpy.asarray(receive(message).data)
        assert numbers.flags.aligned
        assert numbers.tolist() == [0.5] * length


SAME = {
    "length": len,
    "first": lambda a: a[0],
    "last": lambda a: a[-1],
    "slice": lambda a: a[1:3],
    "open slice": lambda a: a[:],
    "empty slice": lambda a: a[5:2],
    "step": lambda a: a[::2],
    "reversed slice": lambda a: a[::-1],
    "iteration": list,
    "reversed": lambda a: list(reversed(a)),
    "membership": lambda a: (2.0 in a, 99.0 in a, "x" in a),
    "sum": sum,
    "concatenation": lambda a: a + array.array("f", [9.0]),
    "concatenation to": lambda a: array.array("f", [9.0]) + a,
    "repetition": lambda a: (a * 2, 2 * a),
    "comparison": lambda a: (a < array.array("f", [5.0]), a != a[:], a == [1.0], a >= a),
    "index": lambda a: a.index(2.0),
    "count": lambda a: a.count(2.0),
    "bytes": bytes,
    "list": lambda a: a.tolist(),
    "repr": repr,
    "copy": copy.copy,
    "deep copy": copy.deepcopy,
    "pickle": lambda a: pickle.loads(pickle.dumps(a)),
    "append": lambda a: a.append(4.0),
    "extend": lambda a: a.extend([4.0, 5.0]),
    "extend by an array": lambda a: a.extend(array.array("f", [4.0])),
    "insert": lambda a: a.insert(1, 4.0),
    "pop": lambda a: a.pop(),
    "remove": lambda a: a.remove(2.0),
    "reverse": lambda a: a.reverse(),
    "byteswap": lambda a: a.byteswap(),
    "fromlist": lambda a: a.fromlist([1.0]),
    "frombytes": lambda a: a.frombytes(b"\0\0\0\0"),
    "setting": lambda a: a.__setitem__(0, 5.0),
    "setting a slice": lambda a: a.__setitem__(slice(0, 2), array.array("f", [8.0])),
    "deleting": lambda a: a.__delitem__(0),
    "deleting a slice": lambda a: a.__delitem__(slice(None)),
    "out of range": lambda a: a[3],
    "a bad index": lambda a: a["x"],
    "a bad value": lambda a: a.append("x"),
    "setting a bad value": lambda a: a.__setitem__(0, "x"),
    "popping too far": lambda a: a.pop(9),
    "an unknown method": lambda a: a.unknown(),
    "hash": hash,
}


@pytest.mark.parametrize("use", SAME.values(), ids=SAME)
def test_as_an_array(use):
    def outcome(numbers):
        try:
            result = use(numbers)
        except Exception as error:
            result = type(error)
        return result, numbers

    values = [1.0, 2.0, 3.0]
    expected = outcome(array.array("f", values))
    message, ranges = received_ranges(values)
    assert outcome(ranges) == expected
    assert message.ranges is ranges
    assert receive(message).ranges == expected[1]


def test_in_place_operators():
    message, ranges = received_ranges()
    ranges += array.array("f", [4.0])
    ranges *= 2
    assert message.ranges is ranges
    assert receive(message).ranges.tolist() == [1.0, 2.0, 3.0, 4.0] * 2
    other = received_ranges()[1]
    ranges += other
    assert ranges.tolist()[-3:] == [1.0, 2.0, 3.0]
    assert (other + other).tolist() == [1.0, 2.0, 3.0] * 2


def test_two_views_compare():
    assert received_ranges()[1] == received_ranges()[1]
    assert received_ranges()[1] != received_ranges([1.0])[1]


def test_iterating_while_changing():
    _, ranges = received_ranges()
    seen = []
    for number in ranges:
        seen.append(number)
        if len(seen) < 3:
            ranges.append(number)
    assert seen == [1.0, 2.0, 3.0, 1.0, 2.0]


def test_an_exported_view_keeps_its_length():
    _, ranges = received_ranges()
    view = memoryview(ranges)
    with pytest.raises(BufferError, match="exporting buffers"):
        ranges.append(4.0)
    assert view.tolist() == [1.0, 2.0, 3.0]
    view.release()
    ranges.append(4.0)
    assert len(ranges) == 4


def test_a_moved_view_is_exported_by_its_array():
    _, ranges = received_ranges()
    ranges.append(4.0)
    numbers = numpy.asarray(ranges)
    numbers[3] = 5.0
    assert ranges[3] == 5.0
    assert (len(ranges), ranges[-1], list(ranges), ranges.tobytes()[-4:]) == (
        4,
        5.0,
        [1.0, 2.0, 3.0, 5.0],
        b"\0\0\xa0@",
    )


def test_files():
    _, ranges = received_ranges()
    file = io.BytesIO()
    file.write(ranges)
    assert file.getvalue() == array.array("f", [1.0, 2.0, 3.0]).tobytes()
    target = array.array("f", [0.0] * 3)
    assert io.BytesIO(ranges).readinto(target) == 12
    assert target == ranges
    # A reader may fill the view.
    assert io.BytesIO(bytes(12)).readinto(ranges) == 12
    assert ranges.tolist() == [0.0] * 3


def test_bounded_sequences():
    message = BoundedSequences(int16_values=[1, 2, 3])
    numbers = receive(message).int16_values
    assert numbers.tolist() == [1, 2, 3]
    with pytest.raises(AssertionError, match="length <= 3"):
        message.int16_values = receive(UnboundedSequences(int16_values=[1] * 4)).int16_values


def test_sizes():
    for length in (0, 1, 2, 1000, 1_000_000):
        message = receive(Image(data=bytes(length)))
        assert len(message.data) == length
        assert message.data == array.array("B", bytes(length))


def test_long_bytes_are_not_copied():
    data = bytes(10_000)
    message = Image(data=data)
    assert isinstance(message.data, array.array)
    assert message.data.tobytes() == data
    assert receive(message).data == message.data
    # They are somebody else's: who writes gets a copy.
    numpy.frombuffer(message.data, numpy.uint8)[0] = 1
    assert message.data[0] == 1
    assert receive(message).data[0] == 1
    assert data == bytes(10_000)
    assert copy.deepcopy(Image(data=data)) == Image(data=data)
    with pytest.raises(AssertionError, match="length <= 3"):
        BoundedSequences(uint8_values=data)


@pytest.mark.parametrize("length", [4, 8192])
def test_bytes_are_machine_numbers(length):
    data = b"\xff\x00\x80\x01" * (length // 4)
    for name in ("int8", "uint8", "int16", "uint32", "int64", "float32"):
        typecode = TYPES[name][0]
        if length % array.array(typecode).itemsize == 0:
            message = UnboundedSequences(**{f"{name}_values": data})
            assert getattr(message, f"{name}_values") == array.array(typecode, data)
