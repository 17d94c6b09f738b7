"""Tests in C++."""

from __future__ import annotations

from typing import Any

from launch import SomeSubstitutionsType

from .test import Test


class GTest(Test):
    """Runs a program of GoogleTest."""

    def __init__(self, *, path: SomeSubstitutionsType, **kwargs: Any) -> None:
        """
        Create one.

        :param path: the program.
        :param kwargs: what :class:`Test` takes.
        """
        super().__init__(cmd=[path], **kwargs)
        self.__path = path

    @property
    def path(self) -> SomeSubstitutionsType:
        """The program."""
        return self.__path
