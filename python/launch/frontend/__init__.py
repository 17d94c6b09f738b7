"""Launch files in markup languages."""

from . import type_utils
from .entity import Entity
from .expose import expose_action, expose_substitution
from .parser import InvalidFrontendLaunchFileError, Parser

__all__ = [
    "Entity",
    "InvalidFrontendLaunchFileError",
    "Parser",
    "expose_action",
    "expose_substitution",
    "type_utils",
]
