"""Waiting for things of one's own."""

import asyncio
import threading

import pytest
import rclpy
from rclpy.callback_groups import (
    CallbackGroup,
    MutuallyExclusiveCallbackGroup,
    ReentrantCallbackGroup,
)
from rclpy.clock import Clock
from rclpy.clock_type import ClockType
from rclpy.event_handler import EventHandler, QoSPublisherEventType
from rclpy.executors import (
    MultiThreadedExecutor,
    SingleThreadedExecutor,
    TimeoutException,
)
from rclpy.experimental import EventsExecutor
from rclpy.impl.implementation_singleton import rclpy_implementation as _rclpy
from rclpy.qos import QoSProfile
from rclpy.task import Future
from rclpy.waitable import NumberOfEntities, Waitable
from std_msgs.msg import Int32
from std_srvs.srv import Empty

QOS = QoSProfile(depth=10).get_c_qos_profile()
PATIENCE = 20.0

EXECUTORS = [
    SingleThreadedExecutor,
    lambda *, context: MultiThreadedExecutor(2, context=context),
    EventsExecutor,
]


class One(Waitable):
    """Waits for one handle, and keeps what was taken from it."""

    def __init__(self, kind, handle, take, group=None):
        super().__init__(group or ReentrantCallbackGroup())
        self.kind = kind
        self.handle = handle
        self.take = take
        self.taken = []
        self.is_enough = lambda: bool(self.taken)
        self.done = Future()
        self.index = None

    def add_to_wait_set(self, wait_set):
        self.index = getattr(wait_set, f"add_{self.kind}")(self.handle)

    def is_ready(self, wait_set):
        return wait_set.is_ready(self.kind, self.index)

    def take_data(self):
        return self.take()

    async def execute(self, taken_data):
        self.taken.append(taken_data)
        if self.is_enough():
            self.done.set_result(None)

    def get_num_entities(self):
        return NumberOfEntities(**{f"num_{self.kind}s": 1})


def guarded(context, group=None, take=lambda: "triggered"):
    """A waitable with a guard condition."""
    return One("guard_condition", _rclpy.GuardCondition(context.handle), take, group)


@pytest.fixture(params=EXECUTORS, ids=["single", "multi", "events"])
def executor(request, context, node):
    """Each executor, with the node."""
    with request.param(context=context) as executor:
        executor.add_node(node)
        yield executor


def spin(executor, waitable):
    """Spin until the waitable has what it wants."""
    executor.spin_until_future_complete(waitable.done, PATIENCE)
    assert waitable.done.done()


def test_a_guard_condition(context, node, executor):
    waitable = guarded(context)
    node.add_waitable(waitable)
    assert list(node.waitables) == [waitable]
    executor.spin_once(0.01)
    assert waitable.taken == []
    waitable.handle.trigger_guard_condition()
    spin(executor, waitable)
    executor.spin_once(0.01)
    assert waitable.taken == ["triggered"]


def test_it_wakes_a_spinning_executor(context, node, executor):
    waitable = guarded(context)
    node.add_waitable(waitable)
    spinning = threading.Thread(target=spin, args=(executor, waitable))
    spinning.start()
    waitable.handle.trigger_guard_condition()
    spinning.join(PATIENCE)
    assert waitable.taken == ["triggered"]


def test_a_timer(context, node, executor):
    clock = Clock(clock_type=ClockType.STEADY_TIME)
    timer = _rclpy.Timer(clock.handle, context.handle, 2_000_000, True)
    waitable = One("timer", timer, timer.call_timer_with_info)
    waitable.is_enough = lambda: len(waitable.taken) == 3
    node.add_waitable(waitable)
    spin(executor, waitable)
    assert all(info.expected_call_time <= info.actual_call_time for info in waitable.taken)


def test_a_subscription_loses_nothing(node, executor):
    subscription = _rclpy.Subscription(node.handle, Int32, "topic", QOS)
    taken = []

    def take():
        # It may be asked once more than there are messages.
        if found := subscription.take_message(Int32, False):
            taken.append(found[0].data)

    waitable = One("subscription", subscription, take)
    waitable.is_enough = lambda: len(taken) == 5
    publisher = node.create_publisher(Int32, "topic", 10)
    for number in range(3):
        publisher.publish(Int32(data=number))
    node.add_waitable(waitable)
    for number in range(3, 5):
        publisher.publish(Int32(data=number))
    spin(executor, waitable)
    assert taken == [0, 1, 2, 3, 4]


