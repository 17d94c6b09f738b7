"""What a field takes and what it refuses, and in which words."""

import collections
import math
from decimal import Decimal

import numpy
import pytest
from builtin_interfaces.msg import Duration, Time
from geometry_msgs.msg import PoseArray
from rclpy._rclpy import rclpy_deserialize, rclpy_serialize
from sensor_msgs.msg import Image
from std_msgs.msg import ByteMultiArray, Header, String
from test_msgs.msg import (
    Arrays,
    BasicTypes,
    BoundedSequences,
    Strings,
    UnboundedSequences,
    WStrings,
)

INTEGERS = [
    *((f"int{bits}", -(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for bits in (8, 16, 32, 64)),
    *((f"uint{bits}", 0, 2**bits - 1) for bits in (8, 16, 32, 64)),
    ("char", 0, 255),
]

BOTH_MODES = pytest.mark.parametrize("check_fields", [False, True])


def refused(message, field, value, words):
    before = getattr(message, field)
    with pytest.raises(AssertionError) as caught:
        setattr(message, field, value)
    assert str(caught.value).startswith(f"The '{field}' field must be {words}"), str(caught.value)
    assert ", got " in str(caught.value)
    # Nothing has changed.
    numpy.testing.assert_equal(getattr(message, field), before)


@BOTH_MODES
@pytest.mark.parametrize(
    ("cls", "field", "value", "words"),
    [
        (BasicTypes, "bool_value", 1, "of type 'bool'"),
        (BasicTypes, "bool_value", None, "of type 'bool'"),
        (BasicTypes, "byte_value", 1, "of type 'bytes' or 'ByteString' with length 1"),
        (BasicTypes, "byte_value", b"ab", "of type 'bytes' or 'ByteString'"),
        (BasicTypes, "byte_value", b"", "of type 'bytes' or 'ByteString'"),
        (BasicTypes, "int8_value", 1.0, "of type 'int'"),
        (BasicTypes, "int8_value", "1", "of type 'int'"),
        (BasicTypes, "uint64_value", None, "of type 'int'"),
        (BasicTypes, "uint64_value", 2**70, "an unsigned integer in [0, 18446744073709551615]"),
        (BasicTypes, "float32_value", "1", "of type 'float'"),
        (BasicTypes, "float64_value", None, "of type 'float'"),
        (BasicTypes, "float64_value", True, "of type 'float'"),
        (BasicTypes, "float64_value", [1.0], "of type 'float'"),
        (BasicTypes, "float32_value", 1e39, "a float in [-3.402823466e+38, 3.402823466e+38]"),
        (Strings, "string_value", b"x", "of type 'str'"),
        (Strings, "string_value", 1, "of type 'str'"),
        (Strings, "bounded_string_value", "x" * 23, "string value not longer than 22"),
        (Strings, "bounded_string_value", 1, "string value not longer than 22"),
        (WStrings, "wstring_value", b"x", "of type 'str'"),
        (Header, "stamp", 1, "a sub message of type 'Time'"),
        (Header, "stamp", Duration(), "a sub message of type 'Time'"),
        (Header, "stamp", None, "a sub message of type 'Time'"),
        (PoseArray, "poses", 5, "a set or sequence and each value of type 'Pose'"),
        (PoseArray, "poses", [1], "a set or sequence and each value of type 'Pose'"),
        (PoseArray, "poses", [Time()], "a set or sequence and each value of type"),
        (PoseArray, "poses", "abc", "a set or sequence"),
        (PoseArray, "poses", {}, "a set or sequence"),
        (Arrays, "bool_values", [True], "a set or sequence with length 3"),
        (Arrays, "bool_values", [1, 2, 3], "a set or sequence with length 3"),
        (
            Arrays,
            "byte_values",
            [1, 2, 3],
            "a set or sequence with length 3 and each value of type 'bytes'",
        ),
        (Arrays, "string_values", "abc", "a set or sequence with length 3"),
        (Arrays, "string_values", b"abc", "a set or sequence with length 3"),
        (Arrays, "string_values", ["a", "b", 1], "a set or sequence with length 3"),
        (
            Arrays,
            "float64_values",
            [1.0],
            "a set or sequence with length 3 and each value of type 'float'",
        ),
        (Arrays, "float64_values", ["a", "b", "c"], "a set or sequence with length 3"),
        (
            Arrays,
            "int8_values",
            [1, 2, 300],
            "a set or sequence with length 3 and each value of type 'int' and each integer",
        ),
        (Arrays, "int8_values", None, "a set or sequence with length 3"),
        (BoundedSequences, "bool_values", [True] * 4, "a set or sequence with length <= 3"),
        (BoundedSequences, "int8_values", [1] * 4, "a set or sequence with length <= 3"),
        (BoundedSequences, "int8_values", bytes(4), "a set or sequence with length <= 3"),
        (
            BoundedSequences,
            "int8_values",
            numpy.zeros(4, numpy.int64),
            "a set or sequence with length <= 3",
        ),
        (
            UnboundedSequences,
            "uint8_values",
            [256],
            "a set or sequence and each value of type 'int' and each unsigned integer in [0, 255]",
        ),
        (UnboundedSequences, "uint8_values", "abc", "a set or sequence and"),
        (UnboundedSequences, "uint8_values", 5, "a set or sequence and"),
        (UnboundedSequences, "uint8_values", {1: 2}, "a set or sequence and"),
        (UnboundedSequences, "int32_values", [1.5], "a set or sequence and"),
        (UnboundedSequences, "int32_values", numpy.array([1.5]), "a set or sequence and"),
        (UnboundedSequences, "int32_values", numpy.array(1), "a set or sequence and"),
        (UnboundedSequences, "int32_values", numpy.array([2**40]), "a set or sequence and"),
        (UnboundedSequences, "int32_values", numpy.array(["a"]), "a set or sequence and"),
        (UnboundedSequences, "float32_values", [1e39], "a set or sequence and"),
        (UnboundedSequences, "float32_values", numpy.array([1e39]), "a set or sequence and"),
        (
            UnboundedSequences,
            "float64_values",
            [None],
            "a set or sequence and each value of type 'float' and each double in [-17976931348",
        ),
    ],
)
def test_refused(cls, field, value, words, check_fields):
    refused(cls(check_fields=check_fields), field, value, words)


@BOTH_MODES
@pytest.mark.parametrize(("name", "low", "high"), INTEGERS)
def test_ranges_of_integers(name, low, high, check_fields):
    message = BasicTypes(check_fields=check_fields)
    many = UnboundedSequences(check_fields=check_fields)
    kind = "an integer" if low else "an unsigned integer"
    for value in (low, high):
        setattr(message, f"{name}_value", value)
        assert getattr(message, f"{name}_value") == value
        setattr(many, f"{name}_values", [value])
        assert list(getattr(many, f"{name}_values")) == [value]
    for value in (low - 1, high + 1):
        words = f"{kind} in [{low}, {high}]"
        refused(message, f"{name}_value", value, words)
        refused(many, f"{name}_values", [value], "a set or sequence")
    for cls, built in ((BasicTypes, message), (UnboundedSequences, many)):
        assert rclpy_deserialize(rclpy_serialize(built, cls), cls) == built


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 3.402823466e38, 0.1])
def test_floats(value):
    message = BasicTypes(float32_value=value, float64_value=value)
    received = rclpy_deserialize(rclpy_serialize(message, BasicTypes), BasicTypes)
    numpy.testing.assert_equal(received.float64_value, value)
    numpy.testing.assert_equal(received.float32_value, float(numpy.float32(value)))
    # What was set is what is read.
    numpy.testing.assert_equal(message.float32_value, value)


