"""Launching nodes: where their programs are, their names, parameters, remappings and lifecycles."""

from __future__ import annotations

import io
import sys
import textwrap
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import rclpy
import yaml
from composition_interfaces.srv import LoadNode
from launch import LaunchContext, LaunchDescription, LaunchService
from launch.actions import (
    GroupAction,
    IncludeLaunchDescription,
    OpaqueFunction,
    RegisterEventHandler,
    Shutdown,
)
from launch.conditions import IfCondition
from launch.event_handlers import OnProcessIO
from launch.frontend import Parser
from launch.substitutions import LaunchConfiguration, SubstitutionFailure
from launch_ros.actions import (
    LifecycleNode,
    LifecycleTransition,
    LoadComposableNodes,
    Node,
    PushRosNamespace,
    RosTimer,
    SetParameter,
    SetParametersFromFile,
    SetRemap,
    SetROSLogDir,
)
from launch_ros.descriptions import ComposableNode, Parameter, ParameterFile, ParameterValue
from launch_ros.event_handlers import OnStateTransition
from launch_ros.substitutions import ExecutableInPackage, FindPackageShare
from launch_ros.substitutions import Parameter as ParameterSubstitution
from launch_ros.utilities import evaluate_parameters, normalize_parameters, prefix_namespace
from lifecycle_msgs.msg import Transition
from rclpy.context import Context
from rclpy.executors import SingleThreadedExecutor

pytestmark = pytest.mark.usefixtures("launching")

Run = Callable[..., int]

NODE = """
import sys
import rclpy
from rclpy.node import Node

rclpy.init()
node = Node("own_name", allow_undeclared_parameters=True,
            automatically_declare_parameters_from_overrides=True)
values = {name: p.value for name, p in node.get_parameters_by_prefix("").items()}
values = {name: list(v) if hasattr(v, "tolist") else v for name, v in values.items()
          if name in ("a", "b", "c.d", "e")}
print("name", node.get_fully_qualified_name())
print("topic", node.resolve_topic_name("chatter"))
print("values", dict(sorted(values.items())))
print("argv", rclpy.utilities.remove_ros_args(sys.argv)[1:])
"""


