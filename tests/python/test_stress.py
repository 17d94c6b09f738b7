"""Destroying and adding while other threads spin; what callbacks raise, by kind and executor."""

import random
import threading
import time
import traceback

import pytest
from example_interfaces.action import Fibonacci
from rclpy.action import ActionClient, ActionServer
from rclpy.callback_groups import MutuallyExclusiveCallbackGroup, ReentrantCallbackGroup
from rclpy.exceptions import InvalidHandle
from rclpy.executors import MultiThreadedExecutor, SingleThreadedExecutor
from rclpy.experimental import EventsExecutor
from rclpy.node import Node
from rclpy.parameter import Parameter
from rclpy.task import Future
from std_msgs.msg import String
from std_srvs.srv import Empty

PATIENCE = 20.0


def several(context):
    return MultiThreadedExecutor(3, context=context)


KINDS = {"single": SingleThreadedExecutor, "multi": several, "events": EventsExecutor}


@pytest.fixture(params=KINDS.values(), ids=KINDS)
def executor(request, context, node):
    with request.param(context=context) as executor:
        executor.add_node(node)
        yield executor


@pytest.fixture
def spinning(executor):
    """The executor, which another thread spins."""
    raised = []

    def spin():
        try:
            executor.spin()
        except BaseException as error:
            raised.append("".join(traceback.format_exception(error)))

    thread = threading.Thread(target=spin)
    thread.start()
    yield executor
    executor.shutdown(PATIENCE)
    thread.join(PATIENCE)
    assert not thread.is_alive() and not raised, raised


class Churn:
    """Makes entities and destroys them, each at any moment of its life."""

    def __init__(self, node, seed):
        self.node = node
        self.random = random.Random(seed)
        self.groups = [MutuallyExclusiveCallbackGroup(), ReentrantCallbackGroup()]
        self.made = []

    def make(self):
        node, group = self.node, self.random.choice(self.groups)
        makers = {
            "publisher": lambda: node.create_publisher(String, "chatter", 10),
            "subscription": lambda: node.create_subscription(
                String, "chatter", lambda _: None, 10, callback_group=group
            ),
            "timer": lambda: node.create_timer(0.0005, lambda: None, callback_group=group),
            "guard": lambda: node.create_guard_condition(lambda: None, callback_group=group),
            "service": lambda: node.create_service(
                Empty, "nothing", lambda _, response: response, callback_group=group
            ),
            "client": lambda: node.create_client(Empty, "nothing", callback_group=group),
            "server": lambda: ActionServer(node, Fibonacci, "count", self.count),
            "counter": lambda: ActionClient(node, Fibonacci, "count", callback_group=group),
        }
        kind = self.random.choice(list(makers))
        self.made.append((kind, makers[kind]()))

    def count(self, goal):
        goal.publish_feedback(Fibonacci.Feedback())
        goal.succeed()
        return Fibonacci.Result()

    def use(self):
        kind, entity = self.random.choice(self.made)
        uses = {
            "publisher": lambda: entity.publish(String(data="x")),
            "guard": entity.trigger if kind == "guard" else None,
            "client": lambda: entity.call_async(Empty.Request()),
            "counter": lambda: entity.send_goal_async(Fibonacci.Goal(order=1)),
        }
        use = uses.get(kind)
        if use is not None:
            use()

    def destroy(self):
        kind, entity = self.made.pop(self.random.randrange(len(self.made)))
        if kind in ("server", "counter"):
            entity.destroy()
        else:
            destroy = "guard_condition" if kind == "guard" else kind
            assert getattr(self.node, f"destroy_{destroy}")(entity)
        uses = {"publisher": lambda: entity.publish(String()), "guard": lambda: entity.trigger()}
        if kind in uses:
            with pytest.raises(InvalidHandle):
                uses[kind]()

    def run(self, rounds):
        for _ in range(rounds):
            if not self.made or self.random.random() < 0.4:
                self.make()
            elif self.random.random() < 0.6:
                self.use()
            else:
                self.destroy()
        while self.made:
            self.destroy()


def test_entities_are_destroyed_while_it_spins(node, spinning):
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    failed = []

    def churn(number):
        try:
            Churn(node, seed + number).run(150)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=churn, args=[number]) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(40)
        assert not thread.is_alive()
    assert not failed, failed
    heard = threading.Event()
    node.create_guard_condition(heard.set).trigger()
    assert heard.wait(PATIENCE)


