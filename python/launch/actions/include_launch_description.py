"""Including other launch descriptions."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import Any, List  # noqa: UP035

from .. import logging
from ..action import Action
from ..frontend import Entity, Parser, expose_action
from ..launch_context import LaunchContext
from ..launch_description import LaunchDescription
from ..launch_description_entity import LaunchDescriptionEntity
from ..launch_description_source import LaunchDescriptionSource
from ..launch_description_sources import AnyLaunchDescriptionSource
from ..some_substitutions_type import SomeSubstitutionsType
from ..utilities import normalize_to_list_of_substitutions, perform_substitutions
from .set_launch_configuration import SetLaunchConfiguration

_Arguments = Sequence[tuple[SomeSubstitutionsType, SomeSubstitutionsType]]


@expose_action("include")
class IncludeLaunchDescription(Action):
    """
    Include a launch description, such as one from another launch file, and set its arguments.

    Arguments that it does not declare, as far as can be seen, are set all the same.
    """

    def __init__(
        self,
        launch_description_source: LaunchDescriptionSource | SomeSubstitutionsType,
        *,
        launch_arguments: Iterable[tuple[SomeSubstitutionsType, SomeSubstitutionsType]]
        | None = None,
        **kwargs: Any,
    ) -> None:
        """
        Create the action.

        :param launch_description_source: where the description comes from, or the path of a file.
        :param launch_arguments: names and values of its arguments.
        """
        super().__init__(**kwargs)
        if not isinstance(launch_description_source, LaunchDescriptionSource):
            launch_description_source = AnyLaunchDescriptionSource(launch_description_source)
        self.__launch_description_source = launch_description_source
        self.__launch_arguments = tuple(launch_arguments or ())

    @classmethod
    def parse(cls, entity: Entity, parser: Parser) -> tuple[type[Action], dict[str, Any]]:
        """Parse ``<include file=""><arg name="" value=""/></include>``."""
        _, kwargs = super().parse(entity, parser)
        file = parser.parse_substitution(entity.get_attr("file"))
        kwargs["launch_description_source"] = file
        arguments = entity.get_attr("arg", data_type=List[Entity], optional=True)  # noqa: UP006
        if arguments is not None:
            kwargs["launch_arguments"] = []
            for argument in arguments:
                name = parser.parse_substitution(argument.get_attr("name"))
                value = parser.parse_substitution(argument.get_attr("value"))
                argument.assert_entity_completely_parsed()
                kwargs["launch_arguments"].append((name, value))
        return cls, kwargs

    @property
    def launch_description_source(self) -> LaunchDescriptionSource:
        """Where the description comes from."""
        return self.__launch_description_source

    @property
    def launch_arguments(self) -> _Arguments:
        """Names and values of its arguments."""
        return self.__launch_arguments

    def _get_launch_file(self) -> str:
        return os.path.abspath(self.__launch_description_source.location)

    def _get_launch_file_directory(self) -> str:
        path = self._get_launch_file()
        if os.path.exists(path):
            return os.path.dirname(path)
        # It is no file, and the location says where the description comes from instead.
        return self.__launch_description_source.location

    def get_sub_entities(self) -> list[LaunchDescriptionEntity]:
        """Return the description, if it can be loaded before the launch runs."""
        description = self.__launch_description_source.try_get_launch_description_without_context()
        return [] if description is None else [description]

    def __argument_names(self, context: LaunchContext) -> list[str]:
        return [
            perform_substitutions(context, normalize_to_list_of_substitutions(name))
            for name, _ in self.launch_arguments
        ]

    def _try_get_arguments_names_without_context(self) -> list[str] | None:
        try:
            return self.__argument_names(LaunchContext())
        except Exception as error:
            logging.get_logger(__name__).debug(
                "Failed to get launch arguments names for launch description "
                f"'{self.__launch_description_source.location}', with exception: {error}"
            )
            return None

    def execute(self, context: LaunchContext) -> list[LaunchDescriptionEntity]:
        """
        Set the arguments and return the description.

        :raises RuntimeError: if an argument is missing that it surely needs.
        """
        description = self.__launch_description_source.get_launch_description(context)
        context.extend_locals(
            {
                "current_launch_file_path": self._get_launch_file(),
                "current_launch_file_directory": self._get_launch_file_directory(),
            }
        )
        self.__check_arguments(context, description)
        return [
            *(SetLaunchConfiguration(name, value) for name, value in self.launch_arguments),
            description,
        ]

    def __check_arguments(self, context: LaunchContext, description: LaunchDescription) -> None:
        given = self.__argument_names(context)
        found = description.get_launch_arguments_with_include_launch_description_actions()
        for argument, includes in found:
            if argument._conditionally_included or argument.default_value is not None:
                continue
            names = list(given)
            for include in includes or ():
                names += include._try_get_arguments_names_without_context() or ()
            if argument.name not in names:
                raise RuntimeError(
                    f"Included launch description missing required argument '{argument.name}' "
                    f"(description: '{argument.description}'), given: [{', '.join(names)}]"
                )
