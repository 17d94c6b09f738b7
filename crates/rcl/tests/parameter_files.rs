//! Values and files of parameters: what YAML means to ROS, and which node a value is for.

#![allow(clippy::unwrap_used)]

mod common;

use std::io::Write;

use common::context_with;
use proptest::prelude::*;
use rosebay_rcl::parameter::{NodeParameters, Parameter, ParameterValue, parse_value};
use rosebay_rcl::{Context, Error, InitOptions, Node, NodeOptions};

#[test]
fn values_are_what_they_look_like_to_upstream() {
    use ParameterValue::{Bool, Double, Integer};
    let strings = |values: &[&str]| ParameterValue::from(values.to_vec());
    let cases: Vec<(&str, ParameterValue)> = vec![
        ("true", Bool(true)),
        ("Yes", Bool(true)),
        ("ON", Bool(true)),
        ("y", Bool(true)),
        ("off", Bool(false)),
        ("No", Bool(false)),
        ("N", Bool(false)),
        ("tRUE", "tRUE".into()),
        ("'true'", "true".into()),
        ("\"5\"", "5".into()),
        ("!!str 5", "5".into()),
        ("!!int 5", Integer(5)),
        ("&anchor 5", Integer(5)),
        ("5", Integer(5)),
        ("+5", Integer(5)),
        ("-12", Integer(-12)),
        ("0x1F", Integer(31)),
        ("-0x10", Integer(-16)),
        ("010", Integer(8)),
        ("08", Double(8.0)),
        ("0", Integer(0)),
        ("9223372036854775807", Integer(i64::MAX)),
        ("-9223372036854775808", Integer(i64::MIN)),
        ("9223372036854775808", Double(9_223_372_036_854_775_808.0)),
        ("1.5", Double(1.5)),
        ("1.", Double(1.0)),
        (".5", Double(0.5)),
        ("1e3", Double(1000.0)),
        ("1e999", "1e999".into()),
        (".inf", Double(f64::INFINITY)),
        ("-.INF", Double(f64::NEG_INFINITY)),
        ("inf", Double(f64::INFINITY)),
        ("1.2.3", "1.2.3".into()),
        ("0x", "0x".into()),
        ("null", "null".into()),
        ("~", "~".into()),
        ("hello world", "hello world".into()),
        ("''", "".into()),
        ("/chatter", "/chatter".into()),
        ("[1, 2]", vec![1_i64, 2].into()),
        ("[1.0, 2.5]", vec![1.0, 2.5].into()),
        ("[true, off]", vec![true, false].into()),
        ("[a, '1']", strings(&["a", "1"])),
        ("[]", ParameterValue::NotSet),
    ];
    for (text, expected) in cases {
        assert_eq!(parse_value(text).unwrap(), expected, "{text}");
    }
    let ParameterValue::Double(nan) = parse_value(".NaN").unwrap() else {
        panic!(".NaN is a float");
    };
    assert!(nan.is_nan());
}

#[test]
fn values_that_are_none() {
    let cases = [
        ("[1, 2.0]", "Value type 'double'"),
        ("[true, a]", "Value type 'string'"),
        ("[[1], [2]]", "only scalars"),
        ("[{a: 1}]", "only scalars"),
        ("{a: 1}", "expected a value or a sequence"),
        ("*a", "anchor"),
        ("[1", ""),
        ("a: b: c", ""),
    ];
    for (text, reason) in cases {
        let error = parse_value(text).unwrap_err();
        assert!(error.to_string().contains(reason), "{text}: {error}");
    }
}

const FILE: &str = "
/**:
  ros__parameters:
    common: 1
    camera.gain: 0.5
    camera:
      mode: auto
      size: [640, 480]
      deep: {er: {still: yes}}
robot:
  arm:
    ros__parameters:
      common: 2
      name: 'left'
/robot/*:
  ros__parameters:
    one_level: true
/robot/**/hand:
  ros__parameters:
    common: 3
";

