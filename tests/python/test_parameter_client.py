"""Other nodes' parameters."""

import pytest
from rcl_interfaces.msg import ParameterDescriptor
from rclpy.node import Node
from rclpy.parameter import Parameter, parameter_value_to_python
from rclpy.parameter_client import AsyncParameterClient


@pytest.fixture
def remote(context, executor):
    """A node with parameters."""
    with Node("remote", context=context) as remote:
        executor.add_node(remote)
        remote.declare_parameters(
            "", [("a", 1), ("b.c", "text"), ("any", 1, ParameterDescriptor(dynamic_typing=True))]
        )
        yield remote


@pytest.fixture
def client(node, remote):
    """Its client on another node."""
    client = AsyncParameterClient(node, "/remote")
    assert client.wait_for_services(5.0)
    return client


@pytest.fixture
def result(spin_until):
    """Waits for a future's result."""

    def result(future):
        spin_until(future.done)
        return future.result()

    return result


def test_asking(client, result):
    assert list(result(client.list_parameters(["b"])).result.names) == ["b.c"]
    assert list(result(client.list_parameters(depth=1)).result.names) == [
        "use_sim_time",
        "start_type_description_service",
        "a",
        "any",
    ]
    values = result(client.get_parameters(["a", "b.c"])).values
    assert [parameter_value_to_python(each) for each in values] == [1, "text"]
    assert list(result(client.get_parameter_types(["b.c"])).types) == [4]
    assert result(client.describe_parameters(["a"])).descriptors[0].name == "a"


def test_setting(client, remote, result):
    wanted = [Parameter("a", value=2), Parameter("b.c", value=3).to_parameter_msg()]
    assert [each.successful for each in result(client.set_parameters(wanted)).results] == [
        True,
        False,
    ]
    assert not result(client.set_parameters_atomically(wanted)).result.successful
    assert remote.get_parameter("a").value == 2
    assert result(client.delete_parameters(["any"])).results[0].successful
    assert not remote.has_parameter("any")


def test_files(client, remote, result, tmp_path):
    path = tmp_path / "parameters.yaml"
    path.write_text("/remote: {ros__parameters: {a: 7, b: {c: file}}}\n", encoding="utf-8")
    assert result(client.load_parameter_file_atomically(path)).result.successful
    assert remote.get_parameter("b.c").value == "file"
    assert [each.successful for each in result(client.load_parameter_file(path)).results] == [
        True,
        True,
    ]
    assert remote.get_parameter("a").value == 7


def test_the_callback_is_called(client, spin_until):
    done = []
    client.get_parameters(["a"], done.append)
    spin_until(lambda: done)
    assert done[0].result().values[0].integer_value == 1


def test_events(client, remote, spin_until):
    events = []
    client.on_parameter_event(events.append)
    remote.set_parameters([Parameter("a", value=5)])
    spin_until(lambda: events)
    assert events[0].node == "/remote"


def test_nobody_is_there(node):
    client = AsyncParameterClient(node, "nobody")
    assert not client.services_are_ready()
    assert not client.wait_for_services(0.05)
