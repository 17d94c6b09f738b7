"""From ``rclpy.init()`` to ``rclpy.shutdown()``."""

import subprocess
import sys

import pytest
import rclpy
from rclpy._rclpy import InvalidHandle, RCLError, UnknownROSArgsError
from rclpy.context import Context
from rclpy.exceptions import NotInitializedException
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node


@pytest.fixture(autouse=True)
def _leave_nothing():
    yield
    rclpy.try_shutdown()


def test_default_context_begins_and_ends():
    assert not rclpy.ok()
    rclpy.init(args=[])
    assert rclpy.ok()
    rclpy.shutdown()
    assert not rclpy.ok()


def test_default_context_can_begin_again():
    for _ in range(3):
        rclpy.init(args=[])
        rclpy.shutdown()


def test_init_twice_is_refused():
    rclpy.init(args=[])
    with pytest.raises(RuntimeError, match="only be called once"):
        rclpy.init(args=[])


def test_shutdown_without_init_is_refused():
    with pytest.raises(RuntimeError, match="initialized"):
        rclpy.shutdown()


def test_second_shutdown_of_a_context_is_refused(context):
    rclpy.shutdown(context=context)
    with pytest.raises(RCLError, match="already"):
        rclpy.shutdown(context=context)


def test_try_shutdown_is_never_refused(context):
    rclpy.try_shutdown()
    for _ in range(2):
        rclpy.try_shutdown(context=context)
    assert not context.ok()


def test_init_as_context_manager():
    with rclpy.init(args=[]) as initialized:
        assert initialized.context is rclpy.get_default_context()
        assert rclpy.ok()
    assert not rclpy.ok()


def test_init_as_context_manager_after_shutdown_within():
    with rclpy.init(args=[]):
        rclpy.shutdown()
    assert not rclpy.ok()


def test_context_as_context_manager(monkeypatch):
    monkeypatch.setattr("sys.argv", ["program"])
    with Context() as context:
        assert context.ok()
    assert not context.ok()


def test_an_initialized_context_as_context_manager(context):
    with context as same:
        assert same is context
        assert context.ok()
    assert not context.ok()


def test_domain_id(context, domain):
    assert context.get_domain_id() == domain


@pytest.mark.parametrize("domain_id", [-1, 233, 2**40])
def test_domain_id_out_of_range(domain_id):
    with pytest.raises((RuntimeError, OverflowError)):
        rclpy.init(args=[], context=Context(), domain_id=domain_id)


def test_unknown_ros_argument_is_named():
    with pytest.raises(UnknownROSArgsError, match=r"\['--nonsense'\]"):
        rclpy.init(args=["program", "--ros-args", "--nonsense"])


def test_callbacks_of_shutdown(context):
    called = []
    context.on_shutdown(lambda: called.append("function"))

    class Listener:
        def method(self):
            called.append("method")

    kept, lost = Listener(), Listener()
    context.on_shutdown(kept.method)
    context.on_shutdown(lost.method)
    del lost
    context.shutdown()
    assert called == ["function", "method"]
    context.on_shutdown(lambda: called.append("late"))
    assert called[-1] == "late"


def test_tracked_nodes_are_destroyed_by_the_shutdown(context):
    kept, lost = Node("kept", context=context), Node("lost", context=context)
    for each in (kept, lost):
        context.track_node(each)
    context.untrack_node(kept)
    context.shutdown()
    assert kept.get_name() == "kept"
    with pytest.raises(InvalidHandle):
        lost.get_name()


def test_callback_of_shutdown_must_be_callable(context):
    with pytest.raises(TypeError):
        context.on_shutdown("not callable")


def test_nothing_is_made_without_init():
    context = Context()
    with pytest.raises(NotInitializedException):
        Node("node", context=context)
    with pytest.raises(NotInitializedException):
        SingleThreadedExecutor(context=context)


def test_nothing_is_made_after_shutdown(context):
    context.shutdown()
    with pytest.raises(NotInitializedException):
        Node("node", context=context)


def test_nodes_outlive_their_context_quietly(context, node):
    publisher = node.create_publisher(_string(), "chatter", 10)
    context.shutdown()
    with pytest.raises(RCLError, match="shut down"):
        publisher.publish(_string()())
    node.destroy_node()


def _string():
    from std_msgs.msg import String

    return String


def test_global_executor_ends_with_the_default_context():
    rclpy.init(args=[])
    first = rclpy.get_global_executor()
    assert rclpy.get_global_executor() is first
    rclpy.shutdown()
    rclpy.init(args=[])
    assert rclpy.get_global_executor() is not first


def test_middleware_is_told(monkeypatch):
    for name in ("rosebay_local", "rmw_zenoh_cpp"):
        monkeypatch.setenv("RMW_IMPLEMENTATION", name)
        assert rclpy.get_rmw_implementation_identifier() == name


def test_unknown_middleware_is_refused_with_what_there_is(monkeypatch):
    monkeypatch.setenv("RMW_IMPLEMENTATION", "rmw_nonsense")
    with pytest.raises(RCLError, match=r"rmw_nonsense.*rmw_fastrtps_cpp"):
        rclpy.init(args=[], context=Context())


def test_available_middlewares(monkeypatch):
    from rclpy.utilities import get_available_rmw_implementations

    available = get_available_rmw_implementations()
    assert {"rmw_fastrtps_cpp", "rmw_cyclonedds_cpp"} <= available
    monkeypatch.setenv("RMW_IMPLEMENTATIONS", "rmw_fastrtps_cpp")
    assert get_available_rmw_implementations() == {"rmw_fastrtps_cpp"}
    monkeypatch.setenv("RMW_IMPLEMENTATIONS", "rmw_nonsense")
    with pytest.raises(RuntimeError, match="rmw_nonsense"):
        get_available_rmw_implementations()


def test_remove_ros_args():
    from rclpy.utilities import remove_ros_args

    arguments = ["program", "a", "--ros-args", "-r", "x:=y", "--", "b"]
    assert remove_ros_args(arguments) == ["program", "a", "b"]


def test_shutdown_callbacks_may_use_the_context(context):
    seen = []

    def on_shutdown():
        context.on_shutdown(lambda: seen.append("at once"))
        context.try_shutdown()
        seen.append(context.ok())

    context.on_shutdown(on_shutdown)
    context.shutdown()
    assert seen == ["at once", False]


def test_exception_out_of_a_shutdown_callback_comes_out_of_shutdown(context):
    context.on_shutdown(lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        context.shutdown()
    assert not context.ok()
    context.try_shutdown()


def test_modules_are_there_after_no_more_than_import_rclpy():
    program = (
        "import rclpy;"
        "print(rclpy.time.Time().nanoseconds, rclpy.qos.qos_profile_sensor_data.depth,"
        " rclpy.logging.get_logger('a').name, hasattr(rclpy, 'tyme'))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=30
    )
    assert (result.stdout, result.stderr) == ("0 5 a False\n", "")
