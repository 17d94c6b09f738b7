"""What nodes say of how they fare."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus
from diagnostic_updater import (
    CompositeDiagnosticTask,
    DiagnosedPublisher,
    DiagnosticStatusWrapper,
    FrequencyStatus,
    FrequencyStatusParam,
    FunctionDiagnosticTask,
    HeaderlessTopicDiagnostic,
    Heartbeat,
    TimeStampStatus,
    TimeStampStatusParam,
    Updater,
)
from rclpy.clock import ROSClock
from rclpy.context import Context
from rclpy.duration import Duration
from rclpy.node import Node
from rclpy.parameter import Parameter
from std_msgs.msg import Header
from vision_msgs.msg import Point2D  # without a header
from visualization_msgs.msg import Marker  # with one

OK, WARN, ERROR = DiagnosticStatus.OK, DiagnosticStatus.WARN, DiagnosticStatus.ERROR
SpinUntil = Callable[[Callable[[], Any]], None]


@pytest.fixture
def heard(node: Node) -> list[DiagnosticStatus]:
    """All statuses that the node's updaters publish."""
    heard: list[DiagnosticStatus] = []
    node.create_subscription(DiagnosticArray, "/diagnostics", lambda m: heard.extend(m.status), 50)
    return heard


def say(level: bytes, message: str, **values: object) -> Callable[..., DiagnosticStatusWrapper]:
    """A task's function that says this."""

    def run(status: DiagnosticStatusWrapper) -> DiagnosticStatusWrapper:
        status.summary(level, message)
        for key, value in values.items():
            status.add(key, value)
        return status

    return run


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ((OK, "a"), (OK, "b"), (OK, "a; b")),
        ((OK, ""), (OK, "b"), (OK, "b")),
        ((OK, "a"), (WARN, "b"), (WARN, "b")),
        ((ERROR, "a"), (OK, "b"), (ERROR, "a")),
        ((WARN, "a"), (ERROR, "b"), (ERROR, "a; b")),
    ],
)
def test_summaries_merge(
    one: tuple[bytes, str], other: tuple[bytes, str], both: tuple[bytes, str]
) -> None:
    for arguments in (other, [DiagnosticStatus(level=other[0], message=other[1])]):
        status = DiagnosticStatusWrapper(level=one[0], message=one[1])
        status.mergeSummary(*arguments)
        assert (status.level, status.message) == both


def test_a_summary_is_cleared_and_values_become_text() -> None:
    status = DiagnosticStatusWrapper(level=ERROR, message="burning")
    status.clearSummary()
    status.add("temperature", 21.5)
    assert (status.level, status.message) == (OK, "")
    assert [(value.key, value.value) for value in status.values] == [("temperature", "21.5")]


def test_a_composite_task_says_the_worst_and_all_values() -> None:
    task = CompositeDiagnosticTask("arm")
    task.addTask(FunctionDiagnosticTask("joint", say(WARN, "stiff", angle=3)))
    task.addTask(FunctionDiagnosticTask("hand", say(OK, "grips", fingers=5)))
    status = task.run(DiagnosticStatusWrapper())
    assert (status.level, status.message) == (WARN, "stiff")
    assert [value.key for value in status.values] == ["angle", "fingers"]


def test_an_updater_publishes_what_its_tasks_say(
    node: Node, heard: list[DiagnosticStatus], spin_until: SpinUntil
) -> None:
    updater = Updater(node, period=0.01)
    updater.setHardwareID("serial 7")
    updater.add("motor", say(WARN, "warm", celsius=70))
    updater.add(Heartbeat())
    spin_until(lambda: len(heard) >= 4)
    starting, _, motor, alive = heard[:4]
    assert (starting.name, starting.message) == ("node: motor", "Node starting up")
    assert (motor.name, motor.level, motor.message) == ("node: motor", WARN, "warm")
    assert (motor.hardware_id, motor.values[0].value) == ("serial 7", "70")
    assert (alive.name, alive.message) == ("node: Heartbeat", "Alive")
    assert updater.removeByName("motor") and not updater.removeByName("motor")


def test_parameters_say_how_often_and_under_which_name(context: Context) -> None:
    overrides = [
        Parameter("diagnostic_updater.use_fqn", value=True),
        Parameter("diagnostic_updater.period", value=7.0),
    ]
    with Node("n", context=context, namespace="/ns", parameter_overrides=overrides) as node:
        updater = Updater(node, period=1.0)
        assert (updater.node_name, updater.period) == ("/ns/n", 7.0)
        updater.period = 2.0
        assert [timer.timer_period_ns for timer in node.timers] == [2_000_000_000]


