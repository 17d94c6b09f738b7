"""The types of remapping rules."""

from __future__ import annotations

from collections.abc import Iterable

from launch.some_substitutions_type import SomeSubstitutionsType
from launch.substitution import Substitution

SomeRemapRule = tuple[SomeSubstitutionsType, SomeSubstitutionsType]
"""A name and what it becomes."""
SomeRemapRules = Iterable[SomeRemapRule]
RemapRule = tuple[tuple[Substitution, ...], tuple[Substitution, ...]]
"""The same, normalized."""
RemapRules = Iterable[RemapRule]
