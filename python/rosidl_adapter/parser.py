"""
Parser of `.msg`, `.srv` and `.action` files.

It keeps types, values and comments as they are written, for programs that print definitions or make
others of them. Messages do not come from here: they are classes of their packages.
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any, TypeVar

from rosidl_adapter._types import (
    ARRAY_UPPER_BOUND_TOKEN,
    PACKAGE_NAME_MESSAGE_TYPE_SEPARATOR,
    PRIMITIVE_TYPES,
    STRING_UPPER_BOUND_TOKEN,
    VALID_CONSTANT_NAME_PATTERN,
    VALID_FIELD_NAME_PATTERN,
    VALID_MESSAGE_NAME_PATTERN,
    VALID_PACKAGE_NAME_PATTERN,
    BaseType,
    InvalidActionSpecification,
    InvalidFieldDefinition,
    InvalidResourceName,
    InvalidServiceSpecification,
    InvalidSpecification,
    InvalidValue,
    Type,
    UnknownMessageType,
    is_valid_constant_name,
    is_valid_field_name,
    is_valid_message_name,
    is_valid_package_name,
)
from rosidl_adapter._values import (
    parse_primitive_value_string,
    parse_string_array_value_string,
    parse_value_string,
)

__all__ = [
    "ARRAY_UPPER_BOUND_TOKEN", "PACKAGE_NAME_MESSAGE_TYPE_SEPARATOR", "PRIMITIVE_TYPES",
    "STRING_UPPER_BOUND_TOKEN", "VALID_CONSTANT_NAME_PATTERN", "VALID_FIELD_NAME_PATTERN",
    "VALID_MESSAGE_NAME_PATTERN", "VALID_PACKAGE_NAME_PATTERN", "ActionSpecification", "BaseType",
    "Constant", "Field", "InvalidActionSpecification", "InvalidFieldDefinition",
    "InvalidResourceName", "InvalidServiceSpecification", "InvalidSpecification", "InvalidValue",
    "MessageSpecification", "ServiceSpecification", "Type", "UnknownMessageType",
    "extract_file_level_comments", "is_valid_constant_name", "is_valid_field_name",
    "is_valid_message_name", "is_valid_package_name", "parse_action_file", "parse_action_string",
    "parse_message_file", "parse_message_string", "parse_primitive_value_string",
    "parse_service_file", "parse_service_string", "parse_string_array_value_string",
    "parse_value_string", "process_comments", "validate_field_types",
]  # fmt: skip

COMMENT_DELIMITER = "#"
CONSTANT_SEPARATOR = "="
SERVICE_REQUEST_RESPONSE_SEPARATOR = "---"
SERVICE_REQUEST_MESSAGE_SUFFIX = "_Request"
SERVICE_RESPONSE_MESSAGE_SUFFIX = "_Response"
SERVICE_EVENT_MESSAGE_SUFFIX = "_Event"
ACTION_REQUEST_RESPONSE_SEPARATOR = "---"
ACTION_GOAL_SUFFIX = "_Goal"
ACTION_RESULT_SUFFIX = "_Result"
ACTION_FEEDBACK_SUFFIX = "_Feedback"

Annotations = dict[str, Any]
"""What comments say: their lines (`comment`) and a `unit`."""


def _quoted(text: str) -> str:
    escaped = text.replace("'", "\\'")
    return f"'{escaped}'"


class Constant:
    """A constant: its type's name, its name and its value."""

    __slots__ = ["annotations", "name", "type", "value"]

    def __init__(self, primitive_type: str, name: str, value_string: str) -> None:
        if primitive_type not in PRIMITIVE_TYPES:
            raise TypeError(f"the constant type '{primitive_type}' must be a primitive type")
        if not is_valid_constant_name(name):
            raise NameError(
                f"'{name}' is an invalid constant name. "
                f"It should have the pattern '{VALID_CONSTANT_NAME_PATTERN.pattern}'"
            )
        if value_string is None:
            raise ValueError("the constant value must not be 'None'")
        self.type = primitive_type
        self.name = name
        self.value = parse_primitive_value_string(Type(primitive_type), value_string)
        self.annotations: Annotations = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Constant) and (self.type, self.name, self.value) == (
            other.type,
            other.name,
            other.value,
        )

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        value = _quoted(self.value) if self.type in ("string", "wstring") else self.value
        return f"{self.type} {self.name}={value}"


