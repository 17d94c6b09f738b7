"""Parameters of a node."""

import gc
import weakref

import pytest
import rclpy
from rcl_interfaces.msg import (
    FloatingPointRange,
    IntegerRange,
    ParameterDescriptor,
    ParameterEvent,
    SetParametersResult,
)
from rcl_interfaces.msg import Parameter as ParameterMsg
from rcl_interfaces.srv import GetParameters, ListParameters, SetParameters
from rclpy.clock import ClockChange, JumpThreshold
from rclpy.exceptions import (
    InvalidParameterException,
    InvalidParameterTypeException,
    InvalidParameterValueException,
    ParameterAlreadyDeclaredException,
    ParameterImmutableException,
    ParameterNotDeclaredException,
    ParameterUninitializedException,
)
from rclpy.node import Node
from rclpy.parameter import Parameter
from rclpy.time_source import TimeSource
from rosgraph_msgs.msg import Clock as ClockMessage

DYNAMIC = ParameterDescriptor(dynamic_typing=True)


def set_one(node, name, value):
    return node.set_parameters([Parameter(name, value=value)])[0]


def test_declare_get_and_set(node):
    declared = node.declare_parameter("gain", 0.5)
    assert (declared.name, declared.type_, declared.value) == ("gain", Parameter.Type.DOUBLE, 0.5)
    assert node.has_parameter("gain")
    assert set_one(node, "gain", 0.75).successful
    assert node.get_parameter("gain").value == 0.75
    assert node.get_parameter_type("gain") is Parameter.Type.DOUBLE
    assert [each.value for each in node.get_parameters(["gain", "use_sim_time"])] == [0.75, False]


def test_a_type_stays(node):
    node.declare_parameter("gain", 0.5)
    result = set_one(node, "gain", 1)
    assert not result.successful
    assert result.reason == "Wrong parameter type, expected 'Type.DOUBLE' got 'Type.INTEGER'"
    assert node.get_parameter("gain").value == 0.5


def test_a_type_that_may_change(node):
    node.declare_parameter("any", 0.5, DYNAMIC)
    assert set_one(node, "any", "text").successful
    assert node.get_parameter("any").value == "text"
    assert set_one(node, "any", None).successful
    assert not node.has_parameter("any")


def test_a_type_without_a_value(node):
    node.declare_parameter("later", Parameter.Type.INTEGER)
    with pytest.raises(ParameterUninitializedException):
        node.get_parameter("later")
    assert node.get_parameter_or("later", Parameter("later", value=3)).value == 3
    assert set_one(node, "later", 4).successful
    assert node.get_parameter("later").value == 4


def test_what_cannot_be_declared(node):
    with pytest.raises(InvalidParameterException):
        node.declare_parameter("", 1)
    with pytest.raises(ValueError, match="NOT_SET"):
        node.declare_parameter("p", Parameter.Type.NOT_SET)
    with pytest.raises(ValueError, match="statically typed"):
        node.declare_parameter("p", None, ParameterDescriptor())
    with pytest.raises(ValueError, match="dynamic_typing"):
        node.declare_parameter("p", Parameter.Type.BOOL, DYNAMIC)
    with pytest.raises(TypeError, match="length"):
        node.declare_parameters("", [()])
    with pytest.raises(TypeError, match="not a str"):
        node.declare_parameters("", [(1, 2)])
    with pytest.raises(TypeError, match="not a ParameterDescriptor"):
        node.declare_parameters("", [("p", 2, "descriptor")])
    with pytest.warns(UserWarning, match="deprecated"):
        node.declare_parameter("name_only")
    assert not node.has_parameter("p")


def test_declared_twice(node):
    node.declare_parameter("p", 1)
    with pytest.raises(ParameterAlreadyDeclaredException, match=r"\['p'\]"):
        node.declare_parameters("", [("q", 1), ("p", 2)])
    assert not node.has_parameter("q")


def test_a_namespace(node):
    node.declare_parameters("pid", [("p", 1.0), ("i", 2.0)])
    found = node.get_parameters_by_prefix("pid")
    assert {name: each.value for name, each in found.items()} == {"p": 1.0, "i": 2.0}
    assert found["p"].name == "pid.p"
    listed = node.list_parameters(["pid"], 0)
    assert (list(listed.names), list(listed.prefixes)) == (["pid.p", "pid.i"], ["pid"])
    assert list(node.list_parameters([], 1).names) == [
        "use_sim_time",
        "start_type_description_service",
    ]


def test_undeclared(node):
    for ask in (node.get_parameter, node.describe_parameter, node.undeclare_parameter):
        with pytest.raises(ParameterNotDeclaredException, match=r"undeclared .*: p"):
            ask("p")
    with pytest.raises(ParameterNotDeclaredException):
        set_one(node, "p", 1)
    assert node.get_parameter_or("p").type_ is Parameter.Type.NOT_SET


def test_undeclared_is_allowed(context):
    with Node("free", context=context, allow_undeclared_parameters=True) as node:
        assert node.get_parameter("p").type_ is Parameter.Type.NOT_SET
        assert set_one(node, "p", 1).successful
        assert set_one(node, "p", "text").successful
        assert node.get_parameter("p").value == "text"


