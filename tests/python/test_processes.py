"""Programs in processes of their own: two that talk, signals, the end of the interpreter, forks."""

import signal
import sys
import time
from pathlib import Path

import pytest
from conftest import LOCAL, MIDDLEWARES

EXAMPLES = Path(__file__).parents[2] / "examples" / "python"


def test_talker_and_listener(run):
    listener = run(EXAMPLES / "listener.py")
    talker = run(EXAMPLES / "talker.py")
    for number in (1, 2, 3):
        _wait_for_error_line(listener, f'I heard: "Hello number {number}"')
    for program in (talker, listener):
        assert program.end(signal.SIGINT)[0] == 0


def _wait_for_error_line(program, wanted):
    for line in program.process.stderr:
        if wanted in line:
            return
    raise AssertionError(f"ended without {wanted!r}")


PRELUDE = """
import sys, rclpy
from rclpy.duration import Duration
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from std_msgs.msg import String
"""


def test_ctrl_c_without_our_handlers(run):
    program = run(
        f"""{PRELUDE}
rclpy.init(signal_handler_options=rclpy.SignalHandlerOptions.NO)
node = Node("node")
print("ready")
try:
    rclpy.spin(node)
except KeyboardInterrupt:
    print("still valid:", rclpy.ok())
""",
        middleware=LOCAL,
    )
    program.wait_for_line("ready")
    time.sleep(0.1)
    assert program.end(signal.SIGINT) == (0, "still valid: True\n", "")


def test_a_handler_of_ones_own_is_called(run):
    program = run(
        f"""{PRELUDE}
import signal
rclpy.init()
node = Node("node")
signal.signal(signal.SIGINT, lambda *_: (print("mine"), rclpy.shutdown()))
print("ready")
rclpy.spin(node)
print("ended")
""",
        middleware=LOCAL,
    )
    program.wait_for_line("ready")
    time.sleep(0.1)
    assert program.end(signal.SIGINT) == (0, "mine\nended\n", "")


def test_installed_handlers(run):
    program = run(
        """
        import rclpy
        from rclpy.signals import SignalHandlerOptions, get_current_signal_handlers_options
        def show():
            print(get_current_signal_handlers_options().name)
        show()
        with rclpy.init(args=[]):
            show()
            rclpy.uninstall_signal_handlers()
            show()
            rclpy.install_signal_handlers(SignalHandlerOptions.SIGTERM)
            show()
        show()
        """,
        middleware=LOCAL,
    )
    code, output, errors = program.end()
    assert (code, errors) == (0, "")
    assert output.split() == ["NO", "ALL", "NO", "SIGTERM", "NO"]


def test_signals_trigger_guard_conditions(run):
    program = run(
        """
        import rclpy, time
        from rclpy.signals import SignalHandlerGuardCondition
        rclpy.init()
        guard = SignalHandlerGuardCondition()
        node = rclpy.create_node("node")
        guard.callback = lambda: None
        guard.destroy()
        print("ready")
        time.sleep(100)
        """,
        middleware=LOCAL,
    )
    program.wait_for_line("ready")
    code, _, errors = program.end(signal.SIGINT)
    assert code == -signal.SIGINT and "KeyboardInterrupt" in errors


@pytest.mark.parametrize("middleware", MIDDLEWARES)
def test_the_interpreter_may_end_at_any_time(run, middleware):
    program = run(
        f"""{PRELUDE}
import threading, time
rclpy.init()
node = Node("node")
publisher = node.create_publisher(String, "chatter", 10)
def hear(message):
    publisher.publish(message)
node.create_subscription(String, "chatter", hear, 10)
node.create_timer(0.001, lambda: None)
publisher.publish(String())
threading.Thread(target=rclpy.spin, args=[node], daemon=True).start()
time.sleep(0.3)
print("ending")
""",
        middleware=middleware,
    )
    assert program.end() == (0, "ending\n", "")


@pytest.mark.not_on_zenoh("a forked child has no thread of Zenoh's, and contexts are refused there")
@pytest.mark.parametrize("middleware", MIDDLEWARES)
def test_fork(run, middleware):
    program = run(
        f"""{PRELUDE}
import os, warnings
warnings.simplefilter("ignore", DeprecationWarning)  # threads and forks do go together here
rclpy.init()
node = Node("node")
publisher = node.create_publisher(String, "chatter", 10)
heard = []
node.create_subscription(String, "chatter", lambda m: heard.append(m.data), 10)
executor = rclpy.get_global_executor()
child = os.fork()
if child == 0:
    from rclpy.exceptions import InvalidHandle
    assert not rclpy.ok() and not node.context.ok()
    for use in (lambda: publisher.publish(String(data="child")), node.get_name, executor.spin_once):
        try:
            use()
        except InvalidHandle as error:
            assert "parent process" in str(error)
        else:
            raise AssertionError(use)
    del node, publisher, executor
    with rclpy.init(), Node("child") as own:
        assert own.get_name() == "child"
        rclpy.spin_once(own, timeout_sec=0.01)
    sys.exit(0)
_, status = os.waitpid(child, 0)
assert status == 0, status
publisher.publish(String(data="parent"))
while not heard:
    rclpy.spin_once(node, timeout_sec=1)
assert heard == ["parent"], heard
rclpy.shutdown()
print("both are well")
""",
        middleware=middleware,
    )
    code, output, errors = program.end()
    assert (code, errors) == (0, "") and output == "both are well\n"


