"""Classes of messages by their types."""

from __future__ import annotations

import importlib
import warnings
from typing import Any

from rosidl_parser.definition import AbstractNestedType, NamespacedType


def import_message_from_namespaced_type(message_type: NamespacedType | AbstractNestedType) -> Any:
    """
    Import the class of a message, of a service or of an action.

    :raises ModuleNotFoundError: if there is no such package.
    :raises AttributeError: if there is no such interface in it.
    """
    if isinstance(message_type, AbstractNestedType):
        warnings.warn(
            "Passing objects containing a NamespacedType is deprecated, "
            "please pass a NamespacedType object directly",
            DeprecationWarning,
            stacklevel=2,
        )
        assert isinstance(message_type.value_type, NamespacedType)
        message_type = message_type.value_type
    module = importlib.import_module(".".join(message_type.namespaces))
    if message_type.name.endswith("_FeedbackMessage"):
        # Not a name of the module: the action keeps what its middle layer sends.
        action, name = message_type.name.rsplit("_", 1)
        return getattr(getattr(module, action).Impl, name)
    return getattr(module, message_type.name)
