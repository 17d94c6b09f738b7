"""Launching: processes, events, timers, configurations, logs."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import launch.logging
import pytest
from launch import LaunchContext, LaunchDescription, LaunchIntrospector, LaunchService
from launch.actions import (
    AppendEnvironmentVariable,
    DeclareLaunchArgument,
    EmitEvent,
    ExecuteProcess,
    GroupAction,
    IncludeLaunchDescription,
    LogInfo,
    OpaqueCoroutine,
    OpaqueFunction,
    RegisterEventHandler,
    ResetLaunchConfigurations,
    SetEnvironmentVariable,
    SetLaunchConfiguration,
    Shutdown,
    TimerAction,
    UnsetEnvironmentVariable,
)
from launch.conditions import IfCondition, InvalidConditionExpressionError, UnlessCondition
from launch.event_handlers import OnExecutionComplete, OnProcessExit, OnProcessIO, OnProcessStart
from launch.event_handlers import OnShutdown as OnLaunchShutdown
from launch.events import matches_action
from launch.events.process import ProcessExited, ShutdownProcess, SignalProcess
from launch.substitutions import (
    AllSubstitution,
    AnySubstitution,
    Command,
    EnvironmentVariable,
    EqualsSubstitution,
    FileContent,
    FindExecutable,
    IfElseSubstitution,
    LaunchConfiguration,
    LocalSubstitution,
    NotEqualsSubstitution,
    NotSubstitution,
    PathJoinSubstitution,
    PythonExpression,
    SubstitutionFailure,
)
from launch.utilities import perform_substitutions
from launch.utilities.type_utils import coerce_to_type, normalize_typed_substitution

Run = Callable[..., int]


pytestmark = pytest.mark.usefixtures("launching")


@pytest.fixture
def run() -> Run:
    """Runs entities until nothing is left to be done."""

    def run(*entities: Any, service: LaunchService | None = None) -> int:
        service = service or LaunchService()
        service.include_launch_description(LaunchDescription(entities))
        return service.run()

    return run


def python(code: str, **kwargs: Any) -> ExecuteProcess:
    """A process that runs Python."""
    return ExecuteProcess(cmd=[sys.executable, "-S", "-u", "-c", textwrap.dedent(code)], **kwargs)


def exits(collected: list[ProcessExited]) -> RegisterEventHandler:
    """Collects the ends of processes."""
    return RegisterEventHandler(OnProcessExit(on_exit=lambda event, _: collected.append(event)))


def perform(substitution: Any, context: LaunchContext | None = None) -> str:
    return perform_substitutions(context or LaunchContext(), [substitution])


def test_a_process_runs_and_its_output_comes_in_lines(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    code = "import sys; print('two\\nlines', end=''); print('bad', file=sys.stderr)"
    process = python(code, name="chatty", output="screen", cached_output=True)
    assert run(process) == 0
    assert process.return_code == 0
    assert process.get_stdout() == "two\nlines"
    assert process.get_stderr() == "bad\n"
    shown = capsys.readouterr().out
    for line in ("two", "lines", "bad"):
        assert f"[{process.name}] {line}\n" in shown
    assert f"[INFO] [{process.name}]: process has finished cleanly [pid " in shown


def test_all_output_comes_before_the_end_of_the_process(run: Run) -> None:
    order: list[str] = []
    process = python("print('x' * 300000)")
    written = 0

    def on_stdout(event: Any) -> None:
        nonlocal written
        written += len(event.text)
        order.append("output")

    run(
        RegisterEventHandler(OnProcessIO(target_action=process, on_stdout=on_stdout)),
        RegisterEventHandler(
            OnProcessExit(target_action=process, on_exit=lambda *_: order.append("exit"))
        ),
        process,
    )
    assert written == 300001
    assert order[-1] == "exit"


def test_a_child_that_keeps_the_output_open_does_not_hold_up_the_end(run: Run) -> None:
    process = ExecuteProcess(cmd=["sleep 60 & echo $!"], shell=True, cached_output=True)
    assert run(process) == 0
    os.kill(int(process.get_stdout()), signal.SIGKILL)


def test_a_command_that_does_not_exist(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(ExecuteProcess(cmd=["no_such_command_anywhere"])) == 0
    assert "FileNotFoundError" in capsys.readouterr().out


def test_exit_codes_are_seen(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    ends: list[ProcessExited] = []
    run(exits(ends), python("raise SystemExit(3)"))
    assert [event.returncode for event in ends] == [3]
    assert "exit code 3" in capsys.readouterr().out


def test_where_output_goes(run: Run) -> None:
    both = python("print('both')", output="both", name="both")
    own = python("print('own')", output={"stdout": "own_log"}, name="own")
    run(both, own)
    folder = Path(launch.logging.launch_config.log_dir)
    assert f"[{both.name}] both\n" in (folder / "launch.log").read_text()
    assert (folder / f"{own.name}-stdout.log").read_text() == f"[{own.name}] own\n"
    assert (folder.parent / "latest").resolve() == folder.resolve()


@pytest.mark.parametrize("tty", [False, True])
def test_terminals(run: Run, tty: bool) -> None:
    code = "import sys; print(sys.stdout.isatty(), sys.stderr.isatty())"
    process = python(code, emulate_tty=tty, cached_output=True)
    run(process)
    assert process.get_stdout().split() == [str(tty)] * 2


def test_escalation_from_sigint_to_sigkill(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    code = """
        import signal, time
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        print("ready")
        time.sleep(60)
    """
    process = python(code, sigterm_timeout="0.1", sigkill_timeout="0.1")
    ends: list[ProcessExited] = []
    run(
        exits(ends),
        RegisterEventHandler(
            OnProcessIO(target_action=process, on_stdout=lambda _: [Shutdown(reason="ready")])
        ),
        process,
    )
    assert [event.returncode for event in ends] == [-signal.SIGKILL]
    shown = capsys.readouterr().out
    signals = ["SIGINT", "SIGTERM", "SIGKILL"]
    places = [shown.index(f"sending signal '{name}'") for name in signals]
    assert places == sorted(places)


def test_one_process_can_be_shut_down_or_signalled(run: Run) -> None:
    sleeping = [python("print(1); import time; time.sleep(60)") for _ in range(2)]
    ends: list[ProcessExited] = []

    def on_ready(process: ExecuteProcess, event: Any) -> RegisterEventHandler:
        return RegisterEventHandler(
            OnProcessIO(target_action=process, on_stdout=lambda _: [EmitEvent(event=event)])
        )

    first, second = (matches_action(process) for process in sleeping)
    run(
        exits(ends),
        on_ready(sleeping[0], ShutdownProcess(process_matcher=first)),
        on_ready(sleeping[1], SignalProcess(signal_number="SIGTERM", process_matcher=second)),
        *sleeping,
    )
    codes = {event.action: event.returncode for event in ends}
    # The interpreter dies of the signal that its KeyboardInterrupt stood for.
    assert codes == {sleeping[0]: -signal.SIGINT, sleeping[1]: -signal.SIGTERM}


def test_a_shutdown_before_the_start_is_not_forgotten(run: Run) -> None:
    process = python("import time; time.sleep(60)")
    ends: list[ProcessExited] = []
    assert run(exits(ends), process, Shutdown()) == 0
    assert [event.returncode for event in ends] in ([-signal.SIGINT], [1])


def test_respawning_ends_after_the_retries(run: Run) -> None:
    ends: list[ProcessExited] = []
    run(exits(ends), python("", respawn=True, respawn_max_retries=2, respawn_delay=0.01))
    assert len(ends) == 3
    assert len({event.pid for event in ends}) == 3


def test_on_exit_and_on_start(run: Run) -> None:
    order: list[str] = []
    last = python("", on_exit=[OpaqueFunction(function=lambda _: order.append("last exit"))])
    first = python("", on_exit=lambda event, context: order.append("first exit"))
    run(
        RegisterEventHandler(
            OnProcessStart(target_action=first, on_start=lambda *_: order.append("first start"))
        ),
        RegisterEventHandler(OnProcessExit(target_action=first, on_exit=[last])),
        first,
    )
    assert order == ["first start", "first exit", "last exit"]


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_signals_end_a_launch_in_order(tmp_path: Path, name: str) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent(
            """
            import sys
            from launch import LaunchDescription, LaunchService
            from launch.actions import ExecuteProcess
            service = LaunchService(noninteractive=True)
            code = "print('ready', flush=True); import time; time.sleep(60)"
            process = ExecuteProcess(cmd=[sys.executable, "-c", code], output="screen")
            service.include_launch_description(LaunchDescription([process]))
            code = service.run()
            print("returned", code, process.return_code)
            """
        )
    )
    command = [sys.executable, "-u", str(script)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.endswith("ready\n"):
                break
        process.send_signal(signal.Signals[name])
        rest, _ = process.communicate(timeout=30)
    assert "returned 0 -2" in rest


def test_an_error_in_an_entity_ends_the_launch(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(context: LaunchContext) -> None:
        raise ValueError("on purpose")

    process = python("import time; time.sleep(60)")
    assert run(process, OpaqueFunction(function=fail)) == 1
    assert "on purpose" in capsys.readouterr().out
    assert process.return_code != 0


def test_timers_fire_in_time_and_can_be_cancelled(run: Run) -> None:
    order: list[str] = []

    def timer(period: float, name: str, *more: Any) -> TimerAction:
        note = OpaqueFunction(function=lambda _: order.append(name))
        return TimerAction(period=period, actions=[note, *more])

    cancelled = timer(60.0, "never")
    cancel = OpaqueFunction(function=lambda _: cancelled.cancel())
    assert run(timer(0.05, "second"), timer(0.01, "first"), cancelled, cancel) == 0
    assert order == ["first", "second"]
    assert run(timer(60.0, "never"), timer(0.01, "third", Shutdown())) == 0
    assert order == ["first", "second", "third"]


def test_coroutines_are_awaited_and_cancelled(run: Run) -> None:
    done: list[str] = []

    async def brief(context: LaunchContext, name: str) -> None:
        await asyncio.sleep(0.01)
        done.append(name)

    async def endless() -> None:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(60)
        done.append("cancelled")

    end = OnExecutionComplete(target_action=(first := OpaqueCoroutine(coroutine=brief, args=["a"])),
                              on_completion=[Shutdown()])  # fmt: skip
    assert run(
        RegisterEventHandler(end), OpaqueCoroutine(coroutine=endless, ignore_context=True), first
    ) == 0  # fmt: skip
    assert done == ["a", "cancelled"]


def test_other_threads_may_include_and_shut_down(run: Run) -> None:
    service = LaunchService()
    seen = threading.Event()
    noted = OpaqueFunction(function=lambda _: seen.set())

    def work() -> None:
        service.include_launch_description(LaunchDescription([noted]))
        seen.wait(20)
        service.shutdown()

    thread = threading.Thread(target=work)
    forever = TimerAction(period=60.0, actions=[])
    begin = OpaqueFunction(function=lambda _: thread.start())
    assert run(forever, begin, service=service) == 0
    thread.join()
    assert seen.is_set()


def test_shutdown_handlers_know_why(run: Run) -> None:
    reasons: list[str] = []
    handler = OnLaunchShutdown(on_shutdown=lambda event, _: reasons.append(event.reason))
    run(RegisterEventHandler(handler), Shutdown(reason="enough"))
    assert reasons == ["enough"]


def test_locals_of_an_event_end_with_it(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    process = python("", name="brief")
    leaving = LogInfo(msg=["gone: ", LocalSubstitution("event.process_name")])
    run(RegisterEventHandler(OnProcessExit(on_exit=[leaving])), process)
    assert f"gone: {process.name}" in capsys.readouterr().out


def test_groups_are_scopes(run: Run) -> None:
    service = LaunchService()
    seen: list[dict[str, str]] = []
    note = OpaqueFunction(function=lambda context: seen.append(dict(context.launch_configurations)))
    run(
        SetLaunchConfiguration("a", "1"),
        GroupAction([SetLaunchConfiguration("b", "2"), note]),
        GroupAction(
            [OpaqueFunction(function=note.execute)],
            forwarding=False,
            launch_configurations={"c": [LaunchConfiguration("a"), "0"]},
        ),
        GroupAction([SetLaunchConfiguration("d", "4")], scoped=False),
        OpaqueFunction(function=note.execute),
        service=service,
    )
    assert seen == [{"a": "1", "b": "2"}, {"c": "10"}, {"a": "1", "d": "4"}]


def test_the_environment_of_a_group(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEPT", "a")
    monkeypatch.setenv("REMOVED", "b")
    code = "import os; print(*[os.environ.get(n) for n in ('KEPT', 'REMOVED', 'ADDED')])"
    process = python(code, additional_env={"ADDED": "x"}, cached_output=True)
    run(
        GroupAction(
            [
                AppendEnvironmentVariable("KEPT", "z", separator="-", prepend=True),
                UnsetEnvironmentVariable("REMOVED"),
                SetEnvironmentVariable("NEW", "1"),
                process,
            ]
        )
    )
    assert process.get_stdout().split() == ["z-a", "None", "x"]
    assert os.environ["KEPT"] == "a" and os.environ["REMOVED"] == "b" and "NEW" not in os.environ


def test_arguments(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    choice = DeclareLaunchArgument("mode", default_value="a", choices=["a", "b"])
    assert "Valid" not in choice.description and "['a', 'b']" in choice.description
    assert run(choice, LogInfo(msg=["mode: ", LaunchConfiguration("mode")])) == 0
    assert "mode: a" in capsys.readouterr().out
    assert run(SetLaunchConfiguration("mode", "c"), choice) == 1
    assert run(DeclareLaunchArgument("needed")) == 1
    assert 'Required launch argument "needed" was not provided.' in capsys.readouterr().out
    with pytest.raises(RuntimeError, match="not in provided choices"):
        DeclareLaunchArgument("mode", default_value="c", choices=["a"])


def test_included_files_and_their_arguments(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inner = tmp_path / "inner.launch.py"
    inner.write_text(
        textwrap.dedent(
            """
            from launch import LaunchDescription
            from launch.actions import DeclareLaunchArgument, LogInfo
            from launch.substitutions import LaunchConfiguration, ThisLaunchFileDir

            def generate_launch_description():
                return LaunchDescription([
                    DeclareLaunchArgument("who", description="whom to greet"),
                    LogInfo(msg=["hello ", LaunchConfiguration("who"), " ", ThisLaunchFileDir()]),
                ])
            """
        )
    )
    include = IncludeLaunchDescription(str(inner), launch_arguments={"who": "you"}.items())
    [argument] = LaunchDescription([include]).get_launch_arguments()
    assert (argument.name, argument.description) == ("who", "whom to greet")
    assert run(include) == 0
    assert f"hello you {tmp_path}" in capsys.readouterr().out
    assert run(IncludeLaunchDescription(str(inner))) == 1
    assert "missing required argument 'who'" in capsys.readouterr().out


def test_arguments_behind_a_reset_cannot_be_set() -> None:
    before, after = DeclareLaunchArgument("before"), DeclareLaunchArgument("after")
    description = LaunchDescription([before, ResetLaunchConfigurations(), after])
    assert description.get_launch_arguments() == [before]


def test_conditions() -> None:
    context = LaunchContext()
    context.launch_configurations["yes"] = " TRUE "
    assert IfCondition(LaunchConfiguration("yes")).evaluate(context)
    assert not UnlessCondition(LaunchConfiguration("yes")).evaluate(context)
    assert UnlessCondition("0").evaluate(context)
    with pytest.raises(InvalidConditionExpressionError, match="expected one of"):
        IfCondition("maybe").evaluate(context)


def test_substitutions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("content")
    monkeypatch.setenv("A_VARIABLE", "value")
    context = LaunchContext()
    context.launch_configurations["n"] = "3"
    number = LaunchConfiguration("n")
    expected = [
        (number, "3"),
        (LaunchConfiguration("missing", default=[1, "x"]), "1x"),
        (EnvironmentVariable("A_VARIABLE"), "value"),
        (EnvironmentVariable("NO_SUCH_VARIABLE", default_value=number), "3"),
        (PythonExpression(["sqrt(", number, " ** 2) + math.pi > 6"]), "True"),
        (PathJoinSubstitution(["a", ["b", number], "c"]), "a/b3/c"),
        (FileContent(str(tmp_path / "file")), "content"),
        (Command(["echo ", "'a  b'"]), "a  b\n"),
        (FindExecutable(name="sh"), "sh"),
        (EqualsSubstitution(number, 3.0), "true"),
        (EqualsSubstitution(True, "1"), "true"),
        (NotEqualsSubstitution("a", None), "true"),
        (NotSubstitution("false"), "true"),
        (AnySubstitution("0", "true"), "true"),
        (AllSubstitution("1", "false"), "false"),
        (IfElseSubstitution(EqualsSubstitution(number, "4"), "four", "other"), "other"),
    ]
    for substitution, text in expected:
        assert perform(substitution, context).removesuffix("\x00").endswith(text)
    for failing in (
        LaunchConfiguration("missing"),
        EnvironmentVariable("NO_SUCH_VARIABLE"),
        FileContent(str(tmp_path / "missing")),
        FindExecutable(name="no_such_command_anywhere"),
        Command("sh -c 'echo oops >&2'"),
        Command("false"),
        NotSubstitution("neither"),
    ):
        with pytest.raises(SubstitutionFailure):
            perform(failing, context)


def test_values_in_texts() -> None:
    assert coerce_to_type("1.5") == 1.5
    assert coerce_to_type("[1, 2]") == [1, 2]
    assert coerce_to_type("1", bool) is True
    assert coerce_to_type("1", str) == "1"
    assert coerce_to_type("x", int, can_be_str=True) == "x"
    assert normalize_typed_substitution([1, 2.5], list[float]) == [1.0, 2.5]
    with pytest.raises(ValueError):
        coerce_to_type("one", int)
    with pytest.raises(ValueError):
        coerce_to_type("{a: 1}")
    with pytest.raises(TypeError):
        normalize_typed_substitution([1, "a"], None)


def test_a_description_as_a_tree() -> None:
    inner = LogInfo(msg=["a", LaunchConfiguration("b")])
    description = LaunchDescription(
        [
            RegisterEventHandler(OnProcessExit(on_exit=[inner, Shutdown()])),
            ExecuteProcess(cmd=["ls", "-l"], cwd="/"),
        ]
    )
    lines = LaunchIntrospector().format_launch_description(description).splitlines()[1:]
    assert lines[0].startswith("├── RegisterEventHandler(")
    assert lines[1].startswith("│   └── OnProcessExit(matcher='event == ProcessExited'")
    assert lines[2] == "│       ├── LogInfo('a' + LaunchConfig('b'))"
    assert lines[3] == "│       └── EmitEvent(event='launch.events.Shutdown')"
    assert lines[4] == "└── ExecuteProcess(cmd=['ls', '-l'], cwd=''/'', env=None, shell=False)"
