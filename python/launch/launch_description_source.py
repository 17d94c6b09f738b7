"""Where a launch description comes from."""

from __future__ import annotations

import traceback

from . import logging
from .launch_context import LaunchContext
from .launch_description import LaunchDescription
from .some_substitutions_type import SomeSubstitutionsType
from .utilities import normalize_to_list_of_substitutions, perform_substitutions


class LaunchDescriptionSource:
    """A launch description, or the place from which it is loaded when it is wanted."""

    def __init__(
        self,
        launch_description: LaunchDescription | None = None,
        location: SomeSubstitutionsType = "<string>",
        method: str = "unspecified mechanism from a script",
    ) -> None:
        """
        Create a source.

        :param launch_description: the description, if it is already there.
        :param location: from where it is loaded, such as the path of a file.
        :param method: in words, how it comes about.
        """
        self.__launch_description = launch_description
        self.__expanded_location: str | None = None
        self.__location = normalize_to_list_of_substitutions(location)
        self.__method = method

    def try_get_launch_description_without_context(self) -> LaunchDescription | None:
        """Return the description, None if it cannot be loaded before the launch runs."""
        if self.__launch_description is None:
            try:
                location = perform_substitutions(LaunchContext(), self.__location)
                return self._get_launch_description(location)
            except Exception as error:
                logger = logging.get_logger(__name__)
                logger.debug(traceback.format_exc())
                logger.debug(f"Failed to load the launch file without a context: {error}")
        return self.__launch_description

    def get_launch_description(self, context: LaunchContext) -> LaunchDescription:
        """Return the description, which is loaded the first time."""
        if self.__expanded_location is None:
            self.__expanded_location = perform_substitutions(context, self.__location)
        if self.__launch_description is None:
            self.__launch_description = self._get_launch_description(self.__expanded_location)
        return self.__launch_description

    def _get_launch_description(self, location: str) -> LaunchDescription:
        """Load the description; subclasses say how."""
        raise RuntimeError(
            "LaunchDescriptionSource.get_launch_description(): "
            "called without launch description being set"
        )

    @property
    def location(self) -> str:
        """The location; before the description was asked for, as its substitutions."""
        if self.__expanded_location is None:
            return " + ".join(str(substitution) for substitution in self.__location)
        return self.__expanded_location

    @property
    def method(self) -> str:
        """In words, how the description comes about."""
        return self.__method
