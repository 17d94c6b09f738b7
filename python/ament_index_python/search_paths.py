"""The prefixes that are searched."""

from __future__ import annotations

import os
import sys

from . import _standard
from .constants import AMENT_PREFIX_PATH_ENV_VAR, RESOURCE_INDEX_SUBFOLDER


def get_search_paths() -> list[str]:
    """
    Return the prefixes of ``AMENT_PREFIX_PATH`` that exist.

    Where the variable is not set at all, no ROS is sourced. Then these are Python's own prefix,
    into which ``pip install`` puts the index of a package built with setuptools, and the standard
    interfaces.

    :raises EnvironmentError: if the variable is set, but empty.
    """
    value = os.environ.get(AMENT_PREFIX_PATH_ENV_VAR)
    if value is None:
        has_index = os.path.isdir(os.path.join(sys.prefix, RESOURCE_INDEX_SUBFOLDER))
        return [*([sys.prefix] if has_index else []), _standard.PREFIX]
    if not value:
        raise OSError(f"Environment variable '{AMENT_PREFIX_PATH_ENV_VAR}' is not set or empty")
    return [path for path in value.split(os.pathsep) if path and os.path.exists(path)]
