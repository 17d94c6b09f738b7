"""Launch files in XML, YAML and the like."""

from __future__ import annotations

from ..frontend import Parser
from ..launch_description import LaunchDescription
from ..launch_description_source import LaunchDescriptionSource
from ..some_substitutions_type import SomeSubstitutionsType
from .frontend_launch_file_utilities import get_launch_description_from_frontend_launch_file


class FrontendLaunchDescriptionSource(LaunchDescriptionSource):
    """A launch file in a markup language."""

    def __init__(
        self,
        launch_file_path: SomeSubstitutionsType,
        *,
        method: str = "interpreted frontend launch file",
        parser: type[Parser] = Parser,
    ) -> None:
        """
        Create a source.

        :param launch_file_path: the path of the file.
        :param method: in words, how the description comes about.
        :param parser: what reads it; all that there are, one after the other, if not given.
        """
        super().__init__(None, launch_file_path, method)
        self._parser = parser

    def _get_launch_description(self, location: str) -> LaunchDescription:
        return get_launch_description_from_frontend_launch_file(location, parser=self._parser)
