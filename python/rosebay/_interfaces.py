"""
The modules of interface packages: ``std_msgs.msg`` and its like.

No class is made before somebody asks for it. The standard packages are files beside this package; a
package of one's own needs none: it is importable when its definition files are found on
``AMENT_PREFIX_PATH``, on ``ROSEBAY_INTERFACE_PATH`` or, as ``<package>/msg/*.msg`` or
``<package>/*.msg``, in a folder on ``sys.path``. `rosebay._startup` has Python ask this module.

Every program pays for what this module imports, so that is little. It needs rclpy's native module
only when a class is asked for: rclpy imports messages itself, and a program may import them first.
"""

from __future__ import annotations

import os.path
import sys
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING

import rosebay._startup  # noqa: F401

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.abc import Loader
    from types import ModuleType
    from typing import Any
else:
    Loader = object

_PARTS = {
    'msg': ('',),
    'srv': ('', '_Request', '_Response', '_Event'),
    'action': (
        '', '_Goal', '_Result', '_Feedback', '_FeedbackMessage',
        '_SendGoal', '_SendGoal_Request', '_SendGoal_Response', '_SendGoal_Event',
        '_GetResult', '_GetResult_Request', '_GetResult_Response', '_GetResult_Event',
    ),
}  # fmt: skip
"""The names that belong to an interface of each kind, as suffixes of its own."""

_modules: dict[str, Sequence[str]] = {}
"""The interfaces of each module that has been imported."""

_roots: set[str] = set()
"""The folders on `sys.path` whose packages are known."""


def interface_module(
    package: str, kind: str, names: Sequence[str]
) -> tuple[Callable[[str], type[Any]], Callable[[], list[str]], list[str]]:
    """
    Make what the module ``<package>.<kind>`` consists of.

    :param names: the package's interfaces of this kind.
    :returns: its ``__getattr__``, ``__dir__`` and ``__all__``.
    """
    module = f"{package}.{kind}"
    known = frozenset(name + part for name in names for part in _PARTS[kind])
    _modules[module] = names

    def get(name: str) -> type[Any]:
        if name not in known:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        from rclpy import _rclpy

        made = _rclpy.interface_class(package, kind, name)
        setattr(sys.modules[module], name, made)
        return made

    def list_names() -> list[str]:
        return sorted({*vars(sys.modules[module]), *names})

    return get, list_names, list(names)


class _Loader(Loader):
    """Loads a package that has definition files only: its modules, and itself."""

    def create_module(self, spec: ModuleSpec) -> None:
        """Leave it to Python to make the module."""

    def exec_module(self, module: ModuleType) -> None:
        """Fill the module."""
        from rclpy import _rclpy

        package, _, kind = module.__name__.partition(".")
        if kind:
            contents = interface_module(package, kind, _rclpy.interface_names(package, kind))
            module.__getattr__, module.__dir__, module.__all__ = contents  # type: ignore


class _PrivateLoader(Loader):
    """Loads ``std_msgs.msg._string``, where upstream keeps ``String`` and its metaclass."""

    def __init__(self, public: str, interface: str) -> None:
        self._public = public
        self._interface = interface

    def create_module(self, spec: ModuleSpec) -> None:
        """Leave it to Python to make the module."""

    def exec_module(self, module: ModuleType) -> None:
        """Fill the module."""
        public = sys.modules[self._public]
        kind = self._public.rpartition(".")[2]
        names = [self._interface + part for part in _PARTS[kind]]

        def get(name: str) -> type[Any]:
            interface = name.removeprefix("Metaclass_")
            if interface not in names:
                raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")
            found: type[Any] = getattr(public, interface)
            return found if interface == name else type(found)

        module.__getattr__, module.__dir__ = get, lambda: names  # type: ignore


def find_module(package: str, kind: str, path: Sequence[str]) -> ModuleSpec | None:
    """Find the module of a package's interfaces of one kind, whose package is at `path`."""
    from rclpy import _rclpy

    if not _rclpy.interface_names(package, kind):
        for folder in path:
            root = os.path.dirname(folder)
            if root not in _roots and os.path.isdir(folder):
                _roots.add(root)
                _rclpy.add_interface_root(root)
    if not _rclpy.interface_names(package, kind):
        return None
    return ModuleSpec(f"{package}.{kind}", _Loader(), is_package=True)


def find_private(module: str, name: str) -> ModuleSpec | None:
    """
    Find a module within a module of interfaces.

    :raises ImportError: if the name is no module's, but might be a slip of an interface's.
    """
    from rclpy import _rclpy

    interfaces = _modules.get(module, ())
    if name.startswith("_") or not interfaces:
        for interface in interfaces:
            if name == f"_{_rclpy.snake_case(interface)}":
                return ModuleSpec(f"{module}.{name}", _PrivateLoader(module, interface))
        return None
    hint = _hint(name, interfaces)
    raise ImportError(f"there is no interface {name!r} in {module!r}{hint}", name=module)


def find_package(name: str) -> ModuleSpec | None:
    """
    Find an interface package that is not on `sys.path`.

    :raises ModuleNotFoundError: if there is none, but one that is called nearly the same.
    """
    from rclpy import _rclpy

    packages = _rclpy.interface_packages()
    if name in packages:
        return ModuleSpec(name, _Loader(), is_package=True)
    hint = _hint(name, packages)
    if not hint:
        return None
    raise ModuleNotFoundError(f"there is no interface package {name!r}{hint}", name=name)


def _hint(name: str, names: Sequence[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, names, cutoff=0.75)
    return f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
