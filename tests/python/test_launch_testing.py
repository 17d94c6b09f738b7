"""Tests of launches, found and run."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
import types
import unittest
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import launch
import launch_testing
import launch_testing.actions
import pytest
from launch.actions import ExecuteProcess, TimerAction
from launch_testing.asserts import SequentialTextChecker, assertExitCodes, assertSequentialStdout
from launch_testing.legacy import LaunchTestService, output
from launch_testing.loader import LoadTestsFromPythonModule
from launch_testing.markers import keep_alive, retry_on_failure
from launch_testing.parse_arguments import parse_launch_arguments
from launch_testing.test_runner import LaunchTestRunner
from launch_testing.tools import basic_output_filter, expect_output
from launch_testing.tools.text import build_line_match, build_text_match, without_escape_sequences
from launch_testing.util import NO_CMD_ARGS, NoMatchingProcessException, resolveProcesses

pytestmark = pytest.mark.usefixtures("launching")

COUNT = """
import sys, time
print("ready", flush=True)
for number in range(3):
    print(f"number {number}", flush=True)
print("words of warning", file=sys.stderr, flush=True)
if "--stay" in sys.argv:
    time.sleep(100)
"""


@pytest.fixture(autouse=True)
def _own_log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ROS_LOG_DIR", str(tmp_path / "log"))


def counter(*arguments: str) -> ExecuteProcess:
    """A process that says some things."""
    return ExecuteProcess(cmd=[sys.executable, "-c", COUNT, *arguments], name="counter")


def run(describe: Any, *, during: Any = (), after: Any = ()) -> dict[Any, Any]:
    """Run functions as tests of a launch, during it and after it."""
    module: Any = types.ModuleType("tests")
    module.generate_test_description = describe
    module.During = type("During", (unittest.TestCase,), {test.__name__: test for test in during})
    module.After = launch_testing.post_shutdown_test()(
        type("After", (unittest.TestCase,), {test.__name__: test for test in after})
    )
    runner = LaunchTestRunner(LoadTestsFromPythonModule(module))
    runner.validate()
    return runner.run()


def test_tests_see_processes_during_a_launch_and_after_it() -> None:
    def describe() -> Any:
        process = counter("--stay")
        ready = launch_testing.actions.ReadyToTest()
        return launch.LaunchDescription([process, ready]), {"process": process}

    def test_during(self: Any, proc_output: Any, proc_info: Any, process: Any) -> None:
        proc_info.assertWaitForStartup(process)
        proc_output.assertWaitFor("number 2", process, stream="stdout")
        proc_output.assertWaitFor(re.compile("words? of"), "counter", cmd_args="--stay")
        assert not proc_output.waitFor("nothing", timeout=0.1)
        with pytest.raises(AssertionError, match="Timed out waiting for process 'counter' to"):
            proc_info.assertWaitForShutdown("counter", timeout=0.1)
        with pytest.raises(NoMatchingProcessException, match="name 'other'"):
            proc_output.waitFor("nothing", "other", timeout=0.1)

    def test_after(self: Any, proc_output: Any, proc_info: Any, process: Any) -> None:
        assert proc_info[process].returncode == -2
        assertExitCodes(proc_info, [-2], process)
        with pytest.raises(AssertionError, match=r"Proc counter-\d+ exited with code -2"):
            assertExitCodes(proc_info)
        with assertSequentialStdout(proc_output, "counter") as checker:
            checker.assertInStdout("number 0")
            checker.assertInStdout("number 2")
            with pytest.raises(AssertionError, match="'number 1' not found in sequence"):
                checker.assertInStdout("number 1")
        with pytest.raises(NoMatchingProcessException):
            resolveProcesses(proc_info, process="counter", cmd_args=NO_CMD_ARGS)
        (name,) = proc_info.process_names()
        assert re.fullmatch(r"counter-\d+", name)

    (result,) = run(describe, during=[test_during], after=[test_after]).values()
    assert (result.testsRun, result.failures, result.errors) == (2, [], [])


def test_a_launch_with_parameters_runs_for_each() -> None:
    @launch_testing.parametrize("number", [1, 2])
    @keep_alive
    def describe(number: int) -> Any:
        return launch.LaunchDescription([launch_testing.actions.ReadyToTest()])

    def test_number(self: Any, number: int) -> None:
        assert number == 1

    results = run(describe, during=[test_number])
    assert {str(run): result.wasSuccessful() for run, result in results.items()} == {
        "launch_tests[1]": True,
        "launch_tests[2]": False,
    }


def test_a_launch_that_ends_too_early_fails(capfd: pytest.CaptureFixture[str]) -> None:
    def describe() -> Any:
        late = TimerAction(period=60.0, actions=[launch_testing.actions.ReadyToTest()])
        failing = ExecuteProcess(cmd=[sys.executable, "-c", "print('help'); raise SystemExit(3)"])
        on_exit = launch.actions.Shutdown()
        return launch.LaunchDescription(
            [failing, late, launch.actions.TimerAction(period=1.0, actions=[on_exit])]
        )

    def test_nothing(self: Any) -> None:
        raise NotImplementedError

    (result,) = run(describe, during=[test_nothing]).values()
    ((_, message),) = result.failures
    assert "Launch stopped before the active tests finished." in message
    said = capfd.readouterr().out
    assert "exited with 3" in said and "help" in said


def test_a_launch_may_be_skipped() -> None:
    @unittest.skip("no robot")
    def describe() -> Any:
        raise NotImplementedError

    def test_nothing(self: Any) -> None:
        raise NotImplementedError

    (result,) = run(describe, during=[test_nothing], after=[test_nothing]).values()
    assert [reason for _, reason in result.skipped] == ["no robot", "no robot"]


def test_mistakes_in_descriptions_are_told() -> None:
    with pytest.raises(Exception, match="unexpected extra argument 'ready_fn'"):
        run(lambda ready_fn: None)
    with pytest.raises(Exception, match="matching parametrized argument 'b'"):
        run(launch_testing.parametrize("b", [1])(lambda: None))
    with pytest.raises(Exception, match="containing a ReadyToTest action"):
        run(lambda: launch.LaunchDescription([]))


def test_a_test_is_tried_again() -> None:
    class Test(unittest.TestCase):
        tried = 0

        @retry_on_failure(times=3)
        def runTest(self) -> None:
            Test.tried += 1
            assert self.tried == 3

    result = unittest.TestResult()
    Test().run(result)
    assert result.wasSuccessful() and Test.tried == 3


def test_a_test_that_is_tried_again_hides_no_other() -> None:
    class Test(unittest.TestCase):
        tried = 0

        def test_1_fails(self) -> None:
            raise AssertionError

        def test_2_raises(self) -> None:
            raise KeyError

        @retry_on_failure(times=2)
        def test_3_succeeds_in_the_end(self) -> None:
            Test.tried += 1
            with self.subTest():
                assert self.tried == 2
            assert self.tried == 2

    result = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromTestCase(Test).run(result)
    assert Test.tried == 2
    assert [test.id().split(".")[-1] for test, _ in result.failures] == ["test_1_fails"]
    assert [test.id().split(".")[-1] for test, _ in result.errors] == ["test_2_raises"]


def test_the_last_argument_of_a_name_counts() -> None:
    assert list(parse_launch_arguments(["a:=1", "b:=x:=y", "a:=2"])) == [("b", "x:=y"), ("a", "2")]
    for wrong in (":=1", "a:=", "a"):
        with pytest.raises(RuntimeError, match="malformed launch argument"):
            parse_launch_arguments([wrong])


@pytest.mark.parametrize(
    ("expected", "strict", "span"),
    [
        ("b", False, (2, 3)),
        ("b", True, None),
        ("a b c", True, (0, 5)),
        (re.compile("[bc]"), False, (2, 3)),
        (re.compile("[bc]"), True, None),
        (["a", re.compile("c")], False, (0, 5)),
        (["a", " b"], True, (0, 3)),
        (["a", "b"], True, None),
        (["c", "a"], False, None),
    ],
)
def test_texts_are_found(expected: Any, strict: bool, span: Any) -> None:
    assert build_text_match(expected, strict=strict)("a b c") == span


@pytest.mark.parametrize(
    ("expected", "strict", "span"),
    [
        ("b", False, (1, 2)),
        ("a", True, None),
        (re.compile("c"), False, (2, 3)),
        (["aa", "cc"], False, (0, 3)),
        (["aa", "cc"], True, None),
        (["aa", "bb"], True, (0, 2)),
    ],
)
def test_lines_are_found(expected: Any, strict: bool, span: Any) -> None:
    assert build_line_match(expected, strict=strict)(["aa", "bb", "cc"]) == span


def test_output_is_compared() -> None:
    coloured = "\x1b[1;31mred\x1b[0m\r\nblue"
    assert without_escape_sequences(coloured) == "red\r\nblue"
    assert expect_output(coloured, expected_text="red\nblue", strict=True)
    assert expect_output(lines=["red", "blue"], expected_lines=["red", re.compile("b")])
    assert not expect_output(coloured, expected_lines=["blue", "red"])
    with pytest.raises(ValueError, match="not both"):
        expect_output(coloured)
    keep = basic_output_filter(filtered_patterns=[".*DDS"])
    assert keep("pid 7\nrc 0\nfrom DDS\nours\n") == "ours\n"


def test_what_is_near_is_told() -> None:
    checker = SequentialTextChecker(["one\ntwo\n", "three\nfour\n", "five\nsix\n"])
    checker.assertInText("three")
    assert checker.get_nearby_lines() == "one\ntwo\nthree\nfour\nfive\nsix"


@pytest.mark.parametrize(
    ("expected", "code"),
    [
        (output.create_output_lines_test([b"number 2", b"ready"]), 0),
        (output.create_output_regex_test([re.compile(rb"number \d\nnumber 2")]), 0),
        (output.create_output_lines_test([b"number 7"]), 1),
    ],
)
def test_a_launch_runs_tests_of_output_itself(expected: output.OutputTest, code: int) -> None:
    description, tests = launch.LaunchDescription(), LaunchTestService()
    process = tests.add_fixture_action(description, counter())
    assert isinstance(process, ExecuteProcess)
    keep = output.create_output_lines_filter()
    tests.add_output_test(description, process, expected, output_filter=keep)
    service = launch.LaunchService()
    service.include_launch_description(description)
    assert tests.run(service) == code


@pytest.mark.parametrize(("returned", "code"), [(0, 0), (3, 3)])
def test_a_launch_runs_tests_that_are_processes_itself(returned: int, code: int) -> None:
    description, tests = launch.LaunchDescription(), LaunchTestService()
    tests.add_fixture_action(description, counter("--stay"))
    test = ExecuteProcess(cmd=[sys.executable, "-c", f"raise SystemExit({returned})"])
    tests.add_test_action(description, test)
    service = launch.LaunchService()
    service.include_launch_description(description)
    assert tests.run(service) == code


def test_expected_output_is_read_from_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one\ntwo\n")
    (tmp_path / "b.regex").write_text("o.e\n")
    assert output.create_output_test_from_file(str(tmp_path / "a"))[3] == [b"one", b"two"]
    assert output.create_output_test_from_file(str(tmp_path / "b"))[3] == [re.compile(b"o.e")]
    with pytest.raises(RuntimeError, match="could not find output check file"):
        output.create_output_test_from_file(str(tmp_path / "c"))


# A file as people write it, with a fixture of the launch and tests in and after it.
FILE = f"""
import sys
import unittest