def test_read_only(node):
    node.declare_parameter("fixed", 1, ParameterDescriptor(read_only=True))
    assert "read-only" in set_one(node, "fixed", 2).reason
    with pytest.raises(ParameterImmutableException):
        node.undeclare_parameter("fixed")
    with pytest.raises(ParameterImmutableException):
        node.set_descriptor("fixed", ParameterDescriptor())


def test_ranges(node):
    integers = ParameterDescriptor(
        description="even", integer_range=[IntegerRange(from_value=0, to_value=10, step=2)]
    )
    node.declare_parameter("even", 4, integers)
    assert [set_one(node, "even", value).successful for value in (6, 7, 12)] == [True, False, False]
    floats = ParameterDescriptor(
        floating_point_range=[FloatingPointRange(from_value=-1.0, to_value=1.0, step=0.5)]
    )
    with pytest.raises(InvalidParameterValueException, match="out of range"):
        node.declare_parameter("half", 2.0, floats)
    node.declare_parameter("half", 0.5, floats)
    assert not set_one(node, "half", 0.25).successful
    described = node.describe_parameter("even")
    assert (described.name, described.description, described.type) == ("even", "even", 2)
    assert described.integer_range[0] == integers.integer_range[0]
    assert node.describe_parameters(["half"])[0].floating_point_range[0].step == 0.5


def test_another_descriptor(node):
    node.declare_parameter("p", 5)
    small = ParameterDescriptor(type=2, integer_range=[IntegerRange(from_value=0, to_value=3)])
    with pytest.raises(InvalidParameterValueException):
        node.set_descriptor("p", small)
    two = Parameter("p", value=2).get_parameter_value()
    assert node.set_descriptor("p", small, two).integer_value == 2
    assert node.get_parameter("p").value == 2


def test_all_or_nothing(node):
    node.declare_parameters("", [("a", 1), ("b", 2)])
    wrong = [Parameter("a", value=3), Parameter("b", value="text")]
    assert not node.set_parameters_atomically(wrong).successful
    assert node.get_parameter("a").value == 1
    assert [result.successful for result in node.set_parameters(wrong)] == [True, False]
    assert node.get_parameter("a").value == 3


def test_callbacks(node):
    calls = []

    def pre(parameters):
        calls.append(("pre", [each.value for each in parameters]))
        return [*parameters, Parameter("b", value=9)]

    def on(parameters):
        calls.append(("on", [each.value for each in parameters]))
        return SetParametersResult(successful=parameters[0].value != 5, reason="five")

    def post(parameters):
        calls.append(("post", [each.value for each in parameters]))

    node.declare_parameters("", [("a", 1), ("b", 2)])
    node.add_pre_set_parameters_callback(pre)
    node.add_on_set_parameters_callback(on)
    node.add_post_set_parameters_callback(post)
    assert set_one(node, "a", 3).successful
    assert calls == [("pre", [3]), ("on", [3, 9]), ("post", [3, 9])]
    calls.clear()
    assert set_one(node, "a", 5).reason == "five"
    with pytest.raises(InvalidParameterValueException, match="five"):
        node.declare_parameter("c", 5)
    assert calls == [("pre", [5]), ("on", [5, 9]), ("on", [5])]
    node.remove_pre_set_parameters_callback(pre)
    node.remove_on_set_parameters_callback(on)
    node.remove_post_set_parameters_callback(post)
    calls.clear()
    assert set_one(node, "a", 5).successful
    assert calls == []
    for remove in (
        node.remove_pre_set_parameters_callback,
        node.remove_on_set_parameters_callback,
        node.remove_post_set_parameters_callback,
    ):
        with pytest.raises(ValueError, match="not in list"):
            remove(pre)


def test_the_last_callback_is_asked_first(node):
    node.declare_parameter("p", 1)
    node.add_on_set_parameters_callback(lambda _: SetParametersResult(reason="first"))
    node.add_on_set_parameters_callback(lambda _: SetParametersResult(reason="last"))
    assert set_one(node, "p", 2).reason == "last"


def test_a_callback_sets_another_parameter(node):
    node.declare_parameters("", [("a", 1), ("b", 1)])

    def follow(parameters):
        if parameters[0].name == "a":
            set_one(node, "b", parameters[0].value)

    node.add_post_set_parameters_callback(follow)
    set_one(node, "a", 2)
    assert node.get_parameter("b").value == 2


@pytest.mark.parametrize("kind", ["pre", "on", "post"])
def test_a_callback_that_raises(node, kind):
    def fail(_):
        raise LookupError("from the callback")

    node.declare_parameter("p", 1)
    getattr(node, f"add_{kind}_set_parameters_callback")(fail)
    with pytest.raises(LookupError, match="from the callback"):
        set_one(node, "p", 2)
    assert node.get_parameter("p").value == (2 if kind == "post" else 1)


