#!/usr/bin/env python3
"""Type-check the Python surface: mypy --strict over the sources, stubtest over the stubs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run every check and report the worst exit status."""
    packages = sorted(p.parent.name for p in (ROOT / "python").glob("*/__init__.py"))
    sources = [*(f"python/{name}" for name in packages), "examples/python", "tests/typing"]
    checks = [
        ["mypy", "--strict", *sources],
        [
            "stubtest",
            "--mypy-config-file=pyproject.toml",
            "--allowlist=scripts/stubtest_allowlist.txt",
            *packages,
        ],
    ]
    worst = 0
    for command in checks:
        print("check_types:", *command[:2], "…", flush=True)
        executable = str(Path(sys.executable).with_name(command[0]))
        worst = max(worst, subprocess.run([executable, *command[1:]], cwd=ROOT).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
