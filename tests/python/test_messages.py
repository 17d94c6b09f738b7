"""The classes of messages, services and actions, and what every instance can do."""

import copy
import gc
import pickle
import re
import weakref

import numpy
import pytest
from action_msgs.msg import GoalStatusArray
from action_msgs.srv import CancelGoal
from builtin_interfaces.msg import Duration, Time
from example_interfaces.action import Fibonacci
from example_interfaces.srv import AddTwoInts
from geometry_msgs.msg import Pose, Quaternion
from nav_msgs.msg import Odometry
from rclpy._rclpy import rclpy_deserialize, rclpy_serialize
from rosidl_parser.definition import (
    Array,
    BasicType,
    BoundedSequence,
    NamespacedType,
    UnboundedSequence,
    UnboundedString,
)
from sensor_msgs.msg import BatteryState, Imu, LaserScan
from std_msgs.msg import Empty, Header, String
from test_msgs.msg import (
    Arrays,
    BasicTypes,
    BoundedSequences,
    Constants,
    Defaults,
    MultiNested,
    Strings,
    UnboundedSequences,
    WStrings,
)


def test_construct():
    assert String().data == ""
    assert String(data="x").data == "x"
    header = Header(stamp=Time(sec=1, nanosec=2), frame_id="map")
    assert (header.stamp.sec, header.stamp.nanosec, header.frame_id) == (1, 2, "map")


def test_positional_arguments_are_refused():
    with pytest.raises(TypeError, match="positional"):
        String("x")


def test_unknown_arguments_are_refused():
    with pytest.raises(AssertionError, match="Invalid arguments passed to constructor: a, b"):
        String(b=1, data="x", a=2)


def test_check_fields_is_an_argument_and_an_attribute():
    assert String(check_fields=True)._check_fields is True
    message = String(check_fields=False)
    assert message._check_fields is False
    message._check_fields = True
    assert message._check_fields is True


def test_none_is_no_default():
    with pytest.raises(AssertionError, match="'data' field must be of type 'str', got None"):
        String(data=None)


@pytest.mark.parametrize(
    ("cls", "shown"),
    [
        (String, "std_msgs.msg.String(data='')"),
        (Empty, "std_msgs.msg.Empty()"),
        (Time, "builtin_interfaces.msg.Time(sec=0, nanosec=0)"),
        (Quaternion, "geometry_msgs.msg.Quaternion(x=0.0, y=0.0, z=0.0, w=1.0)"),
        (
            Header,
            "std_msgs.msg.Header(stamp=builtin_interfaces.msg.Time(sec=0, nanosec=0), frame_id='')",
        ),
        (AddTwoInts.Request, "example_interfaces.srv.AddTwoInts_Request(a=0, b=0)"),
        (Fibonacci.Goal, "example_interfaces.action.Fibonacci_Goal(order=0)"),
    ],
)
def test_repr_of_defaults(cls, shown):
    assert repr(cls()) == shown


def test_repr_of_numbers():
    message = LaserScan(ranges=[1.5, 2.0])
    assert "ranges=[1.5, 2.0], intensities=[])" in repr(message)
    received = rclpy_deserialize(rclpy_serialize(message, LaserScan), LaserScan)
    assert repr(received) == repr(message)
    assert "orientation_covariance=array([0., 0., 0., 0., 0., 0., 0., 0., 0.])" in repr(Imu())
    assert "float32_values=array([0., 0., 0.], dtype=float32)" in repr(Arrays())


def test_equality():
    assert String(data="x") == String(data="x")
    assert String(data="x") != String(data="y")
    assert String() != "x"
    assert Header() != String()
    one, other = Imu(), Imu()
    assert one == other
    # One number differs. (Upstream sees it only if all do.)
    other.orientation_covariance[3] = 1.0
    assert one != other
    assert Time(sec=1) != Duration(sec=1)


def test_messages_have_no_order_and_no_hash():
    with pytest.raises(TypeError):
        assert String() < String()
    with pytest.raises(TypeError, match="unhashable"):
        hash(String())


def test_a_subclass_equals_only_its_own_kind():
    class Mine(String):
        pass

    assert Mine() == Mine()
    # Python asks the subclass, which is not pleased.
    assert String() != Mine()


def test_unknown_attributes():
    message = String()
    with pytest.raises(AttributeError):
        message.text = "x"
    with pytest.raises(AttributeError):
        message.text  # noqa: B018
    with pytest.raises(AttributeError):
        del message.data


def test_slots():
    assert Header.__slots__ == ["_stamp", "_frame_id", "_check_fields"]
    message = Header(frame_id="map")
    assert message._frame_id == "map"
    assert [getattr(message, slot[1:]) for slot in message.__slots__[:2]] == [Time(), "map"]


