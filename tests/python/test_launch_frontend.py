"""Launch files in XML and YAML."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any, List  # noqa: UP035

import pytest
from launch import InvalidLaunchFileError, LaunchContext, LaunchDescription, LaunchService
from launch.actions import ExecuteProcess, TimerAction
from launch.frontend import Parser, expose_action, expose_substitution
from launch.frontend.parse_substitution import parse_if_substitutions, parse_substitution
from launch.launch_description_sources import (
    AnyLaunchDescriptionSource,
    get_launch_description_from_any_launch_file,
)
from launch.substitutions import EnvironmentVariable, LaunchConfiguration, TextSubstitution
from launch.utilities import perform_substitutions

XML = """
<launch>
  <arg name="name" default="b" description="a name"><choice value="a"/><choice value="b"/></arg>
  <let name="full" value="$(var name)_robot"/>
  <set_env name="FROM_FILE" value="1"/>
  <group scoped="true" if="true">
    <let name="inner" value="only here"/>
    <log message="full is $(var full), $(var inner)"/>
  </group>
  <executable cmd="{python} -c &quot;import os; print('env', os.environ['EXTRA'])&quot;" name="job"
              output="screen" sigterm_timeout="2.5" unless="$(equals $(var name) a)">
    <env name="EXTRA" value="$(eval '1 + 1')"/>
  </executable>
</launch>
"""

YAML = """
launch:
  - arg:
      name: name
      default: b
      description: a name
      choice: [{{value: a}}, {{value: b}}]
  - let: {{name: full, value: $(var name)_robot}}
  - set_env: {{name: FROM_FILE, value: '1'}}
  - group:
      scoped: true
      if: 'true'
      children:
        - let: {{name: inner, value: only here}}
        - log: {{message: 'full is $(var full), $(var inner)'}}
  - executable:
      cmd: {python} -c "import os; print('env', os.environ['EXTRA'])"
      name: job
      output: screen
      sigterm_timeout: 2.5
      unless: $(equals $(var name) a)
      env: [{{name: EXTRA, value: "$(eval '1 + 1')"}}]
