"""Declaring arguments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, List  # noqa: UP035

from .. import logging
from ..action import Action
from ..frontend import Entity, Parser, expose_action
from ..launch_context import LaunchContext
from ..some_substitutions_type import SomeSubstitutionsType
from ..substitution import Substitution
from ..utilities import normalize_to_list_of_substitutions, perform_substitutions


@expose_action("arg")
class DeclareLaunchArgument(Action):
    """
    Declare an argument of a launch description.

    Whoever launches or includes the description may set it; it is a launch configuration of the
    same name. Without a default it must be set. Tools only know of it before the launch runs if it
    stands where it is always visited.
    """

    def __init__(
        self,
        name: str,
        *,
        default_value: SomeSubstitutionsType | None = None,
        description: str | None = None,
        choices: Sequence[str] | None = None,
        **kwargs: Any,
    ) -> None:
        """
        Create the action.

        :param default_value: what the argument is if it is not set; None if it must be.
        :param description: what it is for, in words.
        :param choices: the values that it may have.
        :raises RuntimeError: if there are no choices, or the default is none of them.
        """
        super().__init__(**kwargs)
        self.__name = name
        if choices is not None:
            if len(choices) == 0:
                _fail("Provided choices arg is empty. Use None to ignore the choice list.")
            if isinstance(default_value, str) and default_value not in choices:
                _fail(
                    f'Provided default_value "{default_value}" is not in provided choices '
                    f'"{choices}".'
                )
        self.__default_value = (
            None if default_value is None else normalize_to_list_of_substitutions(default_value)
        )
        self.__description = _describe(description, choices)
        self.__choices = choices
        # Set by whoever looks for arguments, who knows where this one stands.
        self._conditionally_included = False

    @classmethod
    def parse(cls, entity: Entity, parser: Parser) -> tuple[type[Action], dict[str, Any]]:
        """Parse ``<arg name="" default="" description=""><choice value=""/></arg>``."""
        _, kwargs = super().parse(entity, parser)
        kwargs["name"] = parser.escape_characters(entity.get_attr("name"))
        default_value = entity.get_attr("default", optional=True)
        if default_value is not None:
            kwargs["default_value"] = parser.parse_substitution(default_value)
        description = entity.get_attr("description", optional=True)
        if description is not None:
            kwargs["description"] = parser.escape_characters(description)
        choices = entity.get_attr("choice", data_type=List[Entity], optional=True)  # noqa: UP006
        if choices is not None:
            kwargs["choices"] = [
                parser.escape_characters(choice.get_attr("value")) for choice in choices
            ]
        return cls, kwargs

    @property
    def name(self) -> str:
        """The argument's name."""
        return self.__name

    @property
    def default_value(self) -> list[Substitution] | None:
        """What the argument is if it is not set; None if it must be."""
        return self.__default_value

    @property
    def description(self) -> str:
        """What the argument is for, in words, and the values that it may have."""
        return self.__description

    @property
    def choices(self) -> Sequence[str] | None:
        """The values that the argument may have."""
        return self.__choices

    def execute(self, context: LaunchContext) -> None:
        """
        Set the argument to its default if it is not set.

        :raises RuntimeError: if it has none, or the value is none of the choices.
        """
        if self.name not in context.launch_configurations:
            if self.default_value is None:
                logging.get_logger(__name__).error(
                    f'Required launch argument "{self.name}" (description: "{self.description}") '
                    "was not provided"
                )
                raise RuntimeError(f'Required launch argument "{self.name}" was not provided.')
            default = perform_substitutions(context, self.default_value)
            context.launch_configurations[self.name] = default
        value = context.launch_configurations[self.name]
        if self.__choices is not None and value not in self.__choices:
            _fail(
                f'Argument "{self.name}" provided value "{value}" is not valid. '
                f"Valid options are: {self.__choices}"
            )


def _describe(description: str | None, choices: Sequence[str] | None) -> str:
    if description is None:
        return "no description given" if choices is None else f"One of: {choices}"
    if choices is None:
        return description
    end = "" if description.endswith(".") else "."
    return f"{description}{end} Valid choices are: {choices}"


def _fail(message: str) -> None:
    logging.get_logger(__name__).error(message)
    raise RuntimeError(message)
