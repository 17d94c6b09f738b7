"""Callback groups, upstream's two and a user's own."""

import gc

import pytest
from rclpy.callback_groups import (
    CallbackGroup,
    MutuallyExclusiveCallbackGroup,
    ReentrantCallbackGroup,
)
from rclpy.task import Future
from std_msgs.msg import Int32


class Entity:
    pass


@pytest.mark.parametrize("kind", [MutuallyExclusiveCallbackGroup, ReentrantCallbackGroup])
def test_entities(kind):
    group, entity = kind(), Entity()
    assert not group.has_entity(entity)
    group.add_entity(entity)
    assert group.has_entity(entity)
    assert group.can_execute(entity)


def test_one_at_a_time():
    group, first, second = MutuallyExclusiveCallbackGroup(), Entity(), Entity()
    group.add_entity(first)
    group.add_entity(second)
    assert group.beginning_execution(first)
    assert not group.can_execute(second)
    assert not group.beginning_execution(second)
    group.ending_execution(first)
    assert group.beginning_execution(second)


def test_together():
    group, first, second = ReentrantCallbackGroup(), Entity(), Entity()
    assert group.beginning_execution(first)
    assert group.beginning_execution(second)
    group.ending_execution(first)


def test_abstract_group():
    group = CallbackGroup()
    for method in (group.can_execute, group.beginning_execution, group.ending_execution):
        with pytest.raises(NotImplementedError):
            method(Entity())


def test_what_a_node_makes_belongs_to_a_group(node):
    group = ReentrantCallbackGroup()
    timer = node.create_timer(1, print, group)
    subscription = node.create_subscription(Int32, "numbers", print, 10)
    assert timer.callback_group is group and group.has_entity(timer)
    assert subscription.callback_group is node.default_callback_group
    assert node.default_callback_group.has_entity(subscription)


def test_a_busy_group_is_seen_from_a_callback(node, executor):
    seen = []
    guard = node.create_guard_condition(
        lambda: seen.append(guard.callback_group.can_execute(guard))
    )
    guard.trigger()
    executor.spin_once(timeout_sec=5)
    assert seen == [False]
    assert executor.can_execute(guard)


def test_reentrant_coroutines_run_together(node, executor, spin_until):
    future, began = Future(), []

    async def callback(message):
        began.append(message.data)
        await future

    publisher = node.create_publisher(Int32, "numbers", 10)
    node.create_subscription(
        Int32, "numbers", callback, 10, callback_group=ReentrantCallbackGroup()
    )
    publisher.publish(Int32(data=1))
    publisher.publish(Int32(data=2))
    spin_until(lambda: len(began) == 2)
    future.set_result(None)


class Throttled(CallbackGroup):
    """Lets a few callbacks through."""

    def __init__(self, tokens):
        super().__init__()
        self.tokens = tokens
        self.ended = 0

    def can_execute(self, entity):
        return self.tokens > 0

    def beginning_execution(self, entity):
        self.tokens -= 1
        return True

    def ending_execution(self, entity):
        self.ended += 1


def test_group_of_ones_own(node, executor, spin_until):
    group, received = Throttled(2), []
    publisher = node.create_publisher(Int32, "numbers", 10)
    node.create_subscription(Int32, "numbers", received.append, 10, callback_group=group)
    for number in range(4):
        publisher.publish(Int32(data=number))
    spin_until(lambda: len(received) == 2)
    executor.spin_once(timeout_sec=0.02)
    assert [message.data for message in received] == [0, 1] and group.ended == 2
    # Any callback may have changed the group's mind.
    guard = node.create_guard_condition(lambda: setattr(group, "tokens", 2))
    guard.trigger()
    spin_until(lambda: len(received) == 4)
    assert group.ended == 4


def test_group_of_ones_own_with_coroutines(node, executor, spin_until):
    group, future = Throttled(5), Future()

    async def callback():
        await future

    node.create_guard_condition(callback, group).trigger()
    executor.spin_once(timeout_sec=5)
    assert group.ended == 0
    future.set_result(None)
    spin_until(lambda: group.ended == 1)


def test_group_that_raises(node, executor):
    class Broken(Throttled):
        def can_execute(self, entity):
            raise ValueError("from the group")

    node.create_guard_condition(print, Broken(1)).trigger()
    with pytest.raises(ValueError, match="from the group"):
        executor.spin_once(timeout_sec=5)


def test_extended_group(node, spin_until):
    class Counting(MutuallyExclusiveCallbackGroup):
        began = 0

        def beginning_execution(self, entity):
            self.began += 1
            return super().beginning_execution(entity)

    group, called = Counting(), []
    guard = node.create_guard_condition(lambda: called.append(1), group)
    for count in (1, 2):
        guard.trigger()
        spin_until(lambda count=count: len(called) == count)
    assert group.began == 2


def test_groups_keep_nothing_alive(node):
    group = node.default_callback_group
    node.destroy_timer(node.create_timer(1, print))
    gc.collect()
    assert all(reference() is None for reference in group.entities)
