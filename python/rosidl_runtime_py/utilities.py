"""Interfaces by their full names: ``std_msgs/msg/String``."""

from __future__ import annotations

from typing import Any

from rosidl_parser.definition import NamespacedType

from .import_message import import_message_from_namespaced_type


def get_interface(identifier: str) -> Any:
    """Return the class of an interface of any kind."""
    return import_message_from_namespaced_type(get_namespaced_type(identifier))


def get_message(identifier: str) -> Any:
    """
    Return the class of a message; ``std_msgs/String`` will do.

    :raises ValueError: if this is the name of something else.
    """
    interface = import_message_from_namespaced_type(get_message_namespaced_type(identifier))
    if not is_message(interface):
        raise ValueError(f"Expected the full name of a message, got '{identifier}'")
    return interface


def get_service(identifier: str) -> Any:
    """
    Return the class of a service; ``std_srvs/Trigger`` will do.

    :raises ValueError: if this is the name of something else.
    """
    interface = import_message_from_namespaced_type(get_service_namespaced_type(identifier))
    if not is_service(interface):
        raise ValueError(f"Expected the full name of a service, got '{identifier}'")
    return interface


def get_action(identifier: str) -> Any:
    """
    Return the class of an action; ``example_interfaces/Fibonacci`` will do.

    :raises ValueError: if this is the name of something else.
    """
    interface = import_message_from_namespaced_type(get_action_namespaced_type(identifier))
    if not is_action(interface):
        raise ValueError(f"Expected the full name of an action, got '{identifier}'")
    return interface


def get_namespaced_type(identifier: str) -> NamespacedType:
    """Return the type that a full name means."""
    return _get_namespaced_type(identifier)


def get_message_namespaced_type(identifier: str) -> NamespacedType:
    """Return the type that a name of a message means."""
    return _get_namespaced_type(identifier, "msg")


def get_service_namespaced_type(identifier: str) -> NamespacedType:
    """Return the type that a name of a service means."""
    return _get_namespaced_type(identifier, "srv")


def get_action_namespaced_type(identifier: str) -> NamespacedType:
    """Return the type that a name of an action means."""
    return _get_namespaced_type(identifier, "action")


def is_message(interface: Any) -> bool:
    """Say whether a class is one of messages."""
    return hasattr(interface, "SLOT_TYPES")


def is_service(interface: Any) -> bool:
    """Say whether a class is one of services."""
    return hasattr(interface, "Request") and hasattr(interface, "Response")


def is_action(interface: Any) -> bool:
    """Say whether a class is one of actions."""
    return all(hasattr(interface, part) for part in ("Goal", "Result", "Feedback"))


def _get_namespaced_type(identifier: str, kind: str | None = None) -> NamespacedType:
    *namespaces, name = identifier.split("/")
    if len(namespaces) == 1 and kind is not None:
        namespaces.append(kind)
    return NamespacedType(namespaces, name)