@pytest.fixture
def run(domain: int, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs entities until nothing is left to be done; their nodes talk over DDS."""
    monkeypatch.setenv("RMW_IMPLEMENTATION", "rmw_fastrtps_cpp")
    monkeypatch.setenv("ROS_DOMAIN_ID", str(domain))
    monkeypatch.setenv("ROS_AUTOMATIC_DISCOVERY_RANGE", "LOCALHOST")

    def run(*entities: Any, service: LaunchService | None = None) -> int:
        service = service or LaunchService(noninteractive=True)
        service.include_launch_description(LaunchDescription(entities))
        return service.run()

    return run


@pytest.fixture
def program(tmp_path: Path) -> str:
    """The path of a node's program, which says what it was given."""
    path = tmp_path / "node.py"
    path.write_text(NODE)
    return str(path)


def said(node: Node) -> dict[str, str]:
    """What a node said, by the first word of each line."""
    lines = node.get_stdout().splitlines()
    return dict(line.split(" ", 1) for line in lines)


def test_a_file_of_python_with_everything(run: Run, program: str, tmp_path: Path) -> None:
    file = tmp_path / "parameters.yaml"
    file.write_text("/**: {ros__parameters: {a: 1, b: from file}}")
    node = Node(
        executable=program,
        name="given",
        namespace="below",
        parameters=[str(file), {"b": "from launch", "c": {"d": [1.5, 2]}}, Parameter("e", True)],
        remappings=[("chatter", "/elsewhere")],
        arguments=["one", "two"],
        cached_output=True,
    )
    assert run(PushRosNamespace("robot"), node) == 0
    assert said(node) == {
        "name": "/robot/below/given",
        "topic": "/elsewhere",
        "values": "{'a': 1, 'b': 'from launch', 'c.d': [1.5, 2.0], 'e': True}",
        "argv": "['one', 'two']",
    }
    assert node.node_name == "/robot/below/given"
    assert node.name.startswith("node.py-")


def test_what_is_set_for_a_scope(run: Run, program: str, tmp_path: Path) -> None:
    file = tmp_path / "parameters.yaml"
    file.write_text("/**: {ros__parameters: {a: 5}}")
    inner = Node(executable=program, cached_output=True, parameters=[{"b": "own"}])
    outer = Node(executable=program, cached_output=True)
    group = GroupAction(
        [
            PushRosNamespace("inner"),
            SetParameter("b", "set"),
            SetParameter("e", ParameterSubstitution("b")),
            SetParametersFromFile(str(file)),
            SetRemap("chatter", "chat"),
            inner,
        ]
    )
    assert run(SetParameter("a", 4), group, outer) == 0
    first, second = said(inner), said(outer)
    assert first["name"] == "/inner/own_name" and first["topic"] == "/inner/chat"
    assert first["values"] == "{'a': 5, 'b': 'own', 'e': 'set'}"
    assert second["name"] == "/own_name" and second["topic"] == "/chatter"
    assert second["values"] == "{'a': 4}"


def test_a_program_beside_the_launch_file(run: Run, program: str, tmp_path: Path) -> None:
    launch_file = tmp_path / "test.launch.xml"
    launch_file.write_text(
        """
        <launch>
          <node exec="node.py" name="given" namespace="ns" args="one 'two words'" output="screen">
            <param name="a" value="3"/>
            <param name="c"><param name="d" value="1;2" value-sep=";" type="list_of_int"/></param>
            <remap from="chatter" to="/remapped"/>
          </node>
        </launch>
        """
    )
    lines: list[str] = []
    collect = OnProcessIO(on_stdout=lambda event: lines.append(event.text.decode()))
    assert run(RegisterEventHandler(collect), IncludeLaunchDescription(str(launch_file))) == 0
    output = "".join(lines)
    assert "name /ns/given" in output and "topic /remapped" in output
    assert "values {'a': 3, 'c.d': [1, 2]}" in output and "argv ['one', 'two words']" in output


def test_programs_of_packages(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    libexec = tmp_path / "prefix" / "lib" / "some_package"
    libexec.mkdir(parents=True)
    index = tmp_path / "prefix" / "share" / "ament_index" / "resource_index" / "packages"
    index.mkdir(parents=True)
    (index / "some_package").touch()
    installed = libexec / "installed"
    installed.write_text(f"#!{sys.executable}\nprint('installed')\n")
    installed.chmod(0o755)
    module = tmp_path / "a_folder" / "a_module.py"
    module.parent.mkdir()
    (module.parent / "package.xml").write_text("<package/>")
    (module.parent / "__init__.py").touch()
    module.write_text("print('module', __package__)")
    monkeypatch.setenv("AMENT_PREFIX_PATH", str(tmp_path / "prefix"))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.syspath_prepend(str(tmp_path))
    nodes = [
        Node(package="some_package", executable="installed", cached_output=True),
        Node(package="a_folder", executable="a_module", cached_output=True),
        Node(package="a_folder", executable="a_module.py", cached_output=True),
        Node(executable="a_folder.a_module", cached_output=True),
    ]
    assert run(*nodes) == 0
    assert [node.get_stdout() for node in nodes] == [
        "installed\n", "module a_folder\n", "module None\n", "module a_folder\n"
    ]  # fmt: skip
    with pytest.raises(SubstitutionFailure, match="'missing' not found on the libexec directory"):
        ExecutableInPackage("missing", "some_package").perform(LaunchContext())
    with pytest.raises(SubstitutionFailure, match=r"libexec directory '.*' does not exist"):
        ExecutableInPackage("missing", "a_folder").perform(LaunchContext())
    assert run(Node(package="no_such_package", executable="x")) == 1
    assert "no_such_package" in capsys.readouterr().out
    assert FindPackageShare("a_folder").perform(LaunchContext()) == str(module.parent)


def test_values_of_parameters(tmp_path: Path) -> None:
    context = LaunchContext()
    context.launch_configurations["n"] = "7"
    number = LaunchConfiguration("n")
    [values] = evaluate_parameters(
        context,
        normalize_parameters(
            [
                {
                    "number": number,
                    "text": ParameterValue(number, value_type=str),
                    "plain": "7",
                    "joined": ["a", number],
                    "list": [["1", number], ["2"]],
                    "mixed": [1, 2.5],
                    "words": ["a", "b"],
                    number: {"below": [True, False]},
                }
            ]
        ),
    )
    assert values == {
        "number": 7,
        "text": "7",
        "plain": "7",
        "joined": "a7",
        "list": (17, 2),
        "mixed": (1.0, 2.5),
        "words": ("a", "b"),
        "7.below": (True, False),
    }
    for wrong in ([{"a": {1}}], [{5: "a"}], [{"a": [1, [2]]}], "path", [5.0], {"a": 1}):
        with pytest.raises(TypeError):
            evaluate_parameters(context, normalize_parameters(wrong))
    file = tmp_path / "file.yaml"
    file.write_text("/**: {ros__parameters: {a: $(var n)}}")
    described = ParameterFile(file, allow_substs=True)
    copy = described.evaluate(context)
    assert yaml.safe_load(copy.read_text()) == {"/**": {"ros__parameters": {"a": 7}}}
    described.cleanup()
    assert not copy.exists()


def test_namespaces() -> None:
    for base, namespace, expected in [
        ("/a", "b", "/a/b"),
        ("/a", "/b", "/b"),
        ("/", "b/", "/b"),
        (None, "b", "b"),
        ("a", None, "a"),
        (None, None, None),
    ]:
        assert prefix_namespace(base, namespace) == expected


def test_wrong_names(run: Run, program: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(Node(executable=program, name="no-name")) == 1
    assert "Error while expanding or validating node name" in capsys.readouterr().out
    assert run(PushRosNamespace("1st")) == 1
    twice = [Node(executable=program, name="same", namespace="/") for _ in range(2)]
    assert run(*twice) == 0
    assert "at least 2 nodes with the name /same" in capsys.readouterr().out


def test_lifecycles(run: Run, tmp_path: Path) -> None:
    program = tmp_path / "managed.py"
    program.write_text(
        textwrap.dedent(
            """
            import rclpy
            from rclpy.lifecycle import LifecycleNode
            rclpy.init()
            try:
                rclpy.spin(LifecycleNode("managed"))
            except (KeyboardInterrupt, rclpy.executors.ExternalShutdownException):
                pass
            """
        )
    )
    node = LifecycleNode(executable=str(program), name="managed", namespace="/ns")
    states: list[str] = []
    note = OpaqueFunction(function=lambda context: states.append(context.locals.event.goal_state))
    transitions = LifecycleTransition(
        lifecycle_node_names=["/ns/managed"],
        transition_ids=[Transition.TRANSITION_CONFIGURE, Transition.TRANSITION_ACTIVATE],
    )
    assert run(
        RegisterEventHandler(OnStateTransition(target_lifecycle_node=node, entities=[note])),
        RegisterEventHandler(OnStateTransition(goal_state="active", entities=[Shutdown()])),
        node,
        transitions,
    ) == 0  # fmt: skip
    assert states[-1] == "active" and "inactive" in states


def test_nodes_are_loaded_into_a_container(run: Run, domain: int) -> None:
    requests: list[Any] = []
    context = Context()
    rclpy.init(args=[], context=context, domain_id=domain)
    container = rclpy.create_node("container", context=context)

    def load(request: Any, response: Any) -> Any:
        requests.append(request)
        response.success = True
        response.full_node_name = f"{request.node_namespace}/{request.node_name}"
        return response

    container.create_service(LoadNode, "~/_container/load_node", load)
    executor = SingleThreadedExecutor(context=context)
    executor.add_node(container)
    thread = threading.Thread(target=executor.spin)
    thread.start()
    described = [
        ComposableNode(
            package="p", plugin="p::Camera", name="camera", namespace="eyes",
            parameters=[{"rate": 30}], remappings=[("image", "photo")],
            extra_arguments=[{"use_intra_process_comms": True}],
        ),
        ComposableNode(package="p", plugin="p::Never", condition=IfCondition("false")),
        ComposableNode(package="p", plugin="p::Last", name="last"),
    ]  # fmt: skip
    loading = LoadComposableNodes(
        composable_node_descriptions=described, target_container="/container"
    )
    try:
        assert run(SetParameter("everywhere", "yes"), PushRosNamespace("robot"), loading) == 0
    finally:
        executor.shutdown()
        thread.join()
        container.destroy_node()
        context.try_shutdown()
    first, last = requests
    assert (first.package_name, first.plugin_name) == ("p", "p::Camera")
    assert (first.node_name, first.node_namespace) == ("camera", "/robot/eyes")
    assert first.remap_rules == ["image:=photo"]
    values = {parameter.name: parameter.value for parameter in first.parameters}
    assert values["rate"].integer_value == 30 and values["everywhere"].string_value == "yes"
    assert first.extra_arguments[0].value.bool_value
    assert (last.node_name, last.node_namespace) == ("last", "/robot")


def test_timers_in_ros_time(run: Run) -> None:
    order: list[str] = []
    note = OpaqueFunction(function=lambda _: order.append("fired"))
    assert run(RosTimer(period=0.01, actions=[note])) == 0
    never = OpaqueFunction(function=lambda _: order.append("never"))
    assert run(
        RosTimer(period=60.0, actions=[never]), RosTimer(period=0.01, actions=[Shutdown()])
    ) == 0  # fmt: skip
    assert order == ["fired"]


def test_where_nodes_log(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROS_LOG_DIR", "/logs")
    seen: list[str] = []
    note = OpaqueFunction(function=lambda context: seen.append(context.environment["ROS_LOG_DIR"]))
    service = LaunchService()
    assert run(SetROSLogDir("mine"), note, service=service) == 0
    assert seen == ["/logs/mine"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('<param name="a"/>', "either a value attribute or nested params"),
        ('<param name="a" from="b"/>', "mutually exclusive"),
        ('<param value="1"/>', "should have name or from"),
        ('<param name="a" value="1" allow_substs="true"/>', "only be used together with 'from'"),
        ('<param name="a" value="1" type="nonsense"/>', "invalid type identifier"),
    ],
)
def test_what_is_wrong_with_parameters_in_a_file(text: str, message: str) -> None:
    file = io.StringIO(f'<launch><node pkg="a" exec="b">{text}</node></launch>')
    entity, parser = Parser.load(file)
    with pytest.raises((RuntimeError, ValueError), match=message):
        parser.parse_description(entity)