def test_callbacks_keep_no_node(context):
    class Cyclic(Node):
        def check(self, _):
            return SetParametersResult(successful=True)

    node = Cyclic("brief", context=context)
    node.add_on_set_parameters_callback(node.check)
    gone = weakref.ref(node)
    node.destroy_node()
    del node
    gc.collect()
    assert gone() is None


def test_events(node, spin_until):
    events = []
    node.create_subscription(ParameterEvent, "/parameter_events", events.append, 10)
    node.declare_parameter("p", 1, DYNAMIC)
    set_one(node, "p", 2)
    set_one(node, "p", None)
    spin_until(lambda: len(events) == 3)
    new, changed, deleted = events
    assert new.node == "/ns/node"
    assert [each.value.integer_value for each in new.new_parameters] == [1]
    assert [each.value.integer_value for each in changed.changed_parameters] == [2]
    assert [each.name for each in deleted.deleted_parameters] == ["p"]


def call(node, spin_until, service, name, request):
    client = node.create_client(service, f"/ns/node/{name}")
    future = client.call_async(request)
    spin_until(future.done)
    return future.result()


def test_services(node, spin_until):
    node.declare_parameter("p", [1, 2])
    listed = call(node, spin_until, ListParameters, "list_parameters", ListParameters.Request())
    assert list(listed.result.names) == ["use_sim_time", "start_type_description_service", "p"]
    wanted = [Parameter("p", value=[3]).to_parameter_msg(), ParameterMsg(name="unknown")]
    request = SetParameters.Request(parameters=wanted)
    results = call(node, spin_until, SetParameters, "set_parameters", request).results
    assert [result.successful for result in results] == [True, False]
    request = GetParameters.Request(names=["p"])
    answer = call(node, spin_until, GetParameters, "get_parameters", request)
    assert list(answer.values[0].integer_array_value) == [3]


def test_a_callback_that_raises_when_a_service_is_called(node, spin_until):
    def fail(_):
        raise LookupError("from the callback")

    node.declare_parameter("p", 1)
    node.add_on_set_parameters_callback(fail)
    client = node.create_client(SetParameters, "/ns/node/set_parameters")
    wanted = Parameter("p", value=2).to_parameter_msg()
    future = client.call_async(SetParameters.Request(parameters=[wanted]))
    with pytest.raises(LookupError, match="from the callback"):
        spin_until(lambda: False)
    spin_until(future.done)
    assert not future.result().results[0].successful


def test_no_services(context):
    with Node("closed", context=context, start_parameter_services=False) as node:
        services = node.get_service_names_and_types_by_node("closed", "/")
        assert [name for name, _ in services] == ["/closed/get_type_description"]


def test_sim_time(node, spin_until):
    changes = []
    jumps = JumpThreshold(min_forward=None, min_backward=None, on_clock_change=True)
    handle = node.get_clock().create_jump_callback(
        jumps, post_callback=lambda jump: changes.append(jump.clock_change)
    )
    assert set_one(node, "use_sim_time", True).successful
    assert node.get_clock().now().nanoseconds == 0
    publisher = node.create_publisher(ClockMessage, "/clock", 10)
    message = ClockMessage()
    message.clock.sec = 7
    publisher.publish(message)
    spin_until(lambda: node.get_clock().now().nanoseconds == 7_000_000_000)
    assert set_one(node, "use_sim_time", False).successful
    assert changes == [ClockChange.ROS_TIME_ACTIVATED, ClockChange.ROS_TIME_DEACTIVATED]
    assert node.get_clock().now().nanoseconds > 7_000_000_000
    assert not set_one(node, "use_sim_time", "yes").successful
    handle.unregister()


def test_a_jump_callback_that_raises_while_spinning(node, spin_until):
    def fail(_):
        raise LookupError("from the jump")

    set_one(node, "use_sim_time", True)
    jumps = JumpThreshold(
        min_forward=rclpy.duration.Duration(nanoseconds=1), min_backward=None, on_clock_change=False
    )
    handle = node.get_clock().create_jump_callback(jumps, post_callback=fail)
    publisher = node.create_publisher(ClockMessage, "/clock", 10)
    message = ClockMessage()
    message.clock.sec = 7
    publisher.publish(message)
    with pytest.raises(LookupError, match="from the jump"):
        spin_until(lambda: False)
    handle.unregister()


def test_a_time_source_of_ones_own(node):
    source = TimeSource(node=node)
    clock = rclpy.clock.ROSClock()
    source.attach_clock(clock)
    assert not source.ros_time_is_active
    set_one(node, "use_sim_time", True)
    assert source.ros_time_is_active and clock.ros_time_is_active
    message = ClockMessage()
    message.clock.nanosec = 5
    source.clock_callback(message)
    assert clock.now().nanoseconds == 5
    source.detach_node()
    source.ros_time_is_active = False
    assert not clock.ros_time_is_active
    with pytest.raises(ValueError, match="ROS_TIME"):
        source.attach_clock(rclpy.clock.Clock())
    with pytest.raises(TypeError, match="Node"):
        source.attach_node(clock)


def test_wrong_override(context):
    with pytest.raises(InvalidParameterTypeException):
        Node("n", context=context, parameter_overrides=[Parameter("use_sim_time", value=1)])
