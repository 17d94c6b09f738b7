"""Running processes."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

from .. import logging
from .._process_output import ProcessOutput
from ..action import Action
from ..conditions import evaluate_condition_expression
from ..descriptions import Executable
from ..event_handler import BaseEventHandler, EventHandler
from ..event_handlers import OnProcessExit, OnProcessIO, OnProcessStart, OnShutdown
from ..events import Shutdown, matches_action
from ..events.process import (
    ProcessExited,
    ProcessIO,
    ProcessStarted,
    ProcessStderr,
    ProcessStdout,
    ShutdownProcess,
    SignalProcess,
)
from ..launch_context import LaunchContext
from ..launch_description_entity import LaunchDescriptionEntity
from ..some_entities_type import SomeEntitiesType
from ..some_substitutions_type import SomeSubstitutionsType
from ..substitution import Substitution
from ..substitutions import LaunchConfiguration
from ..utilities import (
    is_a_subclass,
    normalize_to_list_of_substitutions,
    perform_substitutions,
)
from ..utilities.type_utils import normalize_typed_substitution, perform_typed_substitution
from .opaque_function import OpaqueFunction

if TYPE_CHECKING:
    import asyncio
    from logging import Logger

    from .._subprocess import Subprocess


class ExecuteLocal(Action):
    """
    Run a process on this machine.

    It emits the events of :mod:`launch.events.process` for the process's start, its end and what it
    writes, and heeds those for its shutdown and for signals. When the launch ends the process is
    sent SIGINT; if it goes on, SIGTERM, and then SIGKILL.
    """

    def __init__(
        self,
        *,
        process_description: Executable,
        shell: bool = False,
        sigterm_timeout: SomeSubstitutionsType | None = None,
        sigkill_timeout: SomeSubstitutionsType | None = None,
        emulate_tty: bool = False,
        output: SomeSubstitutionsType | Mapping[str, str | Iterable[str]] = "log",
        output_format: str = "[{this.process_description.final_name}] {line}",
        cached_output: bool = False,
        log_cmd: bool = False,
        on_exit: SomeEntitiesType
        | Callable[[ProcessExited, LaunchContext], SomeEntitiesType | None]
        | None = None,
        respawn: bool | SomeSubstitutionsType = False,
        respawn_delay: float | None = None,
        respawn_max_retries: int = -1,
        **kwargs: Any,
    ) -> None:
        """
        Create the action.

        :param process_description: what is run.
        :param shell: whether a shell is to run it.
        :param sigterm_timeout: seconds from SIGINT to SIGTERM; the launch configuration of this
            name if not given, else 5.
        :param sigkill_timeout: seconds from SIGTERM to SIGKILL, likewise.
        :param emulate_tty: whether the process writes to terminals instead of pipes; the launch
            configuration of this name goes first.
        :param output: where what it writes goes, see :func:`launch.logging.get_output_loggers`; the
            environment's ``OVERRIDE_LAUNCH_PROCESS_OUTPUT`` goes first.
        :param output_format: how a line is shown, from ``line`` and ``this`` action.
        :param cached_output: whether what it writes is kept for :meth:`get_stdout`.
        :param log_cmd: whether the command is logged.
        :param on_exit: entities to be visited when it has ended, or a callable that returns them.
        :param respawn: whether it is started again when it has ended.
        :param respawn_delay: seconds before that.
        :param respawn_max_retries: how often; negative for always.
        """
        super().__init__(**kwargs)
        self.__process_description = process_description
        self.__shell = shell
        self.__sigterm_timeout = _timeout("sigterm_timeout", sigterm_timeout)
        self.__sigkill_timeout = _timeout("sigkill_timeout", sigkill_timeout)
        self.__emulate_tty = emulate_tty
        override = os.environ.get("OVERRIDE_LAUNCH_PROCESS_OUTPUT")
        if override is not None:
            output = override
        self.__output: Mapping[str, str | Iterable[str]] | list[Substitution] = (
            output
            if isinstance(output, dict)
            else normalize_to_list_of_substitutions(cast(Any, output))
        )
        self.__output_format = output_format
        self.__log_cmd = log_cmd
        self.__on_exit = on_exit
        self.__respawn = normalize_typed_substitution(respawn, bool)
        self.__respawns = False
        self.__respawn_delay = respawn_delay
        self.__respawn_max_retries = respawn_max_retries
        self.__respawn_retries = 0

        self.__process_event_args: dict[str, Any] | None = None
        self.__subprocess: Subprocess | None = None
        self.__completed_future: asyncio.Future[None] | None = None
        self.__shutdown_future: asyncio.Future[None] | None = None
        self.__escalation: list[asyncio.TimerHandle] = []
        self.__loggers: dict[str, Logger] = {}
        self.__stdout = self.__make_output("stdout", cached_output)
        self.__stderr = self.__make_output("stderr", cached_output)
        self.__executed = False

    def __make_output(self, source: str, cached: bool) -> ProcessOutput:
        def log(line: str) -> None:
            self.__loggers[source].info(self.__output_format.format(line=line, this=self))

        return ProcessOutput(log, cached=cached)

    @property
    def process_description(self) -> Executable:
        """What is run."""
        return self.__process_description

    @property
    def shell(self) -> bool:
        """Whether a shell is to run it."""
        return self.__shell

    @property
    def emulate_tty(self) -> bool:
        """Whether the process writes to terminals instead of pipes."""
        return self.__emulate_tty

    @property
    def sigkill_timeout(self) -> list[Substitution]:
        """Seconds from SIGTERM to SIGKILL."""
        return self.__sigkill_timeout

    @property
    def sigterm_timeout(self) -> list[Substitution]:
        """Seconds from SIGINT to SIGTERM."""
        return self.__sigterm_timeout

    @property
    def output(self) -> Mapping[str, str | Iterable[str]] | list[Substitution]:
        """Where what the process writes goes."""
        return self.__output

    @property
    def process_details(self) -> dict[str, Any] | None:
        """Name, pid, cmd and more of the process, None before it is started."""
        return self.__process_event_args

    @property
    def return_code(self) -> int | None:
        """How the process ended, None if it has not."""
        return None if self.__subprocess is None else self.__subprocess.get_returncode()

    def get_sub_entities(self) -> list[LaunchDescriptionEntity]:
        """Return the entities to be visited when the process has ended, if they are known."""
        return self.__on_exit if isinstance(self.__on_exit, list) else []

    def get_stdout(self) -> str:
        """
        Return what the process has written to its standard output.

        :raises RuntimeError: unless it was created with `cached_output`.
        """
        return self.__cached(self.__stdout, "stdout")

    def get_stderr(self) -> str:
        """
        Return what the process has written to its standard error.

        :raises RuntimeError: unless it was created with `cached_output`.
        """
        return self.__cached(self.__stderr, "stderr")

    def __cached(self, output: ProcessOutput, source: str) -> str:
        if output.text is None:
            raise RuntimeError(
                f"cached output must be true to be able to get {source}, "
                f"proc '{self.__process_description.name}'"
            )
        return output.text

    def get_asyncio_future(self) -> asyncio.Future[Any] | None:
        """Return what is done when the process has ended for good."""
        return self.__completed_future

    def prepare(self, context: LaunchContext) -> None:
        """Perform all substitutions."""
        description = self.__process_description
        description.prepare(context, self)
        # The arguments of all events of the process; its number is added when it has one.
        self.__process_event_args = {
            "action": self,
            "name": description.final_name,
            "cmd": description.final_cmd,
            "cwd": description.final_cwd,
            "env": description.final_env,
        }
        self.__respawns = perform_typed_substitution(context, self.__respawn, bool)

    def execute(self, context: LaunchContext) -> list[LaunchDescriptionEntity] | None:
        """Begin to run the process, and to handle its events."""
        self.prepare(context)
        name = self.__process_description.final_name or ""
        if self.__executed:
            raise RuntimeError(
                f"ExecuteLocal action '{name}': executed more than once: {self.describe()}"
            )
        self.__executed = True
        if context.is_shutdown:
            return None
        output = self.__output
        if not isinstance(output, dict):
            output = cast(Any, perform_substitutions(context, cast(list[Substitution], output)))
        stdout, stderr = logging.get_output_loggers(name, cast(Any, output))
        self.__loggers = {"process": logging.get_logger(name), "stdout": stdout, "stderr": stderr}
        for event_handler in self.__event_handlers():
            context.register_event_handler(event_handler)
        loop = context._running_loop()
        self.__completed_future = loop.create_future()
        self.__shutdown_future = loop.create_future()
        loop.create_task(self.__execute_process(context, loop))
        return None

    def __event_handlers(self) -> list[BaseEventHandler]:
        """Return the handlers of the process's events; of two for the same the later goes first."""
        handlers: list[BaseEventHandler] = [
            EventHandler(
                matcher=lambda event: is_a_subclass(event, ShutdownProcess),
                entities=OpaqueFunction(function=self.__on_shutdown_process_event),
            ),
            EventHandler(
                matcher=lambda event: is_a_subclass(event, SignalProcess),
                entities=OpaqueFunction(function=self.__on_signal_process_event),
            ),
            OnProcessIO(
                target_action=self,
                on_stdin=self.__on_stdin,
                on_stdout=lambda event: self.__stdout.write(event.text),
                on_stderr=lambda event: self.__stderr.write(event.text),
            ),
            OnShutdown(on_shutdown=self.__on_shutdown),
        ]
        if self.__on_exit is not None:
            handlers.append(OnProcessExit(target_action=self, on_exit=self.__on_exit))
        handlers.append(OnProcessExit(target_action=self, on_exit=self.__flush))
        return handlers

    def __on_stdin(self, event: ProcessIO) -> None:
        self.__log.warning(f"input for the process is ignored: {event.text!r}")

    def __flush(self, event: ProcessExited, context: LaunchContext) -> None:
        self.__stdout.flush()
        self.__stderr.flush()

    @property
    def __log(self) -> Logger:
        return self.__loggers["process"]

    def __on_shutdown(self, event: Shutdown, context: LaunchContext) -> None:
        # Of Ctrl-C the terminal has told the process as well, if there is one.
        self._shutdown_process(
            context, send_sigint=not event.due_to_sigint or context.noninteractive
        )

    def __on_shutdown_process_event(self, context: LaunchContext) -> None:
        if context.locals.event.process_matcher(self):
            self._shutdown_process(context, send_sigint=True)

    def _shutdown_process(self, context: LaunchContext, *, send_sigint: bool) -> None:
        """Have the process end, once; if it is only about to start, as soon as it has."""
        if self.__shutdown_future is None or self.__shutdown_future.done():
            return
        if self.__completed_future is None or self.__completed_future.done():
            self.__shutdown_future.set_result(None)
            return
        if self.__subprocess is None:
            context.register_event_handler(
                OnProcessStart(
                    target_action=lambda action: action is self,
                    on_start=lambda event, context: self._shutdown_process(
                        context, send_sigint=send_sigint
                    ),
                )
            )
            return
        self.__shutdown_future.set_result(None)
        self.__escalate(context)
        if send_sigint:
            self.__emit_signal(context, signal.SIGINT)

    def __escalate(self, context: LaunchContext) -> None:
        """Send SIGTERM, and then SIGKILL, if the process does not end in time."""
        to_term = float(perform_substitutions(context, self.__sigterm_timeout))
        to_kill = to_term + float(perform_substitutions(context, self.__sigkill_timeout))

        def send(number: signal.Signals, after: float, previous: str) -> None:
            self.__log.error(
                f"process[{self.__process_description.final_name}] failed to terminate '{after:g}' "
                f"seconds after receiving '{previous}', escalating to '{number.name}'"
            )
            self.__emit_signal(context, number)

        loop = context._running_loop()
        self.__escalation = [
            loop.call_later(to_term, send, signal.SIGTERM, to_term, "SIGINT"),
            loop.call_later(to_kill, send, signal.SIGKILL, to_kill - to_term, "SIGTERM"),
        ]

    def __emit_signal(self, context: LaunchContext, number: signal.Signals) -> None:
        context.emit_event_sync(
            SignalProcess(signal_number=number, process_matcher=matches_action(self))
        )

    def __on_signal_process_event(self, context: LaunchContext) -> None:
        event: SignalProcess = context.locals.event
        if not event.process_matcher(self):
            return
        if self.__process_event_args is None:
            raise RuntimeError("Signal event received before execution.")
        if self.__subprocess is None:
            raise RuntimeError("Signal event received before subprocess transport available.")
        name = self.__process_event_args["name"]
        self.__log.info(f"sending signal '{event.signal_name}' to process[{name}]")
        try:
            self.__subprocess.send_signal(signal.Signals[event.signal_name])
        except ProcessLookupError:
            self.__log.debug(
                f"signal '{event.signal_name}' not sent to '{name}' because it has closed already"
            )

    async def __execute_process(
        self, context: LaunchContext, loop: asyncio.AbstractEventLoop
    ) -> None:
        try:
            while True:
                if not await self.__run_once(context, loop):
                    return
                if not await self.__wait_for_respawn(context):
                    return
        finally:
            for timer in self.__escalation:
                timer.cancel()
            if self.__completed_future is not None and not self.__completed_future.done():
                self.__completed_future.set_result(None)

    async def __run_once(self, context: LaunchContext, loop: asyncio.AbstractEventLoop) -> bool:
        """Run the process and return whether it could be started."""
        from .._subprocess import Subprocess

        details = self.__process_event_args or {}
        command = " ".join(word for word in details["cmd"] if word.strip())
        if self.__log_cmd:
            self.__log.info(
                f"process details: cmd='{command}', cwd='{details['cwd']}', "
                f"custom_env?={details['env'] is not None}"
            )
        try:
            process = self.__subprocess = Subprocess(
                loop,
                details["cmd"],
                cwd=details["cwd"],
                env=details["env"],
                shell=self.__shell,
                emulate_tty=self.__wants_tty(context),
                on_stdout=lambda data: context.emit_event_sync(ProcessStdout(text=data, **details)),
                on_stderr=lambda data: context.emit_event_sync(ProcessStderr(text=data, **details)),
            )
        except Exception:
            self.__log.error(
                f"exception occurred while executing process:\n{traceback.format_exc()}"
            )
            return False
        pid = details["pid"] = process.get_pid()
        self.__log.info(f"process started with pid [{pid}]")
        await context.emit_event(ProcessStarted(**details))
        returncode = await process.complete
        if returncode == 0:
            self.__log.info(f"process has finished cleanly [pid {pid}]")
        else:
            self.__log.error(
                f"process has died [pid {pid}, exit code {returncode}, cmd '{command}']."
            )
        await context.emit_event(ProcessExited(returncode=returncode, **details))
        return True

    def __wants_tty(self, context: LaunchContext) -> bool:
        configured = context.launch_configurations.get("emulate_tty")
        if configured is None:
            return self.__emulate_tty
        return evaluate_condition_expression(
            context, normalize_to_list_of_substitutions(configured)
        )

    async def __wait_for_respawn(self, context: LaunchContext) -> bool:
        """Return whether the process is to be started again, after the delay."""
        import asyncio

        shutdown = self.__shutdown_future
        if not self.__respawns or context.is_shutdown or shutdown is None or shutdown.done():
            return False
        if 0 <= self.__respawn_max_retries <= self.__respawn_retries:
            return False
        self.__respawn_retries += 1
        if self.__respawn_delay is not None and self.__respawn_delay > 0.0:
            await asyncio.wait((shutdown,), timeout=self.__respawn_delay)
        return not shutdown.done()


def _timeout(name: str, value: SomeSubstitutionsType | None) -> list[Substitution]:
    return normalize_to_list_of_substitutions(
        LaunchConfiguration(name, default=5) if value is None else value
    )
