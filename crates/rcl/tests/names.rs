//! Names: validating, expanding, remapping.

// Also in what the tests share.
#![allow(clippy::unwrap_used)]

mod common;

use common::{context, context_with};
use proptest::prelude::*;
use rosebay_rcl::names::{Remapper, Resource, expand_topic_name, fully_qualified_name};
use rosebay_rcl::rmw::names::{
    InvalidName, NAMESPACE_MAX_LENGTH, NODE_NAME_MAX_LENGTH, TOPIC_NAME_MAX_LENGTH, is_hidden,
    validate_enclave_name, validate_full_topic_name, validate_namespace, validate_node_name,
    validate_topic_name,
};
use rosebay_rcl::{Arguments, Error, Node, NodeOptions};

type Validate = fn(&str) -> Result<(), InvalidName>;

/// Checks a table of names: `None` for valid ones, else part of the reason, and the index.
fn check(validate: Validate, table: &[(&str, Option<(&str, usize)>)]) {
    for (name, expected) in table {
        match (validate(name), expected) {
            (Ok(()), None) => {}
            (Err(error), Some((reason, index))) => {
                assert!(error.reason.contains(reason), "'{name}': {error}");
                assert_eq!(error.index, *index, "'{name}': {error}");
                assert_eq!(error.name, *name);
            }
            (result, expected) => panic!("'{name}': {result:?}, expected {expected:?}"),
        }
    }
}

#[test]
fn topic_names() {
    check(
        validate_topic_name,
        &[
            ("chatter", None),
            ("/chatter", None),
            ("ns/chatter_2", None),
            ("~", None),
            ("~/chatter", None),
            ("_hidden", None),
            ("chatter__", None),
            ("a//b", None),
            ("{node}/chatter", None),
            ("/{ns}/{node}_x", None),
            ("", Some(("must not be empty", 0))),
            ("/", Some(("must not end with a forward slash", 0))),
            ("chatter/", Some(("must not end with a forward slash", 7))),
            ("2chatter", Some(("token must not start with a number", 0))),
            (
                "ns/2chatter",
                Some(("token must not start with a number", 3)),
            ),
            ("~/2", Some(("token must not start with a number", 2))),
            (
                "hello world",
                Some(("characters other than alphanumerics", 5)),
            ),
            ("a.b", Some(("characters other than alphanumerics", 1))),
            (
                "caf\u{e9}",
                Some(("characters other than alphanumerics", 3)),
            ),
            ("a~", Some(("unless it is the first character", 1))),
            ("/~", Some(("unless it is the first character", 1))),
            ("~chatter", Some(("not followed by a forward slash", 1))),
            ("a/{node", Some(("unmatched", 2))),
            ("a}", Some(("unmatched", 1))),
            ("{a{b}}", Some(("substitution name must not contain", 2))),
            ("{a/b}", Some(("substitution name must not contain", 2))),
            ("{a b}", Some(("substitution name must not contain", 2))),
            (
                "{4a}",
                Some(("substitution name must not start with a number", 1)),
            ),
        ],
    );
}

#[test]
fn full_topic_names() {
    let longest = format!("/{}", "a".repeat(TOPIC_NAME_MAX_LENGTH - 1));
    let too_long = format!("{longest}a");
    check(
        validate_full_topic_name,
        &[
            ("/chatter", None),
            ("/ns/_chatter2", None),
            (&longest, None),
            (
                &too_long,
                Some(("should not exceed '247'", TOPIC_NAME_MAX_LENGTH - 1)),
            ),
            ("", Some(("must not be empty", 0))),
            ("chatter", Some(("must be absolute", 0))),
            ("/", Some(("must not end with a '/'", 0))),
            ("/chatter/", Some(("must not end with a '/'", 8))),
            ("/~/a", Some(("characters other than", 1))),
            ("/a b", Some(("characters other than", 2))),
            ("/a//b", Some(("repeated '/'", 3))),
            ("/a/1b", Some(("starts with a number", 3))),
        ],
    );
}

#[test]
fn namespaces() {
    let longest = format!("/{}", "a".repeat(NAMESPACE_MAX_LENGTH - 1));
    let too_long = format!("{longest}a");
    check(
        validate_namespace,
        &[
            ("/", None),
            ("/ns", None),
            ("/a/b_c", None),
            (&longest, None),
            (
                &too_long,
                Some(("should not exceed '245'", NAMESPACE_MAX_LENGTH - 1)),
            ),
            ("", Some(("must not be empty", 0))),
            ("ns", Some(("must be absolute", 0))),
            ("/ns/", Some(("unless only a '/'", 3))),
            ("/n s", Some(("characters other than", 2))),
            ("//", Some(("must not end", 1))),
            ("/a//b", Some(("repeated '/'", 3))),
            ("/1a", Some(("starts with a number", 1))),
        ],
    );
    check(
        validate_enclave_name,
        &[
            ("/", None),
            (&too_long, None),
            ("enclave", Some(("context name must be absolute", 0))),
            (
                &format!("/{}", "a".repeat(255)),
                Some(("should not exceed '255'", 254)),
            ),
        ],
    );
}

