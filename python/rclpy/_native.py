"""
Loads the native half as :mod:`rclpy._rclpy`, in the one of its two forms that this process needs.

Zenoh is four fifths of it, and would cost every process memory and time even unused. So a wheel
has it twice: whole, and in ``_without_zenoh`` without Zenoh. What ``RMW_IMPLEMENTATION`` says
when rclpy is first imported decides; where there is only one, as when developing, it is that.
"""

from __future__ import annotations

import importlib
import os

from rclpy import __path__ as _path


def _load() -> None:
    if os.environ.get("RMW_IMPLEMENTATION") == "rmw_zenoh_cpp":
        return
    _path.insert(0, os.path.join(_path[0], "_without_zenoh"))
    try:
        importlib.import_module("rclpy._rclpy")
    finally:
        del _path[0]


_load()
