"""Namespaces."""

from __future__ import annotations

from typing import overload


def is_root_namespace(ns: str) -> bool:
    """Whether it is '/'."""
    return ns == "/"


def is_namespace_absolute(ns: str) -> bool:
    """Whether it begins with '/'."""
    return ns.startswith("/")


def prefix_namespace(base_ns: str | None, ns: str | None) -> str | None:
    """
    Return a namespace below another, unless it is absolute; None if there are neither.

    Slashes at the end are removed.
    """
    if ns is None and base_ns is None:
        return None
    if ns is None:
        combined = base_ns or ""
    elif not base_ns or is_namespace_absolute(ns):
        combined = ns
    else:
        base = "" if is_root_namespace(base_ns) else base_ns
        combined = f"{base}/{ns}"
    return combined if is_root_namespace(combined) else combined.rstrip("/")


@overload
def make_namespace_absolute(ns: None) -> None: ...


@overload
def make_namespace_absolute(ns: str) -> str: ...


@overload
def make_namespace_absolute(ns: str | None) -> str | None: ...


def make_namespace_absolute(ns: str | None) -> str | None:
    """Return a namespace with '/' before it, unless it has one; None for None."""
    if ns is None or is_namespace_absolute(ns):
        return ns
    return f"/{ns}"
