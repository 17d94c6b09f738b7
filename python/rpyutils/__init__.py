"""Helpers for packages with native modules, as ROS programs import them."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType

__all__ = ["add_dll_directories_from_env", "import_c_library"]


@contextmanager
def add_dll_directories_from_env(env_name: str) -> Iterator[None]:
    """Have Windows search an environment variable's folders for libraries; nothing elsewhere."""
    add_dll_directory = getattr(os, "add_dll_directory", None)
    with ExitStack() as stack:
        if add_dll_directory is not None:
            for folder in os.environ.get(env_name, "").split(os.pathsep):
                if os.path.isdir(folder):
                    stack.enter_context(add_dll_directory(folder))
        yield


def import_c_library(name: str, package: str | None = None) -> ModuleType:
    """
    Import a native module.

    :raises ImportError: if it cannot be imported; the error names it.
    """
    try:
        return importlib.import_module(name, package=package)
    except ImportError as error:
        full_name = f"{package or ''}{name}"
        error.msg = f"{error.msg}\nThe native module '{full_name}' failed to be imported."
        raise
