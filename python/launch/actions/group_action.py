"""Groups of actions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..action import Action
from ..frontend import Entity, Parser, expose_action
from ..launch_context import LaunchContext
from ..launch_description_entity import LaunchDescriptionEntity
from ..some_substitutions_type import SomeSubstitutionsType
from .pop_environment import PopEnvironment
from .pop_launch_configurations import PopLaunchConfigurations
from .push_environment import PushEnvironment
from .push_launch_configurations import PushLaunchConfigurations
from .reset_environment import ResetEnvironment
from .reset_launch_configurations import ResetLaunchConfigurations, parse_kept_configurations
from .set_launch_configuration import SetLaunchConfiguration


@expose_action("group")
class GroupAction(Action):
    """Actions that have a condition, configurations and an environment in common."""

    def __init__(
        self,
        actions: Iterable[LaunchDescriptionEntity],
        *,
        scoped: bool = True,
        forwarding: bool = True,
        launch_configurations: Mapping[Any, SomeSubstitutionsType] | None = None,
        **left_over_kwargs: Any,
    ) -> None:
        """
        Create a group.

        :param actions: the actions.
        :param scoped: whether configurations and environment afterwards are what they were before.
        :param forwarding: whether those from before are there within; it matters in a scope only.
        :param launch_configurations: configurations that are set within.
        """
        super().__init__(**left_over_kwargs)
        self.__actions = actions
        self.__scoped = scoped
        self.__forwarding = forwarding
        self.__launch_configurations = dict(launch_configurations or {})
        self.__entities: list[LaunchDescriptionEntity] | None = None

    @classmethod
    def parse(cls, entity: Entity, parser: Parser) -> tuple[type[Action], dict[str, Any]]:
        """Parse ``<group scoped="" forwarding=""><keep name="" value=""/>…</group>``."""
        _, kwargs = super().parse(entity, parser)
        for name in ("scoped", "forwarding"):
            value = entity.get_attr(name, data_type=bool, optional=True)
            if value is not None:
                kwargs[name] = value
        kept = parse_kept_configurations(entity, parser)
        if kept is not None:
            kwargs["launch_configurations"] = kept
        kwargs["actions"] = [
            parser.parse_action(child) for child in entity.children if child.type_name != "keep"
        ]
        return cls, kwargs

    def get_sub_entities(self) -> list[LaunchDescriptionEntity]:
        """Return the actions, and those that make and end the scope."""
        if self.__entities is None:
            self.__entities = [*self.__preparation(), *self.__actions]
            if self.__scoped:
                scope_begins = [PushLaunchConfigurations(), PushEnvironment()]
                scope_ends = [PopEnvironment(), PopLaunchConfigurations()]
                self.__entities = [*scope_begins, *self.__entities, *scope_ends]
        return self.__entities

    def __preparation(self) -> list[Action]:
        if self.__scoped and not self.__forwarding:
            return [ResetEnvironment(), ResetLaunchConfigurations(self.__launch_configurations)]
        settings = self.__launch_configurations.items()
        return [SetLaunchConfiguration(name, value) for name, value in settings]

    def execute(self, context: LaunchContext) -> list[LaunchDescriptionEntity] | None:
        """Return the actions, and those that make and end the scope."""
        return self.get_sub_entities()
