"""Parameters: named values of a node that files, arguments and other nodes can set."""

from __future__ import annotations

import array
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from rcl_interfaces.msg import Parameter as ParameterMsg
from rcl_interfaces.msg import ParameterType, ParameterValue

from rclpy import _rclpy

if TYPE_CHECKING:
    from pathlib import Path

PARAMETER_SEPARATOR_STRING = "."

AllowableParameterValue: TypeAlias = (
    bool
    | int
    | float
    | str
    | Sequence[bytes]
    | Sequence[bool]
    | Sequence[int]
    | Sequence[float]
    | Sequence[str]
    | None
)

AllowableParameterValueT = TypeVar("AllowableParameterValueT", bound=AllowableParameterValue)

_LISTS = (list, tuple)
_NUMBER_LISTS = (list, tuple, array.array)


class Parameter:
    """A parameter's name and value."""

    class Type(Enum):
        """The type of a parameter's value, with the numbers of ``rcl_interfaces``."""

        NOT_SET = ParameterType.PARAMETER_NOT_SET
        BOOL = ParameterType.PARAMETER_BOOL
        INTEGER = ParameterType.PARAMETER_INTEGER
        DOUBLE = ParameterType.PARAMETER_DOUBLE
        STRING = ParameterType.PARAMETER_STRING
        BYTE_ARRAY = ParameterType.PARAMETER_BYTE_ARRAY
        BOOL_ARRAY = ParameterType.PARAMETER_BOOL_ARRAY
        INTEGER_ARRAY = ParameterType.PARAMETER_INTEGER_ARRAY
        DOUBLE_ARRAY = ParameterType.PARAMETER_DOUBLE_ARRAY
        STRING_ARRAY = ParameterType.PARAMETER_STRING_ARRAY

        @classmethod
        def from_parameter_value(cls, parameter_value: Any) -> Parameter.Type:
            """
            Find the type of a value. An empty sequence is one of bytes.

            :raises TypeError: if there is none.
            """
            if parameter_value is None:
                return cls.NOT_SET
            for kind, types in _SCALARS.items():
                if isinstance(parameter_value, types):
                    return kind
            if not isinstance(parameter_value, _NUMBER_LISTS):
                raise TypeError(
                    f"The given value is not one of the allowed types '{parameter_value}'."
                )
            for kind, element_type in _ELEMENTS.items():
                if all(isinstance(element, element_type) for element in parameter_value):
                    return kind
            raise TypeError(
                f"The given value is not a list of one of the allowed types '{parameter_value}'."
            )

        def check(self, parameter_value: Any) -> bool:
            """Tell whether a value is of this type."""
            if self is Parameter.Type.NOT_SET:
                return parameter_value is None
            if self in _SCALARS:
                return isinstance(parameter_value, _SCALARS[self])
            is_numeric = self in (Parameter.Type.INTEGER_ARRAY, Parameter.Type.DOUBLE_ARRAY)
            if not isinstance(parameter_value, _NUMBER_LISTS if is_numeric else _LISTS):
                return False
            if self is Parameter.Type.BYTE_ARRAY:
                return all(isinstance(each, bytes) and len(each) == 1 for each in parameter_value)
            return all(isinstance(each, _ELEMENTS[self]) for each in parameter_value)

    def __init__(self, name: str, type_: Parameter.Type | None = None, value: Any = None) -> None:
        """
        Make a parameter.

        :param type_: the type of its value, which tells it if this is ``None``.
        :raises TypeError: if there is no such type, or the value is of none.
        :raises ValueError: if the value is of another type.
        """
        if type_ is None:
            type_ = Parameter.Type.from_parameter_value(value)
        if not isinstance(type_, Parameter.Type):
            raise TypeError(f"type must be an instance of '{Parameter.Type!r}'")
        if not type_.check(value):
            raise ValueError(f"Type '{type_}' and value '{value}' do not agree")
        self._type_ = type_
        self._name = name
        self._value = value

    @classmethod
    def from_parameter_msg(cls, param_msg: ParameterMsg) -> Parameter:
        """Make a parameter of its message."""
        kind = Parameter.Type(param_msg.value.type)
        return cls(param_msg.name, kind, _member(param_msg.value, kind))

    @property
    def name(self) -> str:
        """The name, with the namespaces before it: ``camera.exposure``."""
        return self._name

    @property
    def type_(self) -> Parameter.Type:
        """The type of the value."""
        return self._type_

    @property
    def value(self) -> Any:
        """The value."""
        return self._value

    def get_parameter_value(self) -> ParameterValue:
        """Return the value as a message."""
        message = ParameterValue(type=self.type_.value)
        if self.type_ is not Parameter.Type.NOT_SET:
            setattr(message, f"{self.type_.name.lower()}_value", self.value)
        return message

    def to_parameter_msg(self) -> ParameterMsg:
        """Return the parameter as a message."""
        return ParameterMsg(name=self.name, value=self.get_parameter_value())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Parameter):
            return NotImplemented
        return (self.name, self.type_, self.value) == (other.name, other.type_, other.value)

    def __hash__(self) -> int:
        return hash((self._name, self._type_))

    def __repr__(self) -> str:
        return f"Parameter(name={self.name!r}, type_={self.type_}, value={self.value!r})"


