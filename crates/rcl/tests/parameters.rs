//! Parameters: declaring, reading and setting them within the node.

#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Arc;

use common::{context, context_with};
use rosebay_locks::Mutex;
use rosebay_rcl::parameter::{
    Declaration, FloatingPointRange, Initial, IntegerRange, Parameter, ParameterDescriptor,
    ParameterError, ParameterType, ParameterValue, SetParametersResult,
};
use rosebay_rcl::{Node, NodeOptions, Parameters};

fn node() -> Node {
    Node::new(&context(), "node").unwrap()
}

fn node_with(options: NodeOptions) -> Node {
    Node::with_options(&context(), "node", &options).unwrap()
}

fn dynamic() -> ParameterDescriptor {
    ParameterDescriptor {
        dynamic_typing: true,
        ..Default::default()
    }
}

/// One of each type.
fn samples() -> Vec<ParameterValue> {
    vec![
        true.into(),
        42.into(),
        1.5.into(),
        "text".into(),
        vec![1_u8, 255].into(),
        vec![true, false].into(),
        vec![1_i64, -1].into(),
        vec![0.5, -0.5].into(),
        vec!["a", ""].into(),
    ]
}

#[test]
fn every_type_is_declared_read_and_set() {
    let node = node();
    let parameters = node.parameters();
    for (index, value) in samples().into_iter().enumerate() {
        let name = format!("p{index}");
        let declared = parameters
            .declare_with(&name, value.clone(), ParameterDescriptor::default())
            .unwrap();
        assert_eq!(declared, value);
        assert_eq!(parameters.get(&name).unwrap(), value);
        let expected = ParameterType::ALL[index + 1];
        assert_eq!(parameters.get_type(&name).unwrap(), expected);
        let descriptor = parameters.describe(&name).unwrap();
        assert_eq!(
            (descriptor.name, descriptor.parameter_type),
            (name.clone(), expected)
        );
        for other in samples() {
            let is_same = other.parameter_type() == expected;
            let result = parameters
                .set_atomically(&[Parameter::new(&name, other)])
                .unwrap();
            assert_eq!(result.successful, is_same, "{}", result.reason);
        }
    }
    let error = node.set_parameter("p0", 1).unwrap_err().to_string();
    assert!(
        error.contains("Wrong parameter type, expected 'Type.BOOL' got 'Type.INTEGER'"),
        "{error}"
    );
    assert_eq!(node.get_parameter::<Vec<f64>>("p7").unwrap(), [0.5, -0.5]);
    let error = node.get_parameter::<bool>("p1").unwrap_err().to_string();
    assert!(
        error.contains("'42' of type 'INTEGER', expecting type 'BOOL'"),
        "{error}"
    );
}

#[test]
fn declarations_that_are_refused() {
    let node = node();
    let parameters = node.parameters();
    parameters.declare("there", 1).unwrap();
    let cases: [(&str, Initial, ParameterDescriptor, &str); 5] = [
        ("", 1.into(), Default::default(), "Invalid parameter name"),
        ("there", 1.into(), dynamic(), "already declared: there"),
        (
            "x",
            ParameterValue::NotSet.into(),
            Default::default(),
            "not set",
        ),
        (
            "x",
            ParameterType::NotSet.into(),
            Default::default(),
            "NOT_SET",
        ),
        ("x", ParameterType::Bool.into(), dynamic(), "dynamic_typing"),
    ];
    for (name, initial, descriptor, reason) in cases {
        let error = parameters
            .declare_with(name, initial, descriptor)
            .unwrap_err();
        assert!(error.to_string().contains(reason), "{error}");
    }
    assert!(!parameters.has("x"));
}

#[test]
fn several_are_declared_below_a_namespace() {
    let node = node();
    let declaration = |name: &str, value: i64| Declaration {
        name: name.to_owned(),
        initial: value.into(),
        descriptor: Default::default(),
    };
    let both = vec![declaration("a", 1), declaration("b", 2)];
    let values = node
        .parameters()
        .declare_all("ns", both.clone(), false)
        .unwrap();
    assert_eq!(values, [1.into(), 2.into()]);
    assert_eq!(node.get_parameter::<i64>("ns.b").unwrap(), 2);
    let error = node
        .parameters()
        .declare_all("ns", both, false)
        .unwrap_err();
    let names = ["ns.a", "ns.b"].map(str::to_owned).into();
    assert_eq!(error, ParameterError::AlreadyDeclared { names });
}

