"""What a callback can be called with."""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType, MethodType
from typing import Any

_HAS_VARARGS = 0x04  # the flag of a code object whose function has *args


def accepts(callback: Callable[..., Any], count: int) -> bool:
    """
    Tell whether a callback can be called with so many arguments.

    :raises ValueError: if nobody knows, which is so with some built-in functions.
    """
    bound, function = 0, callback
    if isinstance(callback, MethodType):
        bound, function = 1, callback.__func__
    if type(function) is FunctionType and not function.__dict__:
        return _function_accepts(function, count + bound)
    # Rare, and slow to import.
    from inspect import signature

    try:
        signature(callback).bind(*(None,) * count)
    except TypeError:
        return False
    return True


def _function_accepts(function: FunctionType, count: int) -> bool:
    code = function.__code__
    if code.co_kwonlyargcount > len(function.__kwdefaults__ or ()):
        return False
    least = code.co_argcount - len(function.__defaults__ or ())
    return least <= count and (count <= code.co_argcount or bool(code.co_flags & _HAS_VARARGS))
