//! Facts that a type hash does not cover: defaults and constants of the standard interfaces.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use rosebay_rosidl::{InterfaceName, Literal, Registry};

fn int(value: i128) -> Literal {
    Literal::Int(value)
}

fn text(value: &str) -> Literal {
    Literal::String(value.to_owned())
}

#[test]
fn defaults() {
    let cases = [
        ("geometry_msgs/msg/Quaternion", "x", Literal::Float(0.0)),
        ("geometry_msgs/msg/Quaternion", "w", Literal::Float(1.0)),
        ("sensor_msgs/msg/NavSatStatus", "status", int(-2)),
        (
            "rcl_interfaces/msg/ParameterDescriptor",
            "dynamic_typing",
            Literal::Bool(false),
        ),
        (
            "type_description_interfaces/srv/GetTypeDescription_Request",
            "include_type_sources",
            Literal::Bool(true),
        ),
        ("test_msgs/msg/Defaults", "bool_value", Literal::Bool(true)),
        ("test_msgs/msg/Defaults", "byte_value", int(50)),
        ("test_msgs/msg/Defaults", "char_value", int(100)),
        (
            "test_msgs/msg/Defaults",
            "float32_value",
            Literal::Float(1.125),
        ),
        ("test_msgs/msg/Defaults", "int64_value", int(-40_000_000)),
        (
            "test_msgs/msg/Strings",
            "string_value_default2",
            text("Hello'world!"),
        ),
        (
            "test_msgs/msg/Strings",
            "string_value_default3",
            text("Hello\"world!"),
        ),
        (
            "test_msgs/msg/Strings",
            "string_value_default4",
            text("Hello'world!"),
        ),
        (
            "test_msgs/msg/Strings",
            "bounded_string_value_default5",
            text("Hello\"world!"),
        ),
        (
            "test_msgs/msg/WStrings",
            "wstring_value_default2",
            text("Hellö wörld!"),
        ),
        (
            "test_msgs/msg/WStrings",
            "wstring_value_default3",
            text("ハローワールド"),
        ),
        (
            "test_msgs/msg/Arrays",
            "int8_values_default",
            Literal::List(vec![int(0), int(127), int(-128)]),
        ),
        (
            "test_msgs/msg/UnboundedSequences",
            "string_values_default",
            Literal::List(vec![text(""), text("max value"), text("min value")]),
        ),
    ];
    let registry = Registry::standard();
    for (message, field, expected) in cases {
        let message = registry
            .message(&message.parse::<InterfaceName>().unwrap())
            .unwrap();
        let index = message.field_index(field).unwrap();
        assert_eq!(
            message.fields[index].default,
            Some(expected),
            "{}.{field}",
            message.name
        );
    }
}

#[test]
fn constants() {
    let cases = [
        ("action_msgs/msg/GoalStatus", "STATUS_SUCCEEDED", int(4)),
        (
            "action_msgs/srv/CancelGoal_Response",
            "ERROR_GOAL_TERMINATED",
            int(3),
        ),
        ("diagnostic_msgs/msg/DiagnosticStatus", "STALE", int(3)),
        ("lifecycle_msgs/msg/State", "PRIMARY_STATE_ACTIVE", int(3)),
        (
            "lifecycle_msgs/msg/Transition",
            "TRANSITION_CALLBACK_ERROR",
            int(99),
        ),
        (
            "nav_msgs/srv/LoadMap_Response",
            "RESULT_UNDEFINED_FAILURE",
            int(255),
        ),
        ("rcl_interfaces/msg/Log", "FATAL", int(50)),
        (
            "rcl_interfaces/msg/ParameterType",
            "PARAMETER_STRING_ARRAY",
            int(9),
        ),
        (
            "rcl_interfaces/srv/ListParameters_Request",
            "DEPTH_RECURSIVE",
            int(0),
        ),
        ("sensor_msgs/msg/NavSatStatus", "STATUS_GBAS_FIX", int(2)),
        ("sensor_msgs/msg/PointField", "FLOAT64", int(8)),
        (
            "service_msgs/msg/ServiceEventInfo",
            "RESPONSE_RECEIVED",
            int(3),
        ),
        ("std_msgs/msg/Empty", "", int(0)),
        (
            "test_msgs/msg/Strings",
            "STRING_CONST",
            text("Hello world!"),
        ),
        (
            "type_description_interfaces/msg/FieldType",
            "FIELD_TYPE_WSTRING_UNBOUNDED_SEQUENCE",
            int(162),
        ),
        ("visualization_msgs/msg/Marker", "ARROW_STRIP", int(12)),
        ("visualization_msgs/msg/Marker", "DELETEALL", int(3)),
    ];
    let registry = Registry::standard();
    for (message, constant, expected) in cases {
        let message = registry
            .message(&message.parse::<InterfaceName>().unwrap())
            .unwrap();
        let found = message
            .constants
            .iter()
            .find(|other| other.name == constant);
        match constant {
            "" => assert!(message.constants.is_empty(), "{}", message.name),
            _ => assert_eq!(
                found.map(|found| &found.value),
                Some(&expected),
                "{}.{constant}",
                message.name
            ),
        }
    }
}
