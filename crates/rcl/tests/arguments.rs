//! `--ros-args`.

use proptest::prelude::*;
use rosebay_rcl::arguments::{ParameterArgument, ParameterOverride, RemapKind, RemapRule};
use rosebay_rcl::{Arguments, Error, Severity, remove_ros_args};

fn parse(line: &str) -> Result<Arguments, Error> {
    Arguments::parse(&line.split_whitespace().collect::<Vec<_>>())
}

#[test]
fn what_is_not_ros_stays() {
    for (line, rest, unknown) in [
        ("", &[][..], &[][..]),
        ("program a --b", &["program", "a", "--b"], &[]),
        ("program --ros-args", &["program"], &[]),
        ("program --ros-args -r a:=b -- c", &["program", "c"], &[]),
        (
            "program a --ros-args --ros-args -r a:=b -- c --ros-args -r d:=e",
            &["program", "a", "c"],
            &[],
        ),
        ("--ros-args --what x", &[], &["--what", "x"]),
        ("program -r a", &["program", "-r", "a"], &[]),
        ("program -- a", &["program", "--", "a"], &[]),
        // As before there was --ros-args.
        ("program a:=b c", &["program", "c"], &[]),
        ("program a:= b", &["program", "a:=", "b"], &[]),
    ] {
        let arguments = parse(line).unwrap();
        assert_eq!(arguments.non_ros_args(), rest, "{line}");
        assert_eq!(arguments.unknown_ros_args(), unknown, "{line}");
        assert_eq!(
            arguments.check_unknown().is_err(),
            !unknown.is_empty(),
            "{line}"
        );
        let removed = remove_ros_args(&line.split_whitespace().collect::<Vec<_>>()).unwrap();
        assert_eq!(removed, rest, "{line}");
    }
    let error = parse("--ros-args --what x")
        .unwrap()
        .check_unknown()
        .unwrap_err();
    assert_eq!(error.to_string(), "unknown ROS arguments: --what x");
}

#[test]
fn remap_rules() {
    let name = |topics, services, from: &str| RemapKind::Name {
        topics,
        services,
        from: from.to_owned(),
    };
    for (text, node, kind, to) in [
        ("a:=b", None, name(true, true, "a"), "b"),
        ("/a/b:=~/c", None, name(true, true, "/a/b"), "~/c"),
        ("~/a:=/b/c", None, name(true, true, "~/a"), "/b/c"),
        ("node:a:=b", Some("node"), name(true, true, "a"), "b"),
        ("rostopic://a:=b", None, name(true, false, "a"), "b"),
        ("rosservice:///a:=b", None, name(false, true, "/a"), "b"),
        (
            "node:rostopic://a:=b",
            Some("node"),
            name(true, false, "a"),
            "b",
        ),
        (
            "rostopic:a:=b",
            Some("rostopic"),
            name(true, true, "a"),
            "b",
        ),
        ("rosy:=b", None, name(true, true, "rosy"), "b"),
        ("_a:=b_", None, name(true, true, "_a"), "b_"),
        ("__ns:=/", None, RemapKind::Namespace, "/"),
        ("__ns:=/a/b", None, RemapKind::Namespace, "/a/b"),
        ("node:__ns:=/a", Some("node"), RemapKind::Namespace, "/a"),
        ("__node:=b", None, RemapKind::NodeName, "b"),
        ("__name:=b", None, RemapKind::NodeName, "b"),
        ("node:__name:=b", Some("node"), RemapKind::NodeName, "b"),
    ] {
        for flag in ["-r", "--remap"] {
            let arguments = parse(&format!("--ros-args {flag} {text}")).unwrap();
            let rule = RemapRule {
                node: node.map(str::to_owned),
                kind: kind.clone(),
                to: to.to_owned(),
            };
            assert_eq!(arguments.remap_rules(), [rule], "{text}");
        }
    }
}

