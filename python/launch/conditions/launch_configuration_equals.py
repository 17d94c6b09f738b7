"""What holds if a launch configuration has a value."""

from __future__ import annotations

import warnings

from ..condition import Condition
from ..launch_context import LaunchContext
from ..some_substitutions_type import SomeSubstitutionsType
from ..utilities import normalize_to_list_of_substitutions, perform_substitutions


class LaunchConfigurationEquals(Condition):
    """
    Holds if a launch configuration has a value, or, for None, if it is not set.

    Deprecated: ``IfCondition(EqualsSubstitution(LaunchConfiguration("name"), "value"))`` says the
    same.
    """

    def __init__(
        self, launch_configuration_name: str, expected_value: SomeSubstitutionsType | None
    ) -> None:
        warnings.warn(
            "LaunchConfigurationEquals and LaunchConfigurationNotEquals are deprecated: use "
            "IfCondition with EqualsSubstitution or NotEqualsSubstitution, such as "
            "IfCondition(EqualsSubstitution(LaunchConfiguration('name'), 'value'))",
            UserWarning,
            stacklevel=2,
        )
        self.__launch_configuration_name = launch_configuration_name
        self.__expected_value = (
            None if expected_value is None else normalize_to_list_of_substitutions(expected_value)
        )
        super().__init__(predicate=self._predicate_func)

    def _predicate_func(self, context: LaunchContext) -> bool:
        expected = None
        if self.__expected_value is not None:
            expected = perform_substitutions(context, self.__expected_value)
        return context.launch_configurations.get(self.__launch_configuration_name) == expected
