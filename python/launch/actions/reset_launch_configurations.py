"""Removing all launch configurations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, List  # noqa: UP035

from ..action import Action
from ..frontend import Entity, Parser, expose_action
from ..launch_context import LaunchContext
from ..some_substitutions_type import SomeSubstitutionsType
from ..utilities import normalize_to_list_of_substitutions, perform_substitutions


def parse_kept_configurations(entity: Entity, parser: Parser) -> dict[Any, Any] | None:
    """Return the configurations in ``<keep name="" value=""/>``, None if there are none."""
    keeps = entity.get_attr("keep", data_type=List[Entity], optional=True)  # noqa: UP006
    if keeps is None:
        return None
    kept = {}
    for keep in keeps:
        name = tuple(parser.parse_substitution(keep.get_attr("name")))
        kept[name] = parser.parse_substitution(keep.get_attr("value"))
        keep.assert_entity_completely_parsed()
    return kept


@expose_action("reset")
class ResetLaunchConfigurations(Action):
    """Remove all launch configurations but some."""

    def __init__(
        self,
        launch_configurations: Mapping[Any, SomeSubstitutionsType] | None = None,
        **kwargs: Any,
    ) -> None:
        """
        Create the action.

        :param launch_configurations: what is set afterwards, performed before.
        """
        super().__init__(**kwargs)
        self.__launch_configurations = launch_configurations

    @classmethod
    def parse(cls, entity: Entity, parser: Parser) -> tuple[type[Action], dict[str, Any]]:
        """Parse ``<reset><keep name="" value=""/></reset>``."""
        _, kwargs = super().parse(entity, parser)
        kept = parse_kept_configurations(entity, parser)
        if kept is not None:
            kwargs["launch_configurations"] = kept
        return cls, kwargs

    def execute(self, context: LaunchContext) -> None:
        """Do it."""

        def perform(value: SomeSubstitutionsType) -> str:
            return perform_substitutions(context, normalize_to_list_of_substitutions(value))

        kept = {
            perform(name): perform(value)
            for name, value in (self.__launch_configurations or {}).items()
        }
        context.launch_configurations.clear()
        context.launch_configurations.update(kept)
