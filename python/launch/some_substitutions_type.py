"""What is accepted where a text, or something that becomes one, is wanted."""

from __future__ import annotations

import collections.abc
from collections.abc import Iterable
from typing import Union

from .substitution import Substitution

SomeSubstitutionsType = Union[str, Substitution, Iterable[Union[str, Substitution]]]  # noqa: UP007
"""A text, a substitution, or several of them that are joined."""

SomeSubstitutionsType_types_tuple = (str, Substitution, collections.abc.Iterable)
"""The same for ``isinstance``."""
