"""Packages that no index knows: folders that Python, or whoever looks for interfaces, can see."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib.machinery import PathFinder

import rosebay

_COMPANIONS = frozenset(
    (
        "ament_index_python", "cv_bridge", "diagnostic_updater", "image_geometry", "laser_geometry",
        "launch", "launch_pytest", "launch_ros", "launch_testing", "launch_testing_ros",
        "launch_xml", "launch_yaml",
        "message_filters", "rclpy", "ros2launch", "rosidl_adapter", "rosidl_parser",
        "rosidl_runtime_py", "rpyutils",
        "sensor_msgs_py", "unique_id",
    )
)  # fmt: skip
"""The packages of ROS, other than interfaces, that come with Rosebay."""


def find_package_folder(name: str) -> str | None:
    """
    Find the folder of a package that was not installed into a prefix.

    It is one called like the package with a ``package.xml``, in a folder of ``sys.path``; the one
    with the ``package.xml`` of a Python package (also where that lies a folder higher, as in a
    source tree); one of Rosebay's own; or a folder of interfaces on ``ROSEBAY_INTERFACE_PATH``.
    """
    for folder in _candidates(name):
        if os.path.isfile(os.path.join(folder, "package.xml")):
            return os.path.abspath(folder)
    if name in _COMPANIONS:
        return os.path.join(
            os.path.dirname(os.path.dirname(os.path.abspath(rosebay.__file__))), name
        )
    for root in os.environ.get("ROSEBAY_INTERFACE_PATH", "").split(os.pathsep):
        folder = os.path.join(root, name)
        if root and os.path.isdir(folder):
            return os.path.abspath(folder)
    return None


def _candidates(name: str) -> Iterator[str]:
    for entry in sys.path:
        yield os.path.join(entry, name)
    # The finder of files alone: nothing is imported, and no other finder is asked to guess.
    spec = PathFinder.find_spec(name)
    for location in (spec.submodule_search_locations or ()) if spec is not None else ():
        yield location
        parent = os.path.dirname(location)
        # The parent is the package's own only where it is called so, or the package is all it has.
        if os.path.basename(parent) == name or os.path.isfile(os.path.join(parent, "setup.py")):
            yield parent
