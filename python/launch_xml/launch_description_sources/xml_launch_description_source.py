"""Launch files in XML."""

from __future__ import annotations

from launch import SomeSubstitutionsType
from launch.launch_description_sources import FrontendLaunchDescriptionSource

from ..parser import Parser


class XMLLaunchDescriptionSource(FrontendLaunchDescriptionSource):
    """A launch file in XML."""

    def __init__(self, launch_file_path: SomeSubstitutionsType) -> None:
        super().__init__(launch_file_path, method="interpreted XML launch file", parser=Parser)
