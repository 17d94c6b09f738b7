"""Parameters in their normal form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from launch.some_substitutions_type import SomeSubstitutionsType_types_tuple
from launch.substitution import Substitution
from launch.substitutions import TextSubstitution
from launch.utilities import ensure_argument_type, normalize_to_list_of_substitutions

from ..parameter_descriptions import Parameter as ParameterDescription
from ..parameter_descriptions import ParameterFile
from ..parameter_descriptions import ParameterValue as ParameterValueDescription
from ..parameters_type import Parameters, ParametersDict, ParameterValue, SomeParametersDict


def _kind(item: Any) -> type:
    """Return of what kind an item of a list is: substitutions in a row are a tuple."""
    allowed = (float, int, str, bool, *SomeSubstitutionsType_types_tuple)
    ensure_argument_type(item, allowed, "subvalue")
    for kind in (Substitution, str, bool, int, float):
        if isinstance(item, kind):
            return kind
    if isinstance(item, Sequence):
        return tuple
    raise TypeError(f"Failed to handle type {item!r}")


def _as_yaml(value: Any) -> str:
    import yaml

    return str(yaml.dump(value))


def _normalize_parameter_array_value(value: Any) -> ParameterValue:
    """
    Normalize a list.

    Numbers become of one type. Substitutions among texts are one text that is joined. Whatever else
    there is becomes texts, each with its own substitutions.
    """
    if not isinstance(value, Sequence):
        raise TypeError(f"Value {value!r} must be a sequence")
    kinds = {_kind(item) for item in value}
    if kinds in ({bool}, {int}, {float}):
        return tuple(value)
    if kinds == {int, float}:
        return tuple(float(item) for item in value)
    if Substitution in kinds and kinds <= {str, Substitution}:
        return tuple(normalize_to_list_of_substitutions(value))
    return tuple(
        normalize_to_list_of_substitutions(
            _as_yaml(item) if isinstance(item, float | int | bool | str) else item
        )
        for item in value
    )


def normalize_parameter_dict(
    parameters: SomeParametersDict, *, _prefix: Iterable[Substitution] | None = None
) -> ParametersDict:
    """
    Normalize parameters in a dictionary.

    Names become tuples of substitutions. Dictionaries in the dictionary are dissolved: their names
    are joined by dots. Texts stay texts, whatever YAML would make of them, while substitutions
    become what YAML makes of them.

    :raises TypeError: if anything is of a type that cannot be a name or a value.
    """
    if not isinstance(parameters, Mapping):
        raise TypeError("expected dict")
    normalized: ParametersDict = {}
    for some_name, value in parameters.items():
        name = tuple(normalize_to_list_of_substitutions(some_name))
        if _prefix:
            name = (*_prefix, TextSubstitution(text="."), *name)
        if isinstance(value, Mapping):
            normalized.update(normalize_parameter_dict(value, _prefix=name))
        elif isinstance(value, ParameterValueDescription | float | bool | int | bytes):
            normalized[name] = value
        elif isinstance(value, str):
            normalized[name] = (TextSubstitution(text=_as_yaml(value)),)
        elif isinstance(value, Substitution):
            normalized[name] = (value,)
        elif isinstance(value, Sequence):
            normalized[name] = _normalize_parameter_array_value(value)
        else:
            raise TypeError(f"Unexpected type for parameter value {value!r}")
    return normalized


def normalize_parameters(parameters: Any) -> Parameters:
    """
    Normalize files, single parameters and dictionaries of them.

    :raises TypeError: if it is no list of these.
    """
    if isinstance(parameters, str) or not isinstance(parameters, Sequence):
        raise TypeError(f"Expecting list of parameters, got {parameters}")
    normalized: list[Any] = []
    for parameter in parameters:
        if isinstance(parameter, Mapping):
            normalized.append(normalize_parameter_dict(parameter))
        elif isinstance(parameter, ParameterDescription | ParameterFile):
            normalized.append(parameter)
        else:
            normalized.append(ParameterFile(parameter))
    return tuple(normalized)
