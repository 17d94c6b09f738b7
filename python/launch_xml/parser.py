"""The parser of launch files in XML."""

from __future__ import annotations

import os
from typing import Any, TextIO

from launch import frontend

from .entity import Entity


class Parser(frontend.Parser):
    """Reads launch files in XML."""

    @classmethod
    def load(cls, file: str | bytes | os.PathLike[Any] | TextIO) -> tuple[Entity, Parser]:
        """Return the outermost element of a file, and its parser."""
        import xml.etree.ElementTree as ET

        source: Any = os.fsdecode(file) if isinstance(file, bytes) else file
        return Entity(ET.parse(source).getroot()), cls()

    @classmethod
    def get_file_extensions(cls) -> set[str]:
        """Return the extensions of XML launch files."""
        return {"launch.xml", "xml", "launch"}