def test_a_client_and_a_service(node, executor):
    server_handle = _rclpy.Service(node.handle, Empty, "service", QOS)
    client_handle = _rclpy.Client(node.handle, Empty, "service", QOS)

    requests, responses = [], []

    # Two threads may be asked for one request.
    def answer():
        request, info = server_handle.service_take_request(Empty.Request)
        if info is not None:
            requests.append(request)
            server_handle.service_send_response(Empty.Response(), info.request_id)

    def receive():
        info, response = client_handle.take_response(Empty.Response)
        if info is not None:
            responses.append((info, response))

    server = One("service", server_handle, answer)
    client = One("client", client_handle, receive)
    client.is_enough = lambda: bool(responses)
    node.add_waitable(server)
    node.add_waitable(client)
    assert client_handle.wait_for_service(int(PATIENCE * 1e9))
    number = client_handle.send_request(Empty.Request())
    spin(executor, client)
    assert requests == [Empty.Request()]
    [(info, response)] = responses
    assert info.request_id.sequence_number == number
    assert isinstance(response, Empty.Response)
    assert client_handle.take_response(Empty.Response) == (None, None)


def test_an_event(node, executor):
    publisher = node.create_publisher(Int32, "topic", 10)
    event = _rclpy.EventHandle(publisher.handle, QoSPublisherEventType.RCL_PUBLISHER_MATCHED)
    waitable = One("event", event, event.take_event)
    node.add_waitable(waitable)
    node.create_subscription(Int32, "topic", lambda _: None, 10)
    spin(executor, waitable)
    assert waitable.taken[0].current_count == 1


def test_an_event_handler_that_is_added_by_hand(node, executor):
    publisher = node.create_publisher(Int32, "topic", 10)
    matched = Future()
    handler = EventHandler(
        callback_group=node.default_callback_group,
        callback=matched.set_result,
        event_type=QoSPublisherEventType.RCL_PUBLISHER_MATCHED,
        parent_impl=publisher.handle,
    )
    assert handler.get_num_entities().num_events == 1
    node.add_waitable(handler)
    node.create_subscription(Int32, "topic", lambda _: None, 10)
    executor.spin_until_future_complete(matched, PATIENCE)
    assert matched.result().current_count == 1


def test_several_things_at_once(context, node, executor):
    class Two(One):
        def __init__(self, *handles):
            super().__init__("guard_condition", None, lambda: self.found)
            self.handles = handles

        def add_to_wait_set(self, wait_set):
            self.indices = [wait_set.add_guard_condition(each) for each in self.handles]

        def is_ready(self, wait_set):
            self.found = [wait_set.is_ready("guard_condition", each) for each in self.indices]
            return any(self.found)

    handles = [_rclpy.GuardCondition(context.handle) for _ in range(2)]
    waitable = Two(*handles)
    node.add_waitable(waitable)
    for index, handle in enumerate(handles):
        waitable.done = Future()
        handle.trigger_guard_condition()
        spin(executor, waitable)
        assert waitable.taken.pop() == [index == 0, index == 1]
    # What it waits for may change.
    waitable.handles = (*handles, _rclpy.GuardCondition(context.handle))
    executor.wake()
    waitable.done = Future()
    waitable.handles[2].trigger_guard_condition()
    spin(executor, waitable)
    assert waitable.taken == [[False, False, True]]


def test_what_is_not_taken_stays_ready(node, executor):
    subscription = _rclpy.Subscription(node.handle, Int32, "topic", QOS)
    waitable = One("subscription", subscription, lambda: None)
    waitable.is_enough = lambda: len(waitable.taken) == 3
    node.add_waitable(waitable)
    node.create_publisher(Int32, "topic", 10).publish(Int32())
    spin(executor, waitable)


def test_execute_may_await(context, node, executor):
    go_on = Future()

    class Slow(One):
        async def execute(self, taken_data):
            await go_on
            await super().execute(taken_data)

    waitable = Slow("guard_condition", _rclpy.GuardCondition(context.handle), lambda: "late")
    node.add_waitable(waitable)
    waitable.handle.trigger_guard_condition()
    executor.spin_once(0.05)
    executor.spin_once(0.05)
    assert waitable.taken == []
    go_on.set_result(None)
    spin(executor, waitable)
    assert waitable.taken == ["late"]


def test_the_callback_group_holds_it_back(context, node):
    group = MutuallyExclusiveCallbackGroup()
    go_on = threading.Event()
    order = []
    blocking = node.create_guard_condition(lambda: (go_on.wait(PATIENCE), order.append(1)), group)
    waitable = guarded(context, group, lambda: order.append(2))
    with MultiThreadedExecutor(2, context=context) as executor:
        executor.add_node(node)
        node.add_waitable(waitable)
        blocking.trigger()
        executor.spin_once(PATIENCE)
        waitable.handle.trigger_guard_condition()
        executor.spin_once(0.05)
        assert order == []
        go_on.set()
        spin(executor, waitable)
    assert order == [1, 2]


