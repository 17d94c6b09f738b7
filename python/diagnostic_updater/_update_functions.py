"""Tasks that many nodes need: how often something happens, and how old stamps are."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from diagnostic_msgs.msg import DiagnosticStatus
from rclpy.clock import ROSClock
from rclpy.time import Time

from ._diagnostic_status_wrapper import DiagnosticStatusWrapper
from ._diagnostic_updater import DiagnosticTask


class FrequencyStatusParam:
    """How often something should happen."""

    def __init__(
        self, freq_bound: Mapping[str, float], tolerance: float = 0.1, window_size: int = 5
    ) -> None:
        """
        Say how often.

        :param freq_bound: ``min`` and ``max``, in Hz; ``max`` may be missing. What is changed in it
            later counts from then.
        :param tolerance: by which part of each bound it may be missed.
        :param window_size: over how many runs of the task events are counted.
        """
        self.freq_bound = freq_bound
        self.tolerance = tolerance
        self.window_size = window_size

    def _least(self) -> float:
        return self.freq_bound["min"] * (1 - self.tolerance)

    def _most(self) -> float | None:
        bound = self.freq_bound.get("max")
        return None if bound is None else bound * (1 + self.tolerance)


class FrequencyStatus(DiagnosticTask):
    """Watches how often something happens: an error where it does not happen at all."""

    def __init__(self, params: FrequencyStatusParam, name: str = "FrequencyStatus") -> None:
        super().__init__(name)
        self.params = params
        self.lock = threading.Lock()
        self._clock = ROSClock()
        self.clear()

    def clear(self) -> None:
        """Forget what happened."""
        with self.lock:
            self.count = 0
            self.times = [self._clock.now()] * self.params.window_size
            self.seq_nums = [0] * self.params.window_size
            self.hist_indx = 0

    def tick(self) -> None:
        """Count an event."""
        with self.lock:
            self.count += 1

    def run(self, stat: DiagnosticStatusWrapper) -> DiagnosticStatusWrapper:
        """Say how often it happened in the window."""
        with self.lock:
            total, now = self.count, self._clock.now()
            events = total - self.seq_nums[self.hist_indx]
            window = (now - self.times[self.hist_indx]).nanoseconds * 1e-9
            self.seq_nums[self.hist_indx], self.times[self.hist_indx] = total, now
            self.hist_indx = (self.hist_indx + 1) % self.params.window_size
        frequency = events / window if window > 0 else 0.0
        least, most = self.params._least(), self.params._most()
        if events == 0:
            stat.summary(DiagnosticStatus.ERROR, "No events recorded.")
        elif frequency < least:
            stat.summary(DiagnosticStatus.WARN, "Frequency too low.")
        elif most is not None and frequency > most:
            stat.summary(DiagnosticStatus.WARN, "Frequency too high.")
        else:
            stat.summary(DiagnosticStatus.OK, "Desired frequency met")
        stat.add("Events in window", events)
        stat.add("Events since startup", total)
        stat.add("Duration of window (s)", f"{window:f}")
        stat.add("Actual frequency (Hz)", f"{frequency:f}")
        bound = self.params.freq_bound
        if bound.get("max") == bound["min"]:
            stat.add("Target frequency (Hz)", f"{bound['min']:f}")
        if least > 0:
            stat.add("Minimum acceptable frequency (Hz)", f"{least:f}")
        if most is not None:
            stat.add("Maximum acceptable frequency (Hz)", f"{most:f}")
        return stat


class TimeStampStatusParam:
    """How old stamps may be when they come."""

    def __init__(self, min_acceptable: float = -1, max_acceptable: float = 5) -> None:
        """
        Say how old, in seconds.

        :param min_acceptable: the least age; below 0 it is in the future.
        :param max_acceptable: the greatest.
        """
        self.max_acceptable = max_acceptable
        self.min_acceptable = min_acceptable


class TimeStampStatus(DiagnosticTask):
    """Watches how old stamps are: an error, at the next run, where one is too old or too new."""

    def __init__(
        self, params: TimeStampStatusParam | None = None, name: str = "Timestamp Status"
    ) -> None:
        super().__init__(name)
        self.params = TimeStampStatusParam() if params is None else params
        self.lock = threading.Lock()
        self._clock = ROSClock()
        self.early_count = 0
        self.late_count = 0
        self.zero_count = 0
        self._begin()

    def _begin(self) -> None:
        self.zero_seen = False
        self.deltas_valid = False
        self.max_delta = 0.0
        self.min_delta = 0.0

    def tick(self, stamp: float | Time) -> None:
        """Take a stamp into account, in seconds if it is a number."""
        seconds = stamp.nanoseconds * 1e-9 if isinstance(stamp, Time) else float(stamp)
        with self.lock:
            if seconds == 0:
                self.zero_seen = True
                return
            delta = self._clock.now().nanoseconds * 1e-9 - seconds
            self.max_delta = max(delta, self.max_delta) if self.deltas_valid else delta
            self.min_delta = min(delta, self.min_delta) if self.deltas_valid else delta
            self.deltas_valid = True

    def run(self, stat: DiagnosticStatusWrapper) -> DiagnosticStatusWrapper:
        """Say how old the stamps were that came since the last run."""
        with self.lock:
            self._judge(stat)
            stat.add("Earliest timestamp delay:", f"{self.min_delta:f}")
            stat.add("Latest timestamp delay:", f"{self.max_delta:f}")
            stat.add("Earliest acceptable timestamp delay:", f"{self.params.min_acceptable:f}")
            stat.add("Latest acceptable timestamp delay:", f"{self.params.max_acceptable:f}")
            stat.add("Late diagnostic update count:", self.late_count)
            stat.add("Early diagnostic update count:", self.early_count)
            stat.add("Zero seen diagnostic update count:", self.zero_count)
            self._begin()
        return stat

    def _judge(self, stat: DiagnosticStatusWrapper) -> None:
        stat.summary(DiagnosticStatus.OK, "Timestamps are reasonable.")
        if not self.deltas_valid:
            stat.summary(DiagnosticStatus.WARN, "No data since last update.")
        else:
            if self.min_delta < self.params.min_acceptable:
                stat.summary(DiagnosticStatus.ERROR, "Timestamps too far in future seen.")
                self.early_count += 1
            if self.max_delta > self.params.max_acceptable:
                stat.summary(DiagnosticStatus.ERROR, "Timestamps too far in past seen.")
                self.late_count += 1
            if self.zero_seen:
                stat.summary(DiagnosticStatus.ERROR, "Zero timestamp seen.")
                self.zero_count += 1


class Heartbeat(DiagnosticTask):
    """Says that the node is alive."""

    def __init__(self) -> None:
        super().__init__("Heartbeat")

    def run(self, stat: DiagnosticStatusWrapper) -> DiagnosticStatusWrapper:
        """Say so."""
        stat.summary(DiagnosticStatus.OK, "Alive")
        return stat
