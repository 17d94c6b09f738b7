"""
Waiting for processes and for what they write.

Coroutines are for tests that are coroutines; what ends with ``_sync`` is for all others, which run
in a thread beside the launch. A `timeout` is in seconds; None waits for ever.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from launch import LaunchContext
from launch.actions import ExecuteLocal
from launch.event_handler import BaseEventHandler
from launch.event_handlers import OnProcessExit, OnProcessIO, OnProcessStart

Validate = Callable[[str], Any]
"""Takes all that a process has written to a stream."""
MakeHandler = Callable[[ExecuteLocal, Callable[[], None]], BaseEventHandler]
"""Returns what calls a function at the events of a process."""


@contextmanager
def register_event_handler(
    context: LaunchContext, event_handler: BaseEventHandler
) -> Iterator[None]:
    """Have events handled for a while, after all other handlers."""
    context.register_event_handler(event_handler, append=True)
    try:
        yield
    finally:
        context.unregister_event_handler(event_handler)


def _on_start(process: ExecuteLocal, notify: Callable[[], None]) -> BaseEventHandler:
    return OnProcessStart(target_action=process, on_start=lambda *_: notify())


def _on_exit(process: ExecuteLocal, notify: Callable[[], None]) -> BaseEventHandler:
    return OnProcessExit(target_action=process, on_exit=lambda *_: notify())


def _has_started(process: ExecuteLocal) -> bool:
    return process.process_details is not None and "pid" in process.process_details


def _has_ended(process: ExecuteLocal) -> bool:
    return process.return_code is not None


async def _wait(
    context: LaunchContext,
    process: ExecuteLocal,
    make_handler: MakeHandler,
    condition: Callable[[], Any],
    timeout: float | None,
) -> Any:
    """Wait until a condition holds, asked at first and at every event; return what it returned."""
    event = asyncio.Event()
    end = None if timeout is None else time.monotonic() + timeout
    with register_event_handler(context, make_handler(process, event.set)):
        while not (value := condition()):
            left = None if end is None else end - time.monotonic()
            try:
                await asyncio.wait_for(event.wait(), left)
            except asyncio.TimeoutError:
                return condition()
            event.clear()
    return value


def _wait_sync(
    context: LaunchContext,
    process: ExecuteLocal,
    make_handler: MakeHandler,
    condition: Callable[[], Any],
    timeout: float | None,
) -> Any:
    """Do what `_wait` does, in another thread than the launch's."""
    event = threading.Event()
    end = None if timeout is None else time.monotonic() + timeout
    with register_event_handler(context, make_handler(process, event.set)):
        while not (value := condition()):
            if not event.wait(None if end is None else end - time.monotonic()):
                return condition()
            event.clear()
    return value


@dataclass(frozen=True)
class _Stream:
    """What a process writes to one of its two streams."""

    make_handler: MakeHandler
    read: Callable[[ExecuteLocal], str]

    def validated(self, process: ExecuteLocal, validate: Validate) -> Callable[[], Any]:
        """Return what asks a validation what it says of all that has been written."""
        return lambda: validate(self.read(process))

    def holds(self, process: ExecuteLocal, validate: Validate) -> Callable[[], bool]:
        """Return what says whether a validation raises no `AssertionError`."""

        def condition() -> bool:
            try:
                validate(self.read(process))
            except AssertionError:
                return False
            return True

        return condition


_STDOUT = _Stream(
    lambda process, notify: OnProcessIO(target_action=process, on_stdout=lambda _: notify()),
    lambda process: process.get_stdout(),
)
_STDERR = _Stream(
    lambda process, notify: OnProcessIO(target_action=process, on_stderr=lambda _: notify()),
    lambda process: process.get_stderr(),
)


async def wait_for_output(
    launch_context: LaunchContext,
    execute_process_action: ExecuteLocal,
    validate_output: Validate,
    timeout: float | None = None,
) -> Any:
    """Wait until `validate_output` returns something true of standard output, and return that."""
    condition = _STDOUT.validated(execute_process_action, validate_output)
    return await _wait(
        launch_context, execute_process_action, _STDOUT.make_handler, condition, timeout
    )


