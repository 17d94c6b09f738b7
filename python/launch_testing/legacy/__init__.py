"""Tests that are processes, or that compare what processes write, run by a launch itself."""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import Enum
from typing import Any

from launch import Action, LaunchContext, LaunchDescription, LaunchService
from launch.actions import EmitEvent, ExecuteProcess, RegisterEventHandler
from launch.event_handlers import OnExecutionComplete, OnProcessExit, OnProcessIO, OnShutdown
from launch.events import Shutdown
from launch.events.process import ProcessExited, ProcessIO

from . import output

__all__ = ["LaunchTestService", "output"]


class _State(Enum):
    ARMED = "armed"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    DROPPED = "dropped"
    FINISHED = "finished"
    """Not judged yet, as what was written may come after the end of the process."""


class LaunchTestService:
    """Adds tests to launch descriptions and runs them until all have ended, or one has failed."""

    def __init__(self) -> None:
        self._tests: dict[str, _State] = {}
        self._return_codes: dict[str, int] = {}

    def _arm(self, test: str) -> None:
        assert test not in self._tests, "a test is added once"
        self._tests[test] = _State.ARMED

    def _end(self, test: str, state: _State, reason: str = "all tests finished") -> Any:
        """End a test; return what shuts the launch down if it was the last."""
        self._tests[test] = state
        if _State.ARMED in self._tests.values():
            return None
        return _shutdown(reason)

    def _fail(self, test: str, reason: str) -> Any:
        """Have a test failed, and drop all that have not ended."""
        self._tests[test] = _State.FAILED
        for other, state in self._tests.items():
            if state is _State.ARMED:
                self._tests[other] = _State.DROPPED
        return _shutdown(reason)

    def add_fixture_action(
        self,
        launch_description: LaunchDescription,
        action: Action,
        exit_allowed: bool | Collection[int] = (0,),
    ) -> Action:
        """
        Add what tests need.

        :param exit_allowed: what a process may return without a shutdown; or whether all is
            allowed.
        :return: the action.
        """
        launch_description.add_action(action)
        if isinstance(action, ExecuteProcess):

            def on_exit(event: ProcessExited, context: LaunchContext) -> Any:
                is_allowed = (
                    exit_allowed
                    if isinstance(exit_allowed, bool)
                    else event.returncode in exit_allowed
                )
                if context.is_shutdown or is_allowed:
                    return None
                self._return_codes[event.process_name] = event.returncode or 1
                return _shutdown(f"{event.process_name} fixture process died!")

            _handle(launch_description, OnProcessExit(target_action=action, on_exit=on_exit))
        return action

    def add_test_action(self, launch_description: LaunchDescription, action: Action) -> Action:
        """
        Add a test: a process that must return 0, or an action that must come to its end.

        :return: the action.
        """
        test = f"test_{id(action)}"

        def on_exit(event: ProcessExited, context: LaunchContext) -> Any:
            if event.returncode == 0:
                return self._end(test, _State.SUCCEEDED)
            self._return_codes[event.process_name] = event.returncode
            return self._fail(test, f"{event.process_name} test failed!")

        def on_completion(event: Any, context: LaunchContext) -> Any:
            future = event.action.get_asyncio_future()
            if future is not None and future.cancelled():
                self._tests[test] = _State.DROPPED
                return None
            error = None if future is None else future.exception()
            if error is not None:
                return self._fail(test, str(error))
            return self._end(test, _State.SUCCEEDED)

        if isinstance(action, ExecuteProcess):
            _handle(launch_description, OnProcessExit(target_action=action, on_exit=on_exit))
        else:
            _handle(
                launch_description,
                OnExecutionComplete(target_action=action, on_completion=on_completion),
            )
        launch_description.add_action(action)
        self._arm(test)
        return action

    def add_output_test(
        self,
        launch_description: LaunchDescription,
        action: ExecuteProcess,
        output_test: output.OutputTest,
        test_suffix: str = "output",
        output_filter: Callable[[bytes], bytes] | None = None,
        side_effect: str | None = None,
    ) -> ExecuteProcess:
        """
        Add a test of what a process writes to standard output.

        :param output_test: what :mod:`launch_testing.legacy.output` has made.
        :param test_suffix: tells several tests of a process apart.
        :param output_filter: leaves out what is not to be looked at.
        :param side_effect: ``shutdown`` shuts the launch down when all has been written.
        :return: the action.
        """
        test = f"test_{id(action)}_{test_suffix}"
        written, collate, matches, expected = output_test
        missing = list(expected)
        assert missing, "nothing is expected"

        def succeed() -> Any:
            shutdown = self._end(test, _State.SUCCEEDED)
            if shutdown is None and side_effect == "shutdown":
                return _shutdown("shutdown after test")
            return shutdown

        def on_stdout(event: ProcessIO) -> Any:
            nonlocal written, missing
            text = event.text if output_filter is None else output_filter(event.text)
            written = collate(written, text)
            missing = [pattern for pattern in missing if not matches(written, pattern)]
            return None if missing else succeed()

        def on_exit(event: ProcessExited, context: LaunchContext) -> Any:
            return self._end(test, _State.FINISHED) if missing else None

        def on_shutdown(event: Shutdown, context: LaunchContext) -> Any:
            if missing:
                details = action.process_details or {"name": "process"}
                self._fail(test, f"not all {details['name']} output matched!")

        for handler in (
            OnProcessIO(target_action=action, on_stdout=on_stdout),
            OnProcessExit(target_action=action, on_exit=on_exit),
            OnShutdown(on_shutdown=on_shutdown),
        ):
            _handle(launch_description, handler)
        self._arm(test)
        return action

    def run(self, launch_service: LaunchService, *args: Any, **kwargs: Any) -> int:
        """
        Run a launch.

        :param args: what :meth:`launch.LaunchService.run` takes, as do `kwargs`.
        :return: what that returns, or if it is 0 what the first process returned that failed, or
            1 if another test has.
        """
        code = launch_service.run(*args, **kwargs)
        codes = (code, *self._return_codes.values())
        failed = _State.FAILED in self._tests.values()
        return next((code for code in codes if code != 0), 1 if failed else 0)


def _shutdown(reason: str) -> EmitEvent:
    return EmitEvent(event=Shutdown(reason=reason))


def _handle(launch_description: LaunchDescription, handler: Any) -> None:
    launch_description.add_action(RegisterEventHandler(handler))
