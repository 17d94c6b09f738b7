#!/usr/bin/env python3
"""The build backend of the wheel: maturin, with what a wheel has besides one extension module.

- The `ros2` command. maturin builds one crate into a wheel, and the command is another one's
  binary. It is built first and put where maturin finds what goes to `bin/`
  (`tool.maturin.data`), so that no Python starts when it runs. As a program, this does only that,
  for those who then call maturin themselves.
- The extension without Zenoh, for processes that do not use it (`rclpy/_native.py`). It comes out
  of a wheel that is built before.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "crates" / "ros2" / "wheel"
SCRIPTS = DATA / "scripts"
PLATFORM = DATA / "platlib"
WITHOUT_ZENOH = PLATFORM / "rclpy" / "_without_zenoh"


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


@contextmanager
def extension_without_zenoh(settings: dict[str, Any] | None) -> Iterator[None]:
    """Build the extension without Zenoh and have it where maturin takes it from, for a while."""
    maturin = _maturin()
    arguments = [*maturin.get_maturin_pep517_args(settings), "--no-default-features"]
    shutil.rmtree(PLATFORM, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        wheel = maturin.build_wheel(folder, {"build-args": arguments})
        with ZipFile(Path(folder, wheel)) as archive:
            names = [Path(name) for name in archive.namelist()]
            [extension] = [name for name in names if name.match("rclpy/_rclpy.*.so")]
            WITHOUT_ZENOH.mkdir(parents=True)
            (WITHOUT_ZENOH / extension.name).write_bytes(archive.read(str(extension)))
    try:
        yield
    finally:
        shutil.rmtree(PLATFORM)


def _maturin() -> Any:
    """Only where a wheel is built: as a program, this needs no maturin."""
    import maturin

    return maturin


def build_wheel(
    directory: str, settings: dict[str, Any] | None = None, metadata: str | None = None
) -> str:
    """PEP 517."""
    build_command()
    with extension_without_zenoh(settings):
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
