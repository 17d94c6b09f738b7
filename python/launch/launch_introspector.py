"""Launch descriptions for people to read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from .action import Action
from .actions import EmitEvent, ExecuteProcess, LogInfo, RegisterEventHandler
from .event_handler import BaseEventHandler
from .launch_description import LaunchDescription
from .launch_description_entity import LaunchDescriptionEntity
from .some_substitutions_type import SomeSubstitutionsType
from .utilities import normalize_to_list_of_entities, normalize_to_list_of_substitutions


def indent(lines: Iterable[str], indention: str = "    ") -> list[str]:
    """Put something before each line."""
    return [f"{indention}{line}" for line in lines]


def tree_like_indent(lines: Sequence[str]) -> list[str]:
    """Replace the spaces before lines, four a level, by the branches of a tree."""
    depths = [(len(line) - len(line.lstrip())) // 4 for line in lines]
    branches = []
    for at, (line, depth) in enumerate(zip(lines, depths, strict=True)):
        if depth == 0:
            continue
        bars = [
            "│   " if _goes_on(depths[at + 1 :], level) else "    " for level in range(1, depth)
        ]
        knot = "├── " if _goes_on(depths[at + 1 :], depth) else "└── "
        branches.append("".join(bars) + knot + line.lstrip())
    return branches


def _goes_on(following: Iterable[int], depth: int) -> bool:
    """Whether another line of this depth follows before one that is less deep."""
    return next((other == depth for other in following if other <= depth), False)


def format_entities(entities: Iterable[LaunchDescriptionEntity]) -> list[str]:
    """Return lines that describe entities, indented by depth."""
    lines = []
    for entity in entities:
        if isinstance(entity, Action):
            lines.extend(format_action(entity))
        else:
            lines.append(f"Unknown entity('{entity}')")
    return lines


def format_substitutions(substitutions: SomeSubstitutionsType) -> str:
    """Describe substitutions."""
    return " + ".join(part.describe() for part in normalize_to_list_of_substitutions(substitutions))


def format_event_handler(event_handler: BaseEventHandler) -> list[str]:
    """Return lines that describe an event handler and the entities that it returns."""
    description, entities = event_handler.describe()
    return [description, *indent(format_entities(normalize_to_list_of_entities(entities)))]


def format_action(action: Action) -> list[str]:
    """Return lines that describe an action."""
    if isinstance(action, LogInfo):
        return [f"LogInfo({format_substitutions(action.msg)})"]
    if isinstance(action, EmitEvent):
        return [f"EmitEvent(event='{action.event.name}')"]
    if isinstance(action, ExecuteProcess):
        return [_format_process(action)]
    if isinstance(action, RegisterEventHandler):
        head = f"RegisterEventHandler('{action.event_handler}'):"
        return [head, *indent(format_event_handler(action.event_handler))]
    return [f"Action('{action}')"]


def _format_process(action: ExecuteProcess) -> str:
    words = ", ".join(format_substitutions(word) for word in action.cmd)
    cwd = None if action.cwd is None else f"'{format_substitutions(action.cwd)}'"
    env = _format_env(action.env)
    return f"ExecuteProcess(cmd=[{words}], cwd={cwd}, env={env}, shell={action.shell})"


def _format_env(env: Any) -> str | None:
    if env is None:
        return None
    pairs = env.items() if isinstance(env, dict) else env
    texts = [f"{format_substitutions(key)}: {format_substitutions(value)}" for key, value in pairs]
    return "{" + ", ".join(texts) + "}"


class LaunchIntrospector:
    """Describes launch descriptions without launching them."""

    def format_launch_description(self, launch_description: LaunchDescription) -> str:
        """Return a launch description as a tree in text."""
        lines = tree_like_indent(indent(format_entities(launch_description.entities)))
        return "\n".join([str(launch_description), *lines])
