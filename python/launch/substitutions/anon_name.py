"""Names that no other has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..frontend.expose import expose_substitution
from ..launch_context import LaunchContext
from ..some_substitutions_type import SomeSubstitutionsType
from ..substitution import Substitution
from ..utilities import normalize_to_list_of_substitutions, perform_substitutions


@expose_substitution("anon")
class AnonName(Substitution):
    """A unique name that begins with a given one, the same for each use in a launch."""

    def __init__(self, name: SomeSubstitutionsType) -> None:
        super().__init__()
        self.__name = normalize_to_list_of_substitutions(name)

    @classmethod
    def parse(cls, data: Sequence[SomeSubstitutionsType]) -> tuple[type[AnonName], dict[str, Any]]:
        """Parse ``$(anon NAME)``."""
        if len(data) != 1:
            raise TypeError("anon substitution expects 1 argument")
        return cls, {"name": data[0]}

    @property
    def name(self) -> list[Substitution]:
        """What the name begins with."""
        return self.__name

    def describe(self) -> str:
        """Describe the substitution for people."""
        return f"AnonName({' + '.join(part.describe() for part in self.name)})"

    def perform(self, context: LaunchContext) -> str:
        """Return the name, which is made the first time."""
        name = perform_substitutions(context, self.name)
        key = f"anon{name}"
        if key not in context.launch_configurations:
            context.launch_configurations[key] = self.compute_name(name)
        return context.launch_configurations[key]

    def compute_name(self, id_value: str) -> str:
        """Return a new unique name that begins with a given one."""
        import os
        import random
        import sys

        host, number = os.uname().nodename, random.randint(0, sys.maxsize)
        name = f"{id_value}_{host}_{os.getpid()}_{number}"
        return name.translate(str.maketrans(".-:", "___"))
