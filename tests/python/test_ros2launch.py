"""The ros2 launch command, behind its Rust part."""

from __future__ import annotations

from pathlib import Path

import pytest
from ros2launch.__main__ import main
from ros2launch.api import (
    MultipleLaunchFilesError,
    get_launch_file_paths,
    get_share_file_path_from_package,
    parse_launch_arguments,
)

pytestmark = pytest.mark.usefixtures("launching")

FILE = """
<launch>
  <arg name="who" default="you" description="whom to greet"/>
  <arg name="sometimes" if="$(equals $(var who) me)"/>
  <log message="hello $(var who)"/>
  <executable cmd="echo quiet" output="own_log"/>
</launch>
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package that is a folder, with a launch file somewhere in it."""
    folder = tmp_path / "greeting"
    (folder / "launch").mkdir(parents=True)
    (folder / "package.xml").write_text("<package/>")
    (folder / "launch" / "hello.launch.xml").write_text(FILE)
    monkeypatch.syspath_prepend(str(tmp_path))
    return folder


def test_a_launch_file_of_a_package(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["greeting", "hello.launch.xml"]) == 0
    assert "hello you" in capsys.readouterr().out


def test_a_launch_file_by_its_path_with_arguments_and_options(
    package: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OVERRIDE_LAUNCH_PROCESS_OUTPUT", "")
    path = str(package / "launch" / "hello.launch.xml")
    assert main([path, "who:=none", "-n", "who:=all:=of us", "-a"]) == 0
    shown = capsys.readouterr().out
    assert "hello all:=of us" in shown and "] quiet\n" in shown


def test_arguments_are_shown(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["greeting", "hello.launch.xml", "--show-args"]) == 0
    shown = capsys.readouterr().out
    assert "    'who':\n        whom to greet\n        (default: 'you')\n" in shown
    assert "    'sometimes':*\n" in shown
    assert "* argument(s) which are only used if specific conditions occur" in shown
    assert "hello" not in shown


def test_the_description_is_printed(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-p", "greeting", "hello.launch.xml"]) == 0
    shown = capsys.readouterr().out
    assert "├── LogInfo('hello ' + LaunchConfig('who'))" in shown
    assert "└── ExecuteProcess(cmd=['echo', 'quiet']" in shown


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("no_such_package a.launch.py", "Package 'no_such_package' not found"),
        ("greeting missing.launch.py", "'missing.launch.py' was not found in the share directory"),
        ("greeting", "'greeting' is no launch file"),
        ("greeting hello.launch.xml who=me", "malformed launch argument 'who=me'"),
    ],
)
def test_what_is_wrong(
    package: Path, line: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(line.split()) == 1
    assert message in capsys.readouterr().err


def test_a_prefix_for_all_processes(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = package / "one.launch.yaml"
    file.write_text("launch: [{executable: {cmd: printf words, output: screen}}]")
    assert main([str(file), "--launch-prefix", "echo with"]) == 0
    assert "with printf words" in capsys.readouterr().out


def test_files_of_a_name(package: Path) -> None:
    (package / "other").mkdir()
    (package / "other" / "hello.launch.xml").write_text(FILE)
    (package / "other" / "readme.txt").touch()
    with pytest.raises(MultipleLaunchFilesError) as caught:
        get_share_file_path_from_package(package_name="greeting", file_name="hello.launch.xml")
    assert len(caught.value.paths) == 2
    assert len([path for path in get_launch_file_paths(path=str(package)) if "hello" in path]) == 2
    assert parse_launch_arguments(["a:=1", "b:=:=", "a:=2"]) == [("a", "2"), ("b", ":=")]