def wait_for_output_sync(
    launch_context: LaunchContext,
    execute_process_action: ExecuteLocal,
    validate_output: Validate,
    timeout: float | None = None,
) -> Any:
    """See :func:`wait_for_output`."""
    condition = _STDOUT.validated(execute_process_action, validate_output)
    return _wait_sync(
        launch_context, execute_process_action, _STDOUT.make_handler, condition, timeout
    )


async def assert_output(
    launch_context: LaunchContext,
    execute_process_action: ExecuteLocal,
    validate_output: Validate,
    timeout: float | None = None,
) -> None:
    """Wait until the assertions of `validate_output` hold of standard output, or raise them."""
    condition = _STDOUT.holds(execute_process_action, validate_output)
    if not await _wait(
        launch_context, execute_process_action, _STDOUT.make_handler, condition, timeout
    ):
        validate_output(_STDOUT.read(execute_process_action))


def assert_output_sync(
    launch_context: LaunchContext,
    execute_process_action: ExecuteLocal,
    validate_output: Validate,
    timeout: float | None = None,
) -> None:
    """See :func:`assert_output`."""
    condition = _STDOUT.holds(execute_process_action, validate_output)
    if not _wait_sync(
        launch_context, execute_process_action, _STDOUT.make_handler, condition, timeout
    ):
        validate_output(_STDOUT.read(execute_process_action))


async def wait_for_stderr(
    launch_context: LaunchContext,
    execute_process_action: ExecuteLocal,
    validate_output: Validate,
    timeout: float | None = None,
) -> Any:
    """Wait until `validate_output` returns something true of standard error, and return that."""
    condition = _STDERR.validated(execute_process_action, validate_output)
    return await _wait(
        launch_context, execute_process_action, _STDERR.make_handler, condition, timeout
    )


def wait_for_stderr_sync(
    launch_context: LaunchContext,
    execute_process_action: ExecuteLocal,
    validate_output: Validate,
    timeout: float | None = None,
) -> Any:
    """See :func:`wait_for_stderr`."""
    condition = _STDERR.validated(execute_process_action, validate_output)
    return _wait_sync(
        launch_context, execute_process_action, _STDERR.make_handler, condition, timeout
    )


async def assert_stderr(
    launch_context: LaunchContext,
    execute_process_action: ExecuteLocal,
    validate_output: Validate,
    timeout: float | None = None,
) -> None:
    """Wait until the assertions of `validate_output` hold of standard error, or raise them."""
    condition = _STDERR.holds(execute_process_action, validate_output)
    if not await _wait(
        launch_context, execute_process_action, _STDERR.make_handler, condition, timeout
    ):
        validate_output(_STDERR.read(execute_process_action))


def assert_stderr_sync(
    launch_context: LaunchContext,
    execute_process_action: ExecuteLocal,
    validate_output: Validate,
    timeout: float | None = None,
) -> None:
    """See :func:`assert_stderr`."""
    condition = _STDERR.holds(execute_process_action, validate_output)
    if not _wait_sync(
        launch_context, execute_process_action, _STDERR.make_handler, condition, timeout
    ):
        validate_output(_STDERR.read(execute_process_action))


async def wait_for_start(
    launch_context: LaunchContext,
    execute_process_action: ExecuteLocal,
    timeout: float | None = None,
) -> bool:
    """Wait until a process has started; return whether it has."""
    process = execute_process_action
    return bool(
        await _wait(launch_context, process, _on_start, lambda: _has_started(process), timeout)
    )


def wait_for_start_sync(
    launch_context: LaunchContext,
    execute_process_action: ExecuteLocal,
    timeout: float | None = None,
) -> bool:
    """See :func:`wait_for_start`."""
    process = execute_process_action
    return bool(
        _wait_sync(launch_context, process, _on_start, lambda: _has_started(process), timeout)
    )


async def wait_for_exit(
    launch_context: LaunchContext,
    execute_process_action: ExecuteLocal,
    timeout: float | None = None,
) -> bool:
    """Wait until a process has ended; return whether it has."""
    process = execute_process_action
    return bool(
        await _wait(launch_context, process, _on_exit, lambda: _has_ended(process), timeout)
    )


def wait_for_exit_sync(
    launch_context: LaunchContext,
    execute_process_action: ExecuteLocal,
    timeout: float | None = None,
) -> bool:
    """See :func:`wait_for_exit`."""
    process = execute_process_action
    return bool(_wait_sync(launch_context, process, _on_exit, lambda: _has_ended(process), timeout))
