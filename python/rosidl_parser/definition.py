"""The types that fields of interfaces have, as `SLOT_TYPES` of message classes lists them."""

from __future__ import annotations

from collections.abc import Sequence

SIGNED_NONEXPLICIT_INTEGER_TYPES = ("short", "long", "long long")
UNSIGNED_NONEXPLICIT_INTEGER_TYPES = ("unsigned short", "unsigned long", "unsigned long long")
NONEXPLICIT_INTEGER_TYPES = (
    *SIGNED_NONEXPLICIT_INTEGER_TYPES,
    *UNSIGNED_NONEXPLICIT_INTEGER_TYPES,
)
SIGNED_EXPLICIT_INTEGER_TYPES = ("int8", "int16", "int32", "int64")
UNSIGNED_EXPLICIT_INTEGER_TYPES = ("uint8", "uint16", "uint32", "uint64")
EXPLICIT_INTEGER_TYPES = (*SIGNED_EXPLICIT_INTEGER_TYPES, *UNSIGNED_EXPLICIT_INTEGER_TYPES)
SIGNED_INTEGER_TYPES = (*SIGNED_NONEXPLICIT_INTEGER_TYPES, *SIGNED_EXPLICIT_INTEGER_TYPES)
UNSIGNED_INTEGER_TYPES = (*UNSIGNED_NONEXPLICIT_INTEGER_TYPES, *UNSIGNED_EXPLICIT_INTEGER_TYPES)
INTEGER_TYPES = (*SIGNED_INTEGER_TYPES, *UNSIGNED_INTEGER_TYPES)
FLOATING_POINT_TYPES = ("float", "double", "long double")
CHARACTER_TYPES = ("char", "wchar")
BOOLEAN_TYPE = "boolean"
OCTET_TYPE = "octet"
BASIC_TYPES = (*INTEGER_TYPES, *FLOATING_POINT_TYPES, *CHARACTER_TYPES, BOOLEAN_TYPE, OCTET_TYPE)

EMPTY_STRUCTURE_REQUIRED_MEMBER_NAME = "structure_needs_at_least_one_member"
CONSTANT_MODULE_SUFFIX = "_Constants"
SERVICE_REQUEST_MESSAGE_SUFFIX = "_Request"
SERVICE_RESPONSE_MESSAGE_SUFFIX = "_Response"
SERVICE_EVENT_MESSAGE_SUFFIX = "_Event"
ACTION_GOAL_SUFFIX = "_Goal"
ACTION_RESULT_SUFFIX = "_Result"
ACTION_FEEDBACK_SUFFIX = "_Feedback"
ACTION_GOAL_SERVICE_SUFFIX = "_SendGoal"
ACTION_RESULT_SERVICE_SUFFIX = "_GetResult"
ACTION_FEEDBACK_MESSAGE_SUFFIX = "_FeedbackMessage"


class AbstractType:
    """Any type. Two are equal when they are of the same class and all that describes them is."""

    __slots__ = ()

    def _description(self) -> tuple[object, ...]:
        """Return what tells this type from others of its class."""
        return ()

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, AbstractType)
            and type(self) is type(other)
            and self._description() == other._description()
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(repr, self._description()))})"


class AbstractNestableType(AbstractType):
    """A type that arrays and sequences can have as elements."""

    __slots__ = ()


class BasicType(AbstractNestableType):
    """A number, a character, a boolean or an octet."""

    __slots__ = ("typename",)

    def __init__(self, typename: str) -> None:
        super().__init__()
        assert typename in BASIC_TYPES
        self.typename = typename

    def _description(self) -> tuple[object, ...]:
        return (self.typename,)


class NamedType(AbstractNestableType):
    """A type of which only the name is known yet."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def _description(self) -> tuple[object, ...]:
        return (self.name,)


class NamespacedType(AbstractNestableType):
    """Another message: `NamespacedType(['std_msgs', 'msg'], 'Header')`."""

    __slots__ = ("name", "namespaces")

    def __init__(self, namespaces: Sequence[str], name: str) -> None:
        super().__init__()
        self.namespaces = namespaces
        self.name = name

    def namespaced_name(self) -> tuple[str, ...]:
        """Return the parts of the full name."""
        return (*self.namespaces, self.name)

    def _description(self) -> tuple[object, ...]:
        return (self.namespaces, self.name)


class AbstractGenericString(AbstractNestableType):
    """Text of any kind."""

    __slots__ = ()

    def has_maximum_size(self) -> bool:
        """Say whether the text has a bound."""
        raise NotImplementedError("Only implemented in subclasses")


class AbstractString(AbstractGenericString):
    """Text in UTF-8."""

    __slots__ = ()


class BoundedString(AbstractString):
    """Text in UTF-8 of at most `maximum_size` characters."""

    __slots__ = ("maximum_size",)

    def __init__(self, maximum_size: int) -> None:
        super().__init__()
        assert maximum_size >= 0
        self.maximum_size = maximum_size

    def has_maximum_size(self) -> bool:
        return True

    def _description(self) -> tuple[object, ...]:
        return (self.maximum_size,)


class UnboundedString(AbstractString):
    """Text in UTF-8."""

    __slots__ = ()

    def has_maximum_size(self) -> bool:
        return False


class AbstractWString(AbstractGenericString):
    """Text in UTF-16."""

    __slots__ = ()


class BoundedWString(AbstractWString):
    """Text in UTF-16 of at most `maximum_size` characters."""

    __slots__ = ("maximum_size",)

    def __init__(self, maximum_size: int) -> None:
        super().__init__()
        self.maximum_size = maximum_size

    def has_maximum_size(self) -> bool:
        return True

    def _description(self) -> tuple[object, ...]:
        return (self.maximum_size,)


class UnboundedWString(AbstractWString):
    """Text in UTF-16."""

    __slots__ = ()

    def has_maximum_size(self) -> bool:
        return False


class AbstractNestedType(AbstractType):
    """Many elements of one type."""

    __slots__ = ("value_type",)

    def __init__(self, value_type: AbstractNestableType) -> None:
        super().__init__()
        assert isinstance(value_type, AbstractNestableType)
        self.value_type = value_type

    def has_maximum_size(self) -> bool:
        """Say whether the number of elements has a bound."""
        raise NotImplementedError("Only implemented in subclasses")

    def _description(self) -> tuple[object, ...]:
        return (self.value_type,)


class Array(AbstractNestedType):
    """Always `size` elements."""

    __slots__ = ("size",)

    def __init__(self, value_type: AbstractNestableType, size: int) -> None:
        super().__init__(value_type)
        assert size > 0
        self.size = size

    def has_maximum_size(self) -> bool:
        return True

    def _description(self) -> tuple[object, ...]:
        return (self.value_type, self.size)


class AbstractSequence(AbstractNestedType):
    """Any number of elements."""

    __slots__ = ()


class BoundedSequence(AbstractSequence):
    """At most `maximum_size` elements."""

    __slots__ = ("maximum_size",)

    def __init__(self, value_type: AbstractNestableType, maximum_size: int) -> None:
        super().__init__(value_type)
        assert maximum_size > 0
        self.maximum_size = maximum_size

    def has_maximum_size(self) -> bool:
        return True

    def _description(self) -> tuple[object, ...]:
        return (self.value_type, self.maximum_size)


class UnboundedSequence(AbstractSequence):
    """Any number of elements without a bound."""

    __slots__ = ()

    def has_maximum_size(self) -> bool:
        return False
