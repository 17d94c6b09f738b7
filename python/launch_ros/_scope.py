"""
What is set for all nodes of a scope.

It is kept among the launch configurations, which groups restore at their end; therefore it is never
changed, only replaced.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from launch import LaunchContext

_NAMESPACE = "ros_namespace"
_PARAMETERS = "global_params"
_REMAPPINGS = "ros_remaps"


def _add(context: LaunchContext, key: str, items: Iterable[Any]) -> None:
    configurations: dict[str, Any] = context.launch_configurations
    configurations[key] = [*configurations.get(key, ()), *items]


def global_parameters(context: LaunchContext) -> list[Any]:
    """Return the parameters: pairs of names and values, and paths of files."""
    parameters: Any = context.launch_configurations.get(_PARAMETERS, [])
    return list(parameters)


def add_global_parameters(context: LaunchContext, parameters: Iterable[Any]) -> None:
    """Set more parameters."""
    _add(context, _PARAMETERS, parameters)


def global_remappings(context: LaunchContext) -> list[tuple[str, str]]:
    """Return the remapping rules."""
    remappings: Any = context.launch_configurations.get(_REMAPPINGS, [])
    return list(remappings)


def add_global_remapping(context: LaunchContext, source: str, target: str) -> None:
    """Set another remapping rule."""
    _add(context, _REMAPPINGS, [(source, target)])


def namespace(context: LaunchContext) -> str | None:
    """Return the namespace that names are below, None if there is none."""
    return context.launch_configurations.get(_NAMESPACE)


def set_namespace(context: LaunchContext, value: str) -> None:
    """Set the namespace that names are below."""
    context.launch_configurations[_NAMESPACE] = value
