"""What is to be launched."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from . import logging
from .launch_context import LaunchContext
from .launch_description_entity import LaunchDescriptionEntity

if TYPE_CHECKING:
    from .action import Action
    from .actions import DeclareLaunchArgument, IncludeLaunchDescription


class LaunchDescription(LaunchDescriptionEntity):
    """The entities of a system that can be launched, among them the arguments that it takes."""

    def __init__(
        self,
        initial_entities: Iterable[LaunchDescriptionEntity] | None = None,
        *,
        deprecated_reason: str | None = None,
    ) -> None:
        """
        Create a description.

        :param deprecated_reason: why the description should not be used any more.
        """
        self.__entities = [] if initial_entities is None else list(initial_entities)
        self.__deprecated_reason = deprecated_reason

    def visit(self, context: LaunchContext) -> list[LaunchDescriptionEntity] | None:
        """Warn of a deprecated description, and return its entities."""
        if self.__deprecated_reason is not None:
            path = context.get_locals_as_dict().get("current_launch_file_path")
            what = "deprecated launch description"
            if path is not None:
                what = f"launch file [{path}] is deprecated"
            logging.get_logger().warning(f"{what}: {self.__deprecated_reason}")
        return self.__entities

    def describe_sub_entities(self) -> list[LaunchDescriptionEntity]:
        """Return the entities."""
        return self.__entities

    def get_launch_arguments(
        self, conditional_inclusion: bool = False
    ) -> list[DeclareLaunchArgument]:
        """Return the declared arguments, as far as they can be seen without launching."""
        found = self.get_launch_arguments_with_include_launch_description_actions(
            conditional_inclusion
        )
        return [argument for argument, _ in found]

    def get_launch_arguments_with_include_launch_description_actions(
        self, conditional_inclusion: bool = False
    ) -> list[tuple[DeclareLaunchArgument, list[IncludeLaunchDescription] | None]]:
        """
        Return the declared arguments, each with the includes through which it was found.

        Included descriptions are looked into if they can be loaded without launching. Of several
        declarations of one name the first counts. What comes after a reset of the configurations
        cannot be set from outside and is left out.

        :param conditional_inclusion: whether this description is itself included on a condition.
        """
        from .actions import (
            DeclareLaunchArgument,
            IncludeLaunchDescription,
            ResetLaunchConfigurations,
        )

        found: list[tuple[DeclareLaunchArgument, list[IncludeLaunchDescription] | None]] = []

        def look_into(
            entities: Iterable[LaunchDescriptionEntity],
            conditional: bool,
            includes: list[IncludeLaunchDescription] | None,
        ) -> None:
            for entity in entities:
                if isinstance(entity, DeclareLaunchArgument):
                    if any(entity.name == argument.name for argument, _ in found):
                        continue
                    entity._conditionally_included = conditional or entity.condition is not None
                    found.append((entity, includes))
                if isinstance(entity, ResetLaunchConfigurations):
                    return
                nested = includes
                if isinstance(entity, IncludeLaunchDescription):
                    nested = [*(includes or ()), entity]
                look_into(entity.describe_sub_entities(), False, nested)
                for _, sub_entities in entity.describe_conditional_sub_entities():
                    look_into(sub_entities, True, nested)

        look_into(self.entities, conditional_inclusion, None)
        return found

    @property
    def entities(self) -> list[LaunchDescriptionEntity]:
        """The entities."""
        return self.__entities

    def add_entity(self, entity: LaunchDescriptionEntity) -> None:
        """Add an entity."""
        self.__entities.append(entity)

    def add_action(self, action: Action) -> None:
        """Add an action."""
        self.add_entity(action)

    @property
    def deprecated(self) -> bool:
        """Whether the description should not be used any more."""
        return self.__deprecated_reason is not None

    @property
    def deprecated_reason(self) -> str | None:
        """Why the description should not be used any more, None if it may be."""
        return self.__deprecated_reason
