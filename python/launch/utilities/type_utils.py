"""Texts and substitutions as values of a wanted type."""

from __future__ import annotations

import collections.abc
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, List, Union, cast  # noqa: UP035

from ..some_substitutions_type import SomeSubstitutionsType
from ..substitution import Substitution
from .ensure_argument_type_impl import ensure_argument_type
from .normalize_to_list_of_substitutions_impl import normalize_to_list_of_substitutions
from .perform_substitutions_impl import perform_substitutions

if TYPE_CHECKING:
    from ..launch_context import LaunchContext

ScalarTypesTuple = (int, float, bool, str)
"""The types of single values."""
ListTypesTuple = (List[int], List[float], List[bool], List[str])  # noqa: UP006
"""The types of lists of values."""
AllowedTypesTuple = ScalarTypesTuple + ListTypesTuple
"""All types."""

ScalarTypesType = type[int] | type[float] | type[bool] | type[str]
ListTypesType = type[list[int]] | type[list[float]] | type[list[bool]] | type[list[str]]
AllowedTypesType = ScalarTypesType | ListTypesType

ScalarValueType = int | float | bool | str
ListValueType = list[int] | list[float] | list[bool] | list[str]
SequenceValueType = Sequence[int] | Sequence[float] | Sequence[bool] | Sequence[str]
AllowedValueType = ScalarValueType | SequenceValueType

SomeScalarType = Union[SomeSubstitutionsType, ScalarValueType]  # noqa: UP007
"""A value, or what becomes one."""
SomeSequenceType = Sequence[SomeScalarType]
"""Values, or what becomes one, in a row."""
SomeValueType = Union[SomeScalarType, SomeSequenceType]  # noqa: UP007

NormalizedScalarType = Union[list[Substitution], ScalarValueType]  # noqa: UP007
"""A value, or substitutions as a list."""
NormalizedSequenceType = list[NormalizedScalarType]
NormalizedValueType = Union[NormalizedScalarType, NormalizedSequenceType]  # noqa: UP007

StrSomeScalarType = SomeScalarType
"""A value, or a text with substitutions in it."""
StrSomeSequenceType = Sequence[Union[ScalarValueType, str]]  # noqa: UP007
StrSomeValueType = Union[StrSomeScalarType, StrSomeSequenceType]  # noqa: UP007


def is_typing_list(data_type: Any) -> bool:
    """Whether a type is ``typing.List`` or a list of something."""
    return data_type is List or (  # noqa: UP006
        getattr(data_type, "__origin__", None) is list and hasattr(data_type, "__args__")
    )


def is_valid_scalar_type(data_type: Any) -> bool:
    """Whether a type is one of single values."""
    return data_type in ScalarTypesTuple


def extract_type(data_type: Any) -> tuple[Any, bool]:
    """
    Return the type of a value or of a list's items, and whether it is a list.

    :raises ValueError: if it is none of the allowed types.
    """
    is_list = is_typing_list(data_type) and bool(getattr(data_type, "__args__", None))
    scalar_type = data_type.__args__[0] if is_list else data_type
    if not is_valid_scalar_type(scalar_type):
        raise ValueError(f"Unrecognized data type: {data_type}")
    return scalar_type, is_list


def is_instance_of_valid_type(value: Any, *, can_be_str: bool = False) -> bool:
    """
    Whether a value is of any allowed type.

    :param can_be_str: whether texts may stand among the items of another type.
    """
    if not isinstance(value, list):
        return isinstance(value, ScalarTypesTuple)
    member_type = next((type(item) for item in value if type(item) is not str), str)
    if member_type not in ScalarTypesTuple:
        return False
    accepted = (member_type, str) if can_be_str else (member_type,)
    return all(isinstance(item, accepted) for item in value)


def is_instance_of(value: Any, data_type: Any = None, *, can_be_str: bool = False) -> bool:
    """
    Whether a value is of a type; of any allowed one if none is given.

    :param can_be_str: whether a text is accepted instead.
    :raises ValueError: if the type is none of the allowed ones.
    """
    if data_type is None:
        return is_instance_of_valid_type(value, can_be_str=can_be_str)
    scalar_type, is_list = extract_type(data_type)
    accepted = (str, scalar_type) if can_be_str else (scalar_type,)
    if not is_list:
        return isinstance(value, accepted)
    return isinstance(value, list) and all(isinstance(item, accepted) for item in value)


