"""Threads that do jobs beside the one that hands them out."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

IDLE_SECONDS = 1.0
"""How long a thread waits for its next job before it ends."""


class WorkerThreads:
    """
    So many threads at most. They start when they are needed, and keep no program from ending.
    """

    def __init__(self, max_workers: int) -> None:
        if max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        self._max_workers = max_workers
        self._workers: set[threading.Thread] = set()
        self._idle = 0
        self._is_closed = False
        self._jobs: deque[Callable[[], None]] = deque()
        self._given = threading.Condition()

    @property
    def max_workers(self) -> int:
        """How many threads there are at most."""
        return self._max_workers

    def is_one_of_them(self) -> bool:
        """Tell whether the thread that asks does one of the jobs."""
        return threading.current_thread() in self._workers

    def submit(self, job: Callable[[], None]) -> None:
        """Have a job done as soon as a thread is free; it must not raise."""
        with self._given:
            self._jobs.append(job)
            if len(self._jobs) > self._idle and len(self._workers) < self._max_workers:
                worker = threading.Thread(target=self._work, daemon=True)
                self._workers.add(worker)
                worker.start()
            else:
                self._given.notify()

    def shutdown(self, *, wait: bool) -> None:
        """Let the threads end when the jobs are done; wait for that, unless one of them asks."""
        with self._given:
            self._is_closed = True
            self._given.notify_all()
            workers = tuple(self._workers)
        if wait and not self.is_one_of_them():
            for worker in workers:
                worker.join()

    def _work(self) -> None:
        while (job := self._next_job()) is not None:
            job()
            del job  # it may hold whatever its owner wants to be rid of

    def _next_job(self) -> Callable[[], None] | None:
        with self._given:
            self._idle += 1
            self._given.wait_for(lambda: self._jobs or self._is_closed, IDLE_SECONDS)
            self._idle -= 1
            if self._jobs:
                return self._jobs.popleft()
            self._workers.remove(threading.current_thread())
            return None
