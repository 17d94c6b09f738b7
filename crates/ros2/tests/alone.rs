//! What the command says by itself: of interfaces, of wrong arguments, of a graph with nobody in it.

#![allow(clippy::unwrap_used)]

mod common;

use common::{domain, output, ros2, text};

/// Runs the command and compares what it prints, on both streams, and its exit code.
fn check(arguments: &[&str], code: i32, stdout: &str, stderr: &str) {
    let got = output(ros2(domain(), arguments), "");
    assert_eq!(
        (
            text(&got.stdout).as_str(),
            text(&got.stderr).as_str(),
            got.status.code()
        ),
        (stdout, stderr, Some(code)),
        "ros2 {}",
        arguments.join(" ")
    );
}

#[test]
fn interfaces_are_shown_with_those_that_they_nest() {
    check(
        &[
            "interface",
            "show",
            "geometry_msgs/msg/PoseStamped",
            "--no-comments",
        ],
        0,
        "std_msgs/Header header\n\
         \tbuiltin_interfaces/Time stamp\n\
         \t\tint32 sec\n\
         \t\tuint32 nanosec\n\
         \tstring frame_id\n\
         Pose pose\n\
         \tPoint position\n\
         \t\tfloat64 x\n\
         \t\tfloat64 y\n\
         \t\tfloat64 z\n\
         \tQuaternion orientation\n\
         \t\tfloat64 x 0\n\
         \t\tfloat64 y 0\n\
         \t\tfloat64 z 0\n\
         \t\tfloat64 w 1\n",
        "",
    );
    let shown = output(
        ros2(domain(), &["interface", "show", "-", "--no-comments"]),
        "example_interfaces/srv/AddTwoInts\n",
    );
    assert_eq!(text(&shown.stdout), "int64 a\nint64 b\n---\nint64 sum\n");
    check(
        &["interface", "proto", "geometry_msgs/msg/Vector3"],
        0,
        "\"x: 0.0\ny: 0.0\nz: 0.0\n\"\n",
        "",
    );
    check(
        &["interface", "package", "std_srvs"],
        0,
        "std_srvs/srv/Empty\nstd_srvs/srv/SetBool\nstd_srvs/srv/Trigger\n",
        "",
    );
    let listed = output(ros2(domain(), &["interface", "list", "-a"]), "");
    assert!(text(&listed.stdout).starts_with("Actions:\n    "));
    let packages = output(
        ros2(domain(), &["interface", "packages", "-s", "--json"]),
        "",
    );
    let packages: Vec<String> = serde_json::from_slice(&packages.stdout).unwrap();
    assert!(
        packages.contains(&"std_srvs".to_owned()) && !packages.contains(&"std_msgs".to_owned())
    );
}

#[test]
fn what_is_wrong_is_said_in_a_line() {
    for (arguments, expected) in [
        (
            &["topic", "pub", "/a", "std_msgs/Strin"][..],
            "there is no interface 'std_msgs/msg/Strin'; did you mean std_msgs/msg/String?\n",
        ),
        (
            &["topic", "pub", "/a", "std_msgs/String", "{date: x}"],
            "Failed to populate field: std_msgs/msg/String has no field 'date'; it has data; did you mean \
             'data'?\n",
        ),
        (
            &["topic", "pub", "/a", "std_msgs/Int8", "data: 200"],
            "Failed to populate field: field 'data': expected int8, got 200\n",
        ),
        (
            &[
                "topic",
                "pub",
                "-t",
                "1",
                "-w",
                "0",
                "--max-wait-time-secs",
                "1",
                "/a",
                "std_msgs/Int8",
            ],
            "--max-wait-time-secs option is only effective with --wait-matching-subscriptions, --once or \
             --times\n",
        ),
        (
            &[
                "service",
                "call",
                "/a",
                "std_srvs/srv/Empty",
                "--timeout",
                "0.1",
            ],
            "service '/a' did not become available\n",
        ),
        (
            &["topic", "echo", "/a"],
            "(saw 0 other participants in domain N)\nUnknown topic '/a'\n",
        ),
        (&["topic", "info", "/a b"], "topic name '/a b' is invalid"),
        (
            &["node", "info", "a"],
            "(saw 0 other participants in domain N)\nUnknown node '/a'\n",
        ),
        (
            &["interface", "package", "std_msg"],
            "Unknown package 'std_msg'; did you mean 'std_msgs'?\n",
        ),
    ] {
        let got = output(ros2(domain(), arguments), "");
        let stderr = text(&got.stderr);
        let stderr = match stderr.split_once("in domain ") {
            Some((before, after)) => {
                let after = after.trim_start_matches(|digit: char| digit.is_ascii_digit());
                format!("{before}in domain N{after}")
            }
            None => stderr,
        };
        assert!(stderr.starts_with(expected), "ros2 {arguments:?}: {stderr}");
        assert_eq!(got.status.code(), Some(1), "ros2 {arguments:?}");
    }
}

#[test]
fn wrong_arguments_are_refused_before_anything_is_done() {
    for arguments in [
        &["topic"][..],
        &["topic", "lst"],
        &["topic", "echo"],
        &["topic", "pub", "/a", "std_msgs/String", "--rate=-1"],
        &["topic", "echo", "/a", "--filter", "m.data >"],
        &["topic", "echo", "/a", "--qos-reliability", "reliabel"],
        &["topic", "hz", "/a", "--window", "0"],
        &["param", "list", "--filter", "("],
    ] {
        let got = output(ros2(domain(), arguments), "");
        assert_eq!(got.status.code(), Some(2), "ros2 {arguments:?}");
        assert!(text(&got.stdout).is_empty());
    }
}

#[test]
fn a_closed_pipe_ends_the_command_quietly() {
    let mut child = ros2(domain(), &["interface", "list"]).spawn().unwrap();
    drop(child.stdout.take());
    let got = child.wait_with_output().unwrap();
    assert_eq!(got.status.code(), Some(141));
    assert_eq!(text(&got.stderr), "");
}

/// The help of every command, in one file. `UPDATE_SNAPSHOTS=1` writes it.
#[test]
fn help_is_as_it_was() {
    let mut all = String::new();
    let mut paths: Vec<Vec<String>> = vec![Vec::new()];
    while let Some(path) = paths.pop() {
        let mut arguments: Vec<&str> = path.iter().map(String::as_str).collect();
        arguments.push("--help");
        let got = output(ros2(domain(), &arguments), "");
        assert!(got.status.success(), "ros2 {arguments:?}");
        let help = text(&got.stdout);
        all.push_str(&format!("$ ros2 {}\n{help}\n", arguments.join(" ")));
        let commands = help
            .split_once("\nCommands:\n")
            .map_or("", |(_, rest)| rest);
        let commands = commands.lines().take_while(|line| !line.is_empty());
        // What is further in is the rest of a description.
        let commands = commands.filter_map(|line| line.strip_prefix("  "));
        let names = commands.filter_map(|line| line.split(' ').next());
        let names: Vec<_> = names
            .filter(|name| !name.is_empty())
            .filter(|name| *name != "help")
            .collect();
        for name in names.into_iter().rev() {
            let mut below = path.clone();
            below.push(name.to_owned());
            paths.push(below);
        }
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/help.txt");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(file, &all).unwrap();
    }
    let expected = std::fs::read_to_string(file).unwrap();
    assert!(all == expected, "the help differs from {file}:\n{all}");
}
