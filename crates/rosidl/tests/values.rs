//! Run-time messages: access by path, checks, JSON and YAML.

#![allow(clippy::unwrap_used)]

mod common;

use common::message_type;
use rosebay_rosidl::{DynamicMessage, TextOptions, Value};
use serde_json::json;

fn new(name: &str) -> DynamicMessage {
    DynamicMessage::new(message_type(name))
}

#[test]
fn defaults_are_those_of_the_definition() {
    let pose = new("geometry_msgs/msg/Pose");
    assert_eq!(pose.get_path("orientation.w"), Ok(Value::F64(1.0)));
    assert_eq!(pose.get_path("orientation.x"), Ok(Value::F64(0.0)));
    let odometry = new("nav_msgs/msg/Odometry");
    assert_eq!(
        odometry.get_path("pose.covariance"),
        Ok(Value::F64Array(vec![0.0; 36]))
    );
    let defaults = new("test_msgs/msg/Arrays");
    assert_eq!(
        defaults.get("string_values_default"),
        Ok(&Value::from(
            ["", "max value", "min value"].map(str::to_owned).to_vec()
        ))
    );
}

#[test]
fn paths_lead_to_fields_and_elements() {
    let mut array = new("visualization_msgs/msg/MarkerArray");
    let marker = new("visualization_msgs/msg/Marker");
    array.set("markers", vec![marker.clone(), marker]).unwrap();
    array.set_path("markers[1].header.frame_id", "map").unwrap();
    array.set_path("markers[1].pose.position.x", 2.5).unwrap();
    assert_eq!(
        array.get_path("markers[1].header.frame_id"),
        Ok(Value::from("map"))
    );
    assert_eq!(
        array.get_path("markers[0].header.frame_id"),
        Ok(Value::from(""))
    );
    let marker = array.get_path("markers[1]").unwrap();
    array.set_path("markers[0]", marker).unwrap();
    assert_eq!(
        array.get_path("markers[0].pose.position.x"),
        Ok(Value::F64(2.5))
    );

    let mut odometry = new("nav_msgs/msg/Odometry");
    odometry.set_path("pose.covariance[35]", 0.1).unwrap();
    assert_eq!(
        odometry.get_path("pose.covariance[35]"),
        Ok(Value::F64(0.1))
    );
}

#[test]
fn errors_name_the_field_what_was_expected_and_what_came() {
    let check = |path: &str, value: Value, expected: &str| {
        let mut message = new("test_msgs/msg/BoundedSequences");
        let basic = new("test_msgs/msg/BasicTypes");
        message.set("basic_types_values", vec![basic]).unwrap();
        message.set("bool_values", vec![true]).unwrap();
        let before = message.clone();
        let error = message.set_path(path, value).unwrap_err();
        assert_eq!(error.to_string(), expected);
        assert_eq!(message, before, "a refused value changes nothing");
    };
    check(
        "bool_values",
        1u8.into(),
        "field 'bool_values': expected sequence<boolean, 3>, got uint8",
    );
    check(
        "bool_values",
        vec![true; 4].into(),
        "field 'bool_values': expected at most 3 elements, got 4",
    );
    check(
        "basic_types_values[0].int8_value",
        "x".into(),
        "field 'basic_types_values[0].int8_value': expected int8, got string",
    );
    check(
        "basic_types_values[1].int8_value",
        Value::I8(0),
        "field 'basic_types_values[1]': index 1 is outside of 1 elements",
    );
    check(
        "bool_values[0]",
        Value::I8(0),
        "field 'bool_values[0]': expected boolean, got int8",
    );
    check(
        "bool_values.x",
        Value::I8(0),
        "field 'bool_values': expected a message or a sequence of messages to look into, \
         got 1 of boolean",
    );
    check(
        "alignment_check[0]",
        Value::I8(0),
        "field 'alignment_check[0]': expected a message or a sequence of messages to look into, \
         got int32",
    );
    for path in ["", "a..b", "a[", "a[x]", "a[-1]", ".a"] {
        let error = new("test_msgs/msg/Nested").get_path(path).unwrap_err();
        let text = error.to_string();
        assert!(
            text.contains("is no path to a field") || text.contains("has no field 'a'"),
            "{path}: {text}"
        );
    }
    let error = new("std_msgs/msg/Header").get("stam").unwrap_err();
    assert_eq!(
        error.to_string(),
        "std_msgs/msg/Header has no field 'stam'; it has stamp, frame_id"
    );
}

#[test]
fn fixed_arrays_keep_their_length_and_strings_their_bound() {
    let mut odometry = new("nav_msgs/msg/Odometry");
    let error = odometry
        .set_path("pose.covariance", vec![0.0; 35])
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "field 'pose.covariance': expected exactly 36 elements, got 35"
    );
    let mut strings = new("test_msgs/msg/Strings");
    strings.set("bounded_string_value", "ä".repeat(22)).unwrap();
    let error = strings
        .set("bounded_string_value", "a".repeat(23))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "field 'bounded_string_value': expected at most 22 elements, got 23"
    );
}

#[test]
fn json_is_checked() {
    let ty = message_type("test_msgs/msg/BasicTypes");
    let check = |json, expected: &str| {
        let error = DynamicMessage::from_json(ty.clone(), &json).unwrap_err();
        assert_eq!(error.to_string(), expected);
    };
    check(
        json!([]),
        "expected test_msgs/msg/BasicTypes, got 0 elements",
    );
    check(
        json!({"int8_value": 128}),
        "field 'int8_value': expected int8, got 128",
    );
    check(
        json!({"int8_value": 1.5}),
        "field 'int8_value': expected int8, got 1.5",
    );
    check(
        json!({"bool_value": 1}),
        "field 'bool_value': expected boolean, got 1",
    );
    check(
        json!({"float64_value": "big"}),
        "field 'float64_value': expected double, got \"big\"",
    );
    let ty = message_type("tf2_msgs/msg/TFMessage");
    let json = json!({"transforms": [{}, {"header": {"frame_id": 7}}]});
    let error = DynamicMessage::from_json(ty, &json).unwrap_err();
    assert_eq!(
        error.to_string(),
        "field 'transforms[1].header.frame_id': expected string, got 7"
    );
}