#[test]
fn node_names() {
    let longest = "a".repeat(NODE_NAME_MAX_LENGTH);
    let too_long = format!("{longest}a");
    check(
        validate_node_name,
        &[
            ("talker", None),
            ("_talker_2", None),
            (&longest, None),
            (
                &too_long,
                Some(("should not exceed '255'", NODE_NAME_MAX_LENGTH - 1)),
            ),
            ("", Some(("must not be empty", 0))),
            (
                "my talker",
                Some(("characters other than alphanumerics or '_'", 2)),
            ),
            ("a/b", Some(("characters other than", 1))),
            ("2talker", Some(("must not start with a number", 0))),
        ],
    );
}

#[test]
fn hidden_names() {
    for (name, hidden) in [
        ("/a", false),
        ("/_a", true),
        ("/a/_b/c", true),
        ("/a_/b_c", false),
        ("_a", true),
    ] {
        assert_eq!(is_hidden(name), hidden, "{name}");
    }
}

#[test]
fn names_expand() {
    for (name, node, namespace, expanded) in [
        ("/chatter", "node", "/ns", "/chatter"),
        ("chatter", "node", "/ns", "/ns/chatter"),
        ("chatter", "node", "/", "/chatter"),
        ("a/b", "node", "/ns", "/ns/a/b"),
        ("~", "node", "/ns", "/ns/node"),
        ("~/chatter", "node", "/ns", "/ns/node/chatter"),
        ("~/chatter", "node", "/", "/node/chatter"),
        ("{node}", "node", "/ns", "/ns/node"),
        ("/{node}/x", "node", "/ns", "/node/x"),
        ("{ns}/x", "node", "/ns", "/ns/x"),
        ("{namespace}/{node}", "node", "/ns", "/ns/node"),
        ("~/{node}/{node}", "n", "/ns", "/ns/n/n/n"),
    ] {
        assert_eq!(
            expand_topic_name(name, node, namespace).unwrap(),
            expanded,
            "{name} in {namespace}"
        );
    }
    let error = expand_topic_name("a/{ping}/{pong}", "node", "/").unwrap_err();
    assert!(
        matches!(&error, Error::UnknownSubstitution { substitution, .. } if substitution == "{ping}"),
        "{error}"
    );
    for (name, node, namespace) in [
        ("", "node", "/"),
        ("a", "", "/"),
        ("a", "b c", "/"),
        ("a", "b", "ns"),
    ] {
        let error = expand_topic_name(name, node, namespace).unwrap_err();
        assert!(
            matches!(error, Error::InvalidName(_)),
            "{name} {node} {namespace}: {error}"
        );
    }
}

fn arguments(rules: &[&str]) -> Arguments {
    let mut line = vec!["--ros-args"];
    line.extend(rules.iter().flat_map(|rule| ["-r", rule]));
    Arguments::parse(&line).unwrap()
}

#[test]
fn names_are_remapped() {
    // The rules, whether the name is a topic's, the name, and what it becomes at node /ns/node.
    for (rules, resource, name, resolved) in [
        (&[][..], Resource::Topic, "a", "/ns/a"),
        (&["a:=b"], Resource::Topic, "a", "/ns/b"),
        (&["a:=b"], Resource::Topic, "/a", "/a"),
        (&["/a:=/b"], Resource::Topic, "/a", "/b"),
        (&["/ns/a:=b"], Resource::Topic, "a", "/ns/b"),
        (&["a:=~/b"], Resource::Topic, "a", "/ns/node/b"),
        (&["~/a:=c"], Resource::Topic, "~/a", "/ns/c"),
        (&["a:=b"], Resource::Service, "a", "/ns/b"),
        (&["rostopic://a:=b"], Resource::Topic, "a", "/ns/b"),
        (&["rostopic://a:=b"], Resource::Service, "a", "/ns/a"),
        (&["rosservice://a:=b"], Resource::Service, "a", "/ns/b"),
        (&["rosservice://a:=b"], Resource::Topic, "a", "/ns/a"),
        (&["node:a:=b"], Resource::Topic, "a", "/ns/b"),
        (&["other:a:=b"], Resource::Topic, "a", "/ns/a"),
        (&["other:a:=c", "a:=b"], Resource::Topic, "a", "/ns/b"),
        // The first rule wins, and rules do not chain.
        (&["a:=b", "a:=c", "b:=d"], Resource::Topic, "a", "/ns/b"),
    ] {
        let global = arguments(rules);
        let remapper = Remapper {
            local: &Arguments::default(),
            global: Some(&global),
        };
        let found = remapper.resolve(resource, name, "node", "/ns").unwrap();
        assert_eq!(found, resolved, "{name} by {rules:?}");
    }
}

#[test]
fn a_nodes_own_rules_come_first() {
    let (local, global) = (
        arguments(&["a:=local"]),
        arguments(&["a:=global", "b:=global"]),
    );
    let both = Remapper {
        local: &local,
        global: Some(&global),
    };
    let alone = Remapper {
        local: &local,
        global: None,
    };
    for (remapper, name, resolved) in [
        (both, "a", "/local"),
        (both, "b", "/global"),
        (alone, "a", "/local"),
        (alone, "b", "/b"),
    ] {
        assert_eq!(
            remapper
                .resolve(Resource::Topic, name, "node", "/")
                .unwrap(),
            resolved
        );
    }
}