"""

FILES = pytest.mark.parametrize(("text", "extension"), [(XML, "xml"), (YAML, "yaml")])


pytestmark = pytest.mark.usefixtures("launching")


def load(text: str) -> LaunchDescription:
    entity, parser = Parser.load(io.StringIO(text))
    return parser.parse_description(entity)


def texts(parts: Any, context: LaunchContext | None = None) -> str:
    return perform_substitutions(context or LaunchContext(), parts)


@FILES
def test_a_file_is_read_and_run(
    text: str,
    extension: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("FROM_FILE", "")
    file = tmp_path / f"test.launch.{extension}"
    file.write_text(text.format(python=sys.executable))
    description = get_launch_description_from_any_launch_file(str(file))
    [argument] = description.get_launch_arguments()
    assert (argument.name, argument.choices) == ("name", ["a", "b"])
    service = LaunchService()
    service.include_launch_description(description)
    assert service.run() == 0
    shown = capsys.readouterr().out
    assert "full is b_robot, only here" in shown
    assert "env 2" in shown
    assert "inner" not in service.context.launch_configurations


@FILES
def test_conditions_of_a_file(text: str, extension: str) -> None:
    description = load(text.format(python=sys.executable))
    job = description.entities[-1]
    assert isinstance(job, ExecuteProcess) and job.condition is not None
    assert texts(job.sigterm_timeout) == "2.5"
    context = LaunchContext()
    context.launch_configurations["name"] = "a"
    assert not job.condition.evaluate(context)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('<launch><let name="a" value="b" vlaue="c"/></launch>', "Unexpected attribute"),
        ('<launch><log message="a"><b/></log></launch>', "Unexpected nested tag"),
        ("launch: [{let: {name: a, value: b, vlaue: c}}]", "Unexpected key"),
        ("<launch><nonsense/></launch>", "Unrecognized entity of the type: nonsense"),
        ('<launch><let name="a"/></launch>', "Attribute 'value'"),
        ('<launch><log message="a" if="1" unless="1"/></launch>', "can't be used simultaneously"),
        ('<launch><log message="$(nonsense)"/></launch>', "Unknown substitution: nonsense"),
        ('<launch><log message="$(var"/></launch>', "expected '\\)' at 5"),
    ],
)
def test_what_is_wrong_with_a_file(text: str, message: str) -> None:
    entity, parser = Parser.load(io.StringIO(text))
    with pytest.raises((ValueError, RuntimeError, AttributeError), match=message):
        parser.parse_description(entity)


def test_a_file_that_no_parser_can_read(tmp_path: Path) -> None:
    file = tmp_path / "broken.launch.xml"
    file.write_text("<launch>")
    source = AnyLaunchDescriptionSource(str(file))
    with pytest.raises(InvalidLaunchFileError, match=r"of format \[xml\]"):
        source.get_launch_description(LaunchContext())
    assert source.try_get_launch_description_without_context() is None


def test_attributes_become_values() -> None:
    xml, _ = Parser.load(io.StringIO('<a n="1" f="0.5" l="1;2" l-sep=";" t="$(env x)"/>'))
    assert xml.get_attr("n", data_type=int) == 1
    assert xml.get_attr("f", data_type=float) == 0.5
    assert xml.get_attr("l", data_type=List[int]) == [1, 2]  # noqa: UP006
    assert xml.get_attr("t", data_type=int, can_be_str=True) == "$(env x)"
    assert xml.get_attr("n", data_type=None) == 1
    with pytest.raises(TypeError):
        xml.get_attr("f", data_type=bool, can_be_str=False)
    with pytest.raises(AttributeError):
        xml.get_attr("missing")
    assert xml.get_attr("missing", optional=True) is None


def test_timers_of_a_file() -> None:
    description = load('<launch><timer period="$(var p 0.5)"><log message="x"/></timer></launch>')
    [timer] = description.entities
    assert isinstance(timer, TimerAction)
    assert texts(timer.period) == "0.5"


def test_substitutions_in_texts() -> None:
    first, second, third = parse_substitution("a $1 \\$(b) $(env HOME 'de $(var x)')c")
    assert isinstance(first, TextSubstitution) and first.text == "a $1 $(b) "
    assert isinstance(second, EnvironmentVariable) and texts(second.name) == "HOME"
    assert second.default_value is not None
    text, variable = second.default_value
    assert isinstance(text, TextSubstitution) and text.text == "de "
    assert isinstance(variable, LaunchConfiguration)
    assert isinstance(third, TextSubstitution) and third.text == "c"
    assert texts(parse_substitution("")) == ""
    assert parse_if_substitutions([1, 2]) == [1, 2]
    assert parse_if_substitutions("plain") == "plain"
    with pytest.raises(ValueError, match="non-uniform"):
        parse_if_substitutions([1, "a"])


@pytest.mark.parametrize("text", ["$(var  x)", "$(var 'x)", "$(1)", "$(var x'y')", "$(var )"])
def test_substitutions_that_do_not_follow_the_rules(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        parse_substitution(text)


def test_commands_are_split_into_words() -> None:
    context = LaunchContext()
    context.launch_configurations["x"] = "a b"
    words = ExecuteProcess._parse_cmdline("$(var x)/c 'd e' f$(var x) g", Parser())
    assert [texts(word, context) for word in words] == ["a b/c", "d e", "fa b", "g"]


def test_exposed_names_belong_to_one() -> None:
    @expose_substitution("tests_launch_frontend_upper")
    def parse(data: Any) -> Any:
        return TextSubstitution, {"text": texts(data[0]).upper()}

    assert texts(parse_substitution("$(tests_launch_frontend_upper abc)")) == "ABC"
    with pytest.raises(RuntimeError, match="same name"):
        expose_substitution("tests_launch_frontend_upper")(lambda data: None)
    with pytest.raises(RuntimeError, match="not a callable"):
        expose_action("tests_launch_frontend_nothing")(5)
