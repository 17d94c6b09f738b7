"""Tasks that fill statuses, and the updater that asks them and publishes what they say."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, overload

from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus
from rclpy.node import Node
from rclpy.parameter import AllowableParameterValue

from ._diagnostic_status_wrapper import DiagnosticStatusWrapper

Fill = Callable[[DiagnosticStatusWrapper], DiagnosticStatusWrapper]
"""What fills a status and returns it."""


class DiagnosticTask:
    """What has a name and fills a status when it is asked."""

    def __init__(self, name: str) -> None:
        self.name = name

    def getName(self) -> str:
        """Return its name."""
        return self.name

    def run(self, stat: DiagnosticStatusWrapper) -> DiagnosticStatusWrapper:
        """Fill a status and return it."""
        return stat


class FunctionDiagnosticTask(DiagnosticTask):
    """A task that is a function."""

    def __init__(self, name: str, fn: Fill) -> None:
        super().__init__(name)
        self.fn = fn

    def run(self, stat: DiagnosticStatusWrapper) -> DiagnosticStatusWrapper:
        """Fill a status with the function and return it."""
        return self.fn(stat)


class CompositeDiagnosticTask(DiagnosticTask):
    """Tasks that fill one status together: with the worst of their levels and what they all add."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.tasks: list[DiagnosticTask] = []

    def run(self, stat: DiagnosticStatusWrapper) -> DiagnosticStatusWrapper:
        """Fill a status with all tasks; each finds the summary with which it came."""
        original, combined = DiagnosticStatusWrapper(), DiagnosticStatusWrapper()
        original.summary(stat)
        for task in self.tasks:
            stat.summary(original)
            stat = task.run(stat)
            combined.mergeSummary(stat)
        stat.summary(combined)
        return stat

    def addTask(self, t: DiagnosticTask) -> None:
        """Have a task fill the status, too, after the others."""
        self.tasks.append(t)


class DiagnosticTaskVector:
    """Tasks in a row, each with a status of its own."""

    class DiagnosticTaskInternal:
        """A task of the row."""

        def __init__(self, name: str, fn: Fill) -> None:
            self.name = name
            self.fn = fn

        def run(self, stat: DiagnosticStatusWrapper) -> DiagnosticStatusWrapper:
            """Fill a status, which gets the task's name, and return it."""
            stat.name = self.name
            return self.fn(stat)

    def __init__(self) -> None:
        self.tasks: list[DiagnosticTaskVector.DiagnosticTaskInternal] = []
        self.lock = threading.Lock()

    def addedTaskCallback(self, task: DiagnosticTaskInternal) -> None:
        """Learn of a task that was added; called with the lock held."""

    @overload
    def add(self, task: DiagnosticTask, /) -> None: ...
    @overload
    def add(self, name: str, fn: Fill, /) -> None: ...
    def add(self, *args: Any) -> None:
        """
        Add a task, or a function under a name.

        :raises TypeError: if there are more arguments, or fewer.
        """
        if len(args) == 1:
            added = self.DiagnosticTaskInternal(args[0].getName(), args[0].run)
        elif len(args) == 2:
            added = self.DiagnosticTaskInternal(*args)
        else:
            raise TypeError(f"expected a DiagnosticTask, or a name and a function, got {args}")
        with self.lock:
            self.tasks.append(added)
            self.addedTaskCallback(added)

    def removeByName(self, name: str) -> bool:
        """Remove the first task of a name; whether there was one."""
        with self.lock:
            for index, task in enumerate(self.tasks):
                if task.name == name:
                    del self.tasks[index]
                    return True
        return False


