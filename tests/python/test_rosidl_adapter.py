"""Definition files as `rosidl_adapter` reads them."""

from pathlib import Path

import pytest
from rosidl_adapter.parser import (
    BaseType,
    Constant,
    Field,
    InvalidActionSpecification,
    InvalidFieldDefinition,
    InvalidResourceName,
    InvalidServiceSpecification,
    InvalidValue,
    MessageSpecification,
    Type,
    UnknownMessageType,
    parse_action_file,
    parse_action_string,
    parse_message_file,
    parse_message_string,
    parse_service_file,
    parse_service_string,
    parse_value_string,
    validate_field_types,
)
from rosidl_runtime_py import get_interface_path
from rosidl_runtime_py.utilities import get_message

INTERFACES = Path(get_interface_path("std_msgs/msg/String")).parents[2]
MESSAGES = sorted(INTERFACES.glob("*/msg/*.msg"))


def _parts(path: Path) -> list[MessageSpecification]:
    package = path.parents[1].name
    if path.suffix == ".srv":
        service = parse_service_file(package, str(path))
        return [service.request, service.response]
    if path.suffix == ".action":
        action = parse_action_file(package, str(path))
        return [action.goal, action.result, action.feedback]
    return [parse_message_file(package, str(path))]


def test_standard_definitions_say_what_the_messages_are():
    assert len(MESSAGES) > 150
    for path in MESSAGES:
        package = path.parents[1].name
        message = get_message(f"{package}/msg/{path.stem}")
        (specification,) = _parts(path)
        names = [field.name for field in specification.fields]
        expected = list(message.get_fields_and_field_types())
        assert names == expected
        for constant in specification.constants:
            value = getattr(message, constant.name)
            if constant.type == "byte":
                value = value[0]
            assert value == constant.value, path
        plain = message()
        for field in specification.fields:
            if field.default_value is not None:
                value = getattr(plain, field.name)
                value = list(value) if field.type.is_array else value
                if field.type.type == "byte":
                    value = [byte[0] for byte in value] if field.type.is_array else value[0]
                assert value == pytest.approx(field.default_value), path


def test_what_is_printed_defines_the_same():
    paths = [*MESSAGES, *INTERFACES.glob("*/srv/*.srv"), *INTERFACES.glob("*/action/*.action")]
    for path in paths:
        for part in _parts(path):
            package, name = part.base_type.pkg_name, part.msg_name
            assert package is not None
            assert parse_message_string(package, name, str(part)) == part


def test_services_and_actions_have_parts():
    service = parse_service_string("pkg", "Add", "int64 a\n---\nint64 sum")
    assert (
        str(service) == "# pkg/Add\n# pkg/Add_Request\nint64 a\n---\n# pkg/Add_Response\nint64 sum"
    )
    action = parse_action_string("pkg", "Go", "int8 a\n---\nint8 b\n---\nint8 c")
    parts = (action.goal, action.result, action.feedback)
    assert [part.fields[0].name for part in parts] == ["a", "b", "c"]
    with pytest.raises(InvalidServiceSpecification, match="expected 1 lines '---'"):
        parse_service_string("pkg", "Add", "int64 a")
    with pytest.raises(InvalidActionSpecification, match="found 1"):
        parse_action_string("pkg", "Go", "int8 a\n---\nint8 b")


def test_types_and_values_keep_how_they_were_written():
    text = """\
# A heading,
# of two lines.

char letter 7        # one byte [m/s]
                     # and more of it

wstring<=5[<=3] words ["a", 'b,c']
Other other
float32 HALF=0.5
string EMPTY=
"""
    message = parse_message_string("pkg", "Thing", text)
    assert message.annotations["comment"] == ["A heading,", "of two lines."]
    letter, words, other = message.fields
    assert (letter.type.type, letter.default_value) == ("char", 7)
    assert letter.annotations == {"comment": ["one byte", "and more of it"], "unit": "m/s"}
    assert str(words.type) == "wstring<=5[<=3]"
    assert (words.type.string_upper_bound, words.type.array_size) == (5, 3)
    assert words.type.is_dynamic_array() and not words.type.is_fixed_size_array()
    assert words.default_value == ["a", "b,c"]
    assert str(other) == "pkg/Other other"
    assert [constant.value for constant in message.constants] == [0.5, ""]
    with pytest.raises(UnknownMessageType, match="pkg/Other other"):
        validate_field_types(message, [])
    validate_field_types(message, [BaseType("pkg/Other")])


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("int8", InvalidFieldDefinition),
        ("int8 Upper", NameError),
        ("int8 lower=1", NameError),
        ("Other OTHER=1", TypeError),
        ("int8[x] a", TypeError),
        ("int8] a", TypeError),
        ("string<=0 a", TypeError),
        ("a/b/C d", InvalidResourceName),
        ("lower a", InvalidResourceName),
        ("int8 a 128", InvalidValue),
        ("bool a maybe", InvalidValue),
        ("float32 a x", InvalidValue),
        ("int8[2] a [1]", InvalidValue),
        ("int8[<=2] a [1, 2, 3]", InvalidValue),
        ("int8[] a 1", InvalidValue),
        ("string<=2 a abc", InvalidValue),
        ("""string a 'it's'""", InvalidValue),
        ("""string[] a ["b]""", ValueError),
        ("Other a 1", NotImplementedError),
        ("int8 a\nint8 a", ValueError),
        ("int8 A=1\nint8 A=2", ValueError),
    ],
)
def test_what_is_wrong_is_named(line, error, capsys):
    with pytest.raises(error):
        parse_message_string("pkg", "Thing", line)


def test_members_are_equal_by_what_they_are():
    assert Field(Type("int8"), "a", "1") == Field(Type("int8"), "a", "0x1")
    assert Field(Type("int8"), "a") != Field(Type("uint8"), "a")
    assert Constant("string", "A", "'b'") == Constant("string", "A", "b")
    assert len({Type("int8[]"), Type("int8[]"), Type("int8[2]")}) == 2
    assert parse_value_string(Type("bool[2]"), "[true, 0]") == [True, False]
