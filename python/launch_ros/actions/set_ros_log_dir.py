"""Where nodes log."""

from __future__ import annotations

import os
from typing import Any

from launch import Action, LaunchContext, Substitution
from launch.frontend import Entity, Parser, expose_action
from launch.some_substitutions_type import SomeSubstitutionsType
from launch.utilities import normalize_to_list_of_substitutions, perform_substitutions


@expose_action("set_ros_log_dir")
class SetROSLogDir(Action):
    """Have all processes that are launched from now on log into a folder: ``ROS_LOG_DIR``."""

    def __init__(self, new_log_dir: SomeSubstitutionsType, **kwargs: Any) -> None:
        """
        Create the action.

        :param new_log_dir: the folder; unless it is absolute, it is below the one before.
        """
        super().__init__(**kwargs)
        self.__log_dir = normalize_to_list_of_substitutions(new_log_dir)

    @classmethod
    def parse(cls, entity: Entity, parser: Parser) -> tuple[type[Action], dict[str, Any]]:
        """Parse ``<set_ros_log_dir new_log_dir=""/>``."""
        _, kwargs = super().parse(entity, parser)
        kwargs["new_log_dir"] = parser.parse_substitution(entity.get_attr("new_log_dir"))
        return cls, kwargs

    @property
    def log_dir(self) -> list[Substitution]:
        """The folder."""
        return self.__log_dir

    def execute(self, context: LaunchContext) -> None:
        """Do it."""
        from rclpy.logging import get_logging_directory

        current = context.environment.get("ROS_LOG_DIR") or str(get_logging_directory())
        path = os.path.join(current, perform_substitutions(context, self.log_dir))
        context.environment["ROS_LOG_DIR"] = os.path.abspath(path)