def test_field_types():
    types = Odometry.get_fields_and_field_types()
    assert types == {
        "header": "std_msgs/Header",
        "child_frame_id": "string",
        "pose": "geometry_msgs/PoseWithCovariance",
        "twist": "geometry_msgs/TwistWithCovariance",
    }
    types["other"] = 1
    assert "other" not in Odometry().get_fields_and_field_types()
    assert Odometry._fields_and_field_types["child_frame_id"] == "string"
    assert next(iter(types)) == "header"
    assert Imu._fields_and_field_types["orientation_covariance"] == "double[9]"
    assert BoundedSequences._fields_and_field_types["string_values"] == "sequence<string, 3>"


def test_slot_types():
    assert (
        NamespacedType(["std_msgs", "msg"], "Header"),
        UnboundedString(),
        NamespacedType(["geometry_msgs", "msg"], "PoseWithCovariance"),
        NamespacedType(["geometry_msgs", "msg"], "TwistWithCovariance"),
    ) == Odometry.SLOT_TYPES
    assert Imu().SLOT_TYPES[2] == Array(BasicType("double"), 9)
    assert LaserScan.SLOT_TYPES[-1] == UnboundedSequence(BasicType("float"))
    assert BoundedSequences.SLOT_TYPES[0] == BoundedSequence(BasicType("boolean"), 3)
    assert Empty.SLOT_TYPES == ()
    assert BoundedSequences.SLOT_TYPES[0] != BoundedSequence(BasicType("boolean"), 4)


def test_where_classes_say_they_are():
    from std_msgs.msg._string import Metaclass_String
    from std_msgs.msg._string import String as Private

    assert Private is String
    assert type(String) is Metaclass_String
    assert String.__module__ == "std_msgs.msg._string"
    assert String.__qualname__ == "String"
    assert AddTwoInts.Request.__module__ == "example_interfaces.srv._add_two_ints"
    assert Fibonacci.Goal.__module__ == "example_interfaces.action._fibonacci"
    assert String.__doc__.startswith("Message class 'String'.")


def test_nested_fields_are_of_the_importable_class():
    assert type(Odometry().header) is Header
    assert type(Odometry().pose.pose) is Pose


def test_type_support():
    for cls in (String, AddTwoInts, AddTwoInts.Request, Fibonacci, Fibonacci.Impl.SendGoalService):
        assert type(cls)._TYPE_SUPPORT is not None
        type(cls).__import_type_support__()
    assert type(String)._CREATE_ROS_MESSAGE is not None
    assert type(String)._TYPE_SUPPORT.name == "std_msgs/msg/String"
    assert type(AddTwoInts)._TYPE_SUPPORT.name == "example_interfaces/srv/AddTwoInts"
    assert type(String)._TYPE_SUPPORT.type_hash.startswith("RIHS01_")


def test_constants():
    assert Constants.BOOL_CONST is True
    assert Constants.BYTE_CONST == b"\x32"
    assert Constants.CHAR_CONST == 100
    assert Constants.FLOAT32_CONST == 1.125
    assert Constants.INT64_CONST == -40000000
    assert Constants().INT8_CONST == -50
    assert BatteryState.POWER_SUPPLY_STATUS_FULL == 4
    assert Strings.STRING_CONST == "Hello world!"
    with pytest.raises(AttributeError):
        Constants.INT32_CONST = 42
    with pytest.raises(AttributeError):
        Constants().INT32_CONST = 42
    assert Constants.INT32_CONST == -30000


def test_defaults():
    message = Defaults()
    assert message.bool_value is True
    assert message.byte_value == b"\x32"
    assert (message.int8_value, message.uint64_value) == (-50, 50000000)
    message.int32_value = 42
    assert Defaults.INT32_VALUE__DEFAULT == -30000
    assert message.INT32_VALUE__DEFAULT == -30000
    with pytest.raises(AttributeError):
        Defaults.INT32_VALUE__DEFAULT = 24
    assert Strings().string_value_default4 == "Hello'world!"
    assert WStrings().wstring_value_default3 == "ハローワールド"


def test_defaults_of_arrays():
    message = Arrays()
    assert message.bool_values_default == [False, True, False]
    assert message.byte_values_default == [b"\x00", b"\x01", b"\xff"]
    assert isinstance(message.int16_values_default, numpy.ndarray)
    assert message.int16_values_default.tolist() == [0, 32767, -32768]
    assert message.string_values_default == ["", "max value", "min value"]
    first = Arrays.INT16_VALUES_DEFAULT__DEFAULT
    first[0] = 1
    assert Arrays.INT16_VALUES_DEFAULT__DEFAULT[0] == 0
    assert UnboundedSequences().uint8_values_default.tolist() == [0, 1, 255]


def test_defaults_are_not_shared():
    Arrays().string_values.append("x")
    assert Arrays().string_values == ["", "", ""]
    LaserScan().ranges.append(1.0)
    assert len(LaserScan().ranges) == 0
    assert Odometry().header is not Odometry().header