#[test]
fn json_has_integers_for_floats_and_names_for_what_is_not_finite() {
    let ty = message_type("test_msgs/msg/BasicTypes");
    let json = json!({"float32_value": 0.1, "float64_value": 3, "uint64_value": u64::MAX});
    let mut message = DynamicMessage::from_json(ty.clone(), &json).unwrap();
    assert_eq!(message.get("float64_value"), Ok(&Value::F64(3.0)));
    message.set("float64_value", f64::NEG_INFINITY).unwrap();
    let json = message.to_json();
    assert_eq!(json["float32_value"], json!(0.1));
    assert_eq!(json["float64_value"], json!("-Infinity"));
    assert_eq!(json["uint64_value"], json!(u64::MAX));
    assert_eq!(DynamicMessage::from_json(ty, &json), Ok(message));
}

#[test]
fn yaml_is_as_the_command_line_shows_it() {
    let json = json!({
        "header": {"stamp": {"sec": 1, "nanosec": 2}, "frame_id": "base_link"},
        "name": ["a: b", "", "true", "it's", "12", "two\nlines"],
        "position": [1.0, 0.5, 1e300],
    });
    let message = DynamicMessage::from_json(message_type("sensor_msgs/msg/JointState"), &json);
    let expected = "\
header:
  stamp:
    sec: 1
    nanosec: 2
  frame_id: base_link
name:
- 'a: b'
- ''
- 'true'
- it's
- '12'
- \"two\\nlines\"
position:
- 1.0
- 0.5
- 1.0e+300
velocity: []
effort: []
";
    assert_eq!(message.unwrap().to_string(), expected);
    let json = json!({"transforms": [{"child_frame_id": "b"}]});
    let message = DynamicMessage::from_json(message_type("tf2_msgs/msg/TFMessage"), &json);
    let text = message.unwrap().to_string();
    let begin = "transforms:\n- header:\n    stamp:\n      sec: 0\n";
    assert!(text.starts_with(begin), "{text}");
    assert!(text.ends_with("      w: 1.0\n"), "{text}");
    assert_eq!(new("std_msgs/msg/Empty").to_string(), "{}\n");
}

#[test]
fn text_forms_leave_out_what_they_are_told_to() {
    let mut message = new("sensor_msgs/msg/JointState");
    message.set_path("header.frame_id", "it's").unwrap();
    message
        .set("name", vec!["shoulder".to_owned(), "a".to_owned()])
        .unwrap();
    message.set("position", vec![1e-5, 0.5, 2.0]).unwrap();
    let options = TextOptions {
        truncate_length: Some(2),
        ..TextOptions::default()
    };
    assert_eq!(
        message.to_yaml(&options),
        "header:\n  stamp:\n    sec: 0\n    nanosec: 0\n  frame_id: it...\n\
         name:\n- sh...\n- a\nposition:\n- 1.0e-05\n- 0.5\n- '...'\nvelocity: []\neffort: []\n"
    );
    assert_eq!(message.to_csv(&options), "0,0,it...,sh...,a,1e-05,0.5,...");
    let notes = TextOptions {
        no_arr: true,
        no_str: true,
        flow_style: true,
        ..TextOptions::default()
    };
    assert_eq!(
        message.to_yaml(&notes),
        "{header: {stamp: {sec: 0, nanosec: 0}, frame_id: '<string length: <4>>'}, \
         name: '<sequence type: string, length: 2>', position: '<sequence type: double, length: 3>', \
         velocity: '<sequence type: double, length: 0>', effort: '<sequence type: double, length: 0>'}\n"
    );
    assert_eq!(
        message.to_python(),
        "sensor_msgs.msg.JointState(header=std_msgs.msg.Header(stamp=builtin_interfaces.msg.Time(sec=0, \
         nanosec=0), frame_id=\"it's\"), name=['shoulder', 'a'], position=[1e-05, 0.5, 2.0], velocity=[], \
         effort=[])"
    );
    let position = &message.message_type().fields[2].ty;
    let value = message.get("position").unwrap();
    assert_eq!(value.to_python(position), "array('d', [1e-05, 0.5, 2.0])");
    assert_eq!(value.to_python_literal(), "[1e-05, 0.5, 2.0]");
}

#[test]
fn bytes_are_shown_as_python_has_them() {
    let mut message = new("std_msgs/msg/Byte");
    message.set("data", 50u8).unwrap();
    assert_eq!(message.to_python(), "std_msgs.msg.Byte(data=b'2')");
    assert_eq!(message.to_csv(&TextOptions::default()), "b'2'");
    assert_eq!(message.to_string(), "data: 50\n");
    let mut message = new("std_msgs/msg/ByteMultiArray");
    message.set("data", vec![0u8, 39, 92]).unwrap();
    let data = &message.message_type().fields[1].ty;
    let value = message.get("data").unwrap();
    let expected = r#"[b'\x00', b"'", b'\\']"#;
    assert_eq!(value.to_python(data), expected);
    assert!(message.to_python().ends_with(&format!("data={expected})")));
    // What is a number in Python stays one.
    assert_eq!(
        new("std_msgs/msg/UInt8").to_python(),
        "std_msgs.msg.UInt8(data=0)"
    );
}
