"""Loggers."""

import os
from pathlib import Path

import pytest
import rclpy.logging
from conftest import LOCAL
from rcl_interfaces.msg import Log
from rclpy.clock import ROSClock
from rclpy.clock_type import ClockType
from rclpy.impl.rcutils_logger import RcutilsLogger
from rclpy.logging import LoggingSeverity, get_logger
from rclpy.node import Node
from rclpy.time import Time


@pytest.fixture
def logger():
    yield get_logger("test")
    rclpy.logging.clear_config()


def test_names(logger):
    assert logger.name == "test"
    assert logger.get_child("child").name == "test.child"
    for call in (get_logger, logger.get_child):
        with pytest.raises(ValueError, match="must not be empty"):
            call("")


@pytest.mark.parametrize("name", ["debug", "info", "warn", "error", "fatal"])
def test_severities(logger, capfd, name):
    severity = rclpy.logging.get_logging_severity_from_string(name)
    logger.set_level(severity)
    assert logger.get_effective_level() == severity
    assert logger.is_enabled_for(severity)
    assert getattr(logger, name)("a message")
    line = capfd.readouterr().err
    assert f"[{severity.name}]" in line and "[test]: a message" in line
    if severity > LoggingSeverity.DEBUG:
        assert not logger.is_enabled_for(severity - 10)
        assert not logger.log("unheard", severity - 10)
    assert not capfd.readouterr().err


def test_levels_are_inherited(logger):
    child = get_logger("test.child")
    logger.set_level(LoggingSeverity.ERROR)
    assert child.get_effective_level() == LoggingSeverity.ERROR
    child.set_level(LoggingSeverity.DEBUG)
    assert rclpy.logging.get_logger_level("test.child") == LoggingSeverity.DEBUG
    assert rclpy.logging.get_logger_effective_level("test.child.x") == LoggingSeverity.DEBUG
    child.set_level(LoggingSeverity.UNSET)
    assert child.get_effective_level() == LoggingSeverity.ERROR
    rclpy.logging.clear_config()
    assert child.get_effective_level() == LoggingSeverity.INFO


def test_the_root_logger_may_let_everything_pass():
    root = RcutilsLogger()
    before = root.get_effective_level()
    try:
        for severity in LoggingSeverity:
            root.set_level(severity)
            assert root.get_effective_level() is severity
            assert root.is_enabled_for(LoggingSeverity.DEBUG) is (severity <= LoggingSeverity.DEBUG)
    finally:
        root.set_level(before)


def test_unknown_severities(logger):
    with pytest.raises(ValueError):
        logger.set_level(7)
    with pytest.raises(RuntimeError, match="nonsense"):
        rclpy.logging.get_logging_severity_from_string("nonsense")


def test_level_by_function(logger):
    rclpy.logging.set_logger_level("test", LoggingSeverity.FATAL, detailed_error=True)
    assert logger.get_effective_level() == LoggingSeverity.FATAL


@pytest.mark.parametrize(
    ("filters", "passed"),
    [
        ({}, [True, True, True]),
        ({"once": True}, [True, False, False]),
        ({"once": False}, [True, True, True]),
        ({"skip_first": True}, [False, True, True]),
        ({"skip_first": True, "once": True}, [False, True, False]),
        ({"throttle_duration_sec": 1000}, [True, False, False]),
        ({"throttle_duration_sec": 1000, "skip_first": True}, [False, False, False]),
    ],
)
def test_filters(logger, filters, passed):
    assert [logger.info("message", **filters) for _ in range(3)] == passed


def test_throttle_by_a_clock(logger):
    clock = ROSClock()
    clock._set_ros_time_is_active(True)
    passed = []
    for second in (1, 2, 3, 5):
        clock.set_ros_time_override(Time(seconds=second, clock_type=ClockType.ROS_TIME))
        passed.append(logger.info("x", throttle_duration_sec=2, throttle_time_source_type=clock))
    assert passed == [False, True, False, True]


def test_filters_are_per_place(logger):
    assert logger.info("a", once=True)
    assert logger.info("b", once=True)


@pytest.mark.parametrize(
    ("calls", "error", "match"),
    [
        ([{"nonsense": 1}], TypeError, "nonsense"),
        ([{"throttle_time_source_type": ROSClock()}], TypeError, "throttle_duration_sec"),
        ([{"throttle_duration_sec": 1, "throttle_time_source_type": 1}], ValueError, "clock"),
        ([{"once": True}, {"skip_first": True}], ValueError, "filters cannot be changed"),
        (
            [{"throttle_duration_sec": 1}, {"throttle_duration_sec": 2}],
            ValueError,
            "parameters cannot be changed",
        ),
        ([{"name": "a"}, {"name": "b"}], ValueError, "name cannot be changed"),
        ([{"severity": 20}, {"severity": 30}], ValueError, "severity cannot be changed"),
    ],
)
def test_calls_that_make_no_sense(logger, calls, error, match):
    with pytest.raises(error, match=match):
        for call in calls:
            logger.log("message", **{"severity": LoggingSeverity.INFO} | call)


