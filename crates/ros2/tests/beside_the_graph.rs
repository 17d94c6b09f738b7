//! What the command does without a graph: multicast, and what stands instead of the daemon and of components.

#![allow(clippy::unwrap_used)]

mod common;

use std::io::{BufRead, BufReader, Read};
use std::process::Command;

use common::{domain, output, ros2, text};

#[test]
fn scripts_that_manage_a_daemon_go_on() {
    for (arguments, expected) in [
        (
            &["daemon", "start"][..],
            "There is no daemon to start: every command discovers the graph by itself\n",
        ),
        (&["daemon", "status"], "The daemon is not running\n"),
        (&["daemon", "stop"], "The daemon is not running\n"),
    ] {
        let got = output(ros2(domain(), arguments), "");
        assert_eq!(text(&got.stdout), expected);
        assert!(got.status.success());
    }
}

#[test]
fn components_are_refused_with_what_stands_instead() {
    for arguments in [
        &["component", "list"][..],
        &[
            "component",
            "load",
            "/container",
            "demo",
            "demo::Talker",
            "-q",
        ],
    ] {
        let got = output(ros2(domain(), arguments), "");
        assert!(text(&got.stderr).starts_with("Components are C++ libraries"));
        assert_eq!(got.status.code(), Some(1));
    }
}

#[test]
fn a_datagram_reaches_who_has_joined_its_group() {
    let group = ["--group", "239.255.0.77", "--port", "49177"];
    let receive = [&["multicast", "receive", "--timeout", "20"][..], &group].concat();
    let mut receiver = ros2(domain(), &receive).spawn().unwrap();
    let mut lines = BufReader::new(receiver.stdout.take().unwrap());
    let mut line = String::new();
    lines.read_line(&mut line).unwrap();
    assert_eq!(line, "Waiting for UDP multicast datagram...\n");
    let send = [&["multicast", "send"][..], &group].concat();
    let sent = output(ros2(domain(), &send), "");
    assert_eq!(
        text(&sent.stdout),
        "Sending one UDP multicast datagram...\n"
    );
    assert!(sent.status.success(), "{}", text(&sent.stderr));
    let mut rest = String::new();
    lines.read_to_string(&mut rest).unwrap();
    assert!(rest.starts_with("Received from 127.0.0.1:"), "{rest}");
    assert!(rest.ends_with(": 'Hello World!'\n"), "{rest}");
    assert!(receiver.wait().unwrap().success());
}

#[test]
fn who_waits_in_vain_for_a_datagram_is_told() {
    let arguments = [
        "multicast",
        "receive",
        "--port",
        "49178",
        "--timeout",
        "0.1",
    ];
    let got = output(ros2(domain(), &arguments), "");
    assert_eq!(text(&got.stderr), "no datagram came from 225.0.0.1:49178\n");
    assert_eq!(got.status.code(), Some(1));
    let wrong = output(
        ros2(domain(), &["multicast", "send", "--group", "10.0.0.1"]),
        "",
    );
    assert_eq!(wrong.status.code(), Some(2));
}

/// The command in a network namespace of its own, whose loopback interface is down.
fn without_network(arguments: &[&str]) -> Option<std::process::Output> {
    let allowed = Command::new("unshare").args(["-n", "true"]).output();
    if !allowed.is_ok_and(|output| output.status.success()) {
        assert!(
            std::env::var_os("CI").is_none(),
            "`unshare -n` is not allowed here"
        );
        eprintln!("skipped: `unshare -n` is not allowed here");
        return None;
    }
    let inner = ros2(domain(), arguments);
    let mut command = Command::new("unshare");
    command
        .arg("-n")
        .arg(inner.get_program())
        .args(inner.get_args());
    for (name, value) in inner.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    Some(command.output().unwrap())
}

#[test]
fn without_a_network_the_reason_is_said() {
    let Some(sent) = without_network(&["multicast", "send"]) else {
        return;
    };
    assert_eq!(sent.status.code(), Some(1));
    let stderr = text(&sent.stderr);
    assert!(
        stderr.starts_with("cannot send to 225.0.0.1:49150: "),
        "{stderr}"
    );
    let listed = without_network(&["topic", "list"]).unwrap();
    assert!(listed.status.success());
    let stderr = text(&listed.stderr);
    assert!(
        stderr.contains("the loopback interface is down"),
        "{stderr}"
    );
    let echoed = without_network(&["topic", "echo", "/chatter"]).unwrap();
    assert_eq!(echoed.status.code(), Some(1));
    let stderr = text(&echoed.stderr);
    assert!(stderr.ends_with("Unknown topic '/chatter'\n"), "{stderr}");
}
