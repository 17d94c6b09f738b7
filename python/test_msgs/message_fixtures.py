"""Messages to test with."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from rosidl_parser.definition import (
    AbstractString,
    AbstractType,
    AbstractWString,
    Array,
    BasicType,
    BoundedSequence,
    NamespacedType,
    UnboundedSequence,
)

import test_msgs.msg

_VALUES: dict[str, tuple[Any, ...]] = {
    "boolean": (False, True, True),
    "octet": (b"\x00", b"\xff", b"\x01"),
    "float": (0.0, 1.125, -(2.0**100)),
    "double": (0.0, 3.1415, -1e300),
}
"""The values of the types that are not integers, by turn."""

_STRINGS = ("", "Hello, world", "ﾛｽ ✓ \t'\"")
_LENGTHS = (0, 3, 1)


def get_test_msg(message_name: str) -> list[Any]:
    """
    Return messages of one of this package's types: empty, with the greatest values, with the least.

    :raises AttributeError: if this package has no such message.
    """
    message_class = getattr(test_msgs.msg, message_name)
    return [_message(message_class, turn) for turn in range(3)]


def _message(message_class: Any, turn: int) -> Any:
    fields = message_class.get_fields_and_field_types()
    types = zip(fields, message_class.SLOT_TYPES, strict=True)
    return message_class(**{name: _value(each, turn) for name, each in types})


def _value(slot_type: AbstractType, turn: int) -> Any:
    match slot_type:
        case Array(value_type=value_type, size=size):
            return [_value(value_type, (turn + index) % 3) for index in range(size)]
        case BoundedSequence(value_type=value_type) | UnboundedSequence(value_type=value_type):
            return [_value(value_type, (turn + index) % 3) for index in range(_LENGTHS[turn])]
        case AbstractString() | AbstractWString():
            return _STRINGS[turn][: getattr(slot_type, "maximum_size", None)]
        case NamespacedType(namespaces=namespaces, name=name):
            return _message(getattr(import_module(".".join(namespaces)), name), turn)
        case BasicType(typename=typename) if typename in _VALUES:
            return _VALUES[typename][turn]
        case BasicType(typename=typename):
            is_signed = typename.startswith("int")
            bits = int(typename.removeprefix("u").removeprefix("int"))
            greatest = 2 ** (bits - is_signed) - 1
            return (0, greatest, -greatest - 1 if is_signed else 1)[turn]
        case _:
            raise TypeError(f"expected a type of a field, found {slot_type!r}")
