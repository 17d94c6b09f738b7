"""Parameters, and files of them."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Any, cast

from launch import LaunchContext, SomeSubstitutionsType, SomeSubstitutionsType_types_tuple
from launch.frontend.parse_substitution import parse_substitution
from launch.substitution import Substitution
from launch.substitutions import SubstitutionFailure
from launch.utilities import (
    ensure_argument_type,
    normalize_to_list_of_substitutions,
    perform_substitutions,
)
from launch.utilities.type_utils import normalize_typed_substitution, perform_typed_substitution


class ParameterValue:
    """The value of a parameter."""

    def __init__(self, value: Any, *, value_type: Any = None) -> None:
        """
        Describe a value.

        :param value: the value, or substitutions that become it.
        :param value_type: what they become: int, bool, float, str or a list of these; None for what
            YAML makes of them.
        """
        self.__value: Any = normalize_typed_substitution(value, value_type)
        self.__value_type = value_type
        self.__evaluated_parameter_value: Any = None

    @property
    def value(self) -> Any:
        """The value; before it was evaluated, as it was given."""
        if self.__evaluated_parameter_value is not None:
            return self.__evaluated_parameter_value
        return self.__value

    @property
    def value_type(self) -> Any:
        """What substitutions become."""
        return self.__value_type

    def __str__(self) -> str:
        return (
            "launch_ros.description.ParameterValue"
            f"(value={self.value}, value_type={self.value_type})"
        )

    def evaluate(self, context: LaunchContext) -> Any:
        """
        Return the value.

        :raises ValueError: if substitutions do not become what they should.
        """
        self.__evaluated_parameter_value = perform_typed_substitution(
            context, self.value, self.value_type
        )
        return self.__evaluated_parameter_value


class Parameter:
    """A parameter: a name and a value."""

    def __init__(self, name: SomeSubstitutionsType, value: Any, *, value_type: Any = None) -> None:
        """
        Describe a parameter.

        :param value: the value, or substitutions that become it.
        :param value_type: what they become, see :class:`ParameterValue`.
        """
        ensure_argument_type(name, SomeSubstitutionsType_types_tuple, "name")
        self.__name = normalize_to_list_of_substitutions(name)
        self.__parameter_value = ParameterValue(value, value_type=value_type)
        self.__evaluated: tuple[str, Any] | None = None

    @property
    def name(self) -> list[Substitution] | str:
        """The name; before it was evaluated, as substitutions."""
        return self.__name if self.__evaluated is None else self.__evaluated[0]

    @property
    def value(self) -> Any:
        """The value; before it was evaluated, as it was given."""
        return self.__parameter_value.value

    @property
    def value_type(self) -> Any:
        """What substitutions become."""
        return self.__parameter_value.value_type

    def __str__(self) -> str:
        return (
            "launch_ros.description.Parameter"
            f"(name={self.name}, value={self.value}, value_type={self.value_type})"
        )

    def evaluate(self, context: LaunchContext) -> tuple[str, Any]:
        """Return the name and the value, which are evaluated once."""
        if self.__evaluated is None:
            name = perform_substitutions(context, self.__name)
            self.__evaluated = (name, self.__parameter_value.evaluate(context))
        return self.__evaluated


class ParameterFile:
    """A file of parameters, which may have substitutions in it."""

    def __init__(
        self,
        param_file: os.PathLike[Any] | bytes | SomeSubstitutionsType,
        *,
        allow_substs: bool | SomeSubstitutionsType = False,
    ) -> None:
        """
        Describe a file.

        :param param_file: the path of the file.
        :param allow_substs: whether it has substitutions in it.
        """
        # First, for it is cleaned up also if what comes then fails.
        self.__evaluated_param_file: Path | None = None
        self.__created_tmp_file = False
        ensure_argument_type(
            param_file,
            (*SomeSubstitutionsType_types_tuple, os.PathLike, bytes),
            "param_file",
            "ParameterFile()",
        )
        self.__param_file: Any = param_file
        if not isinstance(param_file, os.PathLike | bytes):
            self.__param_file = normalize_to_list_of_substitutions(param_file)
        self.__allow_substs: Any = normalize_typed_substitution(allow_substs, bool)

    @property
    def param_file(self) -> Any:
        """The path; before it was evaluated, as it was given or as substitutions."""
        if self.__evaluated_param_file is not None:
            return self.__evaluated_param_file
        return self.__param_file

    @property
    def allow_substs(self) -> bool | list[Substitution]:
        """Whether the file has substitutions in it."""
        return cast("bool | list[Substitution]", self.__allow_substs)

    def __str__(self) -> str:
        return (
            "launch_ros.description.ParameterFile"
            f"(param_file={self.param_file}, allow_substs={self.allow_substs})"
        )

    def evaluate(self, context: LaunchContext) -> Path:
        """
        Return the path; of a temporary copy, if substitutions had to be performed.

        :raises SubstitutionFailure: if the copy is no YAML.
        """
        if self.__evaluated_param_file is not None:
            return self.__evaluated_param_file
        path = self.__param_file
        if isinstance(path, list):
            path = perform_substitutions(context, path)
        path = Path(os.fsdecode(path))
        if perform_typed_substitution(context, self.__allow_substs, bool):
            path = self.__perform_in_copy(context, path)
        self.__evaluated_param_file = path
        return path

    def __perform_in_copy(self, context: LaunchContext, path: Path) -> Path:
        from tempfile import NamedTemporaryFile

        import yaml

        text = perform_substitutions(context, parse_substitution(path.read_text()))
        try:
            yaml.safe_load(text)
        except yaml.YAMLError as error:
            raise SubstitutionFailure(
                "The substituted parameter file is not a valid yaml file"
            ) from error
        with NamedTemporaryFile(mode="w", prefix="launch_params_", delete=False) as copy:
            copy.write(text)
        self.__created_tmp_file = True
        return Path(copy.name)

    def cleanup(self) -> None:
        """Delete the temporary copy, if there is one."""
        if self.__created_tmp_file and self.__evaluated_param_file is not None:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self.__evaluated_param_file)
            self.__evaluated_param_file = None

    def __del__(self) -> None:
        self.cleanup()
