#!/usr/bin/env python3
"""Build a wheel for every Python from 3.10 up that is installed; run talker and listener on it.

Each interpreter gets a fresh environment with nothing but the wheel, and then pytest, which
has to find the wheel's fixtures and nothing to warn of. Prints a line each, then `N passed,
N failed`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MINORS = range(10, 15)


def interpreters() -> dict[int, str]:
    """Minor version to interpreter: those on PATH, then those of pyenv."""
    found: dict[int, str] = {}
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for minor in MINORS:
        candidates = [shutil.which(f"python3.{minor}"), sys.executable, shutil.which("python3")]
        candidates += sorted(str(path) for path in pyenv.glob(f"3.{minor}.*/bin/python3"))
        for candidate in filter(None, candidates):
            probe = "import sys; print(sys.version_info.minor)"
            done = subprocess.run([candidate, "-c", probe], capture_output=True, text=True)
            if done.returncode == 0 and int(done.stdout) == minor:
                found[minor] = candidate
                break
    return found


def environment() -> dict[str, str]:
    """Loopback only, in a domain that nothing else here uses."""
    return {**os.environ, "ROS_AUTOMATIC_DISCOVERY_RANGE": "LOCALHOST", "ROS_DOMAIN_ID": "99"}


def talk(python: Path) -> None:
    """Run the example talker and listener in two processes until the listener has heard."""
    examples = ROOT / "examples" / "python"
    listener = subprocess.Popen(
        [python, examples / "listener.py"],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    talker = subprocess.Popen([python, examples / "talker.py"], env=environment())
    try:
        assert listener.stdout is not None
        for _ in range(50):
            line = listener.stdout.readline()
            if "I heard" in line:
                print(line.rstrip())
                return
            if not line:
                break
        raise AssertionError("the listener heard nothing")
    finally:
        for process in (talker, listener):
            process.terminate()
            process.wait(timeout=10)


def use_fixtures(python: Path, folder: Path) -> None:
    """Run a test that takes a fixture of the wheel; a warning is an error."""
    test = folder / "test_fixture.py"
    test.write_text("""
from rclpy.node import Node


def test_node(ros):
    assert ros.add(Node("one")).get_name() == "one"
""")
    command = [python, "-m", "pytest", "-q", "-W", "error", test]
    subprocess.run(command, cwd=folder, env=environment(), check=True)


def check(minor: int, interpreter: str, folder: Path) -> None:
    """Wheel, environment, talker and listener, and fixtures for one interpreter."""
    wheels = folder / f"wheels-{minor}"
    maturin = [Path(sys.executable).with_name("maturin"), "build", "-q", "--release"]
    subprocess.run([*maturin, "-i", interpreter, "-o", wheels], cwd=ROOT, check=True)
    venv = folder / f"venv-{minor}"
    subprocess.run([interpreter, "-m", "venv", venv], check=True)
    python = venv / "bin" / "python"
    install = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*install, *wheels.glob("*.whl")], check=True)
    talk(python)
    subprocess.run([*install, "pytest>=9"], check=True)
    use_fixtures(python, folder)


def main() -> int:
    """Check each interpreter; exit status 1 where one fails or none is found."""
    passed, failed = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for minor, interpreter in interpreters().items():
            try:
                check(minor, interpreter, Path(folder))
            except (AssertionError, subprocess.SubprocessError) as error:
                print(f"Python 3.{minor} ({interpreter}): FAILED: {error}")
                failed += 1
            else:
                print(f"Python 3.{minor} ({interpreter}): talker and listener work")
                passed += 1
    print(f"{passed} passed, {failed} failed")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
