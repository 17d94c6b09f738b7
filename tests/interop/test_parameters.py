"""Parameters and managed nodes with raw Cyclone DDS and Fast DDS peers."""

from __future__ import annotations

from typing import Any

from lifecycle_msgs.msg import State, Transition, TransitionEvent
from lifecycle_msgs.srv import (
    ChangeState,
    GetAvailableStates,
    GetAvailableTransitions,
    GetState,
)
from rcl_interfaces.msg import (
    ListParametersResult,
    ParameterEvent,
    ParameterType,
    ParameterValue,
    SetParametersResult,
)
from rcl_interfaces.msg import Parameter as ParameterMessage
from rcl_interfaces.srv import (
    DescribeParameters,
    GetParameters,
    GetParameterTypes,
    ListParameters,
    SetParameters,
    SetParametersAtomically,
)
from rclpy.lifecycle import LifecycleNode
from rclpy.parameter import Parameter
from rclpy.parameter_client import AsyncParameterClient

from tests.interop.mapping import RawClient, RawService
from tests.interop.raw import RawPeer
from tests.interop.robot import PATIENCE, Robot


def integer(name: str, value: int) -> ParameterMessage:
    """An integer parameter as a message."""
    return ParameterMessage(
        name=name,
        value=ParameterValue(type=ParameterType.PARAMETER_INTEGER, integer_value=value),
    )


class Caller:
    """A peer that calls a node's services and waits for each response."""

    def __init__(self, robot: Robot, peer: RawPeer, node: str) -> None:
        self.robot, self.peer, self.node = robot, peer, node

    def call(self, service_type: type[Any], name: str, **request: object) -> Any:
        client = RawClient(self.peer, service_type, f"{self.node}/{name}")
        self.robot.spin_until(lambda: client.is_ready)
        return self.robot.result(client.call(service_type.Request(**request)))


def test_a_peer_calls_our_parameter_services(robot: Robot, raw_peer: RawPeer) -> None:
    robot.node.declare_parameters("", [("speed", 3), ("arm.length", 0.5), ("name", "left")])
    events: list[ParameterEvent] = []
    reader = raw_peer.subscribe("/parameter_events", ParameterEvent, events.append)
    robot.spin_until(lambda: reader.matched)
    peer = Caller(robot, raw_peer, "/robot")

    listed = peer.call(ListParameters, "list_parameters", prefixes=["arm"]).result
    assert (listed.names, listed.prefixes) == (["arm.length"], ["arm"])
    types = peer.call(GetParameterTypes, "get_parameter_types", names=["speed", "name"])
    assert list(types.types) == [ParameterType.PARAMETER_INTEGER, ParameterType.PARAMETER_STRING]
    # One that is not there leaves the answer empty.
    assert not peer.call(GetParameterTypes, "get_parameter_types", names=["speed", "none"]).types
    (described,) = peer.call(DescribeParameters, "describe_parameters", names=["speed"]).descriptors
    assert (described.name, described.type) == ("speed", ParameterType.PARAMETER_INTEGER)

    results = peer.call(
        SetParameters, "set_parameters", parameters=[integer("speed", 5), integer("name", 1)]
    ).results
    assert [result.successful for result in results] == [True, False]
    assert results[1].reason
    refused = peer.call(
        SetParametersAtomically,
        "set_parameters_atomically",
        parameters=[integer("speed", 6), integer("name", 1)],
    ).result
    assert not refused.successful
    values = peer.call(GetParameters, "get_parameters", names=["speed", "name"]).values
    assert (values[0].integer_value, values[1].string_value) == (5, "left")

    robot.spin_until(lambda: events)
    (event,) = events
    assert event.node == "/robot"
    assert event.changed_parameters == [integer("speed", 5)]
    assert not event.new_parameters and not event.deleted_parameters


