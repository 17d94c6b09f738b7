"""Ctrl-C and SIGTERM end whatever waits, at once and without noise."""

import signal
import time

import pytest
from conftest import LOCAL

PRELUDE = """
import threading, time, rclpy
from example_interfaces.action import Fibonacci
from rclpy.action import ActionClient
from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.clock import Clock, ClockType
from rclpy.duration import Duration
from rclpy.executors import *
from rclpy.experimental import EventsExecutor
from rclpy.node import Node
from rclpy.parameter_client import AsyncParameterClient
from rclpy.wait_for_message import wait_for_message
from std_msgs.msg import String
from std_srvs.srv import Empty

class Own(Executor):
    def spin_once(self, timeout_sec=None):
        self.wait_for_ready_callbacks(timeout_sec)[0]()

def spin_beside():
    def spin():
        try:
            rclpy.spin(node)
        except ExternalShutdownException:
            pass
    threading.Thread(target=spin).start()

def add_to(executor):
    executor.add_node(node)
    return executor

async def forever():
    await rclpy.Future()

rclpy.init()
node = Node("node")
"""

# What prepares the wait, and the wait itself.
SPINS = {
    "spin": ("", "rclpy.spin(node)"),
    "spin_once": ("", "while True: rclpy.spin_once(node, timeout_sec=0.1)"),
    "spin_until_future_complete": ("", "rclpy.spin_until_future_complete(node, rclpy.Future())"),
    "events": ("executor = add_to(EventsExecutor())", "executor.spin()"),
    "own executor": ("executor = add_to(Own())", "executor.spin()"),
    "task": (
        "executor = add_to(SingleThreadedExecutor())",
        "executor.spin_until_future_complete(executor.create_task(forever))",
    ),
    "nested": ("node.create_timer(0.01, lambda: rclpy.spin_once(node))", "rclpy.spin(node)"),
}
# These end without an exception when SIGTERM comes.
QUIET = {
    "threads": ("executor = add_to(MultiThreadedExecutor(2))", "executor.spin()"),
    "threads and rclpy.spin": ("", "rclpy.spin(node, MultiThreadedExecutor(2))"),
    "threads, once": ("executor = add_to(MultiThreadedExecutor(2))", "executor.spin_once()"),
    "threads and future": (
        "executor = add_to(MultiThreadedExecutor(2))",
        "executor.spin_until_future_complete(rclpy.Future())",
    ),
    "sleep": ("", "node.get_clock().sleep_for(Duration(seconds=1000))"),
    "sleep steadily": (
        "clock = Clock(clock_type=ClockType.STEADY_TIME)",
        "clock.sleep_until(clock.now() + Duration(seconds=1000))",
    ),
    "sleep in a callback": (
        "clock = node.get_clock()\n"
        "node.create_timer(0.01, lambda: clock.sleep_for(Duration(seconds=1000)))",
        "rclpy.spin(node)",
    ),
    "wait_for_message": ("", "wait_for_message(String, node, 'chatter')"),
}
# These cannot give what was asked for once the context has ended.
FAILING = {
    "rate": ("spin_beside(); rate = node.create_rate(0.001)", "rate.sleep()"),
    "service": (
        "client = node.create_client(Empty, 'empty')",
        "while not client.wait_for_service(timeout_sec=0.1): pass",
    ),
    "server": (
        "client = ActionClient(node, Fibonacci, 'fibonacci')",
        "while not client.wait_for_server(timeout_sec=0.1): pass",
    ),
    "parameters": (
        "client = AsyncParameterClient(node, 'nobody')",
        "while not client.wait_for_services(0.1): pass",
    ),
    "node": ("", "node.wait_for_node('/nobody', -1)"),
    "subscriber": (
        "publisher = node.create_publisher(String, 'chatter', 1)",
        "while not publisher.get_subscription_count(): time.sleep(0.01)",
    ),
    "publisher": ("", "while not node.count_publishers('chatter'): time.sleep(0.01)"),
    "publishing": (
        "publisher = node.create_publisher(String, 'chatter', 1)",
        "while True: publisher.publish(String())",
    ),
    "call": (
        "client = node.create_client(Empty, 'empty'); spin_beside()",
        "client.call(Empty.Request())",
    ),
    "goal": (
        "client = ActionClient(node, Fibonacci, 'fibonacci'); spin_beside()",
        "client.send_goal(Fibonacci.Goal())",
    ),
}
WAITS = SPINS | QUIET | FAILING


def _wait_and_tell(run, preparation, wait):
    """Start a program that waits, as the tutorials write it."""
    program = run(
        f"""{PRELUDE}
{preparation}
try:
    print("ready")
    {wait}
    print("returned")
except BaseException as error:
    print(type(error).__name__)
finally:
    node.destroy_node()
    rclpy.shutdown()
""",
        middleware=LOCAL,
    )
    program.wait_for_line("ready")
    time.sleep(0.1)
    return program


@pytest.mark.parametrize("name", WAITS)
def test_ctrl_c(run, name):
    program = _wait_and_tell(run, *WAITS[name])
    assert program.end(signal.SIGINT) == (0, "KeyboardInterrupt\n", "")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        *((name, "ExternalShutdownException") for name in SPINS),
        *((name, "returned") for name in QUIET),
        *((name, "ROSInterruptException" if name == "rate" else "RCLError") for name in FAILING),
    ],
)
def test_termination(run, name, told):
    program = _wait_and_tell(run, *WAITS[name])
    assert program.end(signal.SIGTERM) == (0, f"{told}\n", "")


def test_second_shutdown_is_refused_unless_a_signal_came_first(run):
    program = run(
        f"""{PRELUDE}
rclpy.shutdown()
for shutdown in (rclpy.shutdown, node.context.shutdown):
    try:
        shutdown()
    except RuntimeError as error:
        print(type(error).__name__)
""",
        middleware=LOCAL,
    )
    assert program.end() == (0, "RuntimeError\nRCLError\n", "")


def test_nobody_waits_for_a_callback_that_cannot_go_on(run):
    program = run(
        f"""{PRELUDE}
executor = add_to(MultiThreadedExecutor(2))
client = node.create_client(Empty, "empty", callback_group=ReentrantCallbackGroup())
def call():
    timer.cancel()
    print("ready")
    client.call(Empty.Request())

timer = node.create_timer(0.01, call)
try:
    executor.spin()
except KeyboardInterrupt:
    print("interrupted")
""",
        middleware=LOCAL,
    )
    program.wait_for_line("ready")
    assert program.end(signal.SIGINT) == (0, "interrupted\n", "")