# Every bool is an int: it has to be asked for first.
_SCALARS: dict[Parameter.Type, type] = {
    Parameter.Type.BOOL: bool,
    Parameter.Type.INTEGER: int,
    Parameter.Type.DOUBLE: float,
    Parameter.Type.STRING: str,
}
_ELEMENTS: dict[Parameter.Type, type] = {
    Parameter.Type.BYTE_ARRAY: bytes,
    Parameter.Type.BOOL_ARRAY: bool,
    Parameter.Type.INTEGER_ARRAY: int,
    Parameter.Type.DOUBLE_ARRAY: float,
    Parameter.Type.STRING_ARRAY: str,
}


def _member(message: ParameterValue, kind: Parameter.Type) -> Any:
    if kind is Parameter.Type.NOT_SET:
        return None
    return getattr(message, f"{kind.name.lower()}_value")


def get_parameter_value(string_value: str) -> ParameterValue:
    """
    Read a value as ``-p name:=value`` does.

    :return: the message; what looks like no other type is a string.
    """
    number, value = _rclpy.rclpy_parse_parameter_value(string_value)
    return Parameter("", Parameter.Type(number), value).get_parameter_value()


def parameter_value_to_python(parameter_value: ParameterValue) -> Any:
    """
    Return the value that a message holds, ``None`` if it holds none.

    :raises RuntimeError: if its type is none that there is.
    """
    try:
        kind = Parameter.Type(parameter_value.type)
    except ValueError:
        raise RuntimeError(f"unexpected parameter type {parameter_value.type}") from None
    value = _member(parameter_value, kind)
    return list(value) if kind in _ELEMENTS else value


def parameter_dict_from_yaml_file(
    parameter_file: str | Path,
    use_wildcard: bool = False,
    target_nodes: list[str] | None = None,
    namespace: str = "",
) -> dict[str, ParameterMsg]:
    """
    Read a parameter file.

    :param parameter_file: the file.
    :param use_wildcard: whether what it says of all nodes, ``/**``, counts; what it says of one
        node beats that.
    :param target_nodes: the nodes, as the file names them, whose parameters are wanted; those of
        all if there are none.
    :param namespace: what is put before the parameters' names.
    :return: the parameters by their names.
    :raises RuntimeError: if it is no parameter file, or names none of the nodes.
    """
    with open(parameter_file, encoding="utf-8") as file:
        nodes = dict(_rclpy.rclpy_parse_parameter_file(file.read()))
    chosen = _chosen_nodes(nodes, use_wildcard, target_nodes)
    return {
        namespace + name: Parameter(
            namespace + name, Parameter.Type(number), value
        ).to_parameter_msg()
        for node in chosen
        for name, number, value in nodes[node]
    }


def _chosen_nodes(
    nodes: Mapping[str, object], use_wildcard: bool, target_nodes: list[str] | None
) -> list[str]:
    everyone = "/**"
    chosen = [everyone] if use_wildcard and everyone in nodes else []
    for node in target_nodes or []:
        if node not in nodes:
            raise RuntimeError(
                f"Param file does not contain parameters for {node}, only for nodes: {list(nodes)}"
            )
    chosen += target_nodes or [node for node in nodes if node != everyone]
    if not chosen:
        raise RuntimeError("Param file does not contain selected parameters")
    return chosen
