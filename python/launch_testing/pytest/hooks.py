"""
The plugin of pytest.

It is there wherever Rosebay is installed, so it imports what launches only for a file that has a
test description.
"""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from launch_testing.loader import TestRun
    from launch_testing.test_runner import LaunchTestRunner


class LaunchTestFailure(Exception):
    """Tests of a launch have failed."""

    def __init__(self, message: str, results: dict[TestRun, Any]) -> None:
        """Tell of the results."""
        super().__init__(message)
        self.message = message
        self.results = results

    def __str__(self) -> str:
        return self.message

    def describe(self) -> str:
        """Return what has failed, and how."""
        failures = [
            (case.id(), text)
            for result in self.results.values()
            for case, text in (*result.errors, *result.failures)
        ]
        width = max((len(line) for _, text in failures for line in text.splitlines()), default=3)
        return "\n\n".join(
            f"{'=' * width}\nFAIL: {name}\n{'-' * width}\n{text}" for name, text in failures
        )


class LaunchTestItem(pytest.Item):
    """The tests of a file, which are one test for pytest."""

    def __init__(
        self,
        *,
        test_runs: list[TestRun] | None = None,
        runner_cls: type[LaunchTestRunner] | None = None,
        **kwargs: Any,
    ) -> None:
        """
        Create one.

        :param test_runs: the launches with their tests.
        :param runner_cls: what runs them.
        """
        super().__init__(**kwargs)
        self.test_runs = test_runs
        self.runner_cls = runner_cls

    def runtest(self) -> None:
        """Run all the tests."""
        from launch_testing.test_runner import LaunchTestRunner

        arguments = list(itertools.chain.from_iterable(self.config.getoption("--launch-args")))
        runner = (self.runner_cls or LaunchTestRunner)(
            test_runs=self.test_runs or [],
            launch_file_arguments=arguments,
            debug=bool(self.config.getoption("verbose")),
        )
        runner.validate()
        results = runner.run()
        if not all(result.wasSuccessful() for result in results.values()):
            raise LaunchTestFailure("some test cases have failed", results)

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        """Describe what has failed."""
        if isinstance(excinfo.value, LaunchTestFailure):
            return excinfo.value.describe()
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Say where the tests are."""
        return self.path, 0, f"launch tests: {self.name}"


class LaunchTestModule(pytest.File):
    """A file with a test description."""

    def makeitem(self, *args: Any, **kwargs: Any) -> LaunchTestItem:
        """Return what runs its tests."""
        item: LaunchTestItem = LaunchTestItem.from_parent(*args, **kwargs)
        return item

    def collect(self) -> Any:
        """Find its tests."""
        from launch_testing.loader import LoadTestsFromPythonModule

        module = _import(self.path, self.config)
        runs = LoadTestsFromPythonModule(module, name=module.__name__)
        yield self.makeitem(name=module.__name__, parent=self, test_runs=runs)


def _import(path: Path, config: pytest.Config) -> Any:
    from _pytest.pathlib import import_path

    return import_path(
        path,
        mode=config.getoption("importmode"),
        root=config.rootpath,
        consider_namespace_packages=bool(config.getini("consider_namespace_packages")),
    )


def find_launch_test_entrypoint(path: Path, config: pytest.Config) -> Any:
    """Return the test description of a file, or None if it has none."""
    if b"generate_test_description" not in path.read_bytes():
        return None
    try:
        return getattr(_import(path, config), "generate_test_description", None)
    except SyntaxError:
        return None  # which pytest will tell of


def pytest_pycollect_makemodule(module_path: Path, parent: Any) -> Any:
    """Collect files with a test description."""
    entrypoint = find_launch_test_entrypoint(module_path, parent.config)
    if entrypoint is None:
        return None
    hook = parent.session.gethookproxy(module_path)
    return hook.pytest_launch_collect_makemodule(
        path=module_path, parent=parent, entrypoint=entrypoint
    )


def make_marked_module(
    mark: str, kind: type[LaunchTestModule], path: Path, parent: Any, entrypoint: Any
) -> LaunchTestModule | None:
    """Return what collects a file if its test description has a mark."""
    marks = getattr(entrypoint, "pytestmark", [])
    if not any(found.name == mark for found in marks):
        return None
    module = kind.from_parent(parent=parent, path=path)
    for found in marks:
        module.add_marker(getattr(pytest.mark, found.name).with_args(*found.args, **found.kwargs))
    return module


@pytest.hookimpl(trylast=True)
def pytest_launch_collect_makemodule(path: Path, parent: Any, entrypoint: Any) -> Any:
    """Collect files with a test description that is marked."""
    return make_marked_module("launch_test", LaunchTestModule, path, parent, entrypoint)


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Have other plugins add kinds of tests of launches."""
    from launch_testing.pytest import hookspecs

    pluginmanager.add_hookspecs(hookspecs)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let launches be told something."""
    parser.addoption(
        "--launch-args",
        action="append",
        nargs="*",
        default=[],
        help="One or more Launch test arguments",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Tell of the mark."""
    config.addinivalue_line(
        "markers",
        "launch_test: mark a generate_test_description function as a launch test entrypoint",
    )