def test_exceptions_and_stacks_are_added(logger, capfd):
    try:
        raise ValueError("the reason")
    except ValueError as error:
        logger.error("failed", exc_info=True)
        logger.error("failed", exc_info=error)
    logger.error("here", stack_info=True)
    text = capfd.readouterr().err
    assert text.count("ValueError: the reason") == 2
    assert "test_exceptions_and_stacks_are_added" in text


def test_place_of_the_call(capfd, run):
    program = run(
        """
        import os
        os.environ["RCUTILS_CONSOLE_OUTPUT_FORMAT"] = "{function_name} {line_number} {message}"
        from rclpy.logging import get_logger
        def caller():
            get_logger("test").warning("hello")
        caller()
        """
    )
    code, _, errors = program.end()
    assert code == 0
    assert errors.strip() == "caller 6 hello"


def test_messages_that_are_no_text(logger, capfd):
    logger.info(5)
    assert ": 5" in capfd.readouterr().err


def test_directory(monkeypatch, tmp_path):
    monkeypatch.setenv("ROS_LOG_DIR", str(tmp_path))
    assert rclpy.logging.get_logging_directory() == tmp_path
    monkeypatch.delenv("ROS_LOG_DIR")
    monkeypatch.setenv("ROS_HOME", str(tmp_path))
    assert rclpy.logging.get_logging_directory() == tmp_path / "log"
    monkeypatch.delenv("ROS_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert rclpy.logging.get_logging_directory() == tmp_path / ".ros" / "log"


def test_command_line(run):
    program = run(
        """
        import rclpy
        with rclpy.init(args=["p", "--ros-args", "--log-level", "quiet:=error"]):
            rclpy.logging.get_logger("quiet").info("unheard")
            rclpy.logging.get_logger("loud").info("heard")
        """.replace("import rclpy", "import rclpy, rclpy.logging"),
        middleware=LOCAL,
    )
    code, _, errors = program.end()
    assert code == 0 and "heard" in errors and "unheard" not in errors


def test_a_log_folder_that_cannot_be_written_is_a_warning(run, monkeypatch):
    monkeypatch.setenv("ROS_LOG_DIR", "/proc/nowhere")
    program = run(
        """
        import rclpy
        with rclpy.init(args=[]):
            rclpy.create_node("node").get_logger().info("still here")
        """,
        middleware=LOCAL,
    )
    code, _, errors = program.end()
    assert code == 0 and "still here" in errors and "/proc/nowhere" in errors


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_is_no_failure(run, tmp_path, monkeypatch):
    monkeypatch.setenv("ROS_LOG_DIR", str(tmp_path))
    program = run(
        """
        import os, sys, rclpy
        with rclpy.init(args=[]):
            os.dup2(os.open("/dev/full", os.O_WRONLY), 2)
            node = rclpy.create_node("node")
            for number in range(100):
                node.get_logger().info("nobody can hear this")
        print("ended well")
        """,
        middleware=LOCAL,
    )
    code, output, _ = program.end()
    assert code == 0 and "ended well" in output


def test_log_file(run, tmp_path, monkeypatch):
    monkeypatch.setenv("ROS_LOG_DIR", str(tmp_path))
    program = run(
        """
        import rclpy
        with rclpy.init(args=[]):
            rclpy.create_node("node").get_logger().info("for the file")
        """,
        middleware=LOCAL,
    )
    assert program.end()[0] == 0
    [file] = tmp_path.iterdir()
    assert "for the file" in file.read_text()


def test_logger_class():
    assert isinstance(get_logger("x"), RcutilsLogger)
    assert RcutilsLogger().get_child("y").name == "y"
    assert isinstance(rclpy.logging.get_logging_directory(), Path)


def test_children_on_rosout(node, spin_until):
    logs = []
    node.create_subscription(Log, "/rosout", logs.append, 10)
    first = node.get_logger().get_child("arm").get_child("joint")
    second = node.get_logger().get_child("arm").get_child("joint")
    first.info("both are there")
    del first
    second.info("one is there")
    spin_until(lambda: len(logs) >= 2)
    assert [(log.name, log.msg) for log in logs] == [
        ("ns.node.arm.joint", "both are there"),
        ("ns.node.arm.joint", "one is there"),
    ]


def test_children_of_loggers_that_are_not_on_rosout(context, node, spin_until):
    logs = []
    node.create_subscription(Log, "/rosout", logs.append, 10)
    with Node("silent", context=context, enable_rosout=False) as silent:
        silent.get_logger().get_child("child").info("unheard")
    rclpy.logging.get_logger("elsewhere").get_child("child").info("unheard")
    node.get_logger().get_child("child").info("heard")
    spin_until(lambda: logs)
    assert [log.msg for log in logs] == ["heard"]
