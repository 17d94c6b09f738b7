"""Parameters with all substitutions performed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from launch import LaunchContext
from launch.substitution import Substitution
from launch.utilities import ensure_argument_type, perform_substitutions

from ..parameter_descriptions import Parameter as ParameterDescription
from ..parameter_descriptions import ParameterFile
from ..parameter_descriptions import ParameterValue as ParameterValueDescription
from ..parameters_type import EvaluatedParameters, Parameters, ParametersDict

_HINT = (
    "If the parameter is meant to be a string, try wrapping it in "
    "launch_ros.parameter_descriptions.ParameterValue(value, value_type=str)"
)


def _uniform(items: Sequence[Any], name: str) -> tuple[Any, ...]:
    """Return a list's items, which must be of one type, and at least one."""
    kind = type(items[0]) if items else None
    if kind not in (bool, int, float, str) or not all(isinstance(item, kind) for item in items):
        raise TypeError(
            "Expected a non-empty sequence, with items of uniform type. "
            "Allowed sequence item types are bool, int, float, str. "
            f'Got inconsistent input for "{name}"'
        )
    return tuple(items)


def _from_yaml(text: str, name: str) -> Any:
    """Return what YAML makes of a text, which stays a text if it is empty."""
    import yaml

    try:
        value = yaml.safe_load(text or "''")
    except yaml.YAMLError as error:
        raise TypeError(
            f"Unable to parse the value of parameter {name} as yaml. {_HINT}"
        ) from error
    if isinstance(value, bool | int | float | str | bytes):
        return value
    if isinstance(value, Sequence):
        return _uniform(value, name)
    raise TypeError(
        "Allowed value types are bytes, bool, int, float, str, Sequence[bool], Sequence[int], "
        f'Sequence[float], Sequence[str]. Got {type(value)} for "{name}". {_HINT}'
    )


def _evaluate(context: LaunchContext, name: str, value: Any) -> Any:
    if isinstance(value, ParameterValueDescription):
        return value.evaluate(context)
    if not isinstance(value, tuple) or not value:
        ensure_argument_type(value, (float, int, str, bool, bytes), "value")
        return value
    if isinstance(value[0], Substitution):
        return _from_yaml(perform_substitutions(context, value), name)
    if isinstance(value[0], Sequence):
        import yaml

        texts = [perform_substitutions(context, item) for item in value]
        return _uniform([yaml.safe_load(text) for text in texts], name)
    kind = type(value[0])
    return tuple(kind(item) for item in value)


def evaluate_parameter_dict(context: LaunchContext, parameters: ParametersDict) -> dict[str, Any]:
    """
    Return the names and values of normalized parameters.

    :raises TypeError: if one is not normalized, or becomes a value that no parameter can have.
    """
    if not isinstance(parameters, Mapping):
        raise TypeError("expected dict")
    evaluated = {}
    for name, value in parameters.items():
        if not isinstance(name, tuple):
            raise TypeError(f"Expecting tuple of substitutions got {name!r}")
        text = perform_substitutions(context, name)
        evaluated[text] = _evaluate(context, text, value)
        if evaluated[text] is None:
            raise TypeError(f"given unnormalized parameters {name!r}, {value!r}")
    return evaluated


def evaluate_parameters(context: LaunchContext, parameters: Parameters) -> EvaluatedParameters:
    """Return the paths of files, single parameters, and dictionaries of names and values."""
    evaluated: list[Any] = []
    for parameter in parameters:
        if isinstance(parameter, ParameterFile):
            evaluated.append(parameter.evaluate(context))
        elif isinstance(parameter, ParameterDescription):
            evaluated.append(parameter)
        elif isinstance(parameter, Mapping):
            evaluated.append(evaluate_parameter_dict(context, parameter))
    return tuple(evaluated)