#[test]
fn files_name_nodes_with_wildcards() {
    let parsed = NodeParameters::parse(FILE).unwrap();
    let common = [
        Parameter::new("common", 1),
        Parameter::new("camera.gain", 0.5),
        Parameter::new("camera.mode", "auto"),
        Parameter::new("camera.size", vec![640_i64, 480]),
        Parameter::new("camera.deep.er.still", true),
    ];
    let with = |value: i64, others: &[Parameter]| {
        let mut all = common.to_vec();
        all[0].value = value.into();
        all.extend_from_slice(others);
        all
    };
    let one_level = Parameter::new("one_level", true);
    let cases = [
        ("/anything", with(1, &[])),
        ("/deep/down/there", with(1, &[])),
        (
            "/robot/arm",
            with(2, &[Parameter::new("name", "left"), one_level.clone()]),
        ),
        ("/robot/leg", with(1, std::slice::from_ref(&one_level))),
        ("/robot/arm/elbow", with(1, &[])),
        ("/robot/hand", with(3, &[one_level])),
        ("/robot/arm/left/hand", with(3, &[])),
        ("/other/hand", with(1, &[])),
    ];
    for (node, expected) in cases {
        assert_eq!(parsed.for_node(node), expected, "{node}");
    }
}

#[test]
fn files_that_are_wrong() {
    let cases = [
        ("a: 1", "Cannot have a value before ros__parameters"),
        ("1", "Cannot have a value before ros__parameters"),
        ("- a", "Sequences can only be values"),
        ("a: [1]", "Sequences can only be values"),
        ("ros__parameters: {a: 1}", "no node names"),
        ("n: {ros__parameters: 1}", "Expected a map of parameters"),
        ("n: {ros__parameters: [{a: 1}]}", "Expected a map"),
        ("n: {ros__parameters: {a: }}", "No value at line 1"),
        (
            "n:\n  ros__parameters:\n    a:\n    b: 1",
            "No value at line 3",
        ),
        ("n: {ros__parameters: {'': 1}}", "No key"),
        (
            "n: {ros__parameters: {a: [1, b]}}",
            "Sequence should be of same type",
        ),
        ("n: {ros__parameters: {[1]: 1}}", "Sequences cannot be key"),
        ("n: {ros__parameters: {a: &x 1, b: *x}}", "aliasing"),
        ("a//b: {ros__parameters: {p: 1}}", "repeated forward slash"),
        (
            "/foo: {/*: {ros__parameters: {p: 1}}}",
            "repeated forward slash",
        ),
        ("foo*: {ros__parameters: {p: 1}}", "alphanumerics"),
        ("a/**b/c: {ros__parameters: {p: 1}}", "alphanumerics"),
        ("n: {ros__parameters: {a: 1}", ""),
    ];
    for (text, reason) in cases {
        let error = NodeParameters::parse(text).unwrap_err();
        assert!(error.to_string().contains(reason), "{text}: {error}");
    }
    let deep = format!("{}1", "a: {".repeat(100));
    assert!(NodeParameters::parse(&deep).is_err());
    assert_eq!(
        NodeParameters::parse("").unwrap(),
        NodeParameters::default()
    );
}

/// A file of its own in the tests' folder.
fn write(name: &str, text: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("{name}_{}.yaml", std::process::id()));
    let mut file = std::fs::File::create(&path).unwrap();
    file.write_all(text.as_bytes()).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn later_nodes_win_and_later_values_of_one_node_do() {
    let any = write("any", "/**: {ros__parameters: {a: 1, b: 1, c: 1}}");
    let named = write("named", "/node: {ros__parameters: {b: 2, c: 2}}");
    let cases: [(&[&str], [i64; 3]); 6] = [
        (&["--params-file", &any], [1, 1, 1]),
        (&["--params-file", &any, "--params-file", &named], [1, 2, 2]),
        (&["--params-file", &named, "--params-file", &any], [1, 1, 1]),
        (&["--params-file", &any, "-p", "a:=5"], [5, 1, 1]),
        // As upstream: the file's word on the node by name comes after all nodes'.
        (
            &["--params-file", &any, "--params-file", &named, "-p", "c:=5"],
            [1, 2, 2],
        ),
        (
            &[
                "--params-file",
                &any,
                "--params-file",
                &named,
                "-p",
                "node:c:=5",
            ],
            [1, 2, 5],
        ),
    ];
    for (arguments, expected) in cases {
        let line: Vec<_> = ["program", "--ros-args"]
            .iter()
            .chain(arguments)
            .copied()
            .collect();
        let node = Node::new(&context_with(&line), "node").unwrap();
        let values = ["a", "b", "c"].map(|name| node.declare_parameter(name, 0).unwrap());
        assert_eq!(values, expected, "{arguments:?}");
    }
}

