#!/usr/bin/env python3
"""Build a wheel for every Python from 3.10 up that is installed; run talker and listener on it.

Each interpreter gets a fresh environment with nothing but the wheel. Talker and listener have to
meet on DDS and on Zenoh, each with the native half that is meant for it. Then comes pytest, which
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
ZENOH = "rmw_zenoh_cpp"
LARGEST_WHEEL = 30_000_000


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


def environment(middleware: str = "") -> dict[str, str]:
    """Loopback only, in a domain that nothing else here uses."""
    return {
        **os.environ,
        "ROS_AUTOMATIC_DISCOVERY_RANGE": "LOCALHOST",
        "ROS_DOMAIN_ID": "99",
        "RMW_IMPLEMENTATION": middleware,
    }


def talk(python: Path, middleware: str) -> None:
    """Run the example talker and listener in two processes until the listener has heard."""
    examples = ROOT / "examples" / "python"
    listener = subprocess.Popen(
        [python, examples / "listener.py"],
        env=environment(middleware),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    talker = subprocess.Popen([python, examples / "talker.py"], env=environment(middleware))
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


def choose_native_half(python: Path) -> None:
    """Zenoh is loaded where it is wanted; who wants it too late is told so."""

    def say(program: str, middleware: str) -> str:
        command = [python, "-c", f"import rclpy; {program}"]
        done = subprocess.run(
            command, env=environment(middleware), capture_output=True, text=True, cwd=python.parent
        )
        return done.stdout + done.stderr

    where = "print(rclpy._rclpy.__file__)"
    assert "_without_zenoh" in say(where, ""), "a process on DDS loads Zenoh"
    assert "_without_zenoh" not in say(where, ZENOH), "a process on Zenoh does not load it"
    late = f"import os; os.environ['RMW_IMPLEMENTATION'] = '{ZENOH}'; rclpy.init()"
    assert "before rclpy is first imported" in say(late, ""), "nobody says when to choose Zenoh"


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
    venv = folder / f"venv-{minor}"
    subprocess.run([interpreter, "-m", "venv", venv], check=True)
    python = venv / "bin" / "python"
    pip = [python, "-m", "pip", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", wheels, ROOT], check=True)
    [wheel] = wheels.glob("*.whl")
    size = wheel.stat().st_size
    assert size <= LARGEST_WHEEL, f"the wheel has {size:,} bytes"
    subprocess.run([*pip, "install", wheel], check=True)
    choose_native_half(python)
    talk(python, "")
    talk(python, ZENOH)
    subprocess.run([*pip, "install", "pytest>=9"], check=True)
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