import launch
import launch_testing
import pytest
from launch.actions import DeclareLaunchArgument, ExecuteProcess
from launch.substitutions import LaunchConfiguration

COUNT = {COUNT!r}


@pytest.mark.launch_test
def generate_test_description():
    process = ExecuteProcess(cmd=[sys.executable, "-c", COUNT, LaunchConfiguration("mode")])
    return launch.LaunchDescription([
        DeclareLaunchArgument("mode", default_value="--stay", description="How it ends"),
        process,
        launch_testing.actions.ReadyToTest(),
    ]), {{"process": process}}


class TestIt(unittest.TestCase):
    def test_output(self, proc_output, process):
        proc_output.assertWaitFor("EXPECTED", process, stream="stdout")


@launch_testing.post_shutdown_test()
class TestAfterwards(unittest.TestCase):
    def test_exit_code(self, proc_info):
        launch_testing.asserts.assertExitCodes(proc_info, allowable_exit_codes=[0, -2])
"""


def call(module: str, *arguments: str | Path) -> tuple[int, str]:
    """Run a command; return its code and what it has said."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    run = subprocess.run(command, capture_output=True, text=True)
    return run.returncode, run.stdout + run.stderr


def write(folder: Path, expected: str) -> Path:
    """Write the file."""
    path = folder / "test_counter.py"
    path.write_text(textwrap.dedent(FILE).replace("EXPECTED", expected))
    return path


