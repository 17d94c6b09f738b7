//! `ros2 bridge` from its first line to its last, and what it refuses.

#![allow(clippy::unwrap_used)]

mod common;

use common::running::{Running, eventually};
use common::{Robot, output, ros2, text};

/// An endpoint at which nobody listens.
fn nowhere() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    format!("tcp/{}", listener.local_addr().unwrap())
}

#[test]
fn what_cannot_be_is_refused_before_anything_is_joined() {
    for (arguments, code, expected) in [
        (["--dds", "233"], 2, "233 is not in 0..=232"),
        (["--max-rate", "/tf"], 2, "expected PATTERN=HZ"),
        (["--max-rate", "/tf=fast"], 2, "expected PATTERN=HZ"),
        (
            ["--id", "7"],
            2,
            "expected letters and digits, a letter first",
        ),
        (["--allow", "/a("], 1, "'/a(' is no regular expression: "),
        (["--deny", "["], 1, "'[' is no regular expression: "),
        (
            ["--max-rate", "/tf=0"],
            1,
            "the rate of '/tf' is 0; expected ",
        ),
        (["--namespace", "/1st"], 1, "unusable namespace: "),
        (["--zenoh", "cloud"], 1, "cannot join Zenoh: "),
    ] {
        let words = [&["bridge"][..], &arguments].concat();
        let got = output(ros2(common::domain(), &words), "");
        let stderr = text(&got.stderr);
        assert!(stderr.contains(expected), "{arguments:?}: {stderr}");
        assert_eq!(got.status.code(), Some(code), "{arguments:?}: {stderr}");
        assert_eq!(text(&got.stdout), "", "{arguments:?}");
        let is_one_line = stderr.lines().count() == 1;
        assert!(code == 2 || is_one_line, "{arguments:?}: {stderr}");
    }
}

#[test]
fn it_says_what_it_joins_and_what_has_passed() {
    let robot = Robot::start();
    let endpoint = nowhere();
    let words = [
        "bridge",
        "--id",
        "alpha",
        "--zenoh",
        &endpoint,
        "--zenoh-domain",
        "7",
        "--namespace",
        "/robot1",
        "--allow",
        "/chatter",
        "--deny",
        "/secret/.*",
        "--deny",
        "/tf",
    ];
    let mut command = ros2(robot.domain, &words);
    command.env("ZENOH_CONFIG_OVERRIDE", "scouting/multicast/enabled=false");
    let running = Running::start(command);
    let domain = robot.domain;
    for expected in [
        format!("Bridge alpha joins domain {domain} on DDS and domain 7 on Zenoh at {endpoint}"),
        "Only /chatter".to_owned(),
        "Without /secret/.*, /tf".to_owned(),
        "In /robot1 on Zenoh".to_owned(),
    ] {
        assert_eq!(running.line(), expected);
    }
    let is_there = || {
        let nodes = robot.context.graph().nodes();
        nodes
            .iter()
            .any(|node| node.name == "_rosebay_bridge_alpha")
    };
    eventually("the bridge is in the graph", is_there);
    running.interrupt();
    let end = running.end();
    assert_eq!(end.code, Some(0), "{}", end.stderr);
    let expected = [
        "From DDS to Zenoh: 0 messages of 0 bytes, 0 requests",
        "From Zenoh to DDS: 0 messages of 0 bytes, 0 requests",
    ];
    assert_eq!(end.lines, expected);
}

#[test]
fn one_name_is_enough_for_one_bridge() {
    let robot = Robot::start();
    let endpoint = nowhere();
    let words = ["bridge", "--id", "alpha", "--zenoh-domain", "7"];
    let mut first = ros2(robot.domain, &words);
    first.env(
        "ZENOH_CONFIG_OVERRIDE",
        format!("scouting/multicast/enabled=false;listen/endpoints=[\"{endpoint}\"]"),
    );
    let first = Running::start(first);
    let feedback = "/robot/fibonacci/_action/feedback";
    let graph = robot.context.graph();
    eventually("the first one carries", || {
        graph.count_subscriptions(feedback) == 1
    });
    let mut second = ros2(
        robot.domain,
        &[&words[..], &["--zenoh", &endpoint]].concat(),
    );
    second.env("ZENOH_CONFIG_OVERRIDE", "scouting/multicast/enabled=false");
    let refused = Running::start(second).end();
    assert_eq!(refused.code, Some(1), "{}", refused.stderr);
    let refusal =
        "a bridge 'alpha' joins these graphs already; end that one, or give this one another id\n";
    assert!(refused.stderr.ends_with(refusal), "{}", refused.stderr);
    first.interrupt();
    assert_eq!(first.end().code, Some(0));
}

#[test]
fn a_bridge_that_waits_for_its_router_ends_with_a_signal() {
    let robot = Robot::start();
    let endpoint = nowhere();
    let mut command = ros2(robot.domain, &["bridge", "--id", "w", "--zenoh", &endpoint]);
    command.env(
        "ZENOH_CONFIG_OVERRIDE",
        "mode=\"client\";connect/timeout_ms=-1",
    );
    let running = Running::start(command);
    eventually("its end on DDS is there", || {
        let nodes = robot.context.graph().nodes();
        nodes.iter().any(|node| node.name == "_rosebay_bridge_w")
    });
    running.interrupt();
    let end = running.end();
    assert_eq!((end.code, end.lines.len()), (None, 0), "{}", end.stderr);
}