def test_types_of_defaults():
    message = BasicTypes()
    assert message.bool_value is False
    assert message.byte_value == b"\0"
    assert type(message.char_value) is int
    assert type(message.float32_value) is float
    assert type(message.uint64_value) is int


def copies(message):
    yield copy.copy(message)
    yield copy.deepcopy(message)
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        yield pickle.loads(pickle.dumps(message, protocol))


@pytest.mark.parametrize(
    "message",
    [
        String(data="x"),
        Empty(),
        Odometry(child_frame_id="base"),
        Arrays(),
        UnboundedSequences(float64_values=[1.0], byte_values=[b"x"], string_values=["a"]),
        MultiNested(unbounded_sequence_of_arrays=[Arrays()]),
        AddTwoInts.Request(a=1),
        Fibonacci.Feedback(sequence=[1, 1, 2]),
    ],
    ids=lambda message: type(message).__name__,
)
def test_copies(message):
    received = rclpy_deserialize(rclpy_serialize(message, type(message)), type(message))
    for original in (message, received):
        for duplicate in copies(original):
            assert duplicate is not original
            assert type(duplicate) is type(original)
            assert duplicate == original


def test_shallow_and_deep_copies():
    message = Header()
    assert copy.copy(message).stamp is message.stamp
    assert copy.deepcopy(message).stamp is not message.stamp
    scan = LaserScan(ranges=[1.0])
    deep = copy.deepcopy(scan)
    deep.ranges[0] = 2.0
    assert scan.ranges[0] == 1.0


def test_weak_references():
    message = String()
    reference = weakref.ref(message)
    assert reference() is message
    del message
    gc.collect()
    assert reference() is None


class Named(String):
    """A user's subclass."""

    def __init__(self, name, **kwargs):
        super().__init__(**kwargs)
        self.name = name


def test_subclasses():
    message = Named("me", data="x")
    assert (message.name, message.data) == ("me", "x")
    assert isinstance(message, String)
    # Upstream leaves out the last part of the module's name.
    assert repr(message) == "Named(data='x')"
    assert rclpy_serialize(message, String) == rclpy_serialize(String(data="x"), String)
    duplicate = pickle.loads(pickle.dumps(message))
    assert (duplicate.name, duplicate.data) == ("me", "x")


def test_services():
    request = AddTwoInts.Request(a=1, b=2)
    assert request.a + request.b == 3
    assert AddTwoInts.Response(sum=3).sum == 3
    assert AddTwoInts.Event(request=[request]).request == [request]
    from example_interfaces.srv import AddTwoInts_Request

    assert AddTwoInts_Request is AddTwoInts.Request
    with pytest.raises(NotImplementedError, match="Service classes can not be instantiated"):
        AddTwoInts()


def test_actions():
    from example_interfaces.action import Fibonacci_Goal, Fibonacci_SendGoal_Request

    assert Fibonacci_Goal is Fibonacci.Goal
    assert Fibonacci.Impl.SendGoalService.Request is Fibonacci_SendGoal_Request
    assert Fibonacci.Impl.GetResultService.Response().status == 0
    feedback = Fibonacci.Impl.FeedbackMessage()
    feedback.feedback.sequence = [1, 2]
    assert type(feedback.feedback) is Fibonacci.Feedback
    assert Fibonacci.Impl.CancelGoalService is CancelGoal
    assert Fibonacci.Impl.GoalStatusMessage is GoalStatusArray
    with pytest.raises(NotImplementedError, match="Action classes can not be instantiated"):
        Fibonacci()


def test_serialization_wants_the_right_class():
    with pytest.raises(TypeError, match=re.escape("'std_msgs/msg/String', got <class")):
        rclpy_serialize(Header(), String)
    with pytest.raises(TypeError, match="expected a message"):
        rclpy_serialize("x", String)
    with pytest.raises(TypeError, match="the class of a message"):
        rclpy_serialize(String(), AddTwoInts)
    with pytest.raises(TypeError, match="the class of a message"):
        rclpy_deserialize(b"", int)
    with pytest.raises(TypeError, match="expected the bytes of a message, got <class 'str'>"):
        rclpy_deserialize("abc", String)


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        (b"", "4-byte encapsulation header"),
        (b"\0\1\0\0", "truncated"),
        (b"\0\1\0\0\x05\0\0\0ab", "field 'data': truncated"),
        (b"\0\1\0\0\x02\0\0\0ab", "NUL"),
        (b"\0\x7f\0\0\x02\0\0\0a\0", "representation"),
    ],
)
def test_bad_payloads(payload, why):
    with pytest.raises(RuntimeError, match=why):
        rclpy_deserialize(payload, String)


def test_a_field_belongs_to_its_class():
    with pytest.raises(TypeError, match="the field 'data' belongs to 'std_msgs/msg/String'"):
        String.__dict__["data"].__get__(Header())
    with pytest.raises(TypeError, match="the field 'data' belongs to"):
        String.__dict__["data"].__set__("x", "y")
    assert String.data.__doc__ == "Message field 'data'."