def coerce_to_type(value: str, data_type: Any = None, *, can_be_str: bool = False) -> Any:
    """
    Return the value of a type that a text stands for; what YAML makes of it if no type is given.

    :param can_be_str: whether a text that is no such value stays a text.
    :raises ValueError: if it is no such value.
    :raises TypeError: if it is no text.
    """
    ensure_argument_type(value, str, "value", "coerce_to_type")
    if data_type is None:
        return _from_yaml(value, f"Failed to convert '{value}' using yaml rules", can_be_str)
    scalar_type, is_list = extract_type(data_type)
    accepted = (str, scalar_type) if can_be_str else (scalar_type,)
    if is_list:
        problem = f"Cannot convert value '{value}' to a list of '{accepted}'"
        items = _from_yaml(value, problem, can_be_str)
        if not isinstance(items, list):
            raise ValueError(problem)
        if not all(isinstance(item, accepted) for item in items):
            raise ValueError(f"{problem}, got {items}")
        return items
    if scalar_type is str:
        return value
    if scalar_type in (int, float):
        try:
            return scalar_type(value)
        except ValueError:
            if can_be_str:
                return value
            raise
    text = {"1": "true", "0": "false"}.get(value, value)
    result = _from_yaml(text, f"Failed to convert '{value}' to '{bool}'", can_be_str)
    if isinstance(result, accepted):
        return result
    raise ValueError(f"Cannot convert value '{value}' to '{bool}'")


def _from_yaml(value: str, problem: str, can_be_str: bool) -> Any:
    if not value:
        return value
    import yaml

    try:
        result = yaml.safe_load(value)
    except Exception as error:
        if can_be_str:
            return value
        raise ValueError(f"{problem}: yaml.safe_load() failed\n{error}") from error
    if not is_instance_of_valid_type(result, can_be_str=can_be_str):
        raise ValueError(f"{problem}: output type is not allowed, got {type(result)}")
    return result


def coerce_list(value: list[str], data_type: Any = None, *, can_be_str: bool = False) -> Any:
    """
    Return a list of the values that texts stand for, which must all be of one type.

    :raises ValueError: if one of them is no such value.
    :raises TypeError: if it is no list of texts.
    """
    ensure_argument_type(value, list, "value", "coerce_list")
    result = [coerce_to_type(item, data_type, can_be_str=can_be_str) for item in value]
    if not is_instance_of_valid_type(result, can_be_str=can_be_str):
        raise ValueError(f"cannot convert value to {data_type}. Got value=`{value}`")
    return result


def get_typed_value(value: str | list[str], data_type: Any, *, can_be_str: bool = False) -> Any:
    """
    Return the value or the list of values that a text or a list of texts stands for.

    :raises ValueError: if it is no such value.
    :raises TypeError: if there is a list where none is wanted, or something that is no text.
    """
    if not isinstance(value, list):
        return coerce_to_type(value, data_type, can_be_str=can_be_str)
    if data_type is not None:
        data_type, is_list = extract_type(data_type)
        if not is_list:
            raise TypeError(
                f"Cannot convert input '{value}' of type '{type(value)}' to '{data_type}'"
            )
    return coerce_list(value, data_type, can_be_str=can_be_str)


def is_substitution(x: Any) -> bool:
    """Whether it is a substitution, or a list of substitutions and texts with at least one."""
    if isinstance(x, Substitution):
        return True
    return (
        isinstance(x, collections.abc.Sized)
        and isinstance(x, collections.abc.Iterable)
        and all(isinstance(item, Substitution | str) for item in x)
        and any(isinstance(item, Substitution) for item in x)
    )


def is_normalized_substitution(x: Any) -> bool:
    """Whether it is a list of substitutions, and not empty."""
    return isinstance(x, list) and len(x) > 0 and all(isinstance(i, Substitution) for i in x)