def test_the_largest_float32():
    largest = float(numpy.finfo(numpy.float32).max)
    assert BasicTypes(float32_value=largest).float32_value == largest
    with pytest.raises(AssertionError, match="float32_value"):
        BasicTypes(float32_value=largest, check_fields=True)


@pytest.mark.parametrize(
    ("field", "value", "held"),
    [
        ("bool_value", numpy.bool_(True), True),
        ("int8_value", numpy.int64(-5), -5),
        ("uint8_value", numpy.uint8(5), 5),
        ("uint8_value", True, True),
        ("float32_value", numpy.float32(1.5), 1.5),
        ("float64_value", numpy.float64(1.5), 1.5),
        ("float64_value", numpy.int16(2), 2.0),
        ("float64_value", 2, 2.0),
        ("float64_value", Decimal("0.5"), 0.5),
        ("byte_value", bytearray(b"x"), b"x"),
        ("byte_value", memoryview(b"x"), b"x"),
    ],
)
def test_numbers_of_other_kinds(field, value, held):
    message = BasicTypes()
    setattr(message, field, value)
    assert getattr(message, field) == held
    received = rclpy_deserialize(rclpy_serialize(message, BasicTypes), BasicTypes)
    assert getattr(received, field) == held


@pytest.mark.parametrize("value", [10**400, -(10**400)])
def test_integers_beyond_floats(value):
    refused(BasicTypes(), "float64_value", value, "of type 'float'")


def test_text_is_kept_as_it_is():
    class Text(str):
        pass

    text = Text("x")
    assert String(data=text).data is text
    bounded = Strings(bounded_string_value=collections.UserString("abc"))
    assert bounded.bounded_string_value == "abc"


@pytest.mark.parametrize("text", ["", "ä", "日本語", "\N{GRINNING FACE}", "a\0b", "x" * 10000])
def test_text(text):
    received = rclpy_deserialize(rclpy_serialize(String(data=text), String), String)
    assert received.data == text
    wide = WStrings(wstring_value=text)
    assert rclpy_deserialize(rclpy_serialize(wide, WStrings), WStrings).wstring_value == text


