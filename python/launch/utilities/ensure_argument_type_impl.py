"""A check of the types of arguments."""

from __future__ import annotations

import collections.abc
from collections.abc import Iterable
from typing import Any


def ensure_argument_type(
    argument: Any,
    types: Any,
    argument_name: str,
    caller: str | None = None,
) -> None:
    """
    Check that an argument is of one of the given types.

    :param caller: who is to be named in the message.
    :raises TypeError: if it is not, or if this function's own arguments are of the wrong types.
    """
    itself = "'ensure_argument_type()' e"
    if not isinstance(types, collections.abc.Iterable) and not isinstance(types, type):
        wanted = "type, collections.abc.Iterable of type"
        raise TypeError(_message(itself, "types", wanted, types))
    if not isinstance(argument_name, str):
        raise TypeError(_message(itself, "argument_name", "str", argument_name))
    if caller is not None and not isinstance(caller, str):
        raise TypeError(_message(itself, "caller", "str, None", caller))
    accepted: Iterable[Any] = types if isinstance(types, collections.abc.Iterable) else [types]
    accepted = list(accepted)
    if not any(_is_of(argument, accepted_type) for accepted_type in accepted):
        begin = "E" if caller is None else f"'{caller}' e"
        raise TypeError(_message(begin, argument_name, ", ".join(map(str, accepted)), argument))


def _is_of(argument: Any, accepted: Any) -> bool:
    return isinstance(argument, accepted) or (
        isinstance(accepted, type) and issubclass(type(argument), accepted)
    )


def _message(begin: str, name: str, wanted: str, got: Any) -> str:
    return f"{begin}xpected '{name}' to be one of [{wanted}], but got '{got}' of type '{type(got)}'"
