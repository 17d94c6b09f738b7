"""Fixtures that are launches."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    import asyncio

    from launch import LaunchContext, LaunchService

OPTIONS = "_launch_pytest_options"
"""The attribute of what :func:`fixture` makes that tells how."""


class Options(NamedTuple):
    """How a launch is run."""

    scope: str
    shutdown_when_idle: bool
    auto_shutdown: bool


def finalize_launch_service(
    launch_service: LaunchService, eprefix: str = "", auto_shutdown: bool = True
) -> None:
    """
    Wait until a launch has ended.

    :param auto_shutdown: whether it is shut down for that.
    :raises AssertionError: if anything went wrong in it; `eprefix` says when.
    """
    if auto_shutdown:
        launch_service.shutdown(force_sync=True)
    loop, task = launch_service.event_loop, launch_service.task
    if loop is not None and task is not None and not loop.is_closed():
        code = loop.run_until_complete(task)
        assert code == 0, f"{eprefix} launch service failed when finishing, return code '{code}'"


def make_launch_service(scope: Any = "function") -> Any:
    """Return a fixture for the launch service of a scope."""

    @pytest.fixture(scope=scope)
    def launch_service(event_loop: asyncio.AbstractEventLoop) -> Iterator[LaunchService]:
        """What runs the launch of a test."""
        from launch import LaunchService

        service = LaunchService()
        yield service
        finalize_launch_service(service, "When tearing down launch_service fixture")

    return launch_service


def make_launch_context(scope: Any = "function") -> Any:
    """Return a fixture for the launch context of a scope."""

    @pytest.fixture(scope=scope)
    def launch_context(launch_service: LaunchService) -> LaunchContext:
        """The context of a test's launch."""
        return launch_service.context

    return launch_context


def make_event_loop(scope: Any = "function") -> Any:
    """Return a fixture for the event loop of a scope."""

    @pytest.fixture(scope=scope)
    def event_loop() -> Iterator[asyncio.AbstractEventLoop]:
        """The event loop in which a test's launch runs."""
        import asyncio

        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        yield loop
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
        asyncio.set_event_loop(None)

    return event_loop


_MAKERS = {
    "launch_service": make_launch_service,
    "launch_context": make_launch_context,
    "event_loop": make_event_loop,
}
_SCOPES = ("function", "class", "module", "package", "session")


def _provide(module: Any, scope: str) -> None:
    """Give a module what its launch needs in this scope, unless it has its own."""
    made = vars(module).setdefault("_launch_pytest_scopes", {})
    for name, make in _MAKERS.items():
        if name in vars(module) and name not in made:
            continue
        if _SCOPES.index(scope) > _SCOPES.index(made.get(name, "function")):
            setattr(module, name, make(scope))
            made[name] = scope


def fixture(
    decorated: Callable[..., Any] | None = None,
    *args: Any,
    shutdown_when_idle: bool = True,
    auto_shutdown: bool = True,
    **kwargs: Any,
) -> Any:
    """
    Make a fixture of a function that returns a launch description, or a sequence that begins so.

    The launch runs, and is ready to be tested, when a test begins that asks for it. The module gets
    the fixtures `launch_service`, `launch_context` and `event_loop` for the scope of the launch.

    :param shutdown_when_idle: whether the launch ends when nothing is left to be done.
    :param auto_shutdown: whether it is shut down when its tests have run, before those that are for
        the time after.
    :param args: what `pytest.fixture` takes, as do `kwargs`.
    """
    scope = kwargs.get("scope", "function")
    if scope != "function":
        _provide(inspect.getmodule(inspect.stack()[1].frame), scope)
    options = Options(scope, shutdown_when_idle, auto_shutdown)

    def decorator(function: Callable[..., Any]) -> Any:
        setattr(function, OPTIONS, options)
        made = pytest.fixture(*args, **kwargs)(function)
        setattr(made, OPTIONS, options)
        return made

    return decorator if decorated is None else decorator(decorated)
