"""Calling functions."""

from __future__ import annotations

import collections.abc
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..action import Action
from ..launch_context import LaunchContext
from ..launch_description_entity import LaunchDescriptionEntity
from ..utilities import ensure_argument_type


class OpaqueFunction(Action):
    """Call a function with the launch context, and visit the entities that it returns."""

    def __init__(
        self,
        *,
        function: Callable[..., Any],
        args: Iterable[Any] | None = None,
        kwargs: Mapping[str, Any] | None = None,
        **left_over_kwargs: Any,
    ) -> None:
        """
        Create the action.

        :param function: takes the context, then `args` and `kwargs`.
        """
        super().__init__(**left_over_kwargs)
        if not callable(function):
            raise TypeError(
                f"OpaqueFunction expected a callable for 'function', got '{type(function)}'"
            )
        iterable = (collections.abc.Iterable, type(None))
        ensure_argument_type(args, iterable, "args", "OpaqueFunction")
        ensure_argument_type(kwargs, (dict, type(None)), "kwargs", "OpaqueFunction")
        self.__function = function
        self.__args = [] if args is None else args
        self.__kwargs = {} if kwargs is None else kwargs

    def execute(self, context: LaunchContext) -> list[LaunchDescriptionEntity] | None:
        """Call the function and return what it returns."""
        entities: list[LaunchDescriptionEntity] | None = self.__function(
            context, *self.__args, **self.__kwargs
        )
        return entities
