"""Messages as text and from text, and interfaces by their names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from builtin_interfaces.msg import Time
from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus, KeyValue
from geometry_msgs.msg import PoseWithCovariance
from rosidl_parser.definition import NamespacedType, UnboundedSequence
from rosidl_runtime_py import (
    get_action_interfaces,
    get_interface_packages,
    get_interface_path,
    get_interfaces,
    get_message_interfaces,
    get_message_slot_types,
    get_service_interfaces,
    import_message_from_namespaced_type,
    message_to_csv,
    message_to_ordereddict,
    message_to_yaml,
    set_message_fields,
    utilities,
)
from sensor_msgs.msg import Image, LaserScan
from std_msgs.msg import Header
from std_srvs.srv import Trigger
from test_msgs.action import Fibonacci
from test_msgs.msg import Arrays, BasicTypes, BoundedSequences, Nested, Strings, WStrings


def sample() -> DiagnosticArray:
    """A message with arrays of messages that have such themselves."""
    return DiagnosticArray(
        header=Header(stamp=Time(sec=1, nanosec=2), frame_id="map: 1"),
        status=[
            DiagnosticStatus(level=b"\x01", name="a", values=[KeyValue(key="k", value="yes")]),
            DiagnosticStatus(level=b"\x02", name="12"),
        ],
    )


def test_yaml_is_in_the_order_of_the_definition_and_quoted_where_it_must() -> None:
    assert (
        message_to_yaml(sample())
        == """\
header:
  stamp:
    sec: 1
    nanosec: 2
  frame_id: 'map: 1'
status:
- level: "\\x01"
  name: a
  message: ''
  hardware_id: ''
  values:
  - key: k
    value: 'yes'
- level: "\\x02"
  name: '12'
  message: ''
  hardware_id: ''
  values: []