def test_text_that_is_no_unicode():
    with pytest.raises(UnicodeEncodeError):
        rclpy_serialize(String(data="\ud800"), String)
    broken = b"\0\1\0\0\x03\0\0\0\xff\xfe\0"
    assert rclpy_deserialize(broken, String).data == "\ufffd\ufffd"


def test_bounds_count_characters():
    message = Strings(bounded_string_value="ä" * 22)
    received = rclpy_deserialize(rclpy_serialize(message, Strings), Strings)
    assert received.bounded_string_value == "ä" * 22


def test_lists_keep_their_identity():
    poses = []
    message = PoseArray(poses=poses)
    assert message.poses is poses
    strings = ("a", "b", "c")
    assert Arrays(string_values=strings).string_values is strings


def test_collections():
    message = UnboundedSequences()
    message.string_values = {"a"}
    assert message.string_values == {"a"}
    message.string_values = collections.UserList(["b"])
    assert list(message.string_values) == ["b"]
    message.string_values = collections.deque(["c"])
    received = rclpy_deserialize(rclpy_serialize(message, UnboundedSequences), UnboundedSequences)
    assert received.string_values == ["c"]


def test_booleans_of_an_array():
    message = UnboundedSequences(bool_values=numpy.array([True, False]))
    assert message.bool_values == [True, False]
    message.bool_values = [numpy.bool_(True)]
    assert message.bool_values == [True]
    assert type(message.bool_values[0]) is bool


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_bytes_of_a_buffer(kind):
    message = ByteMultiArray(data=kind(b"ab"))
    assert message.data == [b"a", b"b"]
    assert Image(data=kind(b"ab")).data.tobytes() == b"ab"


def test_numbers_of_a_generator():
    assert UnboundedSequences(int32_values=(i for i in range(3))).int32_values.tolist() == [0, 1, 2]

    def fails():
        yield 1
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        UnboundedSequences(int32_values=fails())


class FakeTime:
    """As `rclpy.time.Time` and `rclpy.duration.Duration` are."""

    def __init__(self, message):
        self.message = message
        self.nanoseconds = message.sec * 10**9 + message.nanosec

    def to_msg(self):
        return self.message


def test_times():
    assert Header(stamp=FakeTime(Time(sec=1))).stamp == Time(sec=1)
    with pytest.raises(AssertionError, match="'stamp' field must be a sub message of type 'Time'"):
        Header(stamp=FakeTime(Duration()))


def test_long_values_are_not_shown():
    with pytest.raises(AssertionError, match="got a value of type 'list' and length 100000"):
        String(data=[0] * 100000)


@pytest.mark.parametrize(
    ("spoil", "path", "words"),
    [
        (lambda m: m.string_values.append(1), "string_values[1]", "of type 'str'"),
        (lambda m: m.bool_values.append("x"), "bool_values[0]", "of type 'bool'"),
        (lambda m: m.byte_values.append(b"ab"), "byte_values[0]", "of type 'bytes'"),
        (lambda m: m.basic_types_values.append(None), "basic_types_values[0]", "a sub message"),
    ],
)
def test_items_changed_behind_the_setter(spoil, path, words):
    message = UnboundedSequences(
        string_values=["ok"], bool_values=[], byte_values=[], basic_types_values=[]
    )
    spoil(message)
    with pytest.raises(AssertionError) as caught:
        rclpy_serialize(message, UnboundedSequences)
    assert f"The '{path}' field must be {words}" in str(caught.value)


def test_lengths_changed_behind_the_setter():
    message = BoundedSequences(bool_values=[], int8_values=[])
    message.bool_values.extend([True] * 4)
    with pytest.raises(AssertionError, match=r"'bool_values' field must be .* length <= 3"):
        rclpy_serialize(message, BoundedSequences)
    message.bool_values.clear()
    message.int8_values.extend([1] * 4)
    with pytest.raises(AssertionError, match=r"'int8_values' field must be .* length <= 3"):
        rclpy_serialize(message, BoundedSequences)
    message = Arrays(string_values=["a", "b", "c"])
    message.string_values.pop()
    with pytest.raises(AssertionError, match=r"'string_values' field must be .* length 3"):
        rclpy_serialize(message, Arrays)


def test_the_path_goes_through_messages():
    from visualization_msgs.msg import InteractiveMarker, InteractiveMarkerControl, Marker

    message = InteractiveMarker(controls=[InteractiveMarkerControl(), InteractiveMarkerControl()])
    message.controls[1].markers = [Marker()]
    message.controls[1].markers[0].points = []
    message.controls[1].markers[0].points.append("x")
    with pytest.raises(AssertionError, match=r"The 'controls\[1\].markers\[0\].points\[0\]' field"):
        rclpy_serialize(message, InteractiveMarker)
