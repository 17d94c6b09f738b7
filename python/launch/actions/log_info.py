"""Logging."""

from __future__ import annotations

from typing import Any

from .. import logging
from ..action import Action
from ..frontend import Entity, Parser, expose_action
from ..launch_context import LaunchContext
from ..some_substitutions_type import SomeSubstitutionsType
from ..substitution import Substitution
from ..utilities import normalize_to_list_of_substitutions, perform_substitutions


@expose_action("log")
class LogInfo(Action):
    """Log a message."""

    def __init__(self, *, msg: SomeSubstitutionsType, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.__msg = normalize_to_list_of_substitutions(msg)

    @classmethod
    def parse(cls, entity: Entity, parser: Parser) -> tuple[type[Action], dict[str, Any]]:
        """Parse ``<log message=""/>``."""
        _, kwargs = super().parse(entity, parser)
        kwargs["msg"] = parser.parse_substitution(entity.get_attr("message"))
        return cls, kwargs

    @property
    def msg(self) -> list[Substitution]:
        """The message."""
        return self.__msg

    def execute(self, context: LaunchContext) -> None:
        """Do it."""
        logging.get_logger("launch.user").info(perform_substitutions(context, self.msg))
