"""Names and types, as definition files write them."""

from __future__ import annotations

import re

PACKAGE_NAME_MESSAGE_TYPE_SEPARATOR = "/"
ARRAY_UPPER_BOUND_TOKEN = "<="
STRING_UPPER_BOUND_TOKEN = "<="

PRIMITIVE_TYPES = [
    "bool", "byte", "char", "float32", "float64",
    "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64",
    "string", "wstring", "duration", "time",
]  # fmt: skip

VALID_PACKAGE_NAME_PATTERN = re.compile(r"^(?!.*__)(?!.*_$)[a-z][a-z0-9_]*$")
VALID_FIELD_NAME_PATTERN = VALID_PACKAGE_NAME_PATTERN
VALID_MESSAGE_NAME_PATTERN = re.compile(r"^[A-Z][A-Za-z0-9]*$")
VALID_CONSTANT_NAME_PATTERN = re.compile(r"^(?!.*__)(?!.*_$)[A-Z][A-Z0-9_]*$")

_PARTS = re.compile(
    r"_(Request|Response|Goal|Result|Feedback|SendGoal_(Request|Response)|"
    r"GetResult_(Request|Response)|FeedbackMessage|Event)$"
)
"""What the names of the messages end with that services and actions are made of."""


class InvalidSpecification(Exception):
    """A definition is wrong."""


class InvalidActionSpecification(InvalidSpecification):
    """The definition of an action is wrong."""


class InvalidServiceSpecification(InvalidSpecification):
    """The definition of a service is wrong."""


class InvalidResourceName(InvalidSpecification):
    """A name is wrong."""


class InvalidFieldDefinition(InvalidSpecification):
    """A line of a definition is neither field nor constant."""


class UnknownMessageType(InvalidSpecification):
    """A field is of a message that nobody knows."""


class InvalidValue(Exception):
    """A constant or a default is no value of its type."""

    def __init__(self, type_: object, value_string: str, message_suffix: str | None = None) -> None:
        why = f": {message_suffix}" if message_suffix else ""
        super().__init__(f"value '{value_string}' can not be converted to type '{type_}'{why}")


def _is_valid(pattern: re.Pattern[str], name: str) -> bool:
    try:
        return pattern.match(name) is not None
    except TypeError as error:
        raise InvalidResourceName(name) from error


def is_valid_package_name(name: str) -> bool:
    """Say whether a package may have a name."""
    return _is_valid(VALID_PACKAGE_NAME_PATTERN, name)


def is_valid_field_name(name: str) -> bool:
    """Say whether a field may have a name."""
    return _is_valid(VALID_FIELD_NAME_PATTERN, name)


def is_valid_message_name(name: str) -> bool:
    """Say whether a message may have a name, also one that a service or an action is made of."""
    try:
        name = _PARTS.sub("", name.removeprefix("Sample_"))
    except (AttributeError, TypeError) as error:
        raise InvalidResourceName(name) from error
    return _is_valid(VALID_MESSAGE_NAME_PATTERN, name)


def is_valid_constant_name(name: str) -> bool:
    """Say whether a constant may have a name."""
    return _is_valid(VALID_CONSTANT_NAME_PATTERN, name)


def _bound(text: str, what: str) -> int:
    try:
        bound = int(text)
    except ValueError:
        bound = 0
    if bound <= 0:
        raise TypeError(f"{what} must be an integer greater than 0, not '{text}'")
    return bound


class BaseType:
    """
    The type of one element.

    `pkg_name` is None for what is no message; `string_upper_bound` is the most characters of a
    text, None where it has no bound.
    """

    __slots__ = ["pkg_name", "string_upper_bound", "type"]

    pkg_name: str | None
    type: str
    string_upper_bound: int | None

    def __init__(self, type_string: str, context_package_name: str | None = None) -> None:
        self.pkg_name = None
        self.type = type_string
        self.string_upper_bound = None
        if type_string in PRIMITIVE_TYPES:
            return
        text, is_bounded, bound = type_string.partition(STRING_UPPER_BOUND_TOKEN)
        if is_bounded and text in ("string", "wstring"):
            self.type = text
            self.string_upper_bound = _bound(bound, f"the upper bound of '{type_string}'")
            return
        package, has_package, name = type_string.rpartition(PACKAGE_NAME_MESSAGE_TYPE_SEPARATOR)
        self.type = name
        self.pkg_name = package if has_package else context_package_name
        if self.pkg_name is None:
            raise InvalidResourceName(type_string)
        for what, part, is_valid, pattern in (
            ("package", self.pkg_name, is_valid_package_name, VALID_PACKAGE_NAME_PATTERN),
            ("message", self.type, is_valid_message_name, VALID_MESSAGE_NAME_PATTERN),
        ):
            if not is_valid(part):
                raise InvalidResourceName(
                    f"'{part}' is an invalid {what} name. "
                    f"It should have the pattern '{pattern.pattern}'"
                )

    def is_primitive_type(self) -> bool:
        """Say whether it is no message."""
        return self.pkg_name is None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BaseType) and BaseType.__str__(self) == BaseType.__str__(other)

    def __hash__(self) -> int:
        return hash(str(self))

    def __str__(self) -> str:
        if self.pkg_name is not None:
            return f"{self.pkg_name}{PACKAGE_NAME_MESSAGE_TYPE_SEPARATOR}{self.type}"
        if self.string_upper_bound is not None:
            return f"{self.type}{STRING_UPPER_BOUND_TOKEN}{self.string_upper_bound}"
        return self.type


class Type(BaseType):
    """The type of a field: an element's and how many there are."""

    __slots__ = ["array_size", "is_array", "is_upper_bound"]

    def __init__(self, type_string: str, context_package_name: str | None = None) -> None:
        self.is_array = type_string.endswith("]")
        self.array_size: int | None = None
        self.is_upper_bound = False
        element = type_string
        if self.is_array:
            element, bracket, size = type_string[:-1].rpartition("[")
            if not bracket:
                raise TypeError(f"the type '{type_string}' ends with ']' but has no '['")
            self.is_upper_bound = size.startswith(ARRAY_UPPER_BOUND_TOKEN)
            if size:
                size = size.removeprefix(ARRAY_UPPER_BOUND_TOKEN)
                self.array_size = _bound(size, f"the size of the array type '{type_string}'")
        super().__init__(element, context_package_name=context_package_name)

    def is_dynamic_array(self) -> bool:
        """Say whether the number of elements may change."""
        return self.is_array and (self.array_size is None or self.is_upper_bound)

    def is_fixed_size_array(self) -> bool:
        """Say whether the number of elements is always the same."""
        return self.is_array and self.array_size is not None and not self.is_upper_bound

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Type) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))

    def __str__(self) -> str:
        if not self.is_array:
            return super().__str__()
        bound = ARRAY_UPPER_BOUND_TOKEN if self.is_upper_bound else ""
        return f"{super().__str__()}[{bound}{self.array_size or ''}]"