def test_a_group_of_the_programs_own_is_asked(context, node, executor):
    class Closed(CallbackGroup):
        is_open = False

        def can_execute(self, entity):
            return self.is_open

        def beginning_execution(self, entity):
            return True

        def ending_execution(self, entity):
            self.ended = entity

    group = Closed()
    waitable = guarded(context, group)
    node.add_waitable(waitable)
    waitable.handle.trigger_guard_condition()
    executor.spin_once(0.02)
    assert waitable.taken == []
    group.is_open = True
    executor.wake()
    spin(executor, waitable)
    executor.spin_once(0.02)
    assert waitable.taken == ["triggered"]
    assert group.ended is waitable


def test_one_that_is_removed_is_left_alone(context, node, executor):
    waitable = guarded(context)
    node.add_waitable(waitable)
    node.add_waitable(waitable)
    node.remove_waitable(waitable)
    assert list(node.waitables) == []
    waitable.handle.trigger_guard_condition()
    executor.spin_once(0.02)
    assert waitable.taken == []
    with pytest.raises(ValueError, match="no waitable"):
        node.remove_waitable(waitable)
    node.add_waitable(waitable)
    spin(executor, waitable)


def test_what_it_raises_leaves_the_spin(context, node):
    class Broken(One):
        def is_ready(self, wait_set):
            raise ArithmeticError("not today")

    waitable = Broken("guard_condition", _rclpy.GuardCondition(context.handle), None)
    with SingleThreadedExecutor(context=context) as executor:
        executor.add_node(node)
        node.add_waitable(waitable)
        with pytest.raises(ArithmeticError, match="not today"):
            executor.spin_once(PATIENCE)


def test_one_whose_handle_is_gone_is_passed_over(context, node, executor):
    class Careful(One):
        def __enter__(self):
            self.handle.__enter__()

        def __exit__(self, *_):
            self.handle.__exit__()

    waitable = Careful("guard_condition", _rclpy.GuardCondition(context.handle), None)
    waitable.handle.destroy_when_not_in_use()
    node.add_waitable(waitable)
    executor.spin_once(0.02)
    assert waitable.taken == []


def test_executors_of_ones_own_are_handed_it(context, node):
    waitables = [guarded(context) for _ in range(2)]
    with SingleThreadedExecutor(context=context) as executor:
        executor.add_node(node)
        for waitable in waitables:
            node.add_waitable(waitable)
            waitable.handle.trigger_guard_condition()
        handlers = list(executor._wait_for_ready_callbacks(timeout_sec=PATIENCE))
        assert [entity for _, entity, _ in handlers] == waitables
        assert all(owner is node for _, _, owner in handlers)
        for handler, _, _ in handlers:
            handler()
        assert [waitable.taken for waitable in waitables] == [["triggered"]] * 2
        with pytest.raises(TimeoutException):
            next(executor._wait_for_ready_callbacks(timeout_sec=0))


def test_an_actions_client_and_server_are_waitables(context, node):
    from example_interfaces.action import Fibonacci
    from rclpy.action import ActionClient, ActionServer

    def execute(goal_handle):
        goal_handle.succeed()
        return Fibonacci.Result(sequence=[1, 1])

    server = ActionServer(node, Fibonacci, "count", execute)
    client = ActionClient(node, Fibonacci, "count")
    assert list(node.waitables) == [server, client]
    assert client.get_num_entities().num_clients == 3
    assert server.get_num_entities().num_services == 3
    assert server.get_num_entities().num_timers == 1
    assert client.wait_for_server(PATIENCE)
    accepted = client.send_goal_async(Fibonacci.Goal(order=1))
    server.register_handle_accepted_callback(lambda _: None)
    # The program does the waiting, and takes what comes.
    for waitable in (server, client):
        wait_set = _rclpy.WaitSet(2, 0, 1, 3, 3, 0, context.handle)
        waitable.add_to_wait_set(wait_set)
        wait_set.wait(int(PATIENCE * 1e9))
        with waitable:
            assert waitable.is_ready(wait_set)
            data = waitable.take_data()
        asyncio.run(waitable.execute(data))
    assert accepted.result().accepted
    server.notify_goal_done()


def test_numbers_of_entities_add_up():
    total = NumberOfEntities(1, 2, 3, 4, 5, 6) + NumberOfEntities(num_timers=10)
    assert repr(total) == "<NumberOfEntities(1, 2, 13, 4, 5, 6)>"
    total += NumberOfEntities(num_events=1)
    assert total.num_events == 7
    assert rclpy.ok() is False


def test_the_base_says_what_is_missing():
    waitable = Waitable(ReentrantCallbackGroup())
    for call in (
        lambda: waitable.is_ready(None),
        waitable.take_data,
        waitable.get_num_entities,
        lambda: waitable.add_to_wait_set(None),
        lambda: asyncio.run(waitable.execute(None)),
    ):
        with pytest.raises(NotImplementedError):
            call()
    future = Future()
    waitable.add_future(future)
    waitable.remove_future(future)
    with pytest.raises(ValueError):
        waitable.remove_future(future)