#[test]
fn overrides_must_be_of_the_type() {
    let line = ["program", "--ros-args", "-p", "rate:=5", "-p", "name:=7"];
    let node = Node::new(&context_with(&line), "node").unwrap();
    let error = node
        .declare_parameter("name", "text".to_owned())
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("to '7' of type 'INTEGER', expecting type 'STRING'"),
        "{error}"
    );
    assert_eq!(node.declare_parameter("rate", 1).unwrap(), 5);
    let parameters = node.parameters();
    let declared = Declaration {
        name: "name".to_owned(),
        initial: "text".into(),
        descriptor: Default::default(),
    };
    let values = parameters.declare_all("", vec![declared], true).unwrap();
    assert_eq!(values, ["text".into()]);
}

#[test]
fn a_type_without_a_value_has_to_be_set_first() {
    let node = node();
    let parameters = node.parameters();
    parameters
        .declare_with("late", ParameterType::Integer, Default::default())
        .unwrap();
    let error = parameters.get("late").unwrap_err();
    assert_eq!(error.to_string(), "The parameter 'late' is not initialized");
    assert_eq!(parameters.get_or("late", 3), 3.into());
    assert_eq!(parameters.get_type("late").unwrap(), ParameterType::NotSet);
    assert!(parameters.set("late", "text").is_err());
    parameters.set("late", 5).unwrap();
    assert_eq!(parameters.get("late").unwrap(), 5.into());
    let error = parameters.set("late", ParameterValue::NotSet).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("Static parameter cannot be undeclared"),
        "{error}"
    );
}

#[test]
fn dynamic_types_change_and_go() {
    let node = node();
    let parameters = node.parameters();
    let value = parameters
        .declare_with("any", ParameterValue::NotSet, dynamic())
        .unwrap();
    assert!(!value.is_set());
    for value in samples() {
        parameters.set("any", value.clone()).unwrap();
        assert_eq!(
            parameters.describe("any").unwrap().parameter_type,
            value.parameter_type()
        );
    }
    parameters.set("any", ParameterValue::NotSet).unwrap();
    assert!(!parameters.has("any"));
}

#[test]
fn undeclared_ones_are_refused_or_allowed() {
    let strict = node();
    let parameters = strict.parameters();
    let names = || vec!["ghost".to_owned()];
    let expected = ParameterError::NotDeclared { names: names() };
    let ghost = [Parameter::new("ghost", 1)];
    assert_eq!(parameters.get("ghost").unwrap_err(), expected);
    assert_eq!(parameters.get_type("ghost").unwrap_err(), expected);
    assert_eq!(parameters.describe("ghost").unwrap_err(), expected);
    assert_eq!(parameters.set_atomically(&ghost).unwrap_err(), expected);
    assert_eq!(parameters.set_all(&ghost).unwrap_err(), expected);
    assert_eq!(parameters.undeclare("ghost").unwrap_err(), expected);
    assert_eq!(
        parameters
            .set_descriptor("ghost", dynamic(), None)
            .unwrap_err(),
        expected
    );

    let lax = node_with(NodeOptions {
        allow_undeclared_parameters: true,
        ..Default::default()
    });
    let parameters = lax.parameters();
    assert!(!parameters.get("ghost").unwrap().is_set());
    assert_eq!(parameters.describe("ghost").unwrap(), Default::default());
    assert!(parameters.set_atomically(&ghost).unwrap().successful);
    assert_eq!(parameters.get("ghost").unwrap(), 1.into());
    parameters.set("ghost", "now a text").unwrap();
    parameters.undeclare("ghost").unwrap();
    assert!(!parameters.has("ghost"));
}

#[test]
fn read_only_ones_stay() {
    let node = node();
    let parameters = node.parameters();
    let descriptor = ParameterDescriptor {
        read_only: true,
        ..Default::default()
    };
    parameters.declare_with("fixed", 1, descriptor).unwrap();
    let error = parameters.set("fixed", 2).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("Trying to set a read-only parameter: fixed."),
        "{error}"
    );
    let immutable = ParameterError::Immutable {
        name: "fixed".to_owned(),
    };
    assert_eq!(parameters.undeclare("fixed").unwrap_err(), immutable);
    assert_eq!(
        parameters
            .set_descriptor("fixed", dynamic(), None)
            .unwrap_err(),
        immutable
    );
    assert_eq!(parameters.get("fixed").unwrap(), 1.into());
}

