"""Launch ROS nodes: with names, parameters and remappings, and through their lifecycles."""

from . import actions, descriptions, event_handlers, events, ros_adapters, substitutions

__all__ = [
    "actions",
    "descriptions",
    "event_handlers",
    "events",
    "ros_adapters",
    "substitutions",
]
