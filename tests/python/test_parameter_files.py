"""Parameters from the command line and from files."""

from functools import partial

import pytest
import rclpy
from rcl_interfaces.msg import ParameterDescriptor
from rclpy.context import Context
from rclpy.exceptions import InvalidParameterTypeException
from rclpy.parameter import Parameter, parameter_dict_from_yaml_file, parameter_value_to_python

FILE = """\
/**:
  ros__parameters:
    name: everyone
    rate: 10
/camera:
  ros__parameters:
    name: camera
    exposure: 0.5
    lens:
      distortion: [0.1, 0.2]
      model: wide
/ns/other:
  ros__parameters:
    name: other
"""


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "parameters.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


def values(found):
    return {name: parameter_value_to_python(message.value) for name, message in found.items()}


CAMERA = {
    "name": "camera",
    "exposure": 0.5,
    "lens.distortion": [0.1, 0.2],
    "lens.model": "wide",
}


def test_one_node_of_a_file(path):
    assert values(parameter_dict_from_yaml_file(path, target_nodes=["/camera"])) == CAMERA


def test_a_node_beats_the_wildcard(path):
    found = parameter_dict_from_yaml_file(str(path), True, ["/camera"])
    assert values(found) == {"rate": 10, **CAMERA}


def test_all_nodes_of_a_file(path):
    assert set(parameter_dict_from_yaml_file(path)) == set(CAMERA)


def test_a_namespace_before_the_names(path):
    found = parameter_dict_from_yaml_file(path, False, ["/ns/other"], "robot.")
    assert values(found) == {"robot.name": "other"}
    assert found["robot.name"].name == "robot.name"


def test_a_node_that_the_file_does_not_name(path):
    with pytest.raises(RuntimeError, match="does not contain parameters for /lidar"):
        parameter_dict_from_yaml_file(path, target_nodes=["/lidar"])


@pytest.mark.parametrize("text", ["- 1\n", "camera:\n  rate: 1\n", "a: [\n"])
def test_no_parameter_file(tmp_path, text):
    path = tmp_path / "wrong.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuntimeError):
        parameter_dict_from_yaml_file(path)


@pytest.fixture
def camera(path, domain):
    """Makes the node that the file and an argument name."""
    arguments = ["program", "--ros-args", "--params-file", str(path), "-p", "camera:rate:=20"]
    context = Context()
    rclpy.init(args=arguments, context=context, domain_id=domain)
    yield partial(rclpy.create_node, "camera", context=context)
    context.try_shutdown()


def test_a_node_takes_what_the_command_line_says(camera):
    with camera() as node:
        assert node.declare_parameter("exposure", 0.1).value == 0.5
        assert node.declare_parameter("rate", 1).value == 20
        assert node.declare_parameter("lens.distortion", [0.0]).value == [0.1, 0.2]
        assert node.declare_parameter("elsewhere", 7).value == 7
        assert node.declare_parameter("lens.model", "tele", None, True).value == "tele"


def test_what_the_node_is_given_beats_it(camera):
    overrides = [Parameter("exposure", value=0.9)]
    with camera(parameter_overrides=overrides) as node:
        assert node.declare_parameter("exposure", 0.1).value == 0.9


def test_all_are_declared(camera):
    with camera(automatically_declare_parameters_from_overrides=True) as node:
        assert node.get_parameter("lens.model").value == "wide"
        assert node.get_parameter("name").value == "camera"


def test_nothing_counts_for_a_node_on_its_own(camera):
    with camera(use_global_arguments=False) as node:
        assert node.declare_parameter("exposure", 0.1).value == 0.1


def test_a_nodes_own_arguments(camera):
    own = ["--ros-args", "-p", "exposure:=0.7"]
    with camera(cli_args=own) as node:
        assert node.declare_parameter("exposure", 0.1).value == 0.7


def test_an_override_of_another_type(camera):
    with camera() as node:
        with pytest.raises(
            InvalidParameterTypeException, match="'STRING', expecting type 'DOUBLE'"
        ):
            node.declare_parameter("name", 0.5)
        any_type = ParameterDescriptor(dynamic_typing=True)
        assert node.declare_parameter("name", 0.5, any_type).value == "camera"