#[test]
fn ranges_and_steps() {
    let integers = |from_value, to_value, step| ParameterDescriptor {
        integer_range: Some(IntegerRange {
            from_value,
            to_value,
            step,
        }),
        ..Default::default()
    };
    let floats = |from_value, to_value, step| ParameterDescriptor {
        floating_point_range: Some(FloatingPointRange {
            from_value,
            to_value,
            step,
        }),
        ..Default::default()
    };
    type Case = (ParameterDescriptor, ParameterValue, Option<&'static str>);
    let cases: Vec<Case> = vec![
        (integers(0, 10, 0), 7.into(), None),
        (integers(10, 0, 0), 7.into(), None),
        (
            integers(0, 10, 0),
            11.into(),
            Some("out of range. Min: 0, Max: 10, value: 11"),
        ),
        (integers(0, 10, 0), (-1).into(), Some("out of range")),
        (integers(0, 10, 3), 6.into(), None),
        (integers(0, 10, 3), 7.into(), Some("not a valid step")),
        (integers(0, 10, 3), 10.into(), None),
        (integers(i64::MIN, i64::MAX, 2), 0.into(), None),
        (
            integers(i64::MIN, i64::MAX, u64::MAX),
            0.into(),
            Some("not a valid step"),
        ),
        (floats(0.0, 1.0, 0.0), 0.3.into(), None),
        (floats(1.0, 0.0, 0.0), 0.3.into(), None),
        (
            floats(0.0, 1.0, 0.0),
            1.1.into(),
            Some("out of range Min: 0.0, Max: 1.0, value: 1.1"),
        ),
        (floats(0.0, 1.0, 0.0), 1.000_000_5.into(), None),
        (floats(0.0, 1.0, 0.0), f64::NAN.into(), Some("out of range")),
        (floats(0.0, 1.0, 0.1), 0.3.into(), None),
        (
            floats(0.0, 1.0, 0.1),
            0.35.into(),
            Some("not close enough to a valid step"),
        ),
        (floats(0.0, 1.0, 0.3), 1.0.into(), None),
        (integers(0, 10, 0), 50.5.into(), None),
    ];
    for (descriptor, value, reason) in cases {
        let node = node();
        let declared = node
            .parameters()
            .declare_with("p", value.clone(), descriptor.clone());
        match (declared, reason) {
            (Ok(_), None) => {}
            (Err(error), Some(reason)) => {
                assert!(error.to_string().contains(reason), "{error}");
            }
            (declared, _) => panic!("{descriptor:?} {value}: {declared:?}"),
        }
    }
}

#[test]
fn a_new_descriptor_may_need_another_value() {
    let node = node();
    let parameters = node.parameters();
    parameters.declare("p", 50).unwrap();
    let range = |to_value| ParameterDescriptor {
        parameter_type: ParameterType::Integer,
        integer_range: Some(IntegerRange {
            from_value: 0,
            to_value,
            step: 0,
        }),
        ..Default::default()
    };
    assert_eq!(
        parameters.set_descriptor("p", range(100), None).unwrap(),
        50.into()
    );
    let error = parameters.set_descriptor("p", range(10), None).unwrap_err();
    assert!(
        matches!(error, ParameterError::InvalidValue { .. }),
        "{error}"
    );
    assert!(
        parameters
            .set_descriptor("p", range(10), Some(11.into()))
            .is_err()
    );
    assert_eq!(
        parameters
            .set_descriptor("p", range(10), Some(9.into()))
            .unwrap(),
        9.into()
    );
    assert!(parameters.set("p", 11).is_err());
    assert_eq!(
        parameters
            .describe("p")
            .unwrap()
            .integer_range
            .unwrap()
            .to_value,
        10
    );
}

fn listing() -> Node {
    let node = node_with(NodeOptions::default());
    for name in ["one", "a.b", "a.c.d", "a.c.e", "ab.c"] {
        node.declare_parameter(name, 0).unwrap();
    }
    node
}

#[test]
fn lists_by_prefix_and_depth() {
    let node = listing();
    type Case = (
        &'static [&'static str],
        u64,
        &'static [&'static str],
        &'static [&'static str],
    );
    let cases: [Case; 8] = [
        (
            &[],
            0,
            &[
                "use_sim_time",
                "start_type_description_service",
                "one",
                "a.b",
                "a.c.d",
                "a.c.e",
                "ab.c",
            ],
            &["a", "a.c", "ab"],
        ),
        (
            &[],
            1,
            &["use_sim_time", "start_type_description_service", "one"],
            &[],
        ),
        (
            &[],
            2,
            &[
                "use_sim_time",
                "start_type_description_service",
                "one",
                "a.b",
                "ab.c",
            ],
            &["a", "ab"],
        ),
        (&["a"], 0, &["a.b", "a.c.d", "a.c.e"], &["a", "a.c"]),
        (&["a"], 1, &["a.b"], &["a"]),
        (&["a.c", "one"], 1, &["one", "a.c.d", "a.c.e"], &["a.c"]),
        (&["a.b"], 1, &["a.b"], &["a"]),
        (&["nothing"], 0, &[], &[]),
    ];
    for (prefixes, depth, names, expected) in cases {
        let result = node.parameters().list(prefixes, depth);
        assert_eq!(result.names, names, "{prefixes:?} {depth}");
        assert_eq!(result.prefixes, expected, "{prefixes:?} {depth}");
    }
    let below = |prefix| {
        let found = node.parameters().get_by_prefix(prefix).into_iter();
        found.map(|parameter| parameter.name).collect::<Vec<_>>()
    };
    assert_eq!(below("a"), ["b", "c.d", "c.e"]);
    assert_eq!(below("a.c"), ["d", "e"]);
    assert_eq!(below("").len(), 7);
    assert_eq!(below("a."), [""; 0]);
}

