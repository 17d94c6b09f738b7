"""Where packages are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ament_index_python.packages import get_package_prefix, get_package_share_directory
from launch import LaunchContext
from launch.frontend import expose_substitution
from launch.some_substitutions_type import SomeSubstitutionsType
from launch.substitution import Substitution
from launch.utilities import normalize_to_list_of_substitutions, perform_substitutions


class FindPackage(Substitution):
    """A folder of a package; subclasses say which."""

    def __init__(self, package: SomeSubstitutionsType) -> None:
        super().__init__()
        self.__package = normalize_to_list_of_substitutions(package)

    @classmethod
    def parse(
        cls, data: Sequence[SomeSubstitutionsType]
    ) -> tuple[type[FindPackage], dict[str, Any]]:
        """Parse a substitution whose argument is a package."""
        if len(data) != 1:
            raise AttributeError("find package substitutions expect 1 argument")
        return cls, {"package": data[0]}

    @property
    def package(self) -> list[Substitution]:
        """The package's name."""
        return self.__package

    def find(self, package_name: str) -> str:
        """Return the folder."""
        raise NotImplementedError

    def describe(self) -> str:
        """Describe the substitution for people."""
        package = " + ".join(part.describe() for part in self.package)
        return f"{type(self).__name__}(pkg={package})"

    def perform(self, context: LaunchContext) -> str:
        """
        Return the folder.

        :raises PackageNotFoundError: if there is no such package.
        """
        return self.find(perform_substitutions(context, self.package))


@expose_substitution("find-pkg-prefix")
class FindPackagePrefix(FindPackage):
    """The prefix into which a package is installed."""

    def find(self, package_name: str) -> str:
        """Return the prefix."""
        return get_package_prefix(package_name)


@expose_substitution("find-pkg-share")
class FindPackageShare(FindPackage):
    """The folder in which a package keeps its launch files, parameters and the like."""

    def find(self, package_name: str) -> str:
        """Return the folder."""
        return get_package_share_directory(package_name)
