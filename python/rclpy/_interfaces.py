"""
The modules of interface packages: ``std_msgs.msg`` and its like.

No class is made before somebody asks for it. The standard packages are files beside this package; a
package of one's own needs none: it is importable when its definition files are found on
``AMENT_PREFIX_PATH``, on ``ROSEBAY_INTERFACE_PATH`` or, as ``<package>/msg/*.msg`` or
``<package>/*.msg``, in a folder on ``sys.path``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from collections.abc import Sequence
from difflib import get_close_matches
from importlib.abc import Loader
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

from rclpy import _rclpy

_KINDS = ('msg', 'srv', 'action')

_PARTS = {
    'msg': ('',),
    'srv': ('', '_Request', '_Response', '_Event'),
    'action': (
        '', '_Goal', '_Result', '_Feedback', '_FeedbackMessage',
        '_SendGoal', '_SendGoal_Request', '_SendGoal_Response', '_SendGoal_Event',
        '_GetResult', '_GetResult_Request', '_GetResult_Response', '_GetResult_Event',
    ),
}
"""The names that belong to an interface, as suffixes of its own."""

_interfaces: dict[str, tuple[str, ...]] = {}
"""The interfaces of each module that has been imported."""

_roots: set[Path] = set()
"""The folders on `sys.path` whose packages are known."""


def interface_module(
    package: str, kind: str, names: Sequence[str]
) -> tuple[Callable[[str], type[Any]], Callable[[], list[str]], list[str]]:
    """
    Make what the module ``<package>.<kind>`` consists of.

    :param names: the package's interfaces of this kind.
    :returns: its ``__getattr__``, ``__dir__`` and ``__all__``.
    """
    module = f'{package}.{kind}'
    _interfaces[module] = tuple(names)
    known = frozenset(name + part for name in names for part in _PARTS[kind])

    def get(name: str) -> type[Any]:
        if name not in known:
            raise AttributeError(f'module {module!r} has no attribute {name!r}')
        made = _rclpy.interface_class(package, kind, name)
        setattr(sys.modules[module], name, made)
        return made

    def list_names() -> list[str]:
        return sorted({*vars(sys.modules[module]), *names})

    return get, list_names, list(names)


class _InterfaceLoader(Loader):
    """Loads the module ``<package>.<kind>`` of a package that has definition files only."""

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        package, kind = module.__name__.split('.')
        contents = interface_module(package, kind, _rclpy.interface_names(package, kind))
        vars(module).update(zip(('__getattr__', '__dir__', '__all__'), contents, strict=True))


class _PrivateLoader(Loader):
    """Loads ``std_msgs.msg._string``, where upstream keeps ``String`` and its metaclass."""

    def __init__(self, interface: str) -> None:
        self._interface = interface

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        public = sys.modules[module.__name__.rpartition('.')[0]]
        kind = public.__name__.rpartition('.')[2]
        names = [self._interface + part for part in _PARTS[kind]]

        def get(name: str) -> type[Any]:
            if name in names:
                return getattr(public, name)
            if name.removeprefix('Metaclass_') in names:
                return type(getattr(public, name.removeprefix('Metaclass_')))
            raise AttributeError(f'module {module.__name__!r} has no attribute {name!r}')

        vars(module).update(__getattr__=get, __dir__=lambda: names, __all__=names)


class _EmptyLoader(Loader):
    """Loads a package that has nothing besides its interfaces."""

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        pass


class _InterfaceFinder(MetaPathFinder):
    """Finds the modules of interfaces, before Python takes their folders for packages."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        parent, _, name = fullname.rpartition('.')
        if parent in _interfaces:
            return self._find_within(parent, name)
        if name in _KINDS and parent and '.' not in parent and path is not None:
            return self._find_kind(parent, name, path)
        return None

    def _find_kind(self, package: str, kind: str, path: Sequence[str]) -> ModuleSpec | None:
        folders = [Path(folder) for folder in path]
        if any((folder / kind / '__init__.py').exists() for folder in folders):
            return None
        if not _rclpy.interface_names(package, kind):
            for folder in folders:
                if folder.parent not in _roots and folder.is_dir():
                    _roots.add(folder.parent)
                    _rclpy.add_interface_root(folder.parent)
        if not _rclpy.interface_names(package, kind):
            return None
        return ModuleSpec(f'{package}.{kind}', _InterfaceLoader(), is_package=True)

    def _find_within(self, module: str, name: str) -> ModuleSpec | None:
        for interface in _interfaces[module]:
            if name == f'_{_snake_case(interface)}':
                return ModuleSpec(f'{module}.{name}', _PrivateLoader(interface))
        if name.startswith('_'):
            return None
        hint = _hint(name, _interfaces[module])
        raise ImportError(f'there is no interface {name!r} in {module!r}{hint}', name=module)


class _PackageFinder(MetaPathFinder):
    """Finds interface packages that are not on `sys.path`, after everyone else has failed."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if '.' in fullname:
            return None
        packages = _rclpy.interface_packages()
        if fullname in packages:
            return ModuleSpec(fullname, _EmptyLoader(), is_package=True)
        # Only what is called like an interface package can be a slip of one's name.
        if not fullname.endswith(('_msgs', '_interfaces', '_srvs')):
            return None
        hint = _hint(fullname, packages)
        if not hint:
            return None
        raise ModuleNotFoundError(
            f'there is no interface package {fullname!r}{hint}', name=fullname
        )


def _hint(name: str, names: Sequence[str]) -> str:
    near = get_close_matches(name, names, cutoff=0.75)
    return f"; did you mean {' or '.join(map(repr, near))}?" if near else ''


def _snake_case(name: str) -> str:
    name = re.sub('(.)([A-Z][a-z]+)', r'\1_\2', name)
    return re.sub('([a-z0-9])([A-Z])', r'\1_\2', name).lower()


sys.meta_path.insert(0, _InterfaceFinder())
sys.meta_path.append(_PackageFinder())
