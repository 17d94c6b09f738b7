"""The elements of launch files in markup languages."""

from __future__ import annotations

from typing import Any, TypeVar, overload

TargetType = TypeVar("TargetType")


class Entity:
    """One element of a launch file, whatever its language."""

    @property
    def type_name(self) -> str:
        """The element's name, such as 'node'."""
        raise NotImplementedError

    @property
    def parent(self) -> Entity | None:
        """The element around this one."""
        raise NotImplementedError

    @property
    def children(self) -> list[Any]:
        """The elements in this one."""
        raise NotImplementedError

    @overload
    def get_attr(
        self,
        name: str,
        *,
        data_type: type[TargetType],
        optional: bool,
        can_be_str: bool = True,
    ) -> TargetType | None: ...

    @overload
    def get_attr(
        self, name: str, *, data_type: type[TargetType], can_be_str: bool = True
    ) -> TargetType: ...

    @overload
    def get_attr(self, name: str, *, optional: bool, can_be_str: bool = True) -> str | None: ...

    @overload
    def get_attr(self, name: str, *, can_be_str: bool = True) -> str: ...

    @overload
    def get_attr(
        self, name: str, *, data_type: Any = ..., optional: bool = ..., can_be_str: bool = True
    ) -> Any: ...

    def get_attr(
        self, name: str, *, data_type: Any = str, optional: bool = False, can_be_str: bool = True
    ) -> Any:
        """
        Return an attribute.

        :param data_type: its type; ``List[Entity]`` for the elements of a name; None for what YAML
            makes of it.
        :param optional: whether None is returned if there is no such attribute.
        :param can_be_str: whether a text, which may have substitutions in it, is accepted as well.
        :raises AttributeError: if there is no such attribute.
        :raises TypeError: if it is of another type.
        :raises ValueError: if it cannot become of that type.
        """
        raise NotImplementedError

    def assert_entity_completely_parsed(self) -> None:
        """
        Check that everything in the element has been asked for.

        :raises ValueError: if there is anything else, which is likely a mistake.
        """
        raise NotImplementedError
