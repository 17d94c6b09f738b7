"""Namespaces for nodes."""

from __future__ import annotations

from typing import Any

from launch import Action, LaunchContext, Substitution
from launch.frontend import Entity, Parser, expose_action
from launch.some_substitutions_type import SomeSubstitutionsType
from launch.substitutions import SubstitutionFailure
from launch.utilities import normalize_to_list_of_substitutions, perform_substitutions

from .. import _scope
from ..utilities import make_namespace_absolute, prefix_namespace


@expose_action("push_ros_namespace")
@expose_action("push-ros-namespace")
class PushROSNamespace(Action):
    """Put the nodes of the scope below a namespace, which is itself below the one before."""

    def __init__(self, namespace: SomeSubstitutionsType, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.__namespace = normalize_to_list_of_substitutions(namespace)

    @classmethod
    def parse(cls, entity: Entity, parser: Parser) -> tuple[type[Action], dict[str, Any]]:
        """Parse ``<push_ros_namespace namespace=""/>``."""
        _, kwargs = super().parse(entity, parser)
        kwargs["namespace"] = parser.parse_substitution(entity.get_attr("namespace"))
        return cls, kwargs

    @property
    def namespace(self) -> list[Substitution]:
        """The namespace."""
        return self.__namespace

    def execute(self, context: LaunchContext) -> None:
        """
        Do it.

        :raises SubstitutionFailure: if no namespace can be called so.
        """
        from rclpy.validate_namespace import validate_namespace

        pushed = perform_substitutions(context, self.namespace)
        previous = _scope.namespace(context)
        namespace = make_namespace_absolute(prefix_namespace(previous, pushed)) or ""
        try:
            validate_namespace(namespace)
        except Exception as error:
            raise SubstitutionFailure(
                "The resulting namespace is invalid:"
                f" [previous_namespace='{previous}', pushed_namespace='{pushed}']"
            ) from error
        _scope.set_namespace(context, namespace)