def test_a_message_goes_out_for_every_task_at_once(
    node: Node, heard: list[DiagnosticStatus], spin_until: SpinUntil
) -> None:
    updater = Updater(node)
    updater.add("left", say(OK, "turns"))
    updater.add("right", say(OK, "turns"))
    spin_until(lambda: len(heard) == 2)
    updater.broadcast(ERROR, "going down")
    spin_until(lambda: len(heard) == 4)
    said = [(s.name, s.level, s.message) for s in heard[2:]]
    assert said == [
        ("node: left", ERROR, "going down"),
        ("node: right", ERROR, "going down"),
    ]


def test_a_status_that_nobody_fills_is_an_error(
    node: Node, heard: list[DiagnosticStatus], spin_until: SpinUntil
) -> None:
    updater = Updater(node)
    updater.add("idle", lambda status: status)
    updater.force_update()
    spin_until(lambda: len(heard) == 2)
    assert (heard[1].level, heard[1].message) == (ERROR, "No message was set")


def level_of(events: int, **bounds: float) -> bytes:
    """What is said of events since a moment ago."""
    task = FrequencyStatus(FrequencyStatusParam(bounds, 0.1, 1))
    task.times = [ROSClock().now() - Duration(seconds=100)]
    for _ in range(events):
        task.tick()
    return task.run(DiagnosticStatusWrapper()).level


def test_a_frequency_is_judged() -> None:
    assert level_of(0, min=1.0) == ERROR
    assert level_of(50, min=1.0) == WARN
    assert level_of(200, min=1.0) == OK
    assert level_of(200, min=1.0, max=1.5) == WARN


def test_a_window_of_events_ends(node: Node) -> None:
    task = FrequencyStatus(FrequencyStatusParam({"min": 0.0, "max": 1e9}, window_size=2))
    task.tick()
    counts = [task.run(DiagnosticStatusWrapper()).values[0].value for _ in range(3)]
    assert counts == ["1", "1", "0"]
    task.tick()
    task.clear()
    assert task.run(DiagnosticStatusWrapper()).message == "No events recorded."


@pytest.mark.parametrize(
    ("ages", "level", "message"),
    [
        ([], WARN, "No data since last update."),
        ([0.0, 4.0], OK, "Timestamps are reasonable."),
        ([-10.0, 0.0], ERROR, "Timestamps too far in future seen."),
        ([10.0, 0.0], ERROR, "Timestamps too far in past seen."),
    ],
)
def test_stamps_are_judged(ages: list[float], level: bytes, message: str) -> None:
    task = TimeStampStatus()
    for age in ages:
        task.tick(ROSClock().now() - Duration(seconds=age))
    status = task.run(DiagnosticStatusWrapper())
    assert (status.level, status.message) == (level, message)
    assert task.run(DiagnosticStatusWrapper()).level == WARN  # each stamp counts once


def test_a_stamp_of_zero_is_an_error() -> None:
    task = TimeStampStatus()
    task.tick(0)
    task.tick(ROSClock().now().nanoseconds * 1e-9)
    assert task.run(DiagnosticStatusWrapper()).message == "Zero timestamp seen."


def test_a_publisher_watches_what_it_publishes(
    node: Node, heard: list[DiagnosticStatus], spin_until: SpinUntil
) -> None:
    updater = Updater(node)
    publisher = DiagnosedPublisher(
        node.create_publisher(Marker, "marker", 1),
        updater,
        FrequencyStatusParam({"min": 0.0}),
        TimeStampStatusParam(),
    )
    points = HeaderlessTopicDiagnostic("points", updater, FrequencyStatusParam({"min": 0.0}))
    publisher.publish(Marker(header=Header(stamp=node.get_clock().now().to_msg())))
    node.create_publisher(Point2D, "points", 1).publish(Point2D())
    points.tick()
    updater.force_update()
    spin_until(lambda: len(heard) == 4)
    marker, counted = heard[2:]
    assert marker.name == "node: /ns/marker topic status"
    assert marker.message == "Desired frequency met; Timestamps are reasonable."
    assert counted.message == "Desired frequency met"
    points.clear_window()
    assert points.freq.count == 0
