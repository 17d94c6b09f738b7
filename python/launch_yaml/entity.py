"""The elements of launch files in YAML."""

from __future__ import annotations

from typing import Any

from launch.frontend import Entity as BaseEntity
from launch.frontend.type_utils import check_is_list_entity
from launch.utilities.type_utils import is_instance_of


class Entity(BaseEntity):
    """One element of a launch file in YAML, whose attributes are values already."""

    def __init__(self, element: Any, type_name: str = "", *, parent: Entity | None = None) -> None:
        """
        Create the element.

        :param element: a dictionary with the attributes, or a list of the elements in this one.
        :param type_name: the element's name.
        """
        self.__type_name = type_name
        self.__element = element
        self.__parent = parent
        self.__read_keys: set[str] = set()
        self.__children_called = False

    @property
    def type_name(self) -> str:
        """The element's name."""
        return self.__type_name

    @property
    def parent(self) -> Entity | None:
        """The element around this one."""
        return self.__parent

    @property
    def children(self) -> list[Entity]:
        """
        The elements in this one: itself a list, or the attribute ``children``.

        :raises TypeError: if it is neither a list nor a dictionary.
        :raises ValueError: if it has no elements in it.
        :raises RuntimeError: if one of them has not just one name.
        """
        self.__children_called = True
        children = self.__element
        if isinstance(children, dict):
            if "children" not in children:
                raise ValueError(
                    f"Expected entity `{self.__type_name}` to have children entities."
                    "That can be a list of subentities or a dictionary with a `children` "
                    "list element"
                )
            self.__read_keys.add("children")
            children = children["children"]
        elif not isinstance(children, list):
            raise TypeError(f"Expected a dict or list, got {type(children)}:\n---\n{children}\n---")
        entities = []
        for child in children:
            if len(child) != 1:
                raise RuntimeError(
                    "Subentities must be a dictionary with only one key, which is the entity type"
                )
            [(type_name, element)] = child.items()
            entities.append(Entity(element, type_name, parent=self))
        return entities

    def assert_entity_completely_parsed(self) -> None:
        """
        Check that everything in the element has been asked for.

        :raises ValueError: if there is anything else.
        """
        if isinstance(self.__element, list):
            if not self.__children_called:
                raise ValueError(
                    f"Unexpected nested entity(ies) found in `{self.__type_name}`: {self.__element}"
                )
            return
        keys = set(self.__element or ()) - self.__read_keys
        if keys:
            raise ValueError(f"Unexpected key(s) found in `{self.__type_name}`: {keys}")

    def get_attr(
        self, name: str, *, data_type: Any = str, optional: bool = False, can_be_str: bool = True
    ) -> Any:
        """
        Return an attribute, whose type is only checked.

        :raises AttributeError: if there is no such attribute.
        :raises TypeError: if it is of another type.
        """
        if name not in (self.__element or ()):
            if optional:
                return None
            raise AttributeError(f"Can not find attribute '{name}' in Entity '{self.type_name}'")
        self.__read_keys.add(name)
        data = self.__element[name]
        expected = f"Attribute '{name}' of Entity '{self.type_name}' expected to be"
        if check_is_list_entity(data_type):
            if isinstance(data, list) and all(isinstance(item, dict) for item in data):
                return [Entity(child, name, parent=self) for child in data]
            raise TypeError(f"{expected} a list of dictionaries.")
        if not is_instance_of(data, data_type, can_be_str=can_be_str):
            raise TypeError(f"{expected} of type '{data_type}', got '{type(data)}'")
        return data