"""
    )


def test_yaml_in_flow_style() -> None:
    text = message_to_yaml(Header(frame_id="x"), flow_style=True)
    assert text == "{stamp: {sec: 0, nanosec: 0}, frame_id: x}\n"


@pytest.mark.parametrize(
    "message",
    [
        sample(),
        Arrays(byte_values=[b"\x00", b"a", b"\xff"]),
        BasicTypes(bool_value=True, int64_value=-(2**63), float64_value=1e300),
        Nested(),
        WStrings(wstring_value="ąäß \N{SNOWMAN} #"),
        LaserScan(ranges=[1.0, float("inf")], angle_min=-0.5),
        PoseWithCovariance(covariance=[float(i) for i in range(36)]),
    ],
)
def test_yaml_comes_back_as_the_message(message: Any) -> None:
    again = type(message)()
    values = yaml.safe_load(message_to_yaml(message))
    set_message_fields(again, values)
    assert again == message


def test_dictionaries_cut_off_what_is_long() -> None:
    message = Strings(string_value="hello world")
    assert message_to_ordereddict(message, truncate_length=5)["string_value"] == "hello..."
    assert message_to_ordereddict(message, truncate_length=11)["string_value"] == "hello world"
    assert message_to_ordereddict(message, no_str=True)["string_value"] == "<string length: <11>>"
    image = Image(data=b"abcd")
    assert message_to_ordereddict(image)["data"] == [97, 98, 99, 100]
    assert message_to_ordereddict(image, truncate_length=2)["data"] == [97, 98, "..."]


def test_dictionaries_describe_arrays_instead() -> None:
    arrays = message_to_ordereddict(Arrays(), no_arr=True)
    assert arrays["float64_values"] == "<array type: double[3]>"
    assert arrays["basic_types_values"] == "<array type: test_msgs/msg/BasicTypes[3]>"
    bounded = message_to_ordereddict(BoundedSequences(int32_values=[1]), no_arr=True)
    assert bounded["int32_values"] == "<sequence type: int32[3], length: 1>"
    image = message_to_ordereddict(Image(data=bytes(7)), no_arr=True)
    assert image["data"] == "<sequence type: uint8, length: 7>"


def test_csv_has_commas_between_values() -> None:
    message = sample()
    assert message_to_csv(message) == "1,2,map: 1,b'\\x01',a,,,k,yes,b'\\x02',12,,,"
    assert message_to_csv(message, no_str=True).startswith("1,2,<string length: <6>>,b'\\x01'")
    assert message_to_csv(message, no_arr=True) == (
        "1,2,map: 1,<sequence type: diagnostic_msgs/msg/DiagnosticStatus, length: 2>"
    )
    image = Image(data=b"abc", encoding="mono8")
    assert message_to_csv(image, truncate_length=2) == "0,0,,0,0,mo...,0,0,97,98,..."


def test_slot_types_are_by_field() -> None:
    types = get_message_slot_types(DiagnosticArray)
    assert list(types) == ["header", "status"]
    assert types["status"] == UnboundedSequence(
        NamespacedType(["diagnostic_msgs", "msg"], "DiagnosticStatus")
    )


def test_fields_are_set_deep_down() -> None:
    message = DiagnosticArray()
    values = {"header": {"frame_id": "map"}, "status": [{"name": "n", "values": [{"key": "k"}]}]}
    assert set_message_fields(message, values) == []
    assert message.header.frame_id == "map"
    assert message.status[0].values == [KeyValue(key="k")]
    set_message_fields(message, {"header": Header(frame_id="odom"), "status": message.status})
    assert message.header.frame_id == "odom"


def test_octets_are_numbers_or_characters() -> None:
    message = BasicTypes()
    for given in (255, "\xff", b"\xff"):
        set_message_fields(message, {"byte_value": given})
        assert message.byte_value == b"\xff"
    with pytest.raises(ValueError):
        set_message_fields(message, {"byte_value": 256})


def test_wrong_fields_and_values_are_refused() -> None:
    with pytest.raises(AttributeError):
        set_message_fields(BasicTypes(), {"wrong": 1})
    with pytest.raises(ValueError):
        set_message_fields(BasicTypes(), {"int32_value": "no number"})
    with pytest.raises(
        TypeError, match=r"^Value 'now' is expected to be a dictionary but is a str$"
    ):
        set_message_fields(Header(), {"stamp": "now"})


def test_times_of_publication_are_set_when_they_are_known() -> None:
    scan, array, now = LaserScan(), DiagnosticArray(), Time(sec=3)
    (set_stamp,) = set_message_fields(
        scan, {"header": {"stamp": "now", "frame_id": "f"}}, expand_time_now=True
    )
    set_stamp(now)
    assert scan.header == Header(stamp=now, frame_id="f")
    (set_stamp,) = set_message_fields(array, {"header": "auto"}, expand_header_auto=True)
    set_stamp(now)
    assert array.header == Header(stamp=now)


@pytest.mark.parametrize("sourced", [True, False])
def test_interfaces_are_listed(
    sourced: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sourced:
        monkeypatch.setenv("AMENT_PREFIX_PATH", str(tmp_path))
    else:
        monkeypatch.delenv("AMENT_PREFIX_PATH", raising=False)
    assert {"std_msgs", "std_srvs", "test_msgs"} <= get_interface_packages().keys()
    assert "rclpy" not in get_interface_packages()
    assert "msg/String" in get_interfaces()["std_msgs"]
    assert get_message_interfaces(["std_srvs", "rclpy"]) == {}
    assert "srv/Trigger" in get_service_interfaces(["std_srvs"])["std_srvs"]
    assert "action/Fibonacci" in get_action_interfaces(["test_msgs"])["test_msgs"]
    for name in ("std_msgs/msg/String", "std_msgs/msg/String.msg", "std_srvs/srv/Trigger"):
        assert os.path.isfile(get_interface_path(name))
    with pytest.raises(LookupError, match="Unknown package 'no_such'"):
        get_interfaces(["no_such"])
    with pytest.raises(LookupError, match="Could not find the interface"):
        get_interface_path("std_msgs/msg/NoSuch")
    for name in ("std_msgs", "std_msgs//String", "std_msgs/../String"):
        with pytest.raises(ValueError, match="Invalid name"):
            get_interface_path(name)


def test_packages_of_a_prefix_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = tmp_path / "share" / "ament_index" / "resource_index"
    for kind, content in (
        ("packages", ""),
        ("rosidl_interfaces", "msg/A.idl\nmsg/A.msg\nsrv/B.srv\nsrv/B_Request.msg\n"),
    ):
        (index / kind).mkdir(parents=True)
        (index / kind / "some_msgs").write_text(content)
    monkeypatch.setenv("AMENT_PREFIX_PATH", str(tmp_path))
    assert get_interface_packages()["some_msgs"] == str(tmp_path)
    assert get_interfaces(["some_msgs"]) == {"some_msgs": ["msg/A", "srv/B"]}
    assert get_message_interfaces(["some_msgs"]) == {"some_msgs": ["msg/A"]}


def test_interfaces_are_got_by_name() -> None:
    assert utilities.get_message("std_msgs/msg/Header") is Header
    assert utilities.get_message("std_msgs/Header") is Header
    assert utilities.get_service("std_srvs/Trigger") is Trigger
    assert utilities.get_action("test_msgs/Fibonacci") is Fibonacci
    assert utilities.get_interface("std_srvs/srv/Trigger") is Trigger
    with pytest.raises(ValueError, match="full name of a message"):
        utilities.get_message("std_srvs/srv/Trigger")
    with pytest.raises(ValueError, match="full name of a service"):
        utilities.get_service("std_msgs/msg/Header")
    with pytest.raises(ValueError, match="full name of an action"):
        utilities.get_action("std_msgs/msg/Header")


def test_classes_are_imported_by_type() -> None:
    header = NamespacedType(["std_msgs", "msg"], "Header")
    assert import_message_from_namespaced_type(header) is Header
    feedback = NamespacedType(["test_msgs", "action"], "Fibonacci_FeedbackMessage")
    assert import_message_from_namespaced_type(feedback) is Fibonacci.Impl.FeedbackMessage
    with pytest.warns(DeprecationWarning):
        assert import_message_from_namespaced_type(UnboundedSequence(header)) is Header
