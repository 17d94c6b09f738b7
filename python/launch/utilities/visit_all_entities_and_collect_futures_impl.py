"""Visiting entities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..launch_description_entity import LaunchDescriptionEntity

if TYPE_CHECKING:
    import asyncio

    from ..launch_context import LaunchContext


def visit_all_entities_and_collect_futures(
    entity: LaunchDescriptionEntity,
    context: LaunchContext,
    pairs: list[tuple[LaunchDescriptionEntity, asyncio.Future[Any]]] | None = None,
) -> list[tuple[LaunchDescriptionEntity, asyncio.Future[Any]]]:
    """
    Visit an entity and what it leads to, depth first, and return those that are not done.

    :param pairs: a list that they are added to, which has them also if a later visit fails.
    """
    pairs = [] if pairs is None else pairs
    sub_entities = entity.visit(context)
    future = entity.get_asyncio_future()
    if future is not None:
        pairs.append((entity, future))
    for sub_entity in sub_entities or ():
        visit_all_entities_and_collect_futures(sub_entity, context, pairs)
    return pairs
