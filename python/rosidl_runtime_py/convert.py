"""Messages as ordered dictionaries, YAML and comma-separated values."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from rosidl_parser.definition import (
    AbstractString,
    AbstractType,
    AbstractWString,
    Array,
    BasicType,
    BoundedSequence,
    NamedType,
    NamespacedType,
    UnboundedSequence,
)


def message_to_yaml(
    msg: Any,
    *,
    truncate_length: int | None = None,
    no_arr: bool = False,
    no_str: bool = False,
    flow_style: bool = False,
) -> str:
    """
    Write a message as YAML, its fields in the order of the definition.

    :param truncate_length: show at most so many elements of arrays, characters of strings.
    :param no_arr: show the types and lengths of arrays instead of what is in them.
    :param no_str: show the lengths of strings instead of their text.
    :param flow_style: all in one line, in braces.
    """
    # Imported here: whoever imports this package may want anything but YAML.
    from ._yaml import dump

    values = message_to_ordereddict(
        msg, truncate_length=truncate_length, no_arr=no_arr, no_str=no_str
    )
    return dump(values, flow_style)


def message_to_csv(
    msg: Any,
    *,
    truncate_length: int | None = None,
    no_arr: bool = False,
    no_str: bool = False,
) -> str:
    """
    Write the values of a message, nested ones too, with commas between them.

    :param truncate_length: show at most so many elements of arrays, characters of strings.
    :param no_arr: show the types and lengths of arrays instead of what is in them.
    :param no_str: show the lengths of strings instead of their text.
    """

    def write(value: Any, field_type: AbstractType | None = None) -> str:
        if isinstance(value, str) and no_str:
            return _describe_string(value)
        if isinstance(value, (str, bytes)):
            return str(_truncate(value, truncate_length))
        if isinstance(value, (bool, float, int)) or _is_numpy_number(value):
            return str(value)
        if not _is_array(value):
            return ",".join(write(getattr(value, name), kind) for name, kind in _fields(value))
        if no_arr and field_type is not None:
            return _describe_array(value, field_type)
        shown = [write(element) for element in value[:truncate_length]]
        return ",".join([*shown, "..."] if len(shown) < len(value) else shown)

    return write(msg)


def message_to_ordereddict(
    msg: Any,
    *,
    truncate_length: int | None = None,
    no_arr: bool = False,
    no_str: bool = False,
) -> OrderedDict[str, Any]:
    """
    Return the fields of a message with their values, in the order of the definition.

    Nested messages become ordered dictionaries, too, and arrays lists.

    :param truncate_length: show at most so many elements of arrays, characters of strings.
    :param no_arr: show the types and lengths of arrays instead of what is in them.
    :param no_str: show the lengths of strings instead of their text.
    """
    return OrderedDict(
        (
            name,
            _convert_value(
                getattr(msg, name, None),
                field_type=field_type,
                truncate_length=truncate_length,
                no_arr=no_arr,
                no_str=no_str,
            ),
        )
        for name, field_type in _fields(msg)
    )


def get_message_slot_types(msg: Any) -> OrderedDict[str, AbstractType]:
    """Return the fields of a message or its class with their types, as ``SLOT_TYPES`` has them."""
    return OrderedDict(_fields(msg))


def _fields(msg: Any) -> list[tuple[str, AbstractType]]:
    return list(zip(msg.get_fields_and_field_types(), msg.SLOT_TYPES, strict=True))


def _convert_value(
    value: Any,
    *,
    field_type: AbstractType | None = None,
    truncate_length: int | None = None,
    no_arr: bool = False,
    no_str: bool = False,
) -> Any:
    """Convert what a field holds to what YAML and JSON have."""

    def convert(value: Any) -> Any:
        return _convert_value(value, truncate_length=truncate_length, no_arr=no_arr, no_str=no_str)

    if isinstance(value, str):
        return _describe_string(value) if no_str else _truncate(value, truncate_length)
    if isinstance(value, bytes):
        return _truncate(value.decode("latin-1"), truncate_length)
    if _is_array(value):
        if no_arr and field_type is not None:
            return _describe_array(value, field_type)
        shown = value[:truncate_length]
        if hasattr(shown, "tolist"):
            elements = shown.tolist()
        else:
            elements = [convert(element) for element in shown]
        if len(shown) < len(value):
            elements.append("...")
        return tuple(elements) if isinstance(value, tuple) else elements
    if isinstance(value, dict):
        # Keys stay whole: two that begin alike must not become one.
        return {_convert_value(key): convert(element) for key, element in value.items()}
    if _is_numpy_number(value):
        return value.item()
    if isinstance(value, (bool, float, int)):
        return value
    return message_to_ordereddict(
        value, truncate_length=truncate_length, no_arr=no_arr, no_str=no_str
    )


# NumPy is known by what its objects have: a program that meets none of them need not load it.


def _is_array(value: Any) -> bool:
    """Say whether this is a list or a tuple, or an array of the standard library's or NumPy's."""
    return isinstance(value, (list, tuple)) or (
        hasattr(value, "tolist") and hasattr(value, "__len__")
    )


def _is_numpy_number(value: Any) -> bool:
    return hasattr(value, "tolist") and not hasattr(value, "__len__")


def _truncate(value: Any, length: int | None) -> Any:
    """Cut off text or bytes, and show it."""
    if length is None or len(value) <= length:
        return value
    return value[:length] + (b"..." if isinstance(value, bytes) else "...")


def _describe_string(value: str) -> str:
    return f"<string length: <{len(value)}>>"


def _describe_array(value: Any, field_type: AbstractType) -> str:
    if isinstance(field_type, Array):
        return f"<array type: {_type_name(field_type.value_type)}[{field_type.size}]>"
    if isinstance(field_type, BoundedSequence):
        element = f"{_type_name(field_type.value_type)}[{field_type.maximum_size}]"
        return f"<sequence type: {element}, length: {len(value)}>"
    if isinstance(field_type, UnboundedSequence):
        return f"<sequence type: {_type_name(field_type.value_type)}, length: {len(value)}>"
    return "unknown"


def _type_name(value_type: AbstractType) -> str:
    if isinstance(value_type, BasicType):
        return value_type.typename
    if isinstance(value_type, AbstractString):
        return "string"
    if isinstance(value_type, AbstractWString):
        return "wstring"
    if isinstance(value_type, NamedType):
        return value_type.name
    if isinstance(value_type, NamespacedType):
        return "/".join(value_type.namespaced_name())
    return "unknown"
