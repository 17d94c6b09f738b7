"""Running commands."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, List  # noqa: UP035

from ..action import Action
from ..descriptions import Executable
from ..frontend import Entity, Parser, expose_action
from ..some_substitutions_type import SomeSubstitutionsType
from ..substitution import Substitution
from ..substitutions import TextSubstitution
from .execute_local import ExecuteLocal
from .shutdown_action import Shutdown


@expose_action("executable")
class ExecuteProcess(ExecuteLocal):
    """Run a command as a process, see :class:`ExecuteLocal`."""

    def __init__(
        self,
        *,
        cmd: Iterable[SomeSubstitutionsType],
        prefix: SomeSubstitutionsType | None = None,
        name: SomeSubstitutionsType | None = None,
        cwd: SomeSubstitutionsType | None = None,
        env: Mapping[Any, SomeSubstitutionsType] | None = None,
        additional_env: Mapping[Any, SomeSubstitutionsType] | None = None,
        **kwargs: Any,
    ) -> None:
        """
        Create the action.

        :param cmd: the command and its arguments.
        :param prefix: a command to run it with, see :class:`launch.descriptions.Executable`.
        :param name: what the process is called; the name of the command if not given.
        :param cwd: the working directory.
        :param env: the whole environment; the launch's own if not given.
        :param additional_env: variables that are added to it.
        :param kwargs: what :class:`ExecuteLocal` takes.
        """
        executable = Executable(
            cmd=cmd, prefix=prefix, name=name, cwd=cwd, env=env, additional_env=additional_env
        )
        super().__init__(process_description=executable, **kwargs)

    @classmethod
    def _parse_cmdline(cls, cmd: str, parser: Parser) -> list[SomeSubstitutionsType]:
        """Split a command at spaces outside of quotes, and return each word's substitutions."""
        words: list[SomeSubstitutionsType] = []
        word: list[Substitution] = []

        def end_word() -> None:
            nonlocal word
            if word:
                words.append(word)
            word = []

        for part in parser.parse_substitution(cmd):
            if not isinstance(part, TextSubstitution):
                word.append(part)
                continue
            if part.text[:1].isspace():
                end_word()
            for number, text in enumerate(shlex.split(part.text)):
                if number > 0:
                    end_word()
                word.append(TextSubstitution(text=text))
            if part.text[-1:].isspace():
                end_word()
        end_word()
        return words

    @classmethod
    def parse(
        cls, entity: Entity, parser: Parser, ignore: Collection[str] | None = None
    ) -> tuple[type[Action], dict[str, Any]]:
        """
        Parse ``<executable cmd="" …><env name="" value=""/></executable>``.

        :param ignore: arguments that are not to be parsed, for subclasses that have them otherwise.
        """
        _, kwargs = super().parse(entity, parser)
        for argument, parse in _PARSERS.items():
            if argument in (ignore or ()):
                continue
            value = parse(cls, entity, parser)
            if value is not None:
                kwargs[argument] = value
        return cls, kwargs

    @property
    def name(self) -> Any:
        """What the process is called: in the end, or before that, as substitutions."""
        description = self.process_description
        return description.name if description.final_name is None else description.final_name

    @property
    def cmd(self) -> Any:
        """The command and its arguments: in the end, or before that, as substitutions."""
        description = self.process_description
        return description.cmd if description.final_cmd is None else description.final_cmd

    @property
    def cwd(self) -> Any:
        """The working directory: in the end, or before that, as substitutions."""
        description = self.process_description
        return description.cwd if description.final_cwd is None else description.final_cwd

    @property
    def env(self) -> Any:
        """The environment: in the end, or before that, as substitutions."""
        description = self.process_description
        return description.env if description.final_env is None else description.final_env

    @property
    def additional_env(self) -> list[tuple[list[Substitution], list[Substitution]]] | None:
        """Variables that are added to the environment."""
        return self.process_description.additional_env


_Parse = Callable[[type[ExecuteProcess], Entity, Parser], Any]


def _substitution(attribute: str) -> _Parse:
    def parse(cls: type[ExecuteProcess], entity: Entity, parser: Parser) -> Any:
        value = entity.get_attr(attribute, optional=True)
        return None if value is None else parser.parse_substitution(value)

    return parse


def _value(attribute: str, data_type: Any) -> _Parse:
    def parse(cls: type[ExecuteProcess], entity: Entity, parser: Parser) -> Any:
        return entity.get_attr(attribute, data_type=data_type, optional=True)

    return parse


def _seconds(attribute: str, convert: Callable[[float], Any]) -> _Parse:
    def parse(cls: type[ExecuteProcess], entity: Entity, parser: Parser) -> Any:
        value: Any = entity.get_attr(attribute, data_type=float, optional=True)
        if value is None:
            return None
        if value < 0.0:
            raise ValueError(
                f"Attribute {attribute} of Entity node expected to be a non-negative value "
                f"but got `{value}`"
            )
        return convert(value)

    return parse


def _parse_on_exit(cls: type[ExecuteProcess], entity: Entity, parser: Parser) -> Any:
    on_exit = entity.get_attr("on_exit", optional=True)
    if on_exit is None:
        return None
    if on_exit != "shutdown":
        raise ValueError(
            f"Attribute on_exit of Entity node expected to be shutdown but got `{on_exit}`"
            "Other on_exit actions not yet supported"
        )
    return [Shutdown()]


def _parse_additional_env(cls: type[ExecuteProcess], entity: Entity, parser: Parser) -> Any:
    variables = entity.get_attr("env", data_type=List[Entity], optional=True)  # noqa: UP006
    if variables is None:
        return None
    parsed = {}
    for variable in variables:
        name = tuple(parser.parse_substitution(variable.get_attr("name")))
        parsed[name] = parser.parse_substitution(variable.get_attr("value"))
        variable.assert_entity_completely_parsed()
    return parsed


_PARSERS: dict[str, _Parse] = {
    "cmd": lambda cls, entity, parser: cls._parse_cmdline(entity.get_attr("cmd"), parser),
    "cwd": _substitution("cwd"),
    "name": _substitution("name"),
    "on_exit": _parse_on_exit,
    "prefix": _substitution("launch-prefix"),
    "output": _substitution("output"),
    "respawn": _substitution("respawn"),
    "respawn_max_retries": _value("respawn_max_retries", int),
    "respawn_delay": _seconds("respawn_delay", float),
    "sigkill_timeout": _seconds("sigkill_timeout", str),
    "sigterm_timeout": _seconds("sigterm_timeout", str),
    "shell": _value("shell", bool),
    "emulate_tty": _value("emulate_tty", bool),
    "additional_env": _parse_additional_env,
}
"""How the arguments are parsed."""
