"""The elements of launch files in XML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from launch.frontend import Entity as BaseEntity
from launch.frontend.type_utils import check_is_list_entity
from launch.utilities.type_utils import get_typed_value

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET


class Entity(BaseEntity):
    """One element of a launch file in XML, whose attributes are texts that stand for values."""

    def __init__(self, xml_element: ET.Element, *, parent: Entity | None = None) -> None:
        self.__xml_element = xml_element
        self.__parent = parent
        self.__read_attributes: set[str] = set()
        self.__read_children: set[str] = set()

    @property
    def type_name(self) -> str:
        """The element's name."""
        return self.__xml_element.tag

    @property
    def parent(self) -> Entity | None:
        """The element around this one."""
        return self.__parent

    @property
    def children(self) -> list[Entity]:
        """The elements in this one."""
        self.__read_children = {element.tag for element in self.__xml_element}
        return [Entity(element, parent=self) for element in self.__xml_element]

    def assert_entity_completely_parsed(self) -> None:
        """
        Check that everything in the element has been asked for.

        :raises ValueError: if there is anything else.
        """
        tags = {element.tag for element in self.__xml_element} - self.__read_children
        if tags:
            raise ValueError(f"Unexpected nested tag(s) found in `{self.type_name}`: {tags}")
        attributes = set(self.__xml_element.attrib) - self.__read_attributes
        if attributes:
            raise ValueError(f"Unexpected attribute(s) found in `{self.type_name}`: {attributes}")

    def get_attr(
        self, name: str, *, data_type: Any = str, optional: bool = False, can_be_str: bool = True
    ) -> Any:
        """
        Return an attribute as a value of a type.

        An attribute with another beside it whose name ends in ``-sep`` is a list, in which that
        text stands between the items.

        :raises AttributeError: if there is no such attribute.
        :raises TypeError: if it cannot become of that type.
        """
        value: Any = None
        if check_is_list_entity(data_type):
            value = [
                Entity(element, parent=self)
                for element in self.__xml_element
                if element.tag == name
            ]
            if value:
                self.__read_children.add(name)
                return value
        elif name in self.__xml_element.attrib:
            return self.__typed_attribute(name, data_type, can_be_str)
        if optional:
            return None
        raise AttributeError(
            f"Attribute '{name}' of type '{data_type}' not found in Entity '{self.type_name}'"
        )

    def __typed_attribute(self, name: str, data_type: Any, can_be_str: bool) -> Any:
        attributes = self.__xml_element.attrib
        self.__read_attributes.add(name)
        value: str | list[str] = attributes[name]
        separator = attributes.get(f"{name}-sep")
        if separator is not None:
            self.__read_attributes.add(f"{name}-sep")
            value = attributes[name].split(separator)
        try:
            return get_typed_value(value, data_type, can_be_str=can_be_str)
        except ValueError as error:
            raise TypeError(
                f"Attribute '{name}' of Entity '{self.type_name}' expected to be of type "
                f"'{data_type}'.'{value}' can not be converted to one of those types"
            ) from error
