"""Tests in Python."""

from __future__ import annotations

import sys
from typing import Any

from launch import SomeSubstitutionsType

from .test import Test


class PyTest(Test):
    """Runs pytest in a process of its own."""

    def __init__(self, *, path: SomeSubstitutionsType, **kwargs: Any) -> None:
        """
        Create one.

        :param path: the file with the tests, or the folder.
        :param kwargs: what :class:`Test` takes.
        """
        super().__init__(cmd=[sys.executable, "-m", "pytest", path], **kwargs)
        self.__path = path

    @property
    def path(self) -> SomeSubstitutionsType:
        """The file or folder."""
        return self.__path
