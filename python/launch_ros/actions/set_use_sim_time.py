"""Simulated time for the launch itself."""

from __future__ import annotations

from typing import Any

from launch import Action, LaunchContext
from launch.frontend import Entity, Parser, expose_action
from launch.some_substitutions_type import SomeSubstitutionsType
from launch.utilities.type_utils import normalize_typed_substitution, perform_typed_substitution

from ..ros_adapters import get_ros_node


@expose_action("set_use_sim_time")
class SetUseSimTime(Action):
    """Have the launch's own node, and with it :class:`ROSTimer`, follow simulated time or not."""

    def __init__(self, value: bool | SomeSubstitutionsType, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.__value = normalize_typed_substitution(value, bool)

    @classmethod
    def parse(cls, entity: Entity, parser: Parser) -> tuple[type[Action], dict[str, Any]]:
        """Parse ``<set_use_sim_time value=""/>``."""
        _, kwargs = super().parse(entity, parser)
        kwargs["value"] = parser.parse_substitution(entity.get_attr("value"))
        return cls, kwargs

    @property
    def value(self) -> Any:
        """Whether it follows simulated time, or substitutions that become it."""
        return self.__value

    def execute(self, context: LaunchContext) -> None:
        """
        Do it.

        :raises RuntimeError: if the node refuses.
        """
        from rclpy.parameter import Parameter

        wanted = perform_typed_substitution(context, self.__value, bool)
        [result] = get_ros_node(context).set_parameters(
            [Parameter("use_sim_time", Parameter.Type.BOOL, wanted)]
        )
        if not result.successful:
            raise RuntimeError(f"Failed to set use_sim_time parameter: {result.reason}")
