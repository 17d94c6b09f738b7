"""Making actions and substitutions known to launch files in markup languages."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any, TypeVar

from ..some_substitutions_type import SomeSubstitutionsType
from ..substitution import Substitution

if TYPE_CHECKING:
    from ..action import Action
    from .entity import Entity
    from .parser import Parser

_Exposed = TypeVar("_Exposed")

action_parse_methods: dict[str, Any] = {}
"""What parses the elements of launch files, by their names."""
substitution_parse_methods: dict[str, Any] = {}
"""What parses substitutions, by their names."""


def instantiate_action(entity: Entity, parser: Parser) -> Action:
    """
    Return the action that an element stands for.

    :raises RuntimeError: if no action has this name.
    """
    if entity.type_name not in action_parse_methods:
        raise RuntimeError(f"Unrecognized entity of the type: {entity.type_name}")
    action_type, kwargs = action_parse_methods[entity.type_name](entity, parser)
    action: Action = action_type(**kwargs)
    return action


def instantiate_substitution(
    type_name: str, args: Iterable[SomeSubstitutionsType] | None = None
) -> Substitution:
    """
    Return the substitution of a name, with arguments.

    :raises RuntimeError: if no substitution has this name.
    """
    if type_name not in substitution_parse_methods:
        raise RuntimeError(f"Unknown substitution: {type_name}")
    substitution_type, kwargs = substitution_parse_methods[type_name]([] if args is None else args)
    substitution: Substitution = substitution_type(**kwargs)
    return substitution


def __expose_impl(
    name: str, parse_methods_map: dict[str, Any], exposed_type: str
) -> Callable[[_Exposed], _Exposed]:
    """
    Return a decorator that makes a function, or the ``parse`` method of a class, known by a name.

    :raises RuntimeError: when it decorates something else, or the name is another's.
    """

    def decorate(exposed: _Exposed) -> _Exposed:
        parse = None
        if isinstance(exposed, type):
            parse = getattr(exposed, "parse", None)
            if not isinstance(parse, MethodType):
                raise RuntimeError(
                    "Did not find a class method called 'parse' in the class being decorated."
                )
        elif isinstance(exposed, FunctionType):
            parse = exposed
        if parse is None:
            raise RuntimeError(
                f"Exposed {exposed_type} parser for {name} is not a callable or a class "
                "containing a parse method"
            )
        if name in parse_methods_map and parse != parse_methods_map[name]:
            raise RuntimeError(
                f"Two {exposed_type} parsing methods exposed with the same name: [{name}]."
            )
        parse_methods_map[name] = _parsing_all(parse) if exposed_type == "action" else parse
        return exposed

    return decorate


def _parsing_all(parse: Callable[..., Any]) -> Callable[..., Any]:
    """Have it checked that nothing in an element was left unparsed."""

    @functools.wraps(parse)
    def parse_all(entity: Entity, parser: Parser) -> Any:
        parsed = parse(entity, parser)
        entity.assert_entity_completely_parsed()
        return parsed

    return parse_all


def expose_substitution(name: str) -> Callable[[_Exposed], _Exposed]:
    """
    Make a substitution known by a name.

    It decorates a function that takes the arguments and returns a class and its keyword arguments,
    or a class with such a class method ``parse``.
    """
    return __expose_impl(name, substitution_parse_methods, "substitution")


def expose_action(name: str) -> Callable[[_Exposed], _Exposed]:
    """
    Make an action known by a name.

    It decorates a function that takes an element and a parser and returns a class and its keyword
    arguments, or a class with such a class method ``parse``.
    """
    return __expose_impl(name, action_parse_methods, "action")
