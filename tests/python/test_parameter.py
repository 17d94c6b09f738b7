"""Parameters as values: types, messages, what text means."""

import array

import pytest
from rcl_interfaces.msg import Parameter as ParameterMsg
from rcl_interfaces.msg import ParameterType, ParameterValue
from rclpy.parameter import Parameter, get_parameter_value, parameter_value_to_python

VALUES = [
    (Parameter.Type.NOT_SET, None),
    (Parameter.Type.BOOL, True),
    (Parameter.Type.INTEGER, -5),
    (Parameter.Type.DOUBLE, 0.5),
    (Parameter.Type.STRING, "grüße"),
    (Parameter.Type.BYTE_ARRAY, [b"\x01", b"\xff"]),
    (Parameter.Type.BOOL_ARRAY, [True, False]),
    (Parameter.Type.INTEGER_ARRAY, [1, -(2**63)]),
    (Parameter.Type.DOUBLE_ARRAY, [1.5, -2.0]),
    (Parameter.Type.STRING_ARRAY, ["a", "b"]),
]


@pytest.mark.parametrize(("kind", "value"), VALUES)
def test_a_value_tells_its_type(kind, value):
    assert Parameter.Type.from_parameter_value(value) is kind
    assert kind.check(value)
    parameter = Parameter("p", value=value)
    assert (parameter.name, parameter.type_, parameter.value) == ("p", kind, value)


@pytest.mark.parametrize(("kind", "value"), VALUES)
def test_a_message_carries_it(kind, value):
    message = Parameter("p", kind, value).to_parameter_msg()
    assert isinstance(message, ParameterMsg)
    assert message.value.type == kind.value
    read = Parameter.from_parameter_msg(message)
    assert read.type_ is kind
    assert parameter_value_to_python(message.value) == value


@pytest.mark.parametrize("value", [{}, {1}, object(), [1, "a"], [1, 2.0]])
def test_no_type_fits(value):
    with pytest.raises(TypeError, match="allowed types"):
        Parameter("p", value=value)


@pytest.mark.parametrize("kind", [kind for kind, _ in VALUES])
def test_a_value_of_another_type(kind):
    for other, value in VALUES:
        # A bool is an integer, as in upstream.
        if other is kind or (kind, other) == (Parameter.Type.INTEGER, Parameter.Type.BOOL):
            continue
        if (kind, other) == (Parameter.Type.INTEGER_ARRAY, Parameter.Type.BOOL_ARRAY):
            continue
        with pytest.raises(ValueError, match="do not agree"):
            Parameter("p", kind, value)


def test_a_type_that_is_none():
    with pytest.raises(TypeError, match="type must be an instance"):
        Parameter("p", "INTEGER", 3)


@pytest.mark.parametrize("value", [(1, 2), array.array("q", [1, 2])])
def test_sequences_of_numbers(value):
    assert Parameter("p", value=value).type_ is Parameter.Type.INTEGER_ARRAY


def test_equality():
    assert Parameter("p", value=1) == Parameter("p", value=1)
    assert Parameter("p", value=1) != Parameter("p", value=True)
    assert Parameter("p", value=1) != Parameter("q", value=1)
    assert Parameter("p", value=1) != 1
    assert len({Parameter("p", value=1), Parameter("p", value=1)}) == 1


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("true", Parameter.Type.BOOL, True),
        ("1", Parameter.Type.INTEGER, 1),
        ("1.0", Parameter.Type.DOUBLE, 1.0),
        ("'1'", Parameter.Type.STRING, "1"),
        ("word", Parameter.Type.STRING, "word"),
        ("", Parameter.Type.STRING, ""),
        ("[true, false]", Parameter.Type.BOOL_ARRAY, [True, False]),
        ("[1, 2]", Parameter.Type.INTEGER_ARRAY, [1, 2]),
        ("[1.0, 2.5]", Parameter.Type.DOUBLE_ARRAY, [1.0, 2.5]),
        ("[a, b]", Parameter.Type.STRING_ARRAY, ["a", "b"]),
        ("[1, a]", Parameter.Type.STRING, "[1, a]"),
    ],
)
def test_what_text_means(text, kind, value):
    message = get_parameter_value(text)
    assert isinstance(message, ParameterValue)
    assert Parameter.Type(message.type) is kind
    assert parameter_value_to_python(message) == value


def test_a_message_of_unknown_type():
    message = ParameterValue(type=ParameterType.PARAMETER_STRING_ARRAY + 1)
    with pytest.raises(RuntimeError, match="unexpected parameter type 10"):
        parameter_value_to_python(message)
