"""Questions about objects and classes."""

from __future__ import annotations

from typing import Any


def isclassinstance(obj: object) -> bool:
    """Whether something is an instance of a class."""
    return hasattr(obj, "__class__")


def is_a(obj: object, entity_type: type[Any]) -> bool:
    """
    Whether something is an instance of a class.

    :raises RuntimeError: if the second is no class.
    """
    if not isclassinstance(obj):
        raise RuntimeError(f"obj '{obj}' is not a class instance")
    if not isinstance(entity_type, type):
        raise RuntimeError(f"entity_type '{entity_type}' is not a class")
    return isinstance(obj, entity_type)


def is_a_subclass(obj: object, entity_type: type[Any]) -> bool:
    """Whether something is an instance of a class, or a class derived from it."""
    return is_a(obj, entity_type) or (isinstance(obj, type) and issubclass(obj, entity_type))
