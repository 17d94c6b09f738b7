"""The items of which a launch description is made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio

    from .launch_context import LaunchContext


class LaunchDescriptionEntity:
    """
    One item of a launch description.

    Whoever looks at a description without running it calls the methods that describe; whoever runs
    it calls :meth:`visit`, then :meth:`get_asyncio_future`, then visits what `visit` returned.
    """

    def describe(self) -> str:
        """
        Describe the entity for people.

        :raises NotImplementedError: unless a subclass says how.
        """
        raise NotImplementedError

    def describe_sub_entities(self) -> list[LaunchDescriptionEntity]:
        """Return the entities that a visit always returns."""
        return []

    def describe_conditional_sub_entities(
        self,
    ) -> list[tuple[str, Iterable[LaunchDescriptionEntity]]]:
        """Return conditions in words, and the entities that a visit returns if they hold."""
        return []

    def visit(self, context: LaunchContext) -> list[LaunchDescriptionEntity] | None:
        """
        Do what the entity stands for; what takes time is left to the context's event loop.

        :return: entities to be visited next.
        """
        return None

    def get_asyncio_future(self) -> asyncio.Future[Any] | None:
        """Return what is done when the entity is, or None if it is already."""
        return None
