"""Constants and defaults, as definition files write them."""

from __future__ import annotations

import re
from typing import Any

from rosidl_adapter._types import BaseType, InvalidValue, Type

_ELEMENT = re.compile(
    r"""\s*(?:"(?P<double>(?:\\.|[^"\\])*)"|'(?P<single>(?:\\.|[^'\\])*)'|(?P<bare>[^\s,"'][^,]*))\s*(?:,|$)"""
)
"""A text in a list of texts, and the comma after it."""

_BOOLS = {"true": True, "1": True, "false": False, "0": False}


def parse_value_string(type_: Type, value_string: str) -> Any:
    """
    Return the value that a text stands for: one of Python's, or a list of them.

    :raises InvalidValue: if it is none of the type.
    :raises NotImplementedError: if the type is a message, which has no values in definition files.
    """
    if not type_.is_primitive_type():
        raise NotImplementedError(f"parsing string values into type '{type_}' is not supported")
    if not type_.is_array:
        return parse_primitive_value_string(type_, value_string)
    if not (value_string.startswith("[") and value_string.endswith("]")):
        raise InvalidValue(type_, value_string, "array value must start with '[' and end with ']'")
    elements = value_string[1:-1]
    if type_.type in ("string", "wstring"):
        texts = parse_string_array_value_string(elements, type_.array_size)
    else:
        texts = elements.split(",") if elements else []
    _check_length(type_, value_string, len(texts))
    element_type = Type(BaseType.__str__(type_))
    values = []
    for index, text in enumerate(texts):
        try:
            values.append(parse_primitive_value_string(element_type, text.strip()))
        except InvalidValue as error:
            raise InvalidValue(type_, value_string, f"element {index} with {error}") from error
    return values


def _check_length(type_: Type, value_string: str, length: int) -> None:
    if type_.array_size is None:
        return
    if type_.is_upper_bound and length > type_.array_size:
        wrong = "array must have not more than"
    elif not type_.is_upper_bound and length != type_.array_size:
        wrong = "array must have exactly"
    else:
        return
    raise InvalidValue(type_, value_string, f"{wrong} {type_.array_size} elements, not {length}")


def parse_string_array_value_string(element_string: str, expected_size: int | None) -> list[str]:
    """
    Return the texts of a list of texts, each of which may stand in quotes.

    :param expected_size: not looked at; the caller checks how many there are.
    :raises ValueError: if a quote has no end or a comma nothing before it.
    """
    texts = []
    position = 0
    while element_string[position:].strip():
        element = _ELEMENT.match(element_string, position)
        if element is None:
            raise ValueError(f"expected a text, in quotes or not, at [{element_string[position:]}]")
        quoted = {"double": '"', "single": "'"}.get(element.lastgroup or "")
        text = element[element.lastgroup or 0]
        texts.append(text.replace(f"\\{quoted}", quoted) if quoted else text.rstrip())
        position = element.end()
    return texts


def parse_primitive_value_string(type_: Type, value_string: str) -> Any:
    """
    Return the number, boolean or text that a text stands for.

    :raises InvalidValue: if it is none of the type.
    :raises ValueError: if the type is an array or a message.
    """
    if not type_.is_primitive_type() or type_.is_array:
        raise ValueError("the passed type must be a non-array primitive type")
    if type_.type == "bool":
        if value_string.lower() not in _BOOLS:
            raise InvalidValue("bool", value_string, "must be either 'true' / '1' or 'false' / '0'")
        return _BOOLS[value_string.lower()]
    if type_.type in ("string", "wstring"):
        return _parse_text(type_, value_string)
    if type_.type in ("float32", "float64"):
        try:
            return float(value_string)
        except ValueError:
            raise InvalidValue(
                type_.type,
                value_string,
                "must be a floating point number using '.' as the separator",
            ) from None
    return _parse_integer(type_.type, value_string)


def _parse_integer(type_name: str, value_string: str) -> int:
    integer = "uint8" if type_name in ("byte", "char") else type_name
    bits = re.fullmatch(r"(u?)int(\d+)", integer)
    assert bits is not None, f"unknown primitive type '{type_name}'"
    size = int(bits[2])
    lowest, highest = (0, 2**size - 1) if bits[1] else (-(2 ** (size - 1)), 2 ** (size - 1) - 1)
    for base in (10, 0):
        try:
            value = int(value_string, base)
        except ValueError:
            continue
        if lowest <= value <= highest:
            return value
        break
    raise InvalidValue(
        type_name, value_string, f"must be a valid integer value >= {lowest} and <= {highest}"
    )


def _parse_text(type_: Type, value_string: str) -> str:
    for quote in ('"', "'"):
        if value_string.startswith(quote) and value_string.endswith(quote):
            value_string = value_string[1:-1]
            if re.search(rf"(?<!\\){quote}", value_string):
                raise InvalidValue(
                    type_.type, value_string, "string inner quotes not properly escaped"
                )
            value_string = value_string.replace(f"\\{quote}", quote)
            break
    bound = type_.string_upper_bound
    if bound is not None and len(value_string) > bound:
        raise InvalidValue(
            type_, value_string, f"string must not exceed the maximum length of {bound} characters"
        )
    return value_string
