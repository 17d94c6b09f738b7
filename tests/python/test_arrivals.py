"""Callbacks for what has come, called outside of any executor."""

import queue
import threading

import pytest
from rclpy.event_handler import PublisherEventCallbacks
from std_msgs.msg import String
from std_srvs.srv import Empty

PATIENCE = 20


class Heard:
    """A callback that keeps what it is called with."""

    def __init__(self):
        self._calls = queue.Queue()
        self.threads = set()

    def __call__(self, count):
        self.threads.add(threading.current_thread())
        self._calls.put(count)

    def wait_for(self, count):
        """Wait until so many have come."""
        while count > 0:
            count -= self._calls.get(timeout=PATIENCE)
        assert count == 0

    def is_empty(self):
        return self._calls.empty()


@pytest.fixture
def heard():
    return Heard()


@pytest.fixture
def subscription(node):
    return node.create_subscription(String, "topic", lambda _: None, 10)


@pytest.fixture
def publisher(node):
    return node.create_publisher(String, "topic", 10)


def arrival_threads():
    return [thread for thread in threading.enumerate() if thread.name == "rclpy arrivals"]


def test_new_messages_are_told_of_without_an_executor(subscription, publisher, heard):
    subscription.handle.set_on_new_message_callback(heard)
    for _ in range(5):
        publisher.publish(String())
    heard.wait_for(5)
    assert threading.current_thread() not in heard.threads
    for _ in range(5):
        assert subscription.handle.take_message(String, False) is not None
    assert subscription.handle.take_message(String, False) is None


def test_messages_that_wait_already_are_told_of_at_once(subscription, publisher, heard):
    for _ in range(3):
        publisher.publish(String())
    subscription.handle.set_on_new_message_callback(heard)
    heard.wait_for(3)


def test_messages_that_were_taken_before_are_not_told_of(node, executor, publisher, heard):
    received = []
    subscription = node.create_subscription(String, "topic", received.append, 10)
    publisher.publish(String())
    while not received:
        executor.spin_once(timeout_sec=1)
    executor.spin_once(timeout_sec=0)
    subscription.handle.set_on_new_message_callback(heard)
    publisher.publish(String())
    heard.wait_for(1)
    assert heard.is_empty()


def test_the_executor_gets_the_messages_as_well(node, executor, publisher, heard):
    received = []
    subscription = node.create_subscription(String, "topic", received.append, 10)
    subscription.handle.set_on_new_message_callback(heard)
    publisher.publish(String(data="text"))
    heard.wait_for(1)
    while not received:
        executor.spin_once(timeout_sec=1)
    assert received == [String(data="text")]


def test_a_cleared_callback_is_called_no_more(subscription, publisher, heard):
    other = Heard()
    subscription.handle.set_on_new_message_callback(heard)
    publisher.publish(String())
    heard.wait_for(1)
    subscription.handle.clear_on_new_message_callback()
    publisher.publish(String())
    subscription.handle.set_on_new_message_callback(other)
    publisher.publish(String())
    other.wait_for(2)
    assert heard.is_empty()


def test_requests_and_responses_are_told_of(node, executor, heard):
    requests = heard
    responses = Heard()
    service = node.create_service(Empty, "service", lambda _, response: response)
    client = node.create_client(Empty, "service")
    service.handle.set_on_new_request_callback(requests)
    client.handle.set_on_new_response_callback(responses)
    futures = [client.call_async(Empty.Request()) for _ in range(3)]
    requests.wait_for(3)
    for future in futures:
        executor.spin_until_future_complete(future, timeout_sec=PATIENCE)
    responses.wait_for(3)
    service.handle.clear_on_new_request_callback()
    client.handle.clear_on_new_response_callback()


def test_events_are_told_of(node, heard):
    statuses = PublisherEventCallbacks(matched=lambda _: None, use_default_callbacks=False)
    publisher = node.create_publisher(String, "topic", 10, event_callbacks=statuses)
    (handler,) = publisher.event_handlers
    handler.handle.set_on_new_event_callback(heard)
    node.create_subscription(String, "topic", lambda _: None, 10)
    heard.wait_for(1)
    handler.handle.clear_on_new_event_callback()


