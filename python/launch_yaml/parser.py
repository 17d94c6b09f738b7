"""The parser of launch files in YAML."""

from __future__ import annotations

import os
from typing import Any, TextIO

from launch import frontend

from .entity import Entity


class Parser(frontend.Parser):
    """Reads launch files in YAML."""

    @classmethod
    def load(cls, file: str | bytes | os.PathLike[Any] | TextIO) -> tuple[Entity, Parser]:
        """
        Return the outermost element of a file, and its parser.

        :raises RuntimeError: if there is not just one.
        """
        import yaml

        if isinstance(file, str | bytes | os.PathLike):
            with open(file) as opened:
                tree = yaml.safe_load(opened)
        else:
            tree = yaml.safe_load(file)
        if len(tree) != 1:
            raise RuntimeError("Expected only one root")
        [(type_name, element)] = tree.items()
        return Entity(element, type_name), cls()

    @classmethod
    def get_file_extensions(cls) -> set[str]:
        """Return the extensions of YAML launch files."""
        return {"launch.yaml", "launch.yml", "yaml", "yml", "launch"}