#[test]
fn bad_values_are_errors_that_show_them() {
    for (line, part) in [
        ("-r", "trailing -r flag: no remap rule found"),
        ("--remap", "trailing --remap flag"),
        ("-p", "no parameter override rule found"),
        ("--params-file", "no file path found"),
        ("--log-level", "no log level found"),
        ("--log-file-name", "no file name prefix found"),
        ("--log-config-file", "no file path found"),
        ("-e", "no enclave path found"),
        ("-r a", "'-r a': expected ':=' at 'the end'"),
        ("-r :=b", "expected a name's token"),
        ("-r a:=", "expected a name's token"),
        ("-r a:=b:=c", "expected the end of the remap rule at ':=c'"),
        ("-r a:=b/", "expected a name's token"),
        ("-r a__b:=c", "expected ':=' at '_b:=c'"),
        ("-r 1a:=b", "expected a name's token"),
        ("-r a/*:=b", "wildcards"),
        (r"-r a:=\1", "backreferences"),
        ("-r __ns:=a", "expected a fully qualified namespace at 'a'"),
        ("-r __ns:=/a/b/:=", "expected the end"),
        ("-r __node:=/a", "expected a node name at '/a'"),
        ("-r __node:=", "expected a node name at 'the end'"),
        ("-p a", "expected ':='"),
        ("-p a:=", "expected a value"),
        ("-p :=1", "expected a parameter's name"),
        ("-p a.:=1", "expected a parameter's name"),
        ("--log-level loud", "expected a severity"),
        ("--log-level a:=loud", "expected a severity"),
        ("--log-level :=info", "expected a logger's name"),
    ] {
        let error = parse(&format!("program --ros-args {line}")).unwrap_err();
        assert!(
            matches!(error, Error::InvalidRosArgs { .. }),
            "{line}: {error}"
        );
        assert!(error.to_string().contains(part), "{line}: {error}");
    }
}

#[test]
fn parameters_keep_their_order() {
    let arguments =
        parse("--ros-args -p a:=1 --params-file x.yaml --param node:b.c/d:=[1,2] -p e:=f:=g")
            .unwrap();
    let rule = |node: Option<&str>, name: &str, value: &str| {
        ParameterArgument::Override(ParameterOverride {
            node: node.map(str::to_owned),
            name: name.to_owned(),
            value: value.to_owned(),
        })
    };
    assert_eq!(
        arguments.parameters(),
        [
            rule(None, "a", "1"),
            ParameterArgument::File("x.yaml".into()),
            rule(Some("node"), "b.c/d", "[1,2]"),
            rule(None, "e", "f:=g"),
        ]
    );
}

#[test]
fn logging() {
    let arguments = parse(
        "--ros-args --log-level debug --log-level a.b:=WARN --log-level c:=error --log-level a.b:=Fatal \
         --log-level info --log-file-name name --log-config-file /tmp/log.conf -e /enclave",
    )
    .unwrap();
    assert_eq!(arguments.default_log_level(), Some(Severity::Info));
    let levels = [
        ("a.b".to_owned(), Severity::Fatal),
        ("c".to_owned(), Severity::Error),
    ];
    assert_eq!(arguments.log_levels(), levels);
    assert_eq!(arguments.log_file_name(), Some("name"));
    assert_eq!(
        arguments.log_config_file(),
        Some(std::path::Path::new("/tmp/log.conf"))
    );
    assert_eq!(arguments.enclave(), Some("/enclave"));
    for (line, expected) in [
        ("", [true, true, true]),
        ("--disable-stdout-logs", [false, true, true]),
        ("--disable-rosout-logs", [true, false, true]),
        ("--disable-external-lib-logs", [true, true, false]),
        (
            "--disable-stdout-logs --enable-stdout-logs",
            [true, true, true],
        ),
        (
            "--enable-rosout-logs --disable-rosout-logs --disable-external-lib-logs",
            [true, false, false],
        ),
    ] {
        let arguments = parse(&format!("--ros-args {line}")).unwrap();
        let found = [
            arguments.stdout_logs(),
            arguments.rosout_logs(),
            arguments.external_lib_logs(),
        ];
        assert_eq!(found, expected, "{line}");
    }
}

proptest! {
    /// Whatever the command line is, it is parsed or refused, and no argument gets lost before
    /// `--ros-args`.
    #[test]
    fn no_command_line_panics(
        before in proptest::collection::vec("[a-z-]{0,5}", 0..4),
        line in proptest::collection::vec("(-r|-p|--params-file|--log-level|-e|--|--ros-args|[a-z_:=/~.é]{0,9})", 0..8),
    ) {
        let mut arguments = before.clone();
        arguments.push("--ros-args".to_owned());
        arguments.extend(line);
        if let Ok(parsed) = Arguments::parse(&arguments) {
            prop_assert_eq!(&parsed.non_ros_args()[..before.len()], &before);
        }
    }
}
