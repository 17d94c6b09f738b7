"""Nothing is left of what was destroyed: memory, descriptors and threads stay as they are."""

import pytest
from conftest import MIDDLEWARES

EVERYTHING = """
import time, rclpy
from rcl_interfaces.msg import SetParametersResult
from rclpy.action import ActionClient, ActionServer
from rclpy.executors import MultiThreadedExecutor, SingleThreadedExecutor
from rclpy.experimental import EventsExecutor
from rclpy.lifecycle import LifecycleNode
from rclpy.node import Node
from rclpy.parameter import Parameter
from example_interfaces.action import Fibonacci
from std_msgs.msg import String
from std_srvs.srv import SetBool

PATIENCE = 30


class Everything(Node):
    def __init__(self, number):
        super().__init__(f"everything{number}")
        self.seen = set()
        self.publisher = self.create_publisher(String, "chatter", 10)
        self.create_subscription(String, "chatter", lambda _: self.seen.add("message"), 10)
        self.create_timer(0.001, lambda: self.seen.add("timer"))
        self.create_guard_condition(lambda: self.seen.add("guard condition")).trigger()
        self.create_service(SetBool, "set", self.answer)
        self.client = self.create_client(SetBool, "set")
        self.server = ActionServer(self, Fibonacci, "count", self.count)
        self.counter = ActionClient(self, Fibonacci, "count")
        self.declare_parameter("number", 1)
        self.add_on_set_parameters_callback(self.agree)
        self.set_parameters([Parameter("number", value=2)])

    def answer(self, request, response):
        response.success = request.data
        return response

    def agree(self, parameters):
        self.seen.add("parameter")
        return SetParametersResult(successful=True)

    def count(self, goal):
        goal.publish_feedback(Fibonacci.Feedback(sequence=[0]))
        goal.succeed()
        return Fibonacci.Result(sequence=[0, 1])

    def destroy_node(self):
        self.server.destroy()
        self.counter.destroy()
        super().destroy_node()


def managed(executor, number):
    node = LifecycleNode(f"managed{number}")
    executor.add_node(node)
    publisher = node.create_lifecycle_publisher(String, "managed", 1)
    node.trigger_configure()
    node.trigger_activate()
    publisher.publish(String())
    return node


def one_round(kind, number):
    def result(future):
        executor.spin_until_future_complete(future, PATIENCE)
        assert future.done()
        return future.result()

    executor = kind()
    node = Everything(number)
    executor.add_node(node)
    other = managed(executor, number)
    assert node.client.wait_for_service(PATIENCE) and node.counter.wait_for_server(PATIENCE)
    assert result(node.client.call_async(SetBool.Request(data=True))).success
    goal = result(node.counter.send_goal_async(
        Fibonacci.Goal(order=2), feedback_callback=lambda _: node.seen.add("feedback")))
    assert list(result(goal.get_result_async()).result.sequence) == [0, 1]
    node.publisher.publish(String(data="x" * 1000))
    end = time.monotonic() + PATIENCE
    while len(node.seen) < 5:
        assert time.monotonic() < end, node.seen
        executor.spin_once(0.01)
    executor.shutdown()
    node.destroy_node()
    other.destroy_node()
"""

FLAT = """
import gc, time
import psutil
process = psutil.Process()

def used():
    gc.collect()
    return process.num_threads(), process.num_fds()

def check_flat(work, rounds):
    for number in range(40):
        work(number)
    before, memory = used(), process.memory_info().rss
    for number in range(rounds):
        work(number)
    end = time.monotonic() + 20
    while used() > before and time.monotonic() < end:
        time.sleep(0.01)
    assert used() <= before, f"{before} threads and descriptors became {used()}"
    grown = process.memory_info().rss - memory
    assert grown < 1_500_000, f"{grown} bytes more"
"""

KINDS = "SingleThreadedExecutor, EventsExecutor, lambda: MultiThreadedExecutor(2)"


@pytest.fixture(params=[60, pytest.param(1000, marks=[pytest.mark.long, pytest.mark.timeout(600)])])
def rounds(request):
    return request.param


def _ends_well(program):
    output, errors = program.process.communicate(timeout=500)
    assert (program.process.returncode, output, errors) == (0, "", "")


@pytest.mark.parametrize("middleware", MIDDLEWARES)
def test_nothing_is_left_of_what_was_destroyed(run, middleware, rounds):
    _ends_well(
        run(
            f"""{EVERYTHING}{FLAT}
kinds = [{KINDS}]
rclpy.init()
check_flat(lambda number: one_round(kinds[number % 3], number), {rounds})
rclpy.shutdown()
""",
            middleware=middleware,
        )
    )


@pytest.mark.parametrize("middleware", MIDDLEWARES)
def test_nothing_is_left_of_contexts(run, middleware, rounds):
    """Nodes that live on when their context is shut down go with the last reference."""
    _ends_well(
        run(
            f"""{FLAT}
import rclpy
from std_msgs.msg import String

def one_round(number):
    rclpy.init()
    node = rclpy.create_node("node")
    node.create_publisher(String, "chatter", 1).publish(String())
    node.create_timer(0.001, lambda: None)
    rclpy.spin_once(node)
    if number % 2:
        node.destroy_node()
    rclpy.shutdown()

check_flat(one_round, {rounds})
""",
            middleware=middleware,
        )
    )
