"""Child processes on an event loop, which sleeps until one of them writes or ends."""

from __future__ import annotations

import os
import pty
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio

_CHUNK = 65536
"""Bytes that are read at once."""
_DRAIN_LIMIT = 2 << 20
"""Bytes read after the end of a process: more than a pipe holds, so they are not all its own."""


class Subprocess:
    """
    A running command.

    Its end is seen through a descriptor of the process itself, so that no thread waits and no
    signal is needed. What it has written before is handed over before it counts as ended; what its
    own children write afterwards is not read any more.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        command: Sequence[str],
        *,
        cwd: str | None,
        env: Mapping[str, str] | None,
        shell: bool,
        emulate_tty: bool,
        on_stdout: Callable[[bytes], None],
        on_stderr: Callable[[bytes], None],
    ) -> None:
        """
        Start a command.

        :param loop: calls back, in its own thread, which must be this one.
        :param shell: whether the words of the command are joined and given to a shell.
        :param emulate_tty: whether the command writes to pseudo-terminals instead of pipes.
        :param on_stdout: takes what is written to standard output.
        :param on_stderr: takes what is written to standard error.
        :raises OSError: if the command cannot be started.
        """
        self._loop = loop
        self._readers: dict[int, Callable[[bytes], None]] = {}
        open_channel = pty.openpty if emulate_tty else os.pipe
        channels: list[tuple[int, int]] = []
        try:
            channels.append(open_channel())
            channels.append(open_channel())
            self._process = subprocess.Popen(
                " ".join(command) if shell else command,
                stdin=subprocess.PIPE,
                stdout=channels[0][1],
                stderr=channels[1][1],
                cwd=cwd,
                env=env,
                shell=shell,
            )
        except BaseException:
            for channel in channels:
                os.close(channel[0])
            raise
        finally:
            for channel in channels:
                os.close(channel[1])
        self.complete: asyncio.Future[int] = loop.create_future()
        """Its result is the exit code, or the negative number of the signal that ended it."""
        for channel, callback in zip(channels, (on_stdout, on_stderr), strict=True):
            os.set_blocking(channel[0], False)
            self._readers[channel[0]] = callback
            loop.add_reader(channel[0], self._read, channel[0])
        self._pidfd = self._watch()

    def _watch(self) -> int:
        """Have :meth:`_ended` called at the end of the process."""
        try:
            pidfd = os.pidfd_open(self._process.pid)
        except OSError:  # a kernel or a container that knows no such descriptors

            def wait() -> None:
                os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOWAIT)
                self._loop.call_soon_threadsafe(self._ended)

            threading.Thread(target=wait, daemon=True).start()
            return -1
        self._loop.add_reader(pidfd, self._ended)
        return pidfd

    def get_pid(self) -> int:
        """Return the number of the process."""
        return self._process.pid

    def get_returncode(self) -> int | None:
        """Return how the process ended, None if it has not."""
        return self._process.returncode

    def send_signal(self, number: int) -> None:
        """
        Send a signal.

        :raises ProcessLookupError: if the process has ended.
        """
        if self._process.poll() is not None:
            raise ProcessLookupError(f"process {self._process.pid} has ended")
        self._process.send_signal(number)

    def close(self) -> None:
        """Stop reading and close all descriptors; the process is left to itself."""
        for descriptor in list(self._readers):
            self._stop_reading(descriptor)
        if self._pidfd != -1:
            self._loop.remove_reader(self._pidfd)
            os.close(self._pidfd)
            self._pidfd = -1
        if self._process.stdin is not None:
            self._process.stdin.close()

    def _stop_reading(self, descriptor: int) -> None:
        del self._readers[descriptor]
        self._loop.remove_reader(descriptor)
        os.close(descriptor)

    def _read(self, descriptor: int) -> int:
        """Hand over what there is to be read, and return how much it was."""
        try:
            data = os.read(descriptor, _CHUNK)
        except BlockingIOError:
            return 0
        except OSError:  # how a pseudo-terminal says that nobody has it open any more
            data = b""
        if data:
            self._readers[descriptor](data)
        else:
            self._stop_reading(descriptor)
        return len(data)

    def _ended(self) -> None:
        returncode = self._process.wait()
        for descriptor in list(self._readers):
            read = 0
            while descriptor in self._readers and read < _DRAIN_LIMIT:
                count = self._read(descriptor)
                if count == 0:
                    break
                read += count
        self.close()
        if not self.complete.done():
            self.complete.set_result(returncode)
