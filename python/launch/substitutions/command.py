"""What commands print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .. import logging
from ..frontend.expose import expose_substitution
from ..launch_context import LaunchContext
from ..some_substitutions_type import SomeSubstitutionsType
from ..substitution import Substitution
from ..utilities import normalize_to_list_of_substitutions, perform_substitutions
from .substitution_failure import SubstitutionFailure

_ON_STDERR = ("fail", "ignore", "warn", "capture")


@expose_substitution("command")
class Command(Substitution):
    """What a command prints; it must be found and succeed."""

    def __init__(
        self, command: SomeSubstitutionsType, *, on_stderr: SomeSubstitutionsType = "fail"
    ) -> None:
        """
        Create the substitution.

        :param command: the command and its arguments, as a shell's words.
        :param on_stderr: what of errors that it prints: 'fail', 'ignore', 'warn', or 'capture' for
            taking them with the rest.
        """
        super().__init__()
        self.__command = normalize_to_list_of_substitutions(command)
        self.__on_stderr = normalize_to_list_of_substitutions(on_stderr)

    @classmethod
    def parse(cls, data: Sequence[SomeSubstitutionsType]) -> tuple[type[Command], dict[str, Any]]:
        """Parse ``$(command COMMAND [ON_STDERR])``."""
        if len(data) not in (1, 2):
            raise ValueError("command substitution expects 1 or 2 arguments")
        return cls, dict(zip(("command", "on_stderr"), data, strict=False))

    @property
    def command(self) -> list[Substitution]:
        """The command and its arguments."""
        return self.__command

    @property
    def on_stderr(self) -> list[Substitution]:
        """What of errors that it prints."""
        return self.__on_stderr

    def describe(self) -> str:
        """Describe the substitution for people."""
        return f"Command({' + '.join(part.describe() for part in self.command)})"

    def perform(self, context: LaunchContext) -> str:
        """
        Run the command and return what it prints.

        :raises SubstitutionFailure: if it is not found, fails, or prints errors that it must not.
        """
        import shlex
        import subprocess

        command = perform_substitutions(context, self.command)
        on_stderr = perform_substitutions(context, self.on_stderr)
        if on_stderr not in _ON_STDERR:
            raise SubstitutionFailure(
                "expected 'on_stderr' to be one of: 'fail', 'ignore', 'warn' or 'capture'"
            )
        stderr = subprocess.STDOUT if on_stderr == "capture" else subprocess.PIPE
        try:
            result = subprocess.run(
                shlex.split(command), stdout=subprocess.PIPE, stderr=stderr, text=True, check=False
            )
        except FileNotFoundError as error:
            raise SubstitutionFailure(f"file not found: {error}") from error
        if result.returncode != 0:
            message = f"executed command failed. Command: {command}"
            if result.stderr:
                message += f"\nCaptured stderr output: {result.stderr}"
            raise SubstitutionFailure(message)
        if result.stderr:
            message = (
                f"executed command showed stderr output. Command: {command}\n"
                f"Captured stderr output:\n{result.stderr}"
            )
            if on_stderr == "fail":
                raise SubstitutionFailure(message)
            if on_stderr == "warn":
                logging.get_logger().warning(message)
        return result.stdout