class Updater(DiagnosticTaskVector):
    """
    Asks tasks regularly and publishes what they say on `/diagnostics`.

    The node's parameters say more: `diagnostic_updater.period`, in seconds, and
    `diagnostic_updater.use_fqn`, whether the names of statuses begin with the namespace of the
    node, too.
    """

    def __init__(self, node: Node, period: float = 1.0) -> None:
        """
        Begin to ask, as soon as the node spins.

        :param period: how often, in seconds, unless the node's parameter says something else.
        """
        super().__init__()
        self.node = node
        self.publisher = node.create_publisher(DiagnosticArray, "/diagnostics", 1)
        self.period_parameter = "diagnostic_updater.period"
        self.use_fqn_parameter = "diagnostic_updater.use_fqn"
        self.verbose = False
        """Whether to log each status that is not OK."""
        self.hwid = ""
        self.warn_nohwid_done = False
        self.node_name = node.get_name()
        if self._parameter(self.use_fqn_parameter, False):
            self.node_name = f"{node.get_namespace()}/{self.node_name}"
        self._period: float = self._parameter(self.period_parameter, period)  # type: ignore[assignment]
        self.timer = node.create_timer(self._period, self.update)

    def _parameter(self, name: str, default: AllowableParameterValue) -> AllowableParameterValue:
        if not self.node.has_parameter(name):
            self.node.declare_parameter(name, default)
        value: AllowableParameterValue = self.node.get_parameter(name).value
        return value

    @property
    def period(self) -> float:
        """How often the tasks are asked, in seconds. Set it to ask in another rhythm from now."""
        return self._period

    @period.setter
    def period(self, period: float) -> None:
        self._period = period
        self.node.destroy_timer(self.timer)
        self.timer = self.node.create_timer(period, self.update)

    def update(self) -> None:
        """Ask all tasks and publish what they say. The timer calls this."""
        with self.lock:
            statuses = [self._ask(task) for task in self.tasks]
        if not self.hwid and all(status.level == DiagnosticStatus.OK for status in statuses):
            self._warn_of_no_hardware_id()
        self.publish(statuses)

    def _ask(self, task: DiagnosticTaskVector.DiagnosticTaskInternal) -> DiagnosticStatusWrapper:
        status = task.run(
            DiagnosticStatusWrapper(
                level=DiagnosticStatus.ERROR,
                name=task.name,
                message="No message was set",
                hardware_id=self.hwid,
            )
        )
        if self.verbose and status.level != DiagnosticStatus.OK:
            self.node.get_logger().warning(
                f"Non-zero diagnostic status. Name: {status.name}, "
                f"status {status.level[0]}: {status.message}"
            )
        return status

    def _warn_of_no_hardware_id(self) -> None:
        if not self.warn_nohwid_done:
            self.warn_nohwid_done = True
            self.node.get_logger().warning(
                "diagnostic_updater: all is well, but nobody has said of which hardware: call "
                "setHardwareID(), with 'none' if there is none."
            )

    def force_update(self) -> None:
        """Ask and publish now."""
        self.update()

    def broadcast(self, lvl: bytes, msg: str) -> None:
        """Publish one level and message for every task, say before a shutdown."""
        with self.lock:
            names = [task.name for task in self.tasks]
        self.publish([DiagnosticStatusWrapper(name=name, level=lvl, message=msg) for name in names])

    def setHardwareID(self, hwid: str) -> None:
        """Say of which hardware the statuses tell."""
        self.hwid = hwid

    def publish(self, msg: DiagnosticStatus | list[DiagnosticStatusWrapper]) -> None:
        """Publish a status or several, with the node's name before theirs."""
        array = DiagnosticArray()
        array.header.stamp = self.node.get_clock().now().to_msg()
        array.status = [
            DiagnosticStatus(
                level=status.level,
                name=f"{self.node_name}: {status.name}",
                message=status.message,
                hardware_id=status.hardware_id,
                values=status.values,
            )
            for status in (msg if isinstance(msg, list) else [msg])
        ]
        self.publisher.publish(array)

    def addedTaskCallback(self, task: DiagnosticTaskVector.DiagnosticTaskInternal) -> None:
        """Publish that what the task watches is starting."""
        status = DiagnosticStatusWrapper(name=task.name)
        status.summary(DiagnosticStatus.OK, "Node starting up")
        self.publish(status)
