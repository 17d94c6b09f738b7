"""
The plugin of pytest.

It is there wherever Rosebay is installed, so it imports what launches only for tests of launches.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Generator, Iterator, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from .fixture import (
    OPTIONS,
    Options,
    finalize_launch_service,
    make_event_loop,
    make_launch_context,
    make_launch_service,
)

if TYPE_CHECKING:
    import asyncio

    from launch import LaunchDescription
    from launch_testing.actions import ReadyToTest

_IS_SHUTDOWN = pytest.StashKey[bool]()
"""Whether an item is for the time after its launch."""
_SECOND_HALF = pytest.StashKey[pytest.Item]()
"""The item that goes on with a generator after the launch."""
_GENERATOR = pytest.StashKey[Any]()
"""The generator with which an item goes on."""
_END = object()


class LaunchTestWarning(pytest.PytestWarning):
    """A test of a launch is not marked as it should be."""


launch_service = make_launch_service()
launch_context = make_launch_context()


def pytest_configure(config: pytest.Config) -> None:
    """Tell of the mark, and offer an event loop unless another plugin does."""
    config.addinivalue_line(
        "markers",
        "launch(fixture, shutdown=False): run the test beside the launch of a fixture made with "
        "launch_pytest.fixture, or after it has been shut down",
    )
    # pytest-asyncio had a fixture of this name up to 1.0, which serves as well.
    if not hasattr(config.pluginmanager.getplugin("asyncio"), "event_loop"):
        loops = ModuleType("launch_pytest_event_loop")
        loops.event_loop = make_event_loop()  # type: ignore[attr-defined]
        config.pluginmanager.register(loops, loops.__name__)


# Launches


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
) -> Generator[None, Any, Any]:
    """Run the launch that a fixture returns, until it is ready to be tested."""
    options: Options | None = getattr(fixturedef.func, OPTIONS, None)
    if options is None:
        return (yield)
    where = f"When running launch_pytest fixture '{fixturedef.func.__name__}':"
    service = request.getfixturevalue("launch_service")
    loop: asyncio.AbstractEventLoop = request.getfixturevalue("event_loop")
    result = yield
    description = _description_of(result, where)
    service.include_launch_description(description)
    is_ready = loop.create_future()
    get_ready_to_test_action(description)._add_callback(lambda: is_ready.set_result(None))
    # The task is kept by the service, which is asked for it at the end.
    running = loop.create_task(service.run_async(shutdown_when_idle=options.shutdown_when_idle))
    fixturedef.addfinalizer(
        functools.partial(finalize_launch_service, service, where, options.auto_shutdown)
    )
    loop.run_until_complete(_first_of(is_ready, running))
    assert is_ready.done(), f"{where} the launch ended before it was ready to be tested"
    return result


async def _first_of(*awaitables: asyncio.Future[Any]) -> None:
    import asyncio

    await asyncio.wait(awaitables, return_when=asyncio.FIRST_COMPLETED)


def _description_of(result: Any, where: str) -> LaunchDescription:
    from launch import LaunchDescription

    first = result[0] if isinstance(result, Sequence) and result else result
    assert isinstance(first, LaunchDescription), (
        f"{where} return value must be either a launch description "
        "or a sequence which first item is a launch description"
    )
    return first


def get_ready_to_test_action(launch_description: LaunchDescription) -> ReadyToTest:
    """
    Return what tells that a launch is ready to be tested; it is added if there is nothing yet.

    :raises RuntimeError: if there are several.
    """
    from launch_testing.actions import ReadyToTest
    from launch_testing.actions.ready import find_ready_to_test_actions

    found = list(find_ready_to_test_actions(launch_description.entities))
    if len(found) > 1:
        raise RuntimeError(
            "launch_pytest fixtures must return a LaunchDescription "
            "containing only one ReadyToTest action"
        )
    if not found:
        found.append(ReadyToTest())
        launch_description.add_action(found[0])
    return found[0]


# Items


def _mark_of(collector: Any, function: Any) -> pytest.Mark | None:
    for mark in reversed(getattr(function, "pytestmark", ())):
        if mark.name == "launch":
            return mark  # type: ignore[no-any-return]
    return collector.get_closest_marker("launch")  # type: ignore[no-any-return]


def _is_generator(function: Any) -> bool:
    return inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function)


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makeitem(collector: Any, name: str, obj: Any) -> list[Any] | None:
    """Collect the tests of launches: functions, coroutines, and generators of both kinds."""
    if not inspect.isfunction(obj) or not collector.funcnamefilter(name):
        return None
    mark = _mark_of(collector, obj)
    if mark is None:
        return None
    fixture = mark.kwargs.get("fixture")
    if fixture is None:
        message = '"fixture" keyword argument is required in a pytest.mark.launch() decorator'
        item = pytest.Function.from_parent(collector, name=name, callobj=lambda: None)
        item.warn(LaunchTestWarning(message))
        item.add_marker(pytest.mark.skip(message))
        return [item]
    # A mark, as fixtures that have parameters are found by it, too.
    pytest.mark.usefixtures(fixture.__name__, "launch_service", "event_loop")(obj)
    items = _items(collector, name, obj, is_shutdown=bool(mark.kwargs.get("shutdown")))
    if not _is_generator(obj) or _options_of(fixture).scope == "function":
        return items
    halves = _items(collector, name, obj, is_shutdown=True)
    for item, half in zip(items, halves, strict=True):
        half.name = f"{half.name}[shutdown_test]"
        item.stash[_SECOND_HALF] = half
    return items + halves


def _items(collector: Any, name: str, function: Any, *, is_shutdown: bool) -> list[Any]:
    items = list(collector._genfunctions(name, function))
    for item in items:
        item.stash[_IS_SHUTDOWN] = is_shutdown
    return items


def _options_of(fixture: Any) -> Options:
    options: Options = getattr(fixture, OPTIONS)
    return options


def _launch_of(item: pytest.Item) -> tuple[Any, Any] | None:
    """Return what tells an item's launch from others, None if it shares none."""
    mark = item.get_closest_marker("launch")
    fixture = None if mark is None else mark.kwargs.get("fixture")
    if fixture is None or _options_of(fixture).scope == "function":
        return None
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    return id(fixture), repr(parameters.get(fixture.__name__))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have what is for the time after a launch behind all other tests of that launch."""
    launches = [_launch_of(item) for item in items]
    last: dict[Any, int] = {
        launch: index
        for index, (item, launch) in enumerate(zip(items, launches, strict=True))
        if launch is not None and not item.stash.get(_IS_SHUTDOWN, False)
    }
    waiting: dict[Any, list[pytest.Item]] = {}
    ordered: list[pytest.Item] = []
    for index, (item, launch) in enumerate(zip(items, launches, strict=True)):
        if item.stash.get(_IS_SHUTDOWN, False) and last.get(launch, -1) > index:
            waiting.setdefault(launch, []).append(item)
            continue
        ordered.append(item)
        if launch is not None and last.get(launch) == index:
            ordered += waiting.pop(launch, [])
    items[:] = ordered


# Running


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, Any, Any]:
    """Run a test of a launch while the launch goes on, or after it."""
    mark = pyfuncitem.get_closest_marker("launch")
    if mark is None or _IS_SHUTDOWN not in pyfuncitem.stash:
        return (yield)
    if mark.kwargs.get("shutdown") and _is_generator(pyfuncitem.obj):
        pytest.fail(
            "generator or async generator based launch test items cannot be marked with "
            "shutdown=True"
        )
    runner = _Runner(pyfuncitem, _options_of(mark.kwargs["fixture"]))
    function = pyfuncitem.obj
    pyfuncitem.obj = functools.wraps(function)(runner.choose(function))
    try:
        return (yield)
    finally:
        pyfuncitem.obj = function


class _Runner:
    """Runs one item."""

    def __init__(self, item: pytest.Function, options: Options) -> None:
        self.item = item
        self.options = options
        self.loop: Any = item.funcargs["event_loop"]
        self.service: Any = item.funcargs["launch_service"]

    def choose(self, function: Callable[..., Any]) -> Callable[..., None]:
        """Return what runs a test in place of its function, with the same arguments."""
        if not _is_generator(function):
            return functools.partial(self.run_function, function)
        if self.options.scope == "function":
            return functools.partial(self.run_both_halves, function)
        if self.item.stash[_IS_SHUTDOWN]:
            return lambda **_: self.run_second_half()
        return functools.partial(self.run_first_half, function)

    def shut_down(self) -> None:
        """End the launch."""
        where = f"When running test {self.item.name}"
        finalize_launch_service(self.service, where, self.options.auto_shutdown)

    def wait_for(self, function: Callable[[], Any]) -> Any:
        """Run a function in a thread while the launch goes on, and return what it returns."""
        return self.loop.run_until_complete(self.loop.run_in_executor(None, function))

    def run_function(self, function: Callable[..., Any], **arguments: Any) -> None:
        """Run a function or a coroutine."""
        if self.item.stash[_IS_SHUTDOWN]:
            self.shut_down()
        if inspect.iscoroutinefunction(function):
            self.loop.run_until_complete(function(**arguments))
        else:
            self.wait_for(functools.partial(function, **arguments))

    def go_on(self, generator: Any) -> bool:
        """Run a generator up to its next `yield`; return whether there was one."""
        if isinstance(generator, Iterator):
            return self.wait_for(functools.partial(next, generator, _END)) is not _END
        try:
            self.loop.run_until_complete(generator.__anext__())
        except StopAsyncIteration:
            return False
        return True

    def run_both_halves(self, function: Callable[..., Any], **arguments: Any) -> None:
        """Run a generator, with the end of the launch between its halves."""
        generator = function(**arguments)
        if self.go_on(generator):
            self.finish(generator)

    def run_first_half(self, function: Callable[..., Any], **arguments: Any) -> None:
        """Run a generator up to the end of the launch."""
        generator = function(**arguments)
        self.go_on(generator)
        self.item.stash[_SECOND_HALF].stash[_GENERATOR] = generator

    def run_second_half(self) -> None:
        """Run the rest of a generator."""
        generator = self.item.stash.get(_GENERATOR, None)
        if generator is None:
            pytest.skip("shutdown test skipped because the test failed before")
        self.finish(generator)

    def finish(self, generator: Any) -> None:
        """End the launch, then the generator."""
        self.shut_down()
        if self.go_on(generator):
            kind = "a generator" if isinstance(generator, Iterator) else "an async gen"
            pytest.fail(
                f"launch tests using {kind} function must stop iteration after yielding once",
                pytrace=False,
            )