class Field:
    """A field: its type, its name and its default (None where it has none)."""

    def __init__(self, type_: Type, name: str, default_value_string: str | None = None) -> None:
        if not isinstance(type_, Type):
            raise TypeError(f"the field type '{type_}' must be a 'Type' instance")
        if not is_valid_field_name(name):
            raise NameError(
                f"'{name}' is an invalid field name. "
                f"It should have the pattern '{VALID_FIELD_NAME_PATTERN.pattern}'"
            )
        self.type = type_
        self.name = name
        self.default_value: Any = None
        if default_value_string is not None:
            self.default_value = parse_value_string(type_, default_value_string)
        self.annotations: Annotations = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Field) and (self.type, self.name, self.default_value) == (
            other.type,
            other.name,
            other.default_value,
        )

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        if self.default_value is None:
            return f"{self.type} {self.name}"
        is_text = not self.type.is_array and self.type.type in ("string", "wstring")
        default = _quoted(self.default_value) if is_text else self.default_value
        return f"{self.type} {self.name} {default}"


Named = TypeVar("Named", Field, Constant)


def _distinct(of: type[Named], members: Iterable[Named]) -> list[Named]:
    """Return members of a message, checked to be of a class and to have names of their own."""
    what = of.__name__.lower()
    checked = []
    for index, member in enumerate(members):
        if not isinstance(member, of):
            raise TypeError(f"{what} {index} must be a '{of.__name__}' instance")
        checked.append(member)
    names = [member.name for member in checked]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"the {what}s iterable contains duplicate names: {', '.join(twice)}")
    return checked


class MessageSpecification:
    """A message: its fields and constants in their order."""

    def __init__(
        self, pkg_name: str, msg_name: str, fields: Iterable[Field], constants: Iterable[Constant]
    ) -> None:
        self.base_type = BaseType(f"{pkg_name}{PACKAGE_NAME_MESSAGE_TYPE_SEPARATOR}{msg_name}")
        self.msg_name = msg_name
        self.annotations: Annotations = {}
        self.fields = _distinct(Field, fields)
        self.constants = _distinct(Constant, constants)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MessageSpecification) and (
            (self.base_type, self.fields, self.constants)
            == (other.base_type, other.fields, other.constants)
        )

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        """Return a definition of the same message."""
        return "\n".join([f"# {self.base_type}", *map(str, self.constants), *map(str, self.fields)])


class ServiceSpecification:
    """A service: its two messages."""

    def __init__(
        self,
        pkg_name: str,
        srv_name: str,
        request: MessageSpecification,
        response: MessageSpecification,
    ) -> None:
        assert isinstance(request, MessageSpecification)
        assert isinstance(response, MessageSpecification)
        self.pkg_name = pkg_name
        self.srv_name = srv_name
        self.request = request
        self.response = response

    def __str__(self) -> str:
        """Return a definition of the same service."""
        separator = SERVICE_REQUEST_RESPONSE_SEPARATOR
        return f"# {self.pkg_name}/{self.srv_name}\n{self.request}\n{separator}\n{self.response}"


class ActionSpecification:
    """An action: its three messages."""

    def __init__(
        self,
        pkg_name: str,
        action_name: str,
        goal: MessageSpecification,
        result: MessageSpecification,
        feedback: MessageSpecification,
    ) -> None:
        for part in (goal, result, feedback):
            assert isinstance(part, MessageSpecification)
        self.pkg_name = pkg_name
        self.action_name = action_name
        self.goal = goal
        self.result = result
        self.feedback = feedback


def parse_message_string(pkg_name: str, msg_name: str, message_string: str) -> MessageSpecification:
    """
    Return what the text of a `.msg` file defines.

    :raises InvalidSpecification: if a line is neither field nor constant, or a name is wrong.
    :raises InvalidValue: if a constant or a default is no value of its type.
    """
    comments, lines = extract_file_level_comments(message_string.replace("\t", " "))
    members: list[Field | Constant] = []
    pending: list[str] = []
    for line in lines:
        definition, has_comment, comment = line.rstrip().partition(COMMENT_DELIMITER)
        if has_comment:
            text = comment.lstrip(COMMENT_DELIMITER)
            if definition and not definition.strip():
                # An indented comment goes on about what is above it.
                if members:
                    members[-1].annotations.setdefault("comment", []).append(text)
                continue
            pending.append(text)
        definition = definition.rstrip()
        if not definition:
            continue
        try:
            members.append(_parse_line(pkg_name, definition))
        except Exception as error:
            print(
                f"Error processing '{definition}' of '{pkg_name}/{msg_name}': '{error}'",
                file=sys.stderr,
            )
            raise
        members[-1].annotations.setdefault("comment", []).extend(pending)
        pending = []
    message = MessageSpecification(
        pkg_name,
        msg_name,
        [member for member in members if isinstance(member, Field)],
        [member for member in members if isinstance(member, Constant)],
    )
    message.annotations["comment"] = comments
    for commented in (message, *members):
        process_comments(commented)
    return message


def _parse_line(pkg_name: str, line: str) -> Field | Constant:
    type_string, _, rest = line.partition(" ")
    rest = rest.lstrip()
    if not rest:
        raise InvalidFieldDefinition(line)
    name, is_constant, value = rest.partition(CONSTANT_SEPARATOR)
    if is_constant:
        return Constant(type_string, name.rstrip(), value.lstrip())
    name, _, default = rest.partition(" ")
    return Field(Type(type_string, context_package_name=pkg_name), name, default.lstrip() or None)


