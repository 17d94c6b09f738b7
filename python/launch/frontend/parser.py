"""Parsers of launch files in markup languages."""

from __future__ import annotations

import itertools
import os
import traceback
import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, TextIO

from ..invalid_launch_file_error import InvalidLaunchFileError
from ..substitution import Substitution
from .entity import Entity
from .expose import instantiate_action
from .parse_substitution import (
    parse_if_substitutions,
    parse_substitution,
    replace_escaped_characters,
)

if TYPE_CHECKING:
    from ..action import Action
    from ..launch_description import LaunchDescription


class InvalidFrontendLaunchFileError(InvalidLaunchFileError):
    """A launch file in a markup language could not be read."""


def _entry_points(group: str) -> Iterable[Any]:
    import importlib.metadata

    entry_points: Any = importlib.metadata.entry_points()
    if hasattr(entry_points, "select"):
        return list(entry_points.select(group=group))
    return list(entry_points.get(group, []))


def __getattr__(name: str) -> Any:
    # Slow to import, and only wanted when a launch file is read.
    if name == "importlib_metadata":
        import importlib.metadata

        return importlib.metadata
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class Parser:
    """
    What turns launch files into launch descriptions.

    A language has a parser of its own, with :meth:`load` and :meth:`get_file_extensions`, which is
    found as an entry point in the group ``launch.frontend.parser``. This one chooses among them.
    """

    extensions_loaded: ClassVar[bool] = False
    frontend_parsers: ClassVar[dict[str, type[Parser]] | None] = None

    @classmethod
    def load_launch_extensions(cls) -> None:
        """Import what other packages add to launch: ``launch.frontend.launch_extension``."""
        if cls.extensions_loaded:
            return
        for entry_point in _entry_points("launch.frontend.launch_extension"):
            try:
                entry_point.load()
            except Exception:
                _warn_of("launch", entry_point)
        Parser.extensions_loaded = True

    @classmethod
    def load_parser_implementations(cls) -> None:
        """Find the parsers of all languages."""
        cls._parsers()

    @classmethod
    def _parsers(cls) -> dict[str, type[Parser]]:
        if cls.frontend_parsers is None:
            found = {}
            for entry_point in _entry_points("launch.frontend.parser"):
                try:
                    found[entry_point.name] = entry_point.load()
                except Exception:
                    _warn_of("parser", entry_point)
            Parser.frontend_parsers = dict(sorted(found.items()))
        return cls.frontend_parsers or {}

    def parse_action(self, entity: Entity) -> Action:
        """Return the action that an element stands for."""
        self.load_launch_extensions()
        return instantiate_action(entity, self)

    def parse_substitution(self, value: str) -> list[Substitution]:
        """Return the text and the substitutions that a text is made of."""
        return parse_substitution(value)

    def parse_if_substitutions(self, value: Any) -> Any:
        """Parse the texts in a value that have substitutions in them."""
        return parse_if_substitutions(value)

    def escape_characters(self, value: str) -> str:
        """Remove the backslashes that take the meaning from a character."""
        return replace_escaped_characters(value)

    def parse_description(self, entity: Entity) -> LaunchDescription:
        """
        Return the launch description that a launch file's outermost element stands for.

        :raises RuntimeError: if it is not called 'launch'.
        """
        from ..launch_description import LaunchDescription

        if entity.type_name != "launch":
            raise RuntimeError("Expected 'launch' as root tag")
        deprecated = entity.get_attr("deprecated", optional=True)
        actions = [self.parse_action(child) for child in entity.children]
        return LaunchDescription(actions, deprecated_reason=deprecated)

    @classmethod
    def get_available_extensions(cls) -> Iterable[str]:
        """Return the names of all languages."""
        return cls._parsers().keys()

    @classmethod
    def is_extension_valid(cls, extension: str) -> bool:
        """Whether there is a language of a name; deprecated for :meth:`is_filename_valid`."""
        warnings.warn(
            "Parser.is_extension_valid is deprecated, use Parser.is_filename_valid instead",
            stacklevel=2,
        )
        return extension in cls._parsers()

    @classmethod
    def get_parser_from_extension(cls, extension: str) -> type[Parser]:
        """Return a language's parser; deprecated for :meth:`get_parsers_from_filename`."""
        warnings.warn(
            "Parser.get_parser_from_extension is deprecated, "
            "use Parser.get_parsers_from_filename instead",
            stacklevel=2,
        )
        try:
            return cls._parsers()[extension]
        except KeyError:
            raise RuntimeError("Not recognized frontend implementation") from None

    @classmethod
    def may_parse(cls, filename: str) -> bool:
        """Whether a file's name is one of this parser's language."""
        return any(filename.endswith(f".{extension}") for extension in cls.get_file_extensions())

    @classmethod
    def is_filename_valid(cls, filename: str) -> bool:
        """Whether a file's name is one of any language."""
        return any(parser.may_parse(filename) for parser in cls._parsers().values())

    @classmethod
    def get_parsers_from_filename(cls, filename: str) -> list[type[Parser]]:
        """Return the parsers whose language a file's name is one of."""
        return [parser for parser in cls._parsers().values() if parser.may_parse(filename)]

    @classmethod
    def get_file_extensions_from_parsers(cls) -> set[str]:
        """Return the extensions of all languages' files."""
        extensions = (parser.get_file_extensions() for parser in cls._parsers().values())
        return set(itertools.chain.from_iterable(extensions))

    @classmethod
    def load(cls, file: str | bytes | os.PathLike[Any] | TextIO) -> tuple[Entity, Parser]:
        """
        Read a launch file with the parsers that its name suggests, then with all others.

        :return: the outermost element, and the parser that understands it.
        :raises InvalidFrontendLaunchFileError: if no parser can read it.
        """
        if isinstance(file, str | bytes | os.PathLike):
            with open(file) as opened:
                return cls._load(opened)
        return cls._load(file)

    @classmethod
    def _load(cls, file: TextIO) -> tuple[Entity, Parser]:
        name = getattr(file, "name", "")
        suggested = cls.get_parsers_from_filename(name)
        others = [parser for parser in cls._parsers().values() if parser not in suggested]
        errors: list[Exception] = []
        for parser in suggested + others:
            try:
                return parser.load(file)
            except Exception as error:
                errors.append(error)
                file.seek(0)
        extension = os.path.splitext(name)[1][1:] if cls.is_filename_valid(name) else ""
        raise InvalidFrontendLaunchFileError(extension, likely_errors=errors)

    @classmethod
    def get_file_extensions(cls) -> set[str]:
        """Return the extensions of the files of this parser's language."""
        return set()


def _warn_of(what: str, entry_point: Any) -> None:
    warnings.warn(
        f"Failed to load the {what} extension: {entry_point.name}\n{traceback.format_exc()}",
        stacklevel=3,
    )
