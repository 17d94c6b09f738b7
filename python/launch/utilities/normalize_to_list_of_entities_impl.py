"""Entities as a list."""

from __future__ import annotations

from collections.abc import Iterable

from ..launch_description_entity import LaunchDescriptionEntity
from ..some_entities_type import SomeEntitiesType


def normalize_to_list_of_entities(
    entities: Iterable[SomeEntitiesType],
) -> list[LaunchDescriptionEntity]:
    """Return one list of entities and of those in groups of them."""
    flat: list[LaunchDescriptionEntity] = []
    for entity in entities:
        if isinstance(entity, LaunchDescriptionEntity):
            flat.append(entity)
        else:
            flat.extend(entity)
    return flat