def test_nodes_are_destroyed_while_it_spins(context, spinning):
    for number in range(20):
        called = threading.Event()
        guest = Node(f"guest{number}", context=context)
        guest.create_timer(0.0005, called.set)
        guest.create_subscription(String, "chatter", lambda _: None, 10)
        spinning.add_node(guest)
        assert called.wait(PATIENCE)
        guest.destroy_node()


def test_a_callback_destroys_its_own_entity_and_node(context, spinning):
    for kind in ("timer", "node"):
        done = threading.Event()
        guest = Node("guest", context=context)

        def end(kind=kind, guest=guest, done=done):
            if kind == "timer":
                guest.destroy_timer(next(guest.timers))
            else:
                guest.destroy_node()
            done.set()

        guest.create_timer(0.0005, end)
        spinning.add_node(guest)
        assert done.wait(PATIENCE)
        guest.destroy_node()


def test_groups_exclude_under_load(node, spinning):
    """Never two callbacks of an exclusive group at once, however many threads there are."""
    group, inside, worst, calls = MutuallyExclusiveCallbackGroup(), [], [], []
    done = threading.Event()

    def call():
        inside.append(None)
        worst.append(len(inside))
        time.sleep(0)
        inside.pop()
        calls.append(None)
        if len(calls) >= 500:
            done.set()

    node.create_subscription(String, "chatter", lambda _: call(), 100, callback_group=group)
    publisher = node.create_publisher(String, "chatter", 100)
    for _ in range(3):
        node.create_timer(0.001, call, callback_group=group)
    while not done.wait(0.001):
        publisher.publish(String())
    assert max(worst) == 1


class Expected(Exception):
    """What callbacks raise here."""


def fail(*_):
    raise Expected


async def fail_later(*_):
    raise Expected


def by_subscription(node, fail):
    node.create_subscription(String, "chatter", fail, 10)
    node.create_publisher(String, "chatter", 10).publish(String())


def by_timer(node, fail):
    node.create_timer(0.001, lambda: fail())


def by_guard_condition(node, fail):
    node.create_guard_condition(lambda: fail()).trigger()


def by_service(node, fail):
    node.create_service(Empty, "nothing", fail)
    node.create_client(Empty, "nothing").call_async(Empty.Request())


def by_done_callback(node, fail):
    node.create_service(Empty, "nothing", lambda _, response: response)
    node.create_client(Empty, "nothing").call_async(Empty.Request()).add_done_callback(fail)


def by_goal_callback(node, fail):
    server = ActionServer(
        node, Fibonacci, "count", lambda _: Fibonacci.Result(), goal_callback=fail
    )
    client = ActionClient(node, Fibonacci, "count")
    client.send_goal_async(Fibonacci.Goal())
    node.kept = (server, client)


def by_feedback(node, fail):
    def execute(goal):
        goal.publish_feedback(Fibonacci.Feedback())
        goal.succeed()
        return Fibonacci.Result()

    server = ActionServer(node, Fibonacci, "count", execute)
    client = ActionClient(node, Fibonacci, "count")
    client.send_goal_async(Fibonacci.Goal(), feedback_callback=fail)
    node.kept = (server, client)


def by_task(node, fail):
    node.executor.create_task(fail)


WAYS = {
    way.__name__: way
    for way in list(globals().values())
    if getattr(way, "__name__", "").startswith("by_")
}


@pytest.mark.parametrize("callback", [fail, fail_later], ids=["function", "coroutine"])
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_what_callbacks_raise_leaves_spin_and_harms_no_other(node, executor, way, callback):
    if callback is fail_later and way in (by_timer, by_guard_condition):

        def call():
            return fail_later()
    else:
        call = callback
    way(node, call)
    with pytest.raises(Expected):
        executor.spin_until_future_complete(Future(), PATIENCE)
    other = Future()
    node.create_guard_condition(
        lambda: other.set_result(1), callback_group=ReentrantCallbackGroup()
    ).trigger()
    end = time.monotonic() + PATIENCE
    while not other.done():
        assert time.monotonic() < end
        try:
            executor.spin_until_future_complete(other, PATIENCE)
        except Expected:
            assert way is by_timer, "only what goes on raises again"


def test_what_a_parameter_callback_raises_leaves_the_call(node):
    node.declare_parameter("number", 1)
    node.add_on_set_parameters_callback(fail)
    with pytest.raises(Expected):
        node.set_parameters([Parameter("number", value=2)])
    assert node.get_parameter("number").value == 1