def test_pool_of_processes_in_a_node(run):
    program = run(
        f"""{PRELUDE}
import multiprocessing, warnings
warnings.simplefilter("ignore", DeprecationWarning)
rclpy.init()
node = Node("node")
with multiprocessing.get_context("fork").Pool(2) as pool:
    results = []
    timer = node.create_timer(0.01, lambda: results.append(pool.map(abs, [-1, -2])))
    while not results:
        rclpy.spin_once(node)
print(results[0])
rclpy.shutdown()
""",
    )
    assert program.end() == (0, "[1, 2]\n", "")


def test_a_child_can_be_terminated(run):
    program = run(
        f"""{PRELUDE}
import multiprocessing, time, warnings
warnings.simplefilter("ignore", DeprecationWarning)
rclpy.init()
child = multiprocessing.get_context("fork").Process(target=time.sleep, args=[1000])
child.start()
time.sleep(0.2)
child.terminate()
child.join(10)
print(child.exitcode, rclpy.ok())
child.kill()
rclpy.shutdown()
""",
        middleware=LOCAL,
    )
    assert program.end() == (0, "-15 True\n", "")


def test_memory_stays_flat(run):
    program = run(
        f"""{PRELUDE}
import gc, resource
rclpy.init()

def round():
    with Node("node") as node:
        received = []
        publisher = node.create_publisher(String, "chatter", 10)
        node.create_subscription(String, "chatter", received.append, 10)
        node.create_timer(1, lambda: None)
        node.create_guard_condition(lambda: None).trigger()
        publisher.publish(String(data="x" * 1000))
        while not received:
            rclpy.spin_once(node, timeout_sec=1)

for _ in range(200):
    round()
gc.collect()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for _ in range(400):
    round()
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
assert grown < 2000, f"{{grown}} KiB more"
rclpy.shutdown()
""",
        middleware=LOCAL,
    )
    assert program.end(patience=50) == (0, "", "")


def test_private_names_that_programs_use(run):
    program = run(
        """
        import rclpy
        from rclpy._rclpy_pybind11 import InvalidHandle, RCLError
        from rclpy.impl.implementation_singleton import rclpy_implementation as _rclpy
        from rclpy.exceptions import InvalidHandle as same
        import rclpy.node
        assert InvalidHandle is same is rclpy.node.InvalidHandle is _rclpy.InvalidHandle
        assert rclpy._rclpy_pybind11.RCLError is RCLError
        assert issubclass(RCLError, RuntimeError) and issubclass(InvalidHandle, RuntimeError)
        """
    )
    assert program.end() == (0, "", "")


@pytest.mark.skipif(sys.platform != "linux", reason="counts Linux's clock ticks")
def test_spinning_idle_costs_nothing(run):
    program = run(
        f"""{PRELUDE}
import time, threading
rclpy.init()
node = Node("node")
threading.Timer(2, rclpy.shutdown).start()
before = time.process_time()
try:
    rclpy.spin(node)
except ExternalShutdownException:
    pass
assert time.process_time() - before < 0.3
""",
        middleware=LOCAL,
    )
    assert program.end() == (0, "", "")


@pytest.mark.not_on_zenoh("a forked child has no thread of Zenoh's, and contexts are refused there")
def test_children_of_a_busy_process(run):
    """What a thread of the parent had locked when it was forked is no hindrance to a child."""
    program = run(
        f"""{PRELUDE}
import os, threading, warnings
from rclpy.context import Context
from rclpy.executors import SingleThreadedExecutor
warnings.simplefilter("ignore", DeprecationWarning)

def child():
    context = Context()
    rclpy.init(context=context)
    node = Node("child", context=context)
    heard = []
    publisher = node.create_publisher(String, "child", 10)
    node.create_subscription(String, "child", heard.append, 10)
    executor = SingleThreadedExecutor(context=context)
    executor.add_node(node)
    node.get_logger().error("child")
    publisher.publish(String(data="child"))
    while not heard:
        executor.spin_once(timeout_sec=1)

rclpy.init()
node = Node("parent")
publisher = node.create_publisher(String, "parent", 10)
node.create_subscription(String, "parent", lambda message: None, 10)
executor = SingleThreadedExecutor()
executor.add_node(node)
done = threading.Event()

def publish():
    while not done.is_set():
        publisher.publish(String(data="busy"))

def log():
    while not done.is_set():
        node.get_logger().error("busy")

def spin():
    while not done.is_set():
        executor.spin_once(timeout_sec=0.1)

def begin_and_end():
    while not done.is_set():
        context = Context()
        rclpy.init(context=context)
        rclpy.shutdown(context=context)

os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what is logged
threads = [threading.Thread(target=work) for work in (publish, publish, log, spin, begin_and_end)]
for thread in threads:
    thread.start()
for _ in range(20):
    pid = os.fork()
    if pid == 0:
        try:
            child()
            os._exit(0)
        finally:
            os._exit(1)
    assert os.waitpid(pid, 0)[1] == 0
    print("a child is well")
done.set()
for thread in threads:
    thread.join()
rclpy.shutdown()
""",
    )
    assert program.end() == (0, "a child is well\n" * 20, "")
