#!/usr/bin/env python3
"""Check that the dependency arrows between the crates point down only.

Reads `cargo metadata`; fails when a crate depends on one that it may not know, or when a
crate other than `rclpy` depends on `pyo3`.
"""

from __future__ import annotations

import json
import subprocess
import sys

# What every crate may depend on: it knows nothing of the others.
GROUND = {"locks"}
# What else each crate may depend on among ours, by folder name; else it points up or sideways.
ALLOWED: dict[str, set[str]] = {
    "locks": set(),
    "rosidl": set(),
    "rmw-shm": set(),
    "rtps": {"rmw-shm"},
    "rmw": {"rosidl"},
    "rmw-local": {"rmw", "rosidl"},
    "rmw-dds": {"rmw", "rosidl", "rtps"},
    "rmw-zenoh": {"rmw", "rosidl"},
    "msgs": {"rosidl"},
    "rcl": {"rmw", "rmw-dds", "rmw-local", "rmw-shm", "rmw-zenoh", "rosidl"},
    "bridge": {"rcl", "rosidl"},
    "tf2": {"msgs"},
    "rclpy": {"msgs", "rcl", "rmw", "rosidl", "tf2"},
    "rosebay": {"msgs", "rcl", "rosidl", "tf2"},
    "ros2": {"bridge", "rcl", "rmw-zenoh", "rosebay", "rosidl"},
}
# Third-party crates that only the named crate may depend on.
ONLY: dict[str, str] = {"pyo3": "rclpy", "zenoh": "rmw-zenoh", "zenoh-ext": "rmw-zenoh"}
# Crates that must not reach the network.
NO_NETWORK = {"rosidl"}
NETWORK = {"socket2", "mio", "tokio", "if-addrs"}
# Tests may use what their crate may not: the conformance suite, generated messages.
TEST_ONLY: dict[str, set[str]] = {
    "bridge": {"msgs"},
    "rcl": {"msgs"},
    "rmw-dds": {"msgs"},
    "rmw-local": {"msgs"},
    "ros2": {"msgs", "rmw"},
}


def folder(package: str) -> str | None:
    """The folder of one of our packages, or None for anybody else's."""
    if package == "rosebay":
        return package
    return package.removeprefix("rosebay-") if package.startswith("rosebay-") else None


def violations(metadata: dict) -> list[str]:
    """Every arrow that may not be, in words."""
    found = []
    for package in metadata["packages"]:
        crate = folder(package["name"])
        if crate is None:
            continue
        if crate not in ALLOWED:
            found.append(
                f"{crate}: not listed in scripts/check_arrows.py; say what it may depend on"
            )
            continue
        for dependency in package["dependencies"]:
            name, kind = dependency["name"], dependency["kind"] or "normal"
            target = folder(name)
            allowed = GROUND | ALLOWED[crate]
            if kind == "dev":
                allowed = allowed | TEST_ONLY.get(crate, set())
            if target is not None and target != crate and target not in allowed:
                found.append(f"{crate} -> {target} ({kind}): this arrow points up or sideways")
            if ONLY.get(name, crate) != crate:
                found.append(f"{crate} -> {name}: only {ONLY[name]} may depend on {name}")
            if crate in NO_NETWORK and name in NETWORK and kind != "dev":
                found.append(f"{crate} -> {name}: {crate} must not reach the network")
    return found


def main() -> int:
    """Print the violations; exit status 1 where there are any."""
    output = subprocess.run(
        ["cargo", "metadata", "--format-version", "1", "--no-deps"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    found = violations(json.loads(output))
    for line in found:
        print(f"check_arrows: {line}", file=sys.stderr)
    if not found:
        print("check_arrows: every arrow points down")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
