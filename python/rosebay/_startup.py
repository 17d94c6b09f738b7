"""
Makes interface packages without Python files importable, also before rclpy is.

An installed Rosebay has Python import this module at every start, by way of a ``.pth`` file, so it
imports nothing that is not there already, and leaves the work to :mod:`rosebay._interfaces`.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

_KINDS = ("msg", "srv", "action")


class _ModuleFinder:
    """Finds ``<package>.msg`` and its like before Python takes the folder for a package."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find a module of interfaces, or one within."""
        package, _, rest = fullname.partition(".")
        kind, _, private = rest.partition(".")
        if kind not in _KINDS or path is None:
            return None
        if private:
            if "rosebay._interfaces" not in sys.modules:
                return None
            from rosebay._interfaces import find_private

            return find_private(f"{package}.{kind}", private)
        if any(os.path.exists(os.path.join(folder, kind, "__init__.py")) for folder in path):
            return None
        from rosebay._interfaces import find_module

        return find_module(package, kind, path)


class _PackageFinder:
    """Finds interface packages that are not on `sys.path`, after everyone else has failed."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find a package."""
        if "." in fullname or not _may_be_package(fullname):
            return None
        from rosebay._interfaces import find_package

        return find_package(fullname)


def _may_be_package(name: str) -> bool:
    """Say whether a package is called like one of interfaces, or lies where they are."""
    if name.endswith(("_msgs", "_interfaces", "_srvs")):
        return True
    paths = (
        (os.environ.get("ROSEBAY_INTERFACE_PATH"), ""),
        (os.environ.get("AMENT_PREFIX_PATH"), "share"),
    )
    return any(
        os.path.isdir(os.path.join(folder, share, name))
        for path, share in paths
        for folder in (path or "").split(os.pathsep)
        if folder
    )


sys.meta_path.insert(0, _ModuleFinder())
sys.meta_path.append(_PackageFinder())
