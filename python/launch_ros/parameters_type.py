"""The types of parameters."""

from __future__ import annotations

import pathlib
from collections.abc import Mapping, Sequence
from typing import Any, Union

from launch.some_substitutions_type import (
    SomeSubstitutionsType,
    SomeSubstitutionsType_types_tuple,
)
from launch.substitution import Substitution

from .parameter_descriptions import Parameter as ParameterDescription
from .parameter_descriptions import ParameterFile
from .parameter_descriptions import ParameterValue as ParameterValueDescription

_SingleValueType = str | int | float | bool
_MultiValueType = Sequence[str] | Sequence[int] | Sequence[float] | Sequence[bool] | bytes

SomeParameterFile = Union[SomeSubstitutionsType, pathlib.Path, ParameterFile]  # noqa: UP007
SomeParameterName = SomeSubstitutionsType
SomeParameterValue = Union[  # noqa: UP007
    ParameterValueDescription,
    SomeSubstitutionsType,
    Sequence[SomeSubstitutionsType],
    _SingleValueType,
    _MultiValueType,
]
SomeParameterValue_types_tuple = (*SomeSubstitutionsType_types_tuple, str, int, float, bool, bytes)
SomeParametersDict = Mapping[Any, Any]
"""Parameters by their names, which may be substitutions; a value may be such a dictionary again."""
SomeParameters = Sequence[Union[SomeParameterFile, ParameterDescription, SomeParametersDict]]  # noqa: UP007
"""Files, single parameters and dictionaries of them."""

ParameterName = tuple[Substitution, ...]
ParameterValue = Union[  # noqa: UP007
    tuple[Substitution, ...],
    tuple[Sequence[Substitution], ...],
    _SingleValueType,
    _MultiValueType,
    ParameterValueDescription,
]
ParametersDict = dict[ParameterName, ParameterValue]
"""Parameters by their names, flat."""
Parameters = Sequence[ParameterFile | ParametersDict | ParameterDescription]
"""Files, single parameters and dictionaries of them, normalized."""

EvaluatedParameterValue = _SingleValueType | _MultiValueType
EvaluatedParameters = Sequence[
    pathlib.Path | ParameterDescription | dict[str, EvaluatedParameterValue]
]
"""The same, with all substitutions performed."""
