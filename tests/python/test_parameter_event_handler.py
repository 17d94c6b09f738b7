"""Callbacks for changes of parameters."""

import pytest
from rclpy.parameter import Parameter
from rclpy.parameter_event_handler import ParameterEventHandler


@pytest.fixture
def handler(node):
    node.declare_parameters("", [("a", 1), ("b", 1)])
    handler = ParameterEventHandler(node)
    yield handler
    handler.destroy()


def test_callbacks_of_one_parameter(node, handler, spin_until):
    heard = []
    kept = handler.add_parameter_callback("a", "node", lambda p: heard.append(("first", p.name)))
    handler.add_parameter_callback("a", "/ns/node", lambda p: heard.append(("last", p.name)))
    handler.add_parameter_callback("a", "/other", lambda p: heard.append(("other", p.name)))
    handler.add_parameter_callback("b", "", lambda p: heard.append(("b", p.value.integer_value)))
    node.set_parameters([Parameter("a", value=2), Parameter("b", value=3)])
    spin_until(lambda: len(heard) == 3)
    assert heard == [("last", "a"), ("first", "a"), ("b", 3)]
    handler.remove_parameter_callback(kept)
    heard.clear()
    node.set_parameters([Parameter("a", value=3), Parameter("b", value=4)])
    spin_until(lambda: len(heard) == 2)
    assert heard == [("last", "a"), ("b", 4)]
    with pytest.raises(RuntimeError, match="doesn't exist"):
        handler.remove_parameter_callback(kept)


def test_callbacks_of_all_events(node, handler, spin_until):
    heard = []

    def once(event):
        heard.extend(each.name for each in handler.get_parameters_from_event(event))
        handler.remove_parameter_event_callback(kept)

    kept = handler.add_parameter_event_callback(once)
    counted = []
    handler.add_parameter_event_callback(counted.append)
    node.set_parameters([Parameter("a", value=2), Parameter("b", value=3)])
    spin_until(lambda: len(counted) == 2)
    assert heard == ["a"]
    with pytest.raises(RuntimeError, match="doesn't exist"):
        handler.remove_parameter_event_callback(kept)