def test_resets_of_timers_are_told_of(node, heard):
    timer = node.create_timer(1000, lambda: None)
    timer.handle.set_on_reset_callback(heard)
    timer.reset()
    heard.wait_for(1)
    timer.handle.clear_on_reset_callback()
    timer.reset()
    assert heard.is_empty()


def test_what_a_callback_raises_is_logged(subscription, publisher, heard, capfd):
    def fail(count):
        heard(count)
        raise ValueError("this is wrong")

    subscription.handle.set_on_new_message_callback(fail)
    publisher.publish(String())
    heard.wait_for(1)
    publisher.publish(String())
    heard.wait_for(1)
    assert "ValueError: this is wrong" in capfd.readouterr().err


def test_what_cannot_be_called_is_refused(subscription):
    with pytest.raises(TypeError, match="expected a callable"):
        subscription.handle.set_on_new_message_callback(7)


def test_the_thread_ends_with_the_last_callback(node, publisher, heard):
    subscriptions = [node.create_subscription(String, "topic", print, 10) for _ in range(3)]
    for subscription in subscriptions:
        subscription.handle.set_on_new_message_callback(heard)
    (thread,) = arrival_threads()
    publisher.publish(String())
    heard.wait_for(3)
    subscriptions[0].handle.clear_on_new_message_callback()
    for subscription in subscriptions[1:]:
        node.destroy_subscription(subscription)
    thread.join(PATIENCE)
    assert not thread.is_alive()
    # The next callback has a thread again.
    subscriptions[0].handle.set_on_new_message_callback(heard)
    publisher.publish(String())
    heard.wait_for(1)


def test_the_thread_ends_when_the_context_is_shut_down(context, node, subscription, heard):
    subscription.handle.set_on_new_message_callback(heard)
    (thread,) = arrival_threads()
    context.shutdown()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def test_callbacks_may_use_the_executor(node, subscription, publisher):
    """As an executor of a program's own would: woken by the middleware, it takes what has come."""
    taken = queue.Queue()

    def take(_):
        while (message := subscription.handle.take_message(String, False)) is not None:
            taken.put(message[0].data)

    subscription.handle.set_on_new_message_callback(take)
    for number in range(10):
        publisher.publish(String(data=str(number)))
    assert [taken.get(timeout=PATIENCE) for _ in range(10)] == [str(n) for n in range(10)]


PROGRAM = """
import rclpy
from rclpy.node import Node
from std_msgs.msg import String
rclpy.init()
node = Node("node")
subscription = node.create_subscription(String, "topic", print, 10)
publisher = node.create_publisher(String, "topic", 10)
"""


def test_a_program_ends_amid_callbacks(run):
    program = f"""{PROGRAM}
import threading
called = threading.Event()
def callback(count):
    called.set()
    while True:
        pass
subscription.handle.set_on_new_message_callback(callback)
publisher.publish(String())
called.wait()
print("end")
"""
    assert run(program).end() == (0, "end\n", "")


@pytest.mark.not_on_zenoh("a forked child has no thread of Zenoh's, and contexts are refused there")
def test_a_child_process_has_a_thread_of_its_own(run):
    program = f"""{PROGRAM}
import os, queue, warnings
warnings.simplefilter("ignore", DeprecationWarning)
heard = queue.Queue()
subscription.handle.set_on_new_message_callback(heard.put)
publisher.publish(String())
assert heard.get(timeout=20) == 1
child = os.fork()
if child == 0:
    context = rclpy.Context()
    rclpy.init(context=context)
    other = Node("other", context=context)
    publisher = other.create_publisher(String, "other", 10)
    subscription = other.create_subscription(String, "other", print, 10)
    subscription.handle.set_on_new_message_callback(heard.put)
    publisher.publish(String())
    assert heard.get(timeout=20) == 1
    os._exit(0)
_, status = os.waitpid(child, 0)
assert status == 0, status
publisher.publish(String())
assert heard.get(timeout=20) == 1
rclpy.shutdown()
print("end")
"""
    assert run(program).end() == (0, "end\n", "")
