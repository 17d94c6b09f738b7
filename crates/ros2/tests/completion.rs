//! What shells are told.

#![allow(clippy::unwrap_used)]

mod common;

use std::path::Path;
use std::process::Command;

use common::{Robot, domain, output, ros2, text};

/// What could come at the end of a command line.
fn completions(domain: u32, words: &[&str]) -> Vec<String> {
    let mut command = ros2(domain, &["--", "ros2"]);
    command
        .args(words)
        .env("COMPLETE", "bash")
        .env("_CLAP_IFS", "\n")
        .env("_CLAP_COMPLETE_INDEX", words.len().to_string());
    let got = output(command, "");
    assert!(got.status.success() && got.stderr.is_empty(), "{got:?}");
    text(&got.stdout).lines().map(str::to_owned).collect()
}

#[test]
fn names_in_the_graph_are_completed() {
    let robot = Robot::start();
    for (words, expected) in [
        (&["topic", "ec"][..], &["echo"][..]),
        (&["topic", "echo", "/ch"], &["/chatter"]),
        (&["topic", "echo", "robot/p"], &["robot/pose"]),
        (&["topic", "echo", "/_"], &["/_hidden"]),
        (
            &["topic", "echo", "/robot/pose", "--field", "pose.position"],
            &["pose.position.x", "pose.position.y", "pose.position.z"],
        ),
        (
            &["topic", "pub", "/chatter", "std"],
            &["std_msgs/msg/String"],
        ),
        (
            &["topic", "pub", "/new", "std_msgs/msg/Str"],
            &["std_msgs/msg/String"],
        ),
        (
            &["topic", "hz", "/chatter", "/robot/c"],
            &["/robot/commands"],
        ),
        (&["node", "info", "/r"], &["/robot/camera"]),
        (
            &["param", "get", "/robot/camera", "exp"],
            &["exposure.gain"],
        ),
        (&["param", "set", "robot/camera", "la"], &["label"]),
        (&["service", "call", "/robot/add"], &["/robot/add_two_ints"]),
        (
            &["service", "call", "/robot/add_two_ints", "e"],
            &["example_interfaces/srv/AddTwoInts"],
        ),
        (&["action", "info", "/rob"], &["/robot/fibonacci"]),
        (
            &["plot", "/robot/pose.pose.position.x"],
            &["/robot/pose.pose.position.x"],
        ),
        (
            &["interface", "show", "geometry_msgs/msg/Vector3S"],
            &["geometry_msgs/msg/Vector3Stamped"],
        ),
        (&["run", "tf2_ros", "tf2_e"], &["tf2_echo"]),
        (&["topic", "echo", "--qos-rel"], &["--qos-reliability"]),
        (&["topic", "echo", "/none/"], &[]),
        (&["param", "get", "/nobody", "x"], &[]),
    ] {
        assert_eq!(completions(robot.domain, words), expected, "{words:?}");
    }
}

#[test]
fn a_shell_completes_by_the_script() {
    let robot = Robot::start();
    let program = Path::new(env!("CARGO_BIN_EXE_ros2"));
    let script = "source <(ros2 completion bash)\n\
                  COMP_WORDS=(ros2 topic echo /ch) COMP_CWORD=3 COMP_TYPE=9\n\
                  _clap_complete_ros2 ros2 /ch echo\n\
                  echo \"${COMPREPLY[@]}\"";
    let folders = std::env::var("PATH").unwrap();
    let own = program.parent().unwrap().display();
    let got = Command::new("bash")
        .args(["--norc", "-c", script])
        .env("PATH", format!("{own}:{folders}"))
        .env("ROS_DOMAIN_ID", robot.domain.to_string())
        .env("ROS_AUTOMATIC_DISCOVERY_RANGE", "LOCALHOST")
        .output()
        .unwrap();
    assert_eq!(
        (text(&got.stdout).as_str(), text(&got.stderr).as_str()),
        ("/chatter\n", "")
    );
}

#[test]
fn there_is_a_script_for_each_shell() {
    for (shell, expected) in [
        ("bash", "complete -o nospace"),
        ("zsh", "#compdef ros2"),
        ("fish", "complete --keep-order --exclusive --command ros2"),
    ] {
        let got = output(ros2(domain(), &["completion", shell]), "");
        assert!(text(&got.stdout).contains(expected), "{got:?}");
    }
    let refused = output(ros2(domain(), &["completion", "tcsh"]), "");
    assert_eq!(refused.status.code(), Some(2));
}