#[test]
fn a_nodes_own_arguments_and_overrides_win() {
    let line = [
        "program",
        "--ros-args",
        "-p",
        "a:=1",
        "-p",
        "b:=1",
        "-p",
        "c:=1",
    ];
    let own = ["--ros-args", "-p", "b:=2", "-p", "c:=2"].map(str::to_owned);
    let options = NodeOptions {
        arguments: own.into(),
        parameter_overrides: vec![Parameter::new("c", 3), Parameter::new("d", 3)],
        automatically_declare_parameters_from_overrides: true,
        ..NodeOptions::default()
    };
    let context = context_with(&line);
    let node = Node::with_options(&context, "node", &options).unwrap();
    let values = ["a", "b", "c", "d"].map(|name| node.get_parameter::<i64>(name).unwrap());
    assert_eq!(values, [1, 2, 3, 3]);
    let alone = NodeOptions {
        use_global_arguments: false,
        ..NodeOptions::default()
    };
    let node = Node::with_options(&context, "alone", &alone).unwrap();
    assert_eq!(node.parameters().overrides(), []);
}

#[test]
fn the_context_refuses_what_cannot_be_read() {
    let broken = write("broken", "/**: {ros__parameters: {a: [1, b]}}");
    let cases: [(&[&str], &str); 3] = [
        (&["--params-file", "/nowhere/at/all.yaml"], "all.yaml"),
        (
            &["--params-file", &broken],
            "Sequence should be of same type",
        ),
        (&["-p", "a:={b: 1}"], "-p a:={b: 1}"),
    ];
    for (arguments, reason) in cases {
        let line = ["program", "--ros-args"].iter().chain(arguments);
        let error = Context::new(InitOptions {
            arguments: line.map(|argument| (*argument).to_owned()).collect(),
            initialize_logging: false,
            ..InitOptions::default()
        })
        .unwrap_err();
        assert!(matches!(error, Error::InvalidRosArgs { .. }), "{error}");
        assert!(error.to_string().contains(reason), "{error}");
    }
}

proptest! {
    #[test]
    fn no_text_is_too_odd(text in "[ \\n\\-:\\[\\]{}'\"&*!|>#,~0-9a-c_./x]{0,60}", any in any::<String>()) {
        for text in [text, any] {
            parse_value(&text).ok();
            NodeParameters::parse(&text).ok();
            NodeParameters::parse(&format!("/**: {{ros__parameters: {{a: {text}}}}}")).ok();
        }
    }

    #[test]
    fn numbers_are_read_as_they_were_written(integer in any::<i64>(), float in -1e300..1e300_f64) {
        prop_assert_eq!(parse_value(&integer.to_string()).unwrap(), integer.into());
        prop_assert_eq!(parse_value(&format!("{float:?}")).unwrap(), float.into());
        let hexadecimal = format!("0x{:x}", integer.unsigned_abs() >> 1);
        let expected = i64::try_from(integer.unsigned_abs() >> 1).unwrap();
        prop_assert_eq!(parse_value(&hexadecimal).unwrap(), expected.into());
    }

    #[test]
    fn quoted_texts_stay_texts(text in "[ -~]{0,40}") {
        let quoted = format!("'{}'", text.replace('\'', "''"));
        prop_assert_eq!(parse_value(&quoted).unwrap(), text.as_str().into());
        let listed = parse_value(&format!("[{quoted}, {quoted}]")).unwrap();
        prop_assert_eq!(listed, vec![text.as_str(), &text].into());
    }
}
