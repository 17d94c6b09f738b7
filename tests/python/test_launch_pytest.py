"""Launches as fixtures of pytest."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAD = """
import asyncio, sys
import launch, launch_pytest, pytest
from launch.actions import ExecuteProcess
from launch_pytest.tools import process as tools

PROGRAM = "import sys, time; print('hello', flush=True); print('oh', file=sys.stderr, flush=True)"

order = []

@pytest.fixture{scope}
def process():
    return ExecuteProcess(
        cmd=[sys.executable, "-c", PROGRAM + "; time.sleep(100)"], cached_output=True
    )

@launch_pytest.fixture{scope}
def description(process):
    return launch.LaunchDescription([process, launch_pytest.actions.ReadyToTest()])
"""

TESTS = """
@pytest.mark.launch(fixture=description, shutdown=True)
def test_after(process):
    order.append("after")
    assert process.return_code == -2

@pytest.mark.launch(fixture=description)
def test_function(process, launch_context):
    order.append("function")
    tools.assert_output_sync(launch_context, process, check, timeout=10)
    assert tools.wait_for_start_sync(launch_context, process, timeout=10)
    assert not tools.wait_for_exit_sync(launch_context, process, timeout=0.01)
    assert tools.wait_for_stderr_sync(launch_context, process, lambda text: "oh" in text, 10)

def check(text):
    assert text == "hello\\n"

@pytest.mark.launch(fixture=description)
async def test_coroutine(process, launch_context):
    order.append("coroutine")
    assert await tools.wait_for_output(launch_context, process, lambda text: "hello" in text, 10)
    await tools.assert_stderr(launch_context, process, lambda text: None, timeout=10)
    with pytest.raises(AssertionError, match="hello"):
        await tools.assert_stderr(launch_context, process, check, timeout=0.01)

@pytest.mark.launch(fixture=description)
def test_generator(process, launch_context):
    order.append("generator")
    assert tools.wait_for_start_sync(launch_context, process, timeout=10)
    yield
    order.append("generator's end")
    assert process.return_code == -2

@pytest.mark.launch(fixture=description)
async def test_asynchronous_generator(process, launch_context):
    order.append("asynchronous generator")
    assert await tools.wait_for_start(launch_context, process, timeout=10)
    yield
    order.append("asynchronous generator's end")
    assert await tools.wait_for_exit(launch_context, process, timeout=10)

def test_order():
    assert order == ORDER
"""

IN_TURN = [
    "after",
    "function",
    "coroutine",
    "generator",
    "generator's end",
    "asynchronous generator",
    "asynchronous generator's end",
]
IN_ONE_LAUNCH = [
    "function",
    "coroutine",
    "generator",
    "asynchronous generator",
    "after",
    "generator's end",
    "asynchronous generator's end",
]


def run(folder: Path, tests: str, scope: str = "", *arguments: str) -> str:
    """Run tests and return what pytest says."""
    path = folder / "test_it.py"
    path.write_text(HEAD.replace("{scope}", scope) + tests)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments, str(path)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    return run.stdout + run.stderr


@pytest.fixture(autouse=True)
def _own_log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ROS_LOG_DIR", str(tmp_path / "log"))


def test_a_launch_for_each_test(tmp_path: Path) -> None:
    assert "6 passed" in run(tmp_path, TESTS.replace("ORDER", repr(IN_TURN)))


def test_a_launch_for_a_module(tmp_path: Path) -> None:
    said = run(tmp_path, TESTS.replace("ORDER", repr(IN_ONE_LAUNCH)), '(scope="module")')
    assert "8 passed" in said, said


def test_what_is_no_launch_description(tmp_path: Path) -> None:
    tests = """
@launch_pytest.fixture
def nothing():
    return []

@pytest.mark.launch(fixture=nothing)
def test_it(): pass

@launch_pytest.fixture
def twice():
    ready = launch_pytest.actions.ReadyToTest
    return launch.LaunchDescription([ready(), ready()])

@pytest.mark.launch(fixture=twice)
def test_other(): pass
"""
    said = run(tmp_path, tests)
    assert "2 errors" in said, said
    assert "must be either a launch description" in said
    assert "only one ReadyToTest action" in said


def test_marks_and_generators_that_are_wrong(tmp_path: Path) -> None:
    tests = """
@pytest.mark.launch
def test_no_fixture(): pass

@pytest.mark.launch(fixture=description)
def test_twice():
    yield
    yield

@pytest.mark.launch(fixture=description, shutdown=True)
async def test_shutdown():
    yield
"""
    said = run(tmp_path, tests)
    assert "2 failed, 1 skipped, 1 warning" in said, said
    assert "must stop iteration after yielding once" in said
    assert "cannot be marked with shutdown=True" in said


def test_a_generator_that_fails_has_no_second_half(tmp_path: Path) -> None:
    tests = """
@pytest.mark.launch(fixture=description)
def test_it():
    assert False
    yield
"""
    assert "1 failed, 1 skipped" in run(tmp_path, tests, '(scope="module")')


def test_a_launch_that_fails_fails_its_test(tmp_path: Path) -> None:
    tests = """
from launch.actions import OpaqueFunction

@launch_pytest.fixture
def failing():
    return launch.LaunchDescription([OpaqueFunction(function=lambda context: 1 / 0)])

@pytest.mark.launch(fixture=failing)
def test_it(): pass
"""
    said = run(tmp_path, tests)
    assert "division by zero" in said and "1 passed" not in said, said


def test_other_tests_know_nothing_of_it() -> None:
    program = (
        "import sys, launch_pytest.plugin, launch_testing.pytest.hooks\n"
        "import launch_testing_ros.pytest.hooks\n"
        "sys.exit(bool({'launch', 'rclpy', 'asyncio'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", program]).returncode == 0
