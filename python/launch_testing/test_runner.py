"""Running launches with their tests."""

from __future__ import annotations

import inspect
import threading
import unittest
from collections.abc import Iterable, Sequence
from typing import Any

from launch import LaunchDescription, LaunchDescriptionSource, LaunchService
from launch.actions import IncludeLaunchDescription, RegisterEventHandler
from launch.event_handlers import OnProcessExit, OnProcessIO, OnProcessStart

from .io_handler import ActiveIoHandler
from .loader import TestRun
from .parse_arguments import parse_launch_arguments
from .proc_info_handler import ActiveProcInfoHandler
from .test_result import FailResult, SkipResult, TestResult


class _LaunchDiedException(Exception):
    """A launch has ended before its tests."""


class _RunnerWorker:
    """Runs one launch and its tests."""

    def __init__(
        self,
        test_run: TestRun,
        test_run_preamble: Iterable[Any],
        launch_file_arguments: Sequence[str] = (),
        debug: bool = False,
    ) -> None:
        self._test_run = test_run
        self._test_run_preamble = test_run_preamble
        self._launch_service = LaunchService(debug=debug)
        self._arguments = parse_launch_arguments(launch_file_arguments)
        self._is_ready = threading.Event()
        self._tests_completed = threading.Event()
        self._results: TestResult | None = None
        # The launch has to be in the main thread.
        self._test_thread = threading.Thread(
            target=self._run_test, name="test_runner_thread", daemon=True
        )

    def run(self) -> TestResult:
        """Launch and test, and return the results of all tests."""
        description, context = self._test_run.normalized_test_description(
            ready_fn=self._is_ready.set
        )
        proc_info, proc_output = ActiveProcInfoHandler(), ActiveIoHandler()
        given = context | self._test_run.param_args
        test_args = dict(self._arguments)
        during = {
            "launch_service": self._launch_service,
            "proc_info": proc_info,
            "proc_output": proc_output,
            "test_args": test_args,
        }
        after = {
            "proc_info": proc_info._proc_info_handler,
            "proc_output": proc_output._io_handler,
            "test_args": test_args,
        }
        self._test_run.bind(self._test_run.pre_shutdown_tests, during, given | during)
        self._test_run.bind(self._test_run.post_shutdown_tests, after, given | after)
        self._launch_service.include_launch_description(
            self._observed(description, proc_info, proc_output)
        )
        self._test_thread.start()
        self._launch_service.run(
            shutdown_when_idle=not self._test_run.markers.get("keep_alive", False)
        )
        if not self._tests_completed.is_set():
            # After Ctrl-C, or because all processes have ended.
            print("Processes under test stopped before tests completed")
            self._print_process_output_summary(proc_info, proc_output)
            raise _LaunchDiedException
        self._test_thread.join()
        assert self._results is not None
        self._results.append(_run_suite(self._test_run.post_shutdown_tests))
        return self._results

    def _observed(
        self,
        description: LaunchDescription,
        proc_info: ActiveProcInfoHandler,
        proc_output: ActiveIoHandler,
    ) -> LaunchDescription:
        """Return a description with arguments for another one and with eyes on its processes."""

        def on_start(event: Any, _: Any) -> None:
            proc_info.append(event)
            proc_output.track(event.process_name)

        handlers = (
            OnProcessStart(on_start=on_start),
            OnProcessExit(on_exit=lambda event, _: proc_info.append(event)),
            OnProcessIO(on_stdout=proc_output.append, on_stderr=proc_output.append),
        )
        return LaunchDescription(
            [
                *self._test_run_preamble,
                *map(RegisterEventHandler, handlers),
                IncludeLaunchDescription(
                    LaunchDescriptionSource(launch_description=description),
                    launch_arguments=self._arguments,
                ),
            ]
        )

    def _run_test(self) -> None:
        """Run the tests that are for the time of the launch, and end it."""
        if not self._is_ready.wait(self._test_run.timeout):
            print("Timed out waiting for processes to start up")
            self._launch_service.shutdown()
            return
        try:
            self._results = _run_suite(self._test_run.pre_shutdown_tests)
        finally:
            self._tests_completed.set()
            self._launch_service.shutdown()

    def _print_process_output_summary(
        self, proc_info: ActiveProcInfoHandler, proc_output: ActiveIoHandler
    ) -> None:
        """Print what the processes have written that have failed."""
        for event in proc_info:
            if getattr(event, "returncode", None) in (0, None):
                continue
            print(f"Process '{event.process_name}' exited with {event.returncode}")
            heading = f"##### '{event.process_name}' output #####"
            print(heading)
            for io in proc_output[event.action]:
                print(io.text.decode(errors="replace"))
            print("#" * len(heading))


def _run_suite(tests: Any) -> TestResult:
    # A suite of its own, as what is given may be a list.
    result = unittest.TextTestRunner(verbosity=2, resultclass=TestResult).run(
        tests if isinstance(tests, unittest.TestSuite) else unittest.TestSuite(tests)
    )
    assert isinstance(result, TestResult)
    return result


class LaunchTestRunner:
    """Runs launches with their tests, one after another."""

    def __init__(
        self,
        test_runs: Sequence[TestRun],
        launch_file_arguments: Sequence[str] = (),
        debug: bool = False,
    ) -> None:
        """
        Create one.

        :param test_runs: the launches.
        :param launch_file_arguments: what they are told, as ``name:=value``.
        :param debug: whether launches say all that they do.
        """
        self._test_runs = test_runs
        self._launch_file_arguments = launch_file_arguments
        self._debug = debug

    def generate_preamble(self) -> list[Any]:
        """Return what comes before each launch description: nothing."""
        return []

    def run(self) -> dict[TestRun, Any]:
        """Run all and return the results by the launches; after Ctrl-C there are fewer."""
        results: dict[TestRun, Any] = {}
        for run in self._test_runs:
            if len(self._test_runs) > 1:
                print(f"\nStarting test run {run}")
            try:
                worker = _RunnerWorker(
                    run, self.generate_preamble(), self._launch_file_arguments, self._debug
                )
                results[run] = worker.run()
            except unittest.SkipTest as skip:
                print(f"{run} is skipped: {skip}")
                results[run] = SkipResult(test_run=run, skip_reason=str(skip))
            except _LaunchDiedException:
                results[run] = FailResult(
                    test_run=run, message="Launch stopped before the active tests finished."
                )
                break
        return results

    def validate(self) -> None:
        """
        Look for mistakes before anything is launched.

        :raises Exception: if a test description has other arguments than it is given.
        """
        for run in self._test_runs:
            function = inspect.unwrap(run._test_description_function)
            specification = inspect.getfullargspec(function)
            expected = specification.args + specification.kwonlyargs
            for name in run.param_args:
                if name not in expected:
                    raise Exception(
                        "Could not find an argument in generate_test_description matching "
                        f"parametrized argument '{name}'"
                    )
            for name in expected:
                if name not in run.param_args:
                    raise Exception(
                        f"generate_test_description has unexpected extra argument '{name}'"
                    )