#[test]
fn nodes_are_remapped() {
    for (global, local, full_name) in [
        (&[][..], &[][..], "/ns/node"),
        (&["__node:=new"], &[], "/ns/new"),
        (&["__name:=new"], &[], "/ns/new"),
        (&["__ns:=/other"], &[], "/other/node"),
        (&["__ns:=/"], &[], "/node"),
        (&["node:__node:=new"], &[], "/ns/new"),
        (&["other:__node:=new"], &[], "/ns/node"),
        (&["__node:=global"], &["__node:=local"], "/ns/local"),
        // The namespace's rule sees the new name.
        (
            &["__node:=new", "new:__ns:=/there", "node:__ns:=/here"],
            &[],
            "/there/new",
        ),
    ] {
        let mut line = vec!["program", "--ros-args"];
        line.extend(global.iter().flat_map(|rule| ["-r", rule]));
        let context = context_with(&line);
        let mut own = vec!["--ros-args".to_owned()];
        own.extend(
            local
                .iter()
                .flat_map(|rule: &&str| ["-r".to_owned(), (*rule).to_owned()]),
        );
        let options = NodeOptions {
            namespace: "ns".to_owned(),
            arguments: own,
            ..NodeOptions::default()
        };
        let node = Node::with_options(&context, "node", &options).unwrap();
        assert_eq!(
            node.fully_qualified_name(),
            full_name,
            "{global:?} {local:?}"
        );
    }
}

#[test]
fn a_node_may_pass_over_the_programs_arguments() {
    let context = context_with(&["--ros-args", "-r", "__node:=new", "-r", "a:=b"]);
    let options = NodeOptions {
        use_global_arguments: false,
        ..NodeOptions::default()
    };
    let node = Node::with_options(&context, "node", &options).unwrap();
    assert_eq!(node.name(), "node");
    assert_eq!(node.resolve_topic_name("a").unwrap(), "/a");
    assert_eq!(
        Node::new(&context, "node")
            .unwrap()
            .resolve_service_name("a")
            .unwrap(),
        "/b"
    );
}

#[test]
fn nodes_have_valid_names() {
    let context = context();
    let node = Node::with_options(
        &context,
        "node",
        &NodeOptions {
            namespace: "a/b".to_owned(),
            ..NodeOptions::default()
        },
    )
    .unwrap();
    assert_eq!(node.namespace(), "/a/b");
    assert_eq!(node.logger().name(), "a.b.node");
    assert_eq!(node.resolve_topic_name("~/x").unwrap(), "/a/b/node/x");
    assert_eq!(Node::new(&context, "node").unwrap().logger().name(), "node");
    for (name, namespace) in [
        ("", ""),
        ("a b", ""),
        ("node", "a b"),
        ("node", "/a/"),
        ("node", "//"),
    ] {
        let options = NodeOptions {
            namespace: namespace.to_owned(),
            ..NodeOptions::default()
        };
        let error = Node::with_options(&context, name, &options).unwrap_err();
        assert!(
            matches!(error, Error::InvalidName(_)),
            "{name} {namespace}: {error}"
        );
    }
    context.shutdown("test").unwrap();
    assert!(matches!(
        Node::new(&context, "node"),
        Err(Error::ContextShutDown { .. })
    ));
}

#[test]
fn nodes_show_in_the_graph() {
    let context = context();
    let first = Node::new(&context, "node").unwrap();
    let _second = Node::new(&context, "node").unwrap();
    let names: Vec<_> = first
        .nodes_in_graph()
        .into_iter()
        .map(|node| (node.namespace, node.name))
        .collect();
    assert_eq!(
        names,
        [
            ("/".to_owned(), "node".to_owned()),
            ("/".to_owned(), "node".to_owned())
        ]
    );
    assert_eq!(fully_qualified_name("/", "a"), "/a");
}

proptest! {
    /// Whatever comes, a name is an error or becomes a valid absolute name.
    #[test]
    fn no_name_panics(
        name in "[a-c~/{}_0-9é ]{0,12}",
        node in "[a-c_0-9]{0,3}",
        namespace in "/?[a-c/_0-9]{0,6}",
        rule in "[a-c~/:=_{}]{0,12}",
    ) {
        let arguments = Arguments::parse(&["--ros-args", "-r", &rule]).unwrap_or_default();
        let remapper = Remapper { local: &arguments, global: None };
        if let Ok(resolved) = remapper.resolve(Resource::Topic, &name, &node, &namespace) {
            validate_full_topic_name(&resolved).unwrap();
        }
    }

    /// An expanded name expands to itself.
    #[test]
    fn expanding_twice_changes_nothing(name in "~?(/?[a-z][a-z0-9]{0,3}){1,3}") {
        if let Ok(expanded) = expand_topic_name(&name, "node", "/ns") {
            prop_assert_eq!(&expand_topic_name(&expanded, "other", "/").unwrap(), &expanded);
        }
    }
}
