"""Managed nodes."""

import gc
import weakref

import pytest
from lifecycle_msgs.msg import Transition, TransitionEvent
from lifecycle_msgs.srv import ChangeState, GetAvailableTransitions, GetState
from rclpy import _rclpy
from rclpy.lifecycle import (
    LifecycleNode,
    LifecycleState,
    ManagedEntity,
    SimpleManagedEntity,
    TransitionCallbackReturn,
)
from std_msgs.msg import String

SUCCESS, FAILURE, ERROR = TransitionCallbackReturn


class Recorder(LifecycleNode):
    """Notes its callbacks, and returns what it is told to."""

    def __init__(self, *args, **kwargs):
        self.calls = []
        self.returns = {}
        super().__init__(*args, **kwargs)

    def _note(self, name, state):
        self.calls.append((name, state))
        returned = self.returns.get(name, SUCCESS)
        if isinstance(returned, Exception):
            raise returned
        return returned

    def on_configure(self, state):
        return self._note("configure", state)

    def on_activate(self, state):
        return self._note("activate", state)

    def on_error(self, state):
        return self._note("error", state)


@pytest.fixture
def managed(context):
    with Recorder("managed", context=context) as managed:
        yield managed


def label(node):
    return node._state_machine.current_state[1]


def test_a_life(managed):
    assert label(managed) == "unconfigured"
    for trigger, reached in (
        (managed.trigger_configure, "inactive"),
        (managed.trigger_activate, "active"),
        (managed.trigger_deactivate, "inactive"),
        (managed.trigger_cleanup, "unconfigured"),
        (managed.trigger_shutdown, "finalized"),
    ):
        assert trigger() is SUCCESS
        assert label(managed) == reached
    assert managed.calls == [
        ("configure", LifecycleState("unconfigured", 1)),
        ("activate", LifecycleState("inactive", 2)),
    ]
    with pytest.raises(_rclpy.RCLError):
        managed.trigger_shutdown()


@pytest.mark.parametrize(
    ("configure", "error", "returned", "reached"),
    [
        (FAILURE, SUCCESS, FAILURE, "unconfigured"),
        (ERROR, SUCCESS, ERROR, "unconfigured"),
        (ERROR, FAILURE, ERROR, "finalized"),
        (ERROR, ERROR, ERROR, "finalized"),
        (LookupError("broken"), SUCCESS, ERROR, "unconfigured"),
        ("no return", SUCCESS, ERROR, "unconfigured"),
    ],
)
def test_what_callbacks_return(managed, configure, error, returned, reached):
    managed.returns = {"configure": configure, "error": error}
    assert managed.trigger_configure() is returned
    assert label(managed) == reached


def test_an_interrupt_leaves_the_callback(managed):
    class Interrupt(BaseException):
        pass

    def interrupt(state):
        raise Interrupt

    managed.on_configure = interrupt
    with pytest.raises(Interrupt):
        managed.trigger_configure()


def test_publishers(context):
    with LifecycleNode("managed", context=context) as node:
        publisher = node.create_lifecycle_publisher(String, "talk", 1)
        node.trigger_configure()
        assert not publisher.is_activated
        publisher.publish("not looked at")
        node.trigger_activate()
        assert publisher.is_activated
        with pytest.raises(TypeError):
            publisher.publish("no message")
        node.trigger_deactivate()
        assert not publisher.is_activated
        assert node.destroy_lifecycle_publisher(publisher)
        with pytest.raises(TypeError, match="publisher_class"):
            node.create_lifecycle_publisher(String, "talk", 1, publisher_class=object)


def test_entities(context):
    class Fails(ManagedEntity):
        def on_activate(self, state):
            return FAILURE

    with LifecycleNode("managed", context=context) as node:
        node.add_managed_entity(Fails())
        after = SimpleManagedEntity()
        node.add_managed_entity(after)
        node.trigger_configure()
        assert node.trigger_activate() is FAILURE
        assert not after.is_activated
        with pytest.raises(TypeError, match="ManagedEntity"):
            node.add_managed_entity(object())


def test_the_decorator():
    refused = []

    class Lamp(SimpleManagedEntity):
        @SimpleManagedEntity.when_enabled
        def light(self):
            return "light"

        @SimpleManagedEntity.when_enabled(when_not_enabled=lambda: refused.append(1))
        def flash(self):
            return "flash"

    lamp = Lamp()
    assert lamp.light() is None and lamp.flash() is None and refused == [1]
    lamp.on_activate(LifecycleState("inactive", 2))
    assert (lamp.light(), lamp.flash()) == ("light", "flash")


def test_services(node, executor, managed, spin_until):
    executor.add_node(managed)
    events = []
    node.create_subscription(TransitionEvent, "/managed/transition_event", events.append, 10)

    def call(service, name, request):
        future = node.create_client(service, f"/managed/{name}").call_async(request)
        spin_until(future.done)
        return future.result()

    def change(**transition):
        request = ChangeState.Request(transition=Transition(**transition))
        return call(ChangeState, "change_state", request).success

    assert change(id=Transition.TRANSITION_CONFIGURE)
    assert call(GetState, "get_state", GetState.Request()).current_state.label == "inactive"
    assert not change(label="deactivate")
    managed.returns = {"activate": FAILURE}
    assert not change(label="activate")
    listed = call(
        GetAvailableTransitions, "get_available_transitions", GetAvailableTransitions.Request()
    )
    labels = {each.transition.label for each in listed.available_transitions}
    assert labels == {"cleanup", "activate", "shutdown"}
    spin_until(lambda: len(events) == 4)
    assert [event.goal_state.label for event in events[:2]] == ["configuring", "inactive"]


def test_without_services(context):
    with LifecycleNode("closed", context=context, enable_communication_interface=False) as node:
        names = dict(node.get_service_names_and_types_by_node("closed", "/"))
        assert "/closed/get_state" not in names
        assert node.trigger_configure() is SUCCESS


def test_handles_of_the_services(managed, context):
    services = {
        "change_state",
        "get_state",
        "get_available_states",
        "get_available_transitions",
        "get_transition_graph",
    }
    with LifecycleNode("closed", context=context, enable_communication_interface=False) as closed:
        for word in services:
            service = getattr(managed._state_machine, f"service_{word}")
            assert service.name == f"{managed.get_fully_qualified_name()}/{word}"
            assert getattr(closed._state_machine, f"service_{word}") is None


def test_nothing_outlives_it(context, node):
    managed = LifecycleNode("brief", context=context)
    gone = weakref.ref(managed)
    managed.destroy_node()
    assert "/brief" not in node.get_fully_qualified_node_names()
    with pytest.raises(_rclpy.InvalidHandle):
        managed.trigger_configure()
    del managed
    gc.collect()
    assert gone() is None