def test_we_call_a_peers_parameter_services(robot: Robot, raw_peer: RawPeer) -> None:
    values = {"speed": integer("speed", 3).value}

    def set_parameters(request: Any, _address: object) -> Any:
        values.update({each.name: each.value for each in request.parameters})
        return SetParameters.Response(
            results=[SetParametersResult(successful=True) for _ in request.parameters]
        )

    def set_atomically(request: Any, _address: object) -> Any:
        result = SetParametersResult(successful=False, reason=f"{len(request.parameters)} refused")
        return SetParametersAtomically.Response(result=result)

    answers = {
        "set_parameters": (SetParameters, set_parameters),
        "set_parameters_atomically": (SetParametersAtomically, set_atomically),
        "get_parameters": (
            GetParameters,
            lambda request, _address: GetParameters.Response(
                values=[values[name] for name in request.names]
            ),
        ),
        "list_parameters": (
            ListParameters,
            lambda request, _address: ListParameters.Response(
                result=ListParametersResult(names=list(values), prefixes=request.prefixes)
            ),
        ),
        "get_parameter_types": (
            GetParameterTypes,
            lambda request, _address: GetParameterTypes.Response(
                types=[values[name].type for name in request.names]
            ),
        ),
        "describe_parameters": (
            DescribeParameters,
            lambda _request, _address: DescribeParameters.Response(),
        ),
    }
    for name, (service_type, answer) in answers.items():
        RawService(raw_peer, service_type, f"/arm/{name}", answer)
    client = AsyncParameterClient(robot.node, "arm")
    assert client.wait_for_services(timeout_sec=PATIENCE)

    changes = [Parameter("speed", value=7), Parameter("limits", value=[1.0, 2.0])]
    assert [each.successful for each in robot.result(client.set_parameters(changes)).results] == [
        True,
        True,
    ]
    got = robot.result(client.get_parameters(["speed", "limits"])).values
    assert (got[0].integer_value, list(got[1].double_array_value)) == (7, [1.0, 2.0])
    listed = robot.result(client.list_parameters(["here"], 2)).result
    assert (listed.names, listed.prefixes) == (["speed", "limits"], ["here"])
    types = robot.result(client.get_parameter_types(["limits"])).types
    assert list(types) == [ParameterType.PARAMETER_DOUBLE_ARRAY]
    refused = robot.result(client.set_parameters_atomically(changes)).result
    assert (refused.successful, refused.reason) == (False, "2 refused")
    assert robot.result(client.describe_parameters(["speed"])).descriptors == []


def test_a_peer_manages_our_node(robot: Robot, raw_peer: RawPeer) -> None:
    node = LifecycleNode("arm", context=robot.context)
    robot.executor.add_node(node)
    events: list[TransitionEvent] = []
    reader = raw_peer.subscribe("/arm/transition_event", TransitionEvent, events.append)
    robot.spin_until(lambda: reader.matched)
    peer = Caller(robot, raw_peer, "/arm")

    def state() -> str:
        return str(peer.call(GetState, "get_state").current_state.label)

    def change(transition: int) -> bool:
        request = Transition(id=transition)
        return bool(peer.call(ChangeState, "change_state", transition=request).success)

    assert state() == "unconfigured"
    states = peer.call(GetAvailableStates, "get_available_states").available_states
    assert {each.id for each in states} >= {
        State.PRIMARY_STATE_UNCONFIGURED,
        State.PRIMARY_STATE_INACTIVE,
        State.PRIMARY_STATE_ACTIVE,
        State.PRIMARY_STATE_FINALIZED,
    }
    possible = peer.call(GetAvailableTransitions, "get_available_transitions")
    assert {each.transition.label for each in possible.available_transitions} == {
        "configure",
        "shutdown",
    }
    assert not change(Transition.TRANSITION_ACTIVATE)
    for transition, label in (
        (Transition.TRANSITION_CONFIGURE, "inactive"),
        (Transition.TRANSITION_ACTIVATE, "active"),
        (Transition.TRANSITION_DEACTIVATE, "inactive"),
        (Transition.TRANSITION_CLEANUP, "unconfigured"),
        (Transition.TRANSITION_UNCONFIGURED_SHUTDOWN, "finalized"),
    ):
        assert change(transition)
        assert state() == label
    robot.spin_until(lambda: events and events[-1].goal_state.label == "finalized")
    primary = [
        event.goal_state.label
        for event in events
        if event.goal_state.id < State.TRANSITION_STATE_CONFIGURING
    ]
    assert primary == ["inactive", "active", "inactive", "unconfigured", "finalized"]
    node.destroy_node()
