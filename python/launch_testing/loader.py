"""Tests of launches, as they are found in modules."""

from __future__ import annotations

import functools
import inspect
import itertools
import unittest
import warnings
from collections.abc import Callable, Iterable, Iterator
from types import ModuleType
from typing import Any

from launch import LaunchDescription

from .actions.ready import find_ready_to_test_actions

Suite = unittest.TestSuite | Iterable[Any]
"""Tests, and suites of tests."""
Description = Callable[..., tuple[LaunchDescription, dict[str, Any]]]


def _normalize(description_function: Callable[..., Any]) -> Description:
    """
    Return what calls a test description and always returns what its tests are given, too.

    It takes `ready_fn`, which will be called when tests may begin.
    """

    def describe(
        *, ready_fn: Callable[[], object], **kwargs: Any
    ) -> tuple[LaunchDescription, dict[str, Any]]:
        result = description_function(**kwargs)
        description, context = result if isinstance(result, tuple) else (result, {})
        ready = next(find_ready_to_test_actions(description.entities), None)
        if ready is None:
            raise Exception(
                "generate_test_description functions must return "
                "a LaunchDescription containing a ReadyToTest action"
            )
        ready._add_callback(ready_fn)
        return description, context

    return describe


class TestRun:
    """One launch and its tests."""

    __test__ = False

    def __init__(
        self,
        name: str,
        test_description_function: Callable[..., Any],
        param_args: dict[str, Any],
        pre_shutdown_tests: Suite,
        post_shutdown_tests: Suite,
    ) -> None:
        """
        Join a launch and its tests.

        :param name: what it is called.
        :param test_description_function: what returns the launch description.
        :param param_args: the arguments that it has been given, which the tests may have, too.
        :param pre_shutdown_tests: tests that run during the launch.
        :param post_shutdown_tests: tests that run after it.
        """
        self.name = name
        if not hasattr(test_description_function, "__markers__"):
            test_description_function.__markers__ = {}  # type: ignore[attr-defined]
        self._test_description_function = test_description_function
        self.normalized_test_description = _normalize(test_description_function)
        self.param_args = param_args
        self.pre_shutdown_tests = pre_shutdown_tests
        self.post_shutdown_tests = post_shutdown_tests
        self.timeout: float = getattr(
            test_description_function, "__ready_to_test_action_timeout__", 15
        )
        """How many seconds the launch may take to be ready."""
        if param_args:
            for case in self.all_cases():
                _rename(case, case._testMethodName + self._format_params())
        for suite in itertools.chain(_suites(pre_shutdown_tests), _suites(post_shutdown_tests)):
            # Tests are still looked at after they have run.
            suite._removeTestAtIndex = lambda *_: None

    @property
    def markers(self) -> dict[str, Any]:
        """The marks of the test description."""
        markers: dict[str, Any] = self._test_description_function.__markers__  # type: ignore[attr-defined]
        return markers

    def bind(
        self,
        tests: Suite,
        injected_attributes: dict[str, Any] | None = None,
        injected_args: dict[str, Any] | None = None,
    ) -> None:
        """
        Give tests what they want to know.

        :param injected_attributes: attributes that all have, in a way that is going away.
        :param injected_args: arguments of methods that have such a parameter.
        """
        for name, value in (injected_attributes or {}).items():
            for test_class in _classes(tests):
                setattr(test_class, name, property(_deprecated_getter(name, value)))
        _bind_arguments(injected_args or {}, tests)

    def get_launch_description(self) -> LaunchDescription:
        """Return the launch description, to be looked at and not to be launched."""
        return self.normalized_test_description(ready_fn=lambda: None)[0]

    def all_cases(self) -> Iterator[Any]:
        """Go through all tests."""
        yield from _cases(self.pre_shutdown_tests)
        yield from _cases(self.post_shutdown_tests)

    def __str__(self) -> str:
        return self.name + self._format_params()

    def _format_params(self) -> str:
        values = ", ".join(map(str, self.param_args.values()))
        return f"[{values}]" if self.param_args else ""


def LoadTestsFromPythonModule(module: ModuleType, *, name: str = "launch_tests") -> list[TestRun]:
    """
    Return the launches of a module, one for each set of parameters, with its tests.

    :param name: what they are called.
    """
    generate = module.generate_test_description
    described = generate() if hasattr(generate, "__parametrized__") else [(generate, {})]
    return [
        TestRun(
            name,
            description,
            arguments,
            PreShutdownTestLoader().loadTestsFromModule(module),
            PostShutdownTestLoader().loadTestsFromModule(module),
        )
        for description, arguments in described
    ]


class _Loader(unittest.TestLoader):
    """Loads the tests that run during a launch, or those that run after it."""

    def __init__(self, post_shutdown: bool) -> None:
        super().__init__()
        self._post_shutdown = post_shutdown

    def loadTestsFromTestCase(self, testCaseClass: type[unittest.TestCase]) -> unittest.TestSuite:
        """Return the tests of a class, or none if it is one of the others."""
        if getattr(testCaseClass, "__post_shutdown_test__", False) != self._post_shutdown:
            return unittest.TestSuite()
        # A class of its own for each launch, as it is given what belongs to that launch.
        module = testCaseClass.__module__
        own = type(testCaseClass.__name__, (testCaseClass,), {"__module__": module})
        return super().loadTestsFromTestCase(own)


def PreShutdownTestLoader() -> unittest.TestLoader:
    """Return what loads the tests that run during a launch."""
    return _Loader(post_shutdown=False)


def PostShutdownTestLoader() -> unittest.TestLoader:
    """Return what loads the tests that run after a launch."""
    return _Loader(post_shutdown=True)


def _rename(case: Any, name: str) -> None:
    setattr(case, name, getattr(case, case._testMethodName))
    case._testMethodName = name


def _bind_arguments(values: dict[str, Any], tests: Suite) -> None:
    for case in _cases(tests):
        for method in (case._testMethodName, "setUp", "tearDown"):
            setattr(case, method, _with_matching(getattr(case, method), values))
    for test_class in _classes(tests):
        for method in ("setUpClass", "tearDownClass"):
            setattr(test_class, method, _with_matching(getattr(test_class, method), values))


def _with_matching(function: Callable[..., Any], values: dict[str, Any]) -> Callable[..., Any]:
    """Return a function that is given those values for which it has a parameter."""
    parameters = inspect.signature(function).parameters
    return functools.partial(
        function, **{name: value for name, value in values.items() if name in parameters}
    )


def _deprecated_getter(name: str, value: Any) -> Callable[[Any], Any]:
    def get(self: Any) -> Any:
        warnings.warn(
            f"self.{name} of tests of launches will go away: "
            f"give the test's method a parameter {name}",
            stacklevel=2,
        )
        return value

    return get


def _is_suite(tests: Any) -> bool:
    return isinstance(tests, Iterable)


def _suites(tests: Any) -> Iterator[Any]:
    if isinstance(tests, unittest.TestSuite):
        yield tests
    if _is_suite(tests):
        for test in tests:
            yield from _suites(test)


def _cases(tests: Any) -> Iterator[Any]:
    if not _is_suite(tests):
        yield tests
        return
    for test in tests:
        yield from _cases(test)


def _classes(tests: Any) -> list[type[Any]]:
    """Return the classes of tests, each once."""
    return list(dict.fromkeys(type(case) for case in _cases(tests)))