def extract_file_level_comments(message_string: str) -> tuple[list[str], list[str]]:
    """Return the comments that a definition begins with, and the lines after them."""
    lines = message_string.splitlines()
    heading = 0
    while heading < len(lines) and lines[heading].startswith(COMMENT_DELIMITER):
        heading += 1
    return [line.lstrip(COMMENT_DELIMITER) for line in lines[:heading]], lines[heading:]


def process_comments(instance: MessageSpecification | Field | Constant) -> None:
    """Tidy the comments of something, and find its unit: what stands in brackets, once."""
    lines: list[str] = instance.annotations.get("comment", [])
    units = re.findall(r"(\s*\[([^,\]]+)\])", "\n".join(lines))
    if len(units) == 1:
        brackets, instance.annotations["unit"] = units[0]
        lines[:] = [line.replace(brackets, "") for line in lines]
    # No empty line at either end, and nowhere two of them.
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines).strip("\n"))
    lines[:] = textwrap.dedent(text).split("\n") if text else []


def _parse_parts(
    pkg_name: str,
    name: str,
    text: str,
    suffixes: Collection[str],
    error: type[InvalidSpecification],
) -> list[MessageSpecification]:
    parts: list[list[str]] = [[]]
    for line in text.splitlines():
        if line == SERVICE_REQUEST_RESPONSE_SEPARATOR:
            parts.append([])
        else:
            parts[-1].append(line)
    if len(parts) != len(suffixes):
        raise error(
            f"expected {len(suffixes) - 1} lines '{SERVICE_REQUEST_RESPONSE_SEPARATOR}' in the "
            f"definition of '{pkg_name}/{name}', found {len(parts) - 1}"
        )
    return [
        parse_message_string(pkg_name, name + suffix, "\n".join(part))
        for suffix, part in zip(suffixes, parts, strict=True)
    ]


def parse_service_string(pkg_name: str, srv_name: str, message_string: str) -> ServiceSpecification:
    """
    Return what the text of a `.srv` file defines.

    :raises InvalidServiceSpecification: if it has not two parts.
    """
    suffixes = (SERVICE_REQUEST_MESSAGE_SUFFIX, SERVICE_RESPONSE_MESSAGE_SUFFIX)
    error = InvalidServiceSpecification
    request, response = _parse_parts(pkg_name, srv_name, message_string, suffixes, error)
    return ServiceSpecification(pkg_name, srv_name, request, response)


def parse_action_string(pkg_name: str, action_name: str, action_string: str) -> ActionSpecification:
    """
    Return what the text of an `.action` file defines.

    :raises InvalidActionSpecification: if it has not three parts.
    """
    suffixes = (ACTION_GOAL_SUFFIX, ACTION_RESULT_SUFFIX, ACTION_FEEDBACK_SUFFIX)
    error = InvalidActionSpecification
    parts = _parse_parts(pkg_name, action_name, action_string, suffixes, error)
    return ActionSpecification(pkg_name, action_name, *parts)


Specification = TypeVar("Specification")


def _parse_file(
    parse: Callable[[str, str, str], Specification], pkg_name: str, filename: str
) -> Specification:
    file = Path(filename)
    return parse(pkg_name, file.stem, file.read_text(encoding="utf-8"))


def parse_message_file(pkg_name: str, interface_filename: str) -> MessageSpecification:
    """Return what a `.msg` file defines; see :func:`parse_message_string`."""
    return _parse_file(parse_message_string, pkg_name, interface_filename)


def parse_service_file(pkg_name: str, interface_filename: str) -> ServiceSpecification:
    """Return what a `.srv` file defines; see :func:`parse_service_string`."""
    return _parse_file(parse_service_string, pkg_name, interface_filename)


def parse_action_file(pkg_name: str, interface_filename: str) -> ActionSpecification:
    """Return what an `.action` file defines; see :func:`parse_action_string`."""
    return _parse_file(parse_action_string, pkg_name, interface_filename)


def validate_field_types(
    spec: MessageSpecification | ServiceSpecification | ActionSpecification,
    known_msg_types: Collection[BaseType],
) -> None:
    """
    Check that the messages that fields are of are known.

    :raises UnknownMessageType: if one is not.
    """
    if isinstance(spec, MessageSpecification):
        what, parts = "Message", [spec]
    elif isinstance(spec, ServiceSpecification):
        what, parts = "Service", [spec.request, spec.response]
    else:
        what, parts = "Action", [spec.goal, spec.result, spec.feedback]
    for field in (field for part in parts for field in part.fields):
        element = BaseType(BaseType.__str__(field.type))
        if not element.is_primitive_type() and element not in known_msg_types:
            raise UnknownMessageType(
                f"{what} interface '{element}' contains an unknown field type: {field}"
            )