def normalize_typed_substitution(value: Any, data_type: Any) -> NormalizedValueType:
    """
    Normalize a value, or what becomes one, so that :func:`perform_typed_substitution` takes it.

    Lists of texts and substitutions are one substitution whose texts are joined. A list of
    substitutions each of which is an item has them as lists: ``["a", [TextSubstitution("b")]]``.

    :param data_type: what it must become; None for any allowed type.
    :raises TypeError: if it cannot become that.
    :raises ValueError: if the type is none of the allowed ones.
    """
    if isinstance(value, ScalarTypesTuple):
        if not is_instance_of(value, data_type):
            raise TypeError(f"value='{value}' is not an instance of {data_type}")
        return value
    if is_substitution(value):
        return normalize_to_list_of_substitutions(cast(SomeSubstitutionsType, value))
    if not isinstance(value, collections.abc.Iterable):
        raise TypeError(
            "value should be either a scalar, a substitutions, or a mixed list of scalars and "
            f"substitutions. Got `value={value}` of type `{type(value)}`. "
        )
    items = list(value)
    types = {_type_of_item(item, value) for item in items}
    is_list = True
    if data_type is not None:
        data_type, is_list = extract_type(data_type)
    if not is_list:
        raise TypeError(
            "The provided value resolves to a list, though the required type is a scalar. "
            f"Got value='{value}', data_type='{data_type}'."
        )
    scalar_type = _common_type(types - {Substitution})
    if scalar_type is None and types != {Substitution} and types:
        raise TypeError(f"Input value is not an acceptable 'SomeValueType'.Got value='{value}'")
    if scalar_type is not None and data_type not in (None, scalar_type):
        # Whole numbers are accepted where others are wanted.
        if not (scalar_type is int and data_type is float):
            raise TypeError(
                f"Got a list of '{scalar_type}', expected a list of '{data_type}'. value='{value}'"
            )
        scalar_type = float
    return [
        normalize_to_list_of_substitutions(item)
        if is_substitution(item)
        else float(item)
        if scalar_type is float
        else item
        for item in items
    ]


def _type_of_item(item: Any, value: Any) -> type:
    if isinstance(item, ScalarTypesTuple):
        return type(item)
    if is_substitution(item):
        return Substitution
    raise TypeError(
        "value is a list, and one of the items is not a scalar, a Substitution "
        f"or a list of substitutions. Got value='{value}'"
    )


def _common_type(types: set[type]) -> type | None:
    """Return the one type of all items, None if there is none."""
    if types == {int, float}:
        return float
    return next(iter(types)) if len(types) == 1 else None


def perform_typed_substitution(
    context: LaunchContext, value: NormalizedValueType, data_type: Any
) -> Any:
    """
    Return the value that a normalized one becomes.

    :param data_type: what it must become; None for any allowed type.
    :raises TypeError: if it is of another type.
    :raises ValueError: if a substitution becomes no such value.
    """
    if isinstance(value, ScalarTypesTuple):
        if data_type is not None and not is_instance_of(value, data_type):
            raise TypeError(f"value=`{value}` is a scalar and not an instance of `{data_type}`")
        return value
    if is_normalized_substitution(value):
        text = perform_substitutions(context, cast(list[Substitution], value))
        return coerce_to_type(text, data_type)
    if not isinstance(value, list):
        raise TypeError(
            f"Input value is not an acceptable 'NormalizedValueType'.Got value='{value}'"
        )
    scalar_type = None
    if data_type is not None:
        scalar_type, is_list = extract_type(data_type)
        if not is_list:
            raise ValueError(
                "The input value is a list, cannot convert it to a scalar. "
                f"Got value='{value}', expected type {scalar_type}."
            )
    result = [
        coerce_to_type(perform_substitutions(context, cast(list[Substitution], item)), scalar_type)
        if is_normalized_substitution(item)
        else item
        for item in value
    ]
    if not is_instance_of(result, data_type):
        if scalar_type is None:
            raise ValueError("The output list is not uniform")
        raise ValueError(
            "The output list does not match the expected type "
            f"Got value='{value}', expected type {scalar_type}."
        )
    return result
