"""Parameters as a node has them."""

from __future__ import annotations

import pathlib
import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from launch import LaunchContext

from ..parameter_descriptions import Parameter as ParameterDescription
from ..parameters_type import EvaluatedParameters
from .evaluate_parameters import evaluate_parameter_dict
from .normalize_parameters import normalize_parameter_dict

if TYPE_CHECKING:
    from rclpy.parameter import Parameter


def _by_node(tree: Mapping[str, Any], path: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a file's parameters by the names of the nodes that they are for."""
    found: dict[str, Any] = {}
    for key, value in tree.items():
        if key == "ros__parameters":
            return {"/".join(path): value}
        if isinstance(value, dict):
            found.update(_by_node(value, (*path, key.lstrip("/"))))
    return found


def _from_file(context: LaunchContext, path: pathlib.Path, node: str) -> dict[str, Any]:
    """Return a file's parameters for a node; all of them, if it does not say for which they are."""
    import yaml

    content = yaml.safe_load(path.read_text()) or {}
    by_node = _by_node(content)
    if by_node:
        content = {**by_node.get("**", {}), **by_node.get(node, {})}
        if not node:
            warnings.warn(
                "node name not provided to launch; parameter files will not apply",
                UserWarning,
                stacklevel=3,
            )
    return evaluate_parameter_dict(context, normalize_parameter_dict(content))


def to_parameters_list(
    context: LaunchContext,
    node_name: str,
    namespace: str | None,
    evaluated_parameters: EvaluatedParameters,
) -> list[Parameter]:
    """
    Return the parameters that a node has of those in files and dictionaries.

    :param node_name: the name of the node.
    :param namespace: the namespace of the node.
    :raises RuntimeError: if one has a value that no parameter can have.
    """
    from rclpy.parameter import Parameter

    node = node_name.lstrip("/")
    if namespace and namespace != "/":
        node = f"{namespace.strip('/')}/{node}"
    parameters = []
    for given in evaluated_parameters:
        if isinstance(given, pathlib.Path):
            values = _from_file(context, given, node)
        elif isinstance(given, ParameterDescription):
            values = dict([given.evaluate(context)])
        elif isinstance(given, dict):
            values = given
        else:
            raise RuntimeError(f"invalid evaluated parameters {given!r}")
        for name, value in values.items():
            kind = next((kind for kind in Parameter.Type if kind.check(value)), None)
            if kind is None:
                raise RuntimeError(f"invalid parameter value {value!r}")
            parameters.append(Parameter(name, kind, value))
    return parameters
