"""Where the programs of packages are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from launch import LaunchContext
from launch.frontend import expose_substitution
from launch.some_substitutions_type import SomeSubstitutionsType
from launch.substitution import Substitution
from launch.utilities import normalize_to_list_of_substitutions, perform_substitutions

from .._programs import find_file
from .find_package import FindPackagePrefix


@expose_substitution("exec-in-pkg")
class ExecutableInPackage(FindPackagePrefix):
    """The path of a package's program."""

    def __init__(self, executable: SomeSubstitutionsType, package: SomeSubstitutionsType) -> None:
        super().__init__(package)
        self.__executable = normalize_to_list_of_substitutions(executable)

    @classmethod
    def parse(
        cls, data: Sequence[SomeSubstitutionsType]
    ) -> tuple[type[ExecutableInPackage], dict[str, Any]]:
        """Parse ``$(exec-in-pkg EXECUTABLE PACKAGE)``."""
        if len(data) != 2:
            raise AttributeError("exec-in-package substitution expects 2 arguments")
        return cls, {"executable": data[0], "package": data[1]}

    @property
    def executable(self) -> list[Substitution]:
        """The program's name."""
        return self.__executable

    def describe(self) -> str:
        """Describe the substitution for people."""
        package = " + ".join(part.describe() for part in self.package)
        executable = " + ".join(part.describe() for part in self.executable)
        return f"ExecInPkg(pkg={package}, exec={executable})"

    def perform(self, context: LaunchContext) -> str:
        """
        Return the path.

        :raises PackageNotFoundError: if there is no such package.
        :raises SubstitutionFailure: if it has no such program.
        """
        package = perform_substitutions(context, self.package)
        return find_file(package, perform_substitutions(context, self.executable))