#[test]
fn all_or_none() {
    let node = node();
    node.declare_parameter("a", 1).unwrap();
    node.declare_parameter("b", 1).unwrap();
    let parameters = node.parameters();
    let mixed = [
        Parameter::new("a", 2),
        Parameter::new("b", "text"),
        Parameter::new("a", 3),
    ];
    let result = parameters.set_atomically(&mixed).unwrap();
    assert!(!result.successful, "{}", result.reason);
    assert_eq!(node.get_parameter::<i64>("a").unwrap(), 1);
    let results = parameters.set_all(&mixed).unwrap();
    let successes: Vec<_> = results.iter().map(|result| result.successful).collect();
    assert_eq!(successes, [true, false, true]);
    assert_eq!(node.get_parameter::<i64>("a").unwrap(), 3);
}

#[test]
fn callbacks_are_called_in_upstreams_order() {
    let node = node();
    let parameters = node.parameters();
    let calls = Arc::new(Mutex::new(Vec::new()));
    let note = |what: &'static str| {
        let calls = Arc::clone(&calls);
        move |parameters: &[Parameter]| {
            let names = parameters.iter().map(|parameter| parameter.name.as_str());
            calls
                .lock()
                .push(format!("{what}: {}", names.collect::<Vec<_>>().join(" ")));
        }
    };
    let (pre, first, second, post) = (note("pre"), note("first"), note("second"), note("post"));
    let _pre = parameters.on_pre_set(move |parameters| {
        pre(parameters);
        let mut all = parameters.to_vec();
        all.push(Parameter::new("b", 9));
        all
    });
    type Note = Box<dyn Fn(&[Parameter]) + Send + Sync>;
    let on_set = |note: Note| {
        move |parameters: &[Parameter]| {
            note(parameters);
            match parameters
                .iter()
                .any(|parameter| parameter.value == 13.into())
            {
                true => SetParametersResult::failure("unlucky"),
                false => SetParametersResult::success(),
            }
        }
    };
    let first = parameters.on_set(on_set(Box::new(first)));
    let _second = parameters.on_set(on_set(Box::new(second)));
    let _post = parameters.on_post_set(post);
    node.declare_parameter("a", 1).unwrap();
    node.declare_parameter("b", 1).unwrap();
    node.set_parameter("a", 2).unwrap();
    assert!(
        node.set_parameter("a", 13)
            .unwrap_err()
            .to_string()
            .contains("unlucky")
    );
    drop(first);
    assert_eq!(node.get_parameter::<i64>("b").unwrap(), 9);
    node.set_parameter("a", 3).unwrap();
    let expected = [
        "second: a",
        "first: a",
        "post: a",
        "second: b",
        "first: b",
        "post: b",
        "pre: a",
        "second: a b",
        "first: a b",
        "post: a b",
        "pre: a",
        "second: a b",
        "pre: a",
        "second: a b",
        "post: a b",
    ];
    assert_eq!(*calls.lock(), expected);
    let error = node.declare_parameter("c", 13).unwrap_err();
    assert!(error.to_string().contains("Reason: unlucky"), "{error}");
    assert!(!parameters.has("c"));
}

#[test]
fn an_empty_list_from_a_callback_sets_nothing() {
    let node = node();
    node.declare_parameter("a", 1).unwrap();
    let pre = node.parameters().on_pre_set(|_| Vec::new());
    let error = node.set_parameter("a", 2).unwrap_err();
    assert!(
        error.to_string().contains("parameter list cannot be empty"),
        "{error}"
    );
    drop(pre);
    node.set_parameter("a", 2).unwrap();
}

#[test]
fn a_callback_may_read_and_set_parameters() {
    let node = node();
    node.declare_parameter("a", 1).unwrap();
    node.declare_parameter("twice", 2).unwrap();
    // A clone of the parameters does not keep the node.
    let parameters: Parameters = node.parameters().clone();
    let _post = node.parameters().on_post_set(move |set| {
        if set.iter().any(|parameter| parameter.name == "a") {
            let value: i64 = parameters.get_as("a").unwrap();
            parameters.set("twice", 2 * value).unwrap();
        }
    });
    node.set_parameter("a", 21).unwrap();
    assert_eq!(node.get_parameter::<i64>("twice").unwrap(), 42);
}
