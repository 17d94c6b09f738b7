"""What is accepted where entities are wanted."""

from __future__ import annotations

import collections.abc
from collections.abc import Iterable
from typing import Union

from .launch_description_entity import LaunchDescriptionEntity

SomeEntitiesType = Union[LaunchDescriptionEntity, Iterable[LaunchDescriptionEntity]]  # noqa: UP007
"""An entity or several."""

SomeEntitiesType_types_tuple = (LaunchDescriptionEntity, collections.abc.Iterable)
"""The same for ``isinstance``."""
