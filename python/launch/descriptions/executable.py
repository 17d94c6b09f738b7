"""What a process runs."""

from __future__ import annotations

import itertools
import os
import re
import shlex
from collections.abc import Iterable, Mapping
from typing import Any

from ..action import Action
from ..launch_context import LaunchContext
from ..some_substitutions_type import SomeSubstitutionsType
from ..substitution import Substitution
from ..substitutions.launch_configuration import LaunchConfiguration
from ..utilities import normalize_to_list_of_substitutions, perform_substitutions

_numbers = itertools.count(1)
"""What makes the names of processes unique."""

_Variables = list[tuple[list[Substitution], list[Substitution]]]


class Executable:
    """A command with its arguments, its working directory and its environment."""

    def __init__(
        self,
        *,
        cmd: Iterable[SomeSubstitutionsType],
        prefix: SomeSubstitutionsType | None = None,
        name: SomeSubstitutionsType | None = None,
        cwd: SomeSubstitutionsType | None = None,
        env: Mapping[Any, SomeSubstitutionsType] | None = None,
        additional_env: Mapping[Any, SomeSubstitutionsType] | None = None,
        arguments: Iterable[SomeSubstitutionsType] | None = None,
    ) -> None:
        """
        Describe an executable.

        :param cmd: the command and its arguments.
        :param prefix: a command to run it with, such as a debugger's. If not given, it is the
            launch configuration 'launch-prefix', for the commands whose name matches the regular
            expression in 'launch-prefix-filter'.
        :param name: what the process is called; the name of the command if not given.
        :param cwd: the working directory.
        :param env: the whole environment; the launch's own if not given.
        :param additional_env: variables that are added to it.
        :param arguments: more arguments.
        """
        arguments = None if arguments is None else list(arguments)
        self.__cmd = [
            normalize_to_list_of_substitutions(word) for word in (*cmd, *(arguments or ()))
        ]
        self.__prefix_filter: list[Substitution] | None = None
        if prefix is None:
            prefix = LaunchConfiguration("launch-prefix", default="")
            self.__prefix_filter = [LaunchConfiguration("launch-prefix-filter", default="")]
        self.__prefix = normalize_to_list_of_substitutions(prefix)
        self.__name = None if name is None else normalize_to_list_of_substitutions(name)
        self.__cwd = None if cwd is None else normalize_to_list_of_substitutions(cwd)
        self.__env = _normalize_variables(env)
        self.__additional_env = _normalize_variables(additional_env)
        self.__arguments = arguments
        self.__interpreter: list[str] = []
        self.__final_cmd: list[str] | None = None
        self.__final_cwd: str | None = None
        self.__final_env: dict[str, str] | None = None
        self.__final_name: str | None = None

    @property
    def name(self) -> list[Substitution] | None:
        """What the process is to be called."""
        return self.__name

    @property
    def prefix(self) -> list[Substitution]:
        """A command to run it with."""
        return self.__prefix

    @property
    def cmd(self) -> list[list[Substitution]]:
        """The command and its arguments."""
        return self.__cmd

    @property
    def cwd(self) -> list[Substitution] | None:
        """The working directory."""
        return self.__cwd

    @property
    def env(self) -> _Variables | None:
        """The whole environment."""
        return self.__env

    @property
    def additional_env(self) -> _Variables | None:
        """Variables that are added to the environment."""
        return self.__additional_env

    @property
    def arguments(self) -> list[SomeSubstitutionsType] | None:
        """More arguments."""
        return self.__arguments

    @property
    def final_name(self) -> str | None:
        """The name that the process has; as the others, None before :meth:`prepare`."""
        return self.__final_name

    @property
    def final_cmd(self) -> list[str] | None:
        """The command and its arguments that are run."""
        return self.__final_cmd

    @property
    def final_cwd(self) -> str | None:
        """The working directory that it is run in."""
        return self.__final_cwd

    @property
    def final_env(self) -> dict[str, str] | None:
        """The environment that it is run with."""
        return self.__final_env

    def _interpret_with(self, words: Iterable[str]) -> None:
        """Have the command run by another, which does not give the process its name."""
        self.__interpreter = list(words)

    def prepare(self, context: LaunchContext, action: Action) -> None:
        """
        Replace all substitutions.

        :param action: what runs the executable.
        """
        cmd = [perform_substitutions(context, word) for word in self.__cmd]
        name = os.path.basename(cmd[0])
        cmd = self.__interpreter + cmd
        if self.__prefix_applies(context, name):
            prefix = shlex.split(perform_substitutions(context, self.__prefix))
            cmd = prefix + cmd
            name = os.path.basename(prefix[0]) if prefix else name
        if self.__name is not None:
            name = perform_substitutions(context, self.__name)
        self.__final_cmd = cmd
        self.__final_name = f"{name}-{next(_numbers)}"
        self.__final_cwd = (
            None if self.__cwd is None else perform_substitutions(context, self.__cwd)
        )
        if self.__env is None:
            self.__final_env = dict(context.environment)
        else:
            self.__final_env = _perform_variables(context, self.__env)
        self.__final_env.update(_perform_variables(context, self.__additional_env or []))

    def __prefix_applies(self, context: LaunchContext, name: str) -> bool:
        if self.__prefix_filter is None:
            return True
        pattern = perform_substitutions(context, self.__prefix_filter)
        return re.match(pattern, name) is not None


def _normalize_variables(
    variables: Mapping[Any, SomeSubstitutionsType] | None,
) -> _Variables | None:
    if variables is None:
        return None
    return [
        (normalize_to_list_of_substitutions(name), normalize_to_list_of_substitutions(value))
        for name, value in variables.items()
    ]


def _perform_variables(context: LaunchContext, variables: _Variables) -> dict[str, str]:
    return {
        perform_substitutions(context, name): perform_substitutions(context, value)
        for name, value in variables
    }
