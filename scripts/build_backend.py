#!/usr/bin/env python3
"""The build backend of the wheel: maturin, with the `ros2` command beside the extension module.

maturin builds one crate into a wheel, and the command is another one's binary. It is built first
and put where maturin finds what goes to `bin/` (`tool.maturin.data`), so that no Python starts
when it runs. As a program, this does only that, for those who then call maturin themselves.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ROOT / "crates" / "ros2" / "wheel" / "scripts"


def build_command() -> None:
    """Build the `ros2` command and put it where maturin takes it from."""
    build = subprocess.run(
        [
            *("cargo", "rustc", "--release", "-p", "rosebay-ros2", "--bin", "ros2"),
            *("--message-format", "json-render-diagnostics", "--", "-C", "strip=symbols"),
        ],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    messages = (json.loads(line) for line in build.stdout.splitlines())
    executables = [found for message in messages if (found := message.get("executable"))]
    SCRIPTS.mkdir(parents=True, exist_ok=True)
    for executable in executables:
        shutil.copy2(executable, SCRIPTS)


def _maturin() -> Any:
    """Only where a wheel is built: as a program, this needs no maturin."""
    import maturin

    return maturin


def build_wheel(
    directory: str, settings: dict[str, Any] | None = None, metadata: str | None = None
) -> str:
    """PEP 517."""
    build_command()
    return _maturin().build_wheel(directory, settings, metadata)


def build_editable(
    directory: str, settings: dict[str, Any] | None = None, metadata: str | None = None
) -> str:
    """PEP 660."""
    build_command()
    return _maturin().build_editable(directory, settings, metadata)


def build_sdist(directory: str, settings: dict[str, Any] | None = None) -> str:
    """PEP 517."""
    return _maturin().build_sdist(directory, settings)


def get_requires_for_build_wheel(settings: dict[str, Any] | None = None) -> list[str]:
    """PEP 517."""
    return _maturin().get_requires_for_build_wheel(settings)


def get_requires_for_build_editable(settings: dict[str, Any] | None = None) -> list[str]:
    """PEP 660."""
    return _maturin().get_requires_for_build_editable(settings)


def get_requires_for_build_sdist(settings: dict[str, Any] | None = None) -> list[str]:
    """PEP 517."""
    return _maturin().get_requires_for_build_sdist(settings)


def prepare_metadata_for_build_wheel(directory: str, settings: dict[str, Any] | None = None) -> str:
    """PEP 517."""
    return _maturin().prepare_metadata_for_build_wheel(directory, settings)


def prepare_metadata_for_build_editable(
    directory: str, settings: dict[str, Any] | None = None
) -> str:
    """PEP 660."""
    return _maturin().prepare_metadata_for_build_editable(directory, settings)


if __name__ == "__main__":
    build_command()
