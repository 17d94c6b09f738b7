"""Messages from dictionaries, as YAML on a command line has them."""

from __future__ import annotations

import array
from collections.abc import Callable
from functools import partial
from typing import Any

from rosidl_parser.definition import AbstractNestedType, BasicType, NamespacedType

from .convert import get_message_slot_types
from .import_message import import_message_from_namespaced_type

_OCTET = BasicType("octet")


def set_message_fields(
    msg: Any,
    values: dict[str, Any],
    expand_header_auto: bool = False,
    expand_time_now: bool = False,
) -> list[Callable[[Any], None]]:
    """
    Set fields of a message.

    :param values: the fields to set and their values; those of nested messages are dictionaries.
    :param expand_header_auto: let ``auto`` stand for a header with the time of publication.
    :param expand_time_now: let ``now`` stand for the time of publication.
    :return: what to call with the time, each time before the message is published: one function for
        each header and time that stands so.
    :raises AttributeError: if the message has no such field.
    :raises TypeError: if a value is not of the field's type.
    :raises ValueError: if a value cannot be made one of the field's type.
    """
    if not hasattr(values, "items"):
        raise TypeError(
            f"Value '{values}' is expected to be a dictionary but is a {type(values).__name__}"
        )
    stamps: list[Callable[[Any], None]] = []
    slot_types = get_message_slot_types(msg)
    for name, given in values.items():
        field = getattr(msg, name)
        if expand_header_auto and _is(field, "std_msgs", "Header") and given == "auto":
            stamps.append(partial(setattr, field, "stamp"))
            continue
        if expand_time_now and _is(field, "builtin_interfaces", "Time") and given == "now":
            stamps.append(partial(setattr, msg, name))
            continue

        def fill(message: Any, values: Any) -> Any:
            stamps.extend(set_message_fields(message, values, expand_header_auto, expand_time_now))
            return message

        slot_type = slot_types[name]
        if isinstance(slot_type, AbstractNestedType) and isinstance(
            slot_type.value_type, NamespacedType
        ):
            element_type = import_message_from_namespaced_type(slot_type.value_type)
            value: Any = [
                given_one
                if isinstance(given_one, element_type)
                else fill(element_type(), given_one)
                for given_one in given
            ]
        elif isinstance(slot_type, AbstractNestedType) and slot_type.value_type == _OCTET:
            value = [_to_octet(octet) for octet in given]
        else:
            value = _convert(field, given, fill)
        setattr(msg, name, value)
    return stamps


def _convert(field: Any, given: Any, fill: Callable[[Any, Any], Any]) -> Any:
    """Make a value of the type that a field now has."""
    field_type = type(field)
    if isinstance(field, bytes):
        return _to_octet(given)
    if isinstance(field, array.array):
        return array.array(field.typecode, given)
    if hasattr(field, "dtype"):
        import numpy as np  # loaded already, as the field is its array

        return np.array(given, dtype=field.dtype)
    if type(given) is field_type:
        return given
    try:
        return field_type(given)
    except TypeError:
        return fill(field_type(), given)


def _is(field: Any, package: str, name: str) -> bool:
    """Say whether a field is this message, without loading the package for it."""
    module, _, _ = type(field).__module__.partition(".")
    return module == package and type(field).__name__ == name


def _to_octet(given: Any) -> Any:
    """Make an octet of a number, or of the character as which YAML shows it."""
    if isinstance(given, int):
        return bytes([given])
    return given.encode("latin-1") if isinstance(given, str) else given
