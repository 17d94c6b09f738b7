"""The types of attributes in launch files."""

from __future__ import annotations

from typing import Any, List  # noqa: UP035

from ..utilities.type_utils import is_typing_list
from .entity import Entity

_TYPES: dict[str, Any] = {
    "str": str,
    "bool": bool,
    "float": float,
    "int": int,
    "list_of_str": List[str],  # noqa: UP006
    "list_of_bool": List[bool],  # noqa: UP006
    "list_of_float": List[float],  # noqa: UP006
    "list_of_int": List[int],  # noqa: UP006
    "yaml": None,
}


def check_is_list_entity(data_type: Any) -> bool:
    """Whether a type is a list of elements."""
    return is_typing_list(data_type) and issubclass(data_type.__args__[0], Entity)


def get_data_type_from_identifier(type_identifier: str) -> Any:
    """
    Return the type that a name in a launch file stands for; None for 'yaml'.

    :raises ValueError: if it stands for none.
    """
    if type_identifier not in _TYPES:
        raise ValueError(f"Got invalid type identifier '{type_identifier}'")
    return _TYPES[type_identifier]