def test_pytest_runs_a_file(tmp_path: Path) -> None:
    code, said = call("pytest", "-p", "no:cacheprovider", write(tmp_path, "number 1"))
    assert (code, "1 passed" in said) == (0, True), said


def test_pytest_tells_what_failed(tmp_path: Path) -> None:
    path = write(tmp_path, "number 7")
    path.write_text(path.read_text().replace('stream="stdout"', "timeout=0.1"))
    code, said = call("pytest", "-p", "no:cacheprovider", path)
    assert (code, "1 failed" in said) == (1, True), said
    assert "FAIL: test_counter.TestIt.test_output" in said
    assert "Waiting for output timed out" in said


def test_the_command_runs_a_file(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    path = write(tmp_path, "number 1")
    code, said = call("launch_testing.launch_test", path, "--junit-xml", report, "mode:=--stay")
    assert code == 0, said
    root = ET.parse(report).getroot()
    assert (root.get("tests"), root.get("failures")) == ("2", "0")
    assert [case.get("name") for case in root.iter("testcase")] == ["test_output", "test_exit_code"]


def test_the_command_shows_arguments(tmp_path: Path) -> None:
    code, said = call("launch_testing.launch_test", "-s", write(tmp_path, "number 1"))
    assert (code, "'mode':" in said, "How it ends" in said) == (0, True, True), said
    code, said = call("launch_testing.launch_test", tmp_path / "missing.py")
    assert (code, "does not exist" in said) == (2, True)
