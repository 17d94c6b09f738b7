//! What the command prints of a graph, whole outputs.

mod common;

use common::{Robot, output, ros2, text};

/// Runs the command and compares all that it prints.
fn check(robot: &Robot, arguments: &[&str], expected: &str) {
    let got = robot.stdout(arguments);
    assert_eq!(got, expected, "ros2 {}", arguments.join(" "));
}

#[test]
fn topics() {
    let robot = Robot::start();
    check(
        &robot,
        &["topic", "list"],
        "/chatter\n/parameter_events\n/robot/commands\n/robot/pose\n/rosout\n",
    );
    check(
        &robot,
        &["topic", "list", "-t", "--include-hidden-topics"],
        "/_hidden [std_msgs/msg/String]\n\
         /chatter [std_msgs/msg/String]\n\
         /parameter_events [rcl_interfaces/msg/ParameterEvent]\n\
         /robot/commands [std_msgs/msg/String]\n\
         /robot/fibonacci/_action/feedback [example_interfaces/action/Fibonacci_FeedbackMessage]\n\
         /robot/fibonacci/_action/status [action_msgs/msg/GoalStatusArray]\n\
         /robot/pose [geometry_msgs/msg/PoseStamped]\n\
         /rosout [rcl_interfaces/msg/Log]\n",
    );
    check(&robot, &["topic", "list", "-c"], "5\n");
    check(
        &robot,
        &["topic", "find", "std_msgs/msg/String"],
        "/chatter\n/robot/commands\n",
    );
    check(
        &robot,
        &["topic", "type", "/robot/pose"],
        "geometry_msgs/msg/PoseStamped\n",
    );
    check(
        &robot,
        &["topic", "info", "chatter"],
        "Type: std_msgs/msg/String\nPublisher count: 1\nSubscription count: 0\n",
    );
    let gid = |text: &str| {
        let lines = text.lines().filter(|line| !line.starts_with("GID: "));
        lines.collect::<Vec<_>>().join("\n")
    };
    assert_eq!(
        gid(&robot.stdout(&["topic", "info", "-v", "/robot/pose"])),
        "Type: geometry_msgs/msg/PoseStamped\n\n\
         Publisher count: 1\n\n\
         Node name: camera\n\
         Node namespace: /robot\n\
         Topic type: geometry_msgs/msg/PoseStamped\n\
         Topic type hash: RIHS01_10f3786d7d40fd2b54367835614bff85d4ad3b5dab62bf8bca0cc232d73b4cd8\n\
         Endpoint type: PUBLISHER\n\
         QoS profile:\n  \
           Reliability: RELIABLE\n  \
           History (Depth): UNKNOWN\n  \
           Durability: TRANSIENT_LOCAL\n  \
           Lifespan: Infinite\n  \
           Deadline: Infinite\n  \
           Liveliness: AUTOMATIC\n  \
           Liveliness lease duration: Infinite\n\n\
         Subscription count: 0\n"
    );
}

#[test]
fn messages() {
    let robot = Robot::start();
    check(
        &robot,
        &["topic", "echo", "/chatter", "--once"],
        "data: hello\n---\n",
    );
    check(
        &robot,
        &["topic", "echo", "/robot/pose", "--once", "--flow-style"],
        "{header: {stamp: {sec: 0, nanosec: 0}, frame_id: map}, pose: {position: {x: 0.25, y: 0.0, z: 0.0}, \
         orientation: {x: 0.0, y: 0.0, z: 0.0, w: 1.0}}}\n---\n",
    );
    check(
        &robot,
        &["topic", "echo", "/robot/pose", "--once", "--csv"],
        "0,0,map,0.25,0.0,0.0,0.0,0.0,0.0,1.0\n",
    );
    check(
        &robot,
        &[
            "topic",
            "echo",
            "/robot/pose",
            "--once",
            "--field",
            "pose.position.x",
        ],
        "0.25\n---\n",
    );
    check(
        &robot,
        &[
            "topic",
            "echo",
            "/robot/pose",
            "--once",
            "--field",
            "header",
            "--json",
        ],
        "{\"frame_id\":\"map\",\"stamp\":{\"nanosec\":0,\"sec\":0}}\n",
    );
    check(
        &robot,
        &["topic", "echo", "/chatter", "--once", "--raw"],
        "b'\\x00\\x01\\x00\\x00\\x06\\x00\\x00\\x00hello\\x00'\n---\n",
    );
    check(
        &robot,
        &[
            "topic",
            "echo",
            "/chatter",
            "--once",
            "-l",
            "3",
            "--filter",
            "m.data == 'hello'",
        ],
        "data: hel...\n---\n",
    );
    check(
        &robot,
        &[
            "topic",
            "echo",
            "/chatter",
            "--timeout",
            "0.3",
            "--filter",
            "len(m.data) > 5",
        ],
        "",
    );
    check(
        &robot,
        &["topic", "echo", "/chatter", "--once", "--no-str"],
        "data: '<string length: <5>>'\n---\n",
    );
    let published = robot.stdout(&[
        "topic",
        "pub",
        "--once",
        "/robot/commands",
        "std_msgs/String",
        "data: go",
    ]);
    let published =
        published.trim_start_matches("Waiting for at least 1 matching subscription(s)...\n");
    assert_eq!(
        published,
        "publisher: beginning loop\npublishing #1: std_msgs.msg.String(data='go')\n\n"
    );
}

#[test]
fn rates() {
    let robot = Robot::start();
    let rate = robot.stdout(&["topic", "hz", "/chatter", "--reports", "1"]);
    let lines: Vec<_> = rate.lines().collect();
    assert!(lines[0].starts_with("average rate: "), "{rate}");
    assert!(lines[1].starts_with("\tmin: 0."), "{rate}");
    let bandwidth = robot.stdout(&["topic", "bw", "/chatter", "--reports", "1", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&bandwidth).unwrap();
    assert_eq!(
        (&json["mean_size"], &json["topic"]),
        (&14.0.into(), &"/chatter".into())
    );
    let table = robot.stdout(&["topic", "hz", "/chatter", "/robot/pose", "--reports", "1"]);
    assert!(table.starts_with("topic     rate"), "{table}");
}

#[test]
fn nodes() {
    let robot = Robot::start();
    check(&robot, &["node", "list"], "/robot/camera\n");
    check(
        &robot,
        &["node", "info", "/robot/camera"],
        "/robot/camera\n  \
           Subscribers:\n    \
             /robot/commands: std_msgs/msg/String\n  \
           Publishers:\n    \
             /chatter: std_msgs/msg/String\n    \
             /parameter_events: rcl_interfaces/msg/ParameterEvent\n    \
             /robot/pose: geometry_msgs/msg/PoseStamped\n    \
             /rosout: rcl_interfaces/msg/Log\n  \
           Service Servers:\n    \
             /robot/add_two_ints: example_interfaces/srv/AddTwoInts\n    \
             /robot/camera/describe_parameters: rcl_interfaces/srv/DescribeParameters\n    \
             /robot/camera/get_parameter_types: rcl_interfaces/srv/GetParameterTypes\n    \
             /robot/camera/get_parameters: rcl_interfaces/srv/GetParameters\n    \
             /robot/camera/get_type_description: type_description_interfaces/srv/GetTypeDescription\n    \
             /robot/camera/list_parameters: rcl_interfaces/srv/ListParameters\n    \
             /robot/camera/set_parameters: rcl_interfaces/srv/SetParameters\n    \
             /robot/camera/set_parameters_atomically: rcl_interfaces/srv/SetParametersAtomically\n  \
           Service Clients:\n\n  \
           Action Servers:\n    \
             /robot/fibonacci: example_interfaces/action/Fibonacci\n  \
           Action Clients:\n\n",
    );
}

#[test]
fn services() {
    let robot = Robot::start();
    check(
        &robot,
        &["service", "type", "/robot/add_two_ints"],
        "example_interfaces/srv/AddTwoInts\n",
    );
    check(
        &robot,
        &["service", "find", "example_interfaces/srv/AddTwoInts"],
        "/robot/add_two_ints\n",
    );
    check(
        &robot,
        &["service", "info", "/robot/add_two_ints"],
        "Type: example_interfaces/srv/AddTwoInts\nClients count: 0\nServices count: 1\n",
    );
    check(&robot, &["service", "list", "-c"], "8\n");
    let call = [
        "service",
        "call",
        "/robot/add_two_ints",
        "example_interfaces/srv/AddTwoInts",
    ];
    let called = robot.stdout(&[&call[..], &["{a: 2, b: 3}"]].concat());
    let called = called.trim_start_matches("waiting for service to become available...\n");
    assert_eq!(
        called,
        "requester: making request: example_interfaces.srv.AddTwoInts_Request(a=2, b=3)\n\n\
         response:\nexample_interfaces.srv.AddTwoInts_Response(sum=5)\n\n"
    );
    let piped = output(
        ros2(robot.domain, &[&call[..], &["--stdin", "--json"]].concat()),
        "a: 40\nb: 2\n",
    );
    assert_eq!(
        text(&piped.stdout),
        "{\"sum\":42}\n",
        "{}",
        text(&piped.stderr)
    );
}

#[test]
fn actions() {
    let robot = Robot::start();
    check(
        &robot,
        &["action", "list", "-t"],
        "/robot/fibonacci [example_interfaces/action/Fibonacci]\n",
    );
    check(
        &robot,
        &["action", "info", "/robot/fibonacci"],
        "Action: /robot/fibonacci\nAction clients: 0\nAction servers: 1\n    /robot/camera\n",
    );
    let goal = [
        "action",
        "send_goal",
        "/robot/fibonacci",
        "example_interfaces/action/Fibonacci",
        "{order: 3}",
    ];
    let sent = robot.stdout(&[&goal[..], &["--feedback"]].concat());
    let lines = sent
        .lines()
        .filter(|line| !line.starts_with("Goal accepted with ID: "));
    let sent = lines.collect::<Vec<_>>().join("\n");
    assert_eq!(
        sent,
        "Waiting for an action server to become available...\n\
         Sending goal:\n     order: 3\n\n\n\
         Feedback:\n    sequence:\n- 0\n- 1\n- 1\n\n\
         Feedback:\n    sequence:\n- 0\n- 1\n- 1\n- 2\n\n\
         Result:\n    sequence:\n- 0\n- 1\n- 1\n- 2\n\n\
         Goal finished with status: SUCCEEDED"
    );
}

#[test]
fn parameters() {
    let robot = Robot::start();
    let node = "/robot/camera";
    check(
        &robot,
        &[
            "param",
            "list",
            node,
            "--param-type",
            "--filter",
            "(exp|ra)",
        ],
        "  exposure.gain (type: double)\n  rate (type: integer)\n",
    );
    check(
        &robot,
        &["param", "get", node, "modes"],
        "String values are: ['day', 'night']\n",
    );
    check(
        &robot,
        &["param", "get", node, "label", "--hide-type"],
        "front\n",
    );
    check(
        &robot,
        &["param", "describe", node, "rate"],
        "Parameter name: rate\n  Type: integer\n  Description: Frames a second\n  Constraints:\n    \
         Min value: 1\n    Max value: 60\n    Step: 1\n",
    );
    check(
        &robot,
        &["param", "set", node, "rate", "15"],
        "Set parameter successful\n",
    );
    let refused = robot.ros2(&["param", "set", node, "rate", "99"]);
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(
        text(&refused.stderr),
        "Setting parameter failed: Parameter rate out of range. Min: 1, Max: 60, value: 99\n"
    );
    let dumped = robot.stdout(&["param", "dump", node]);
    let expected = "/robot/camera:\n  ros__parameters:\n    exposure:\n      gain: 1.5\n    label: front\n    \
                    modes:\n    - day\n    - night\n    rate: 15\n";
    assert!(dumped.starts_with(expected), "{dumped}");
    let file = std::env::temp_dir().join(format!("ros2-params-{}.yaml", std::process::id()));
    std::fs::write(
        &file,
        "/robot/camera:\n  ros__parameters:\n    label: back\n    rate: 60\n",
    )
    .unwrap();
    check(
        &robot,
        &["param", "load", node, file.to_str().unwrap()],
        "Set parameter label successful\nSet parameter rate successful\n",
    );
    check(
        &robot,
        &["param", "get", node, "label"],
        "String value is: back\n",
    );
    // A dump has read-only parameters, which do not keep it from being loaded again.
    std::fs::write(&file, dumped).unwrap();
    let loaded = robot.ros2(&["param", "load", node, file.to_str().unwrap()]);
    std::fs::remove_file(file).unwrap();
    assert!(loaded.status.success());
    assert!(text(&loaded.stdout).contains("Set parameter label successful\n"));
    let refused = "Set parameter start_type_description_service failed: ";
    assert!(text(&loaded.stderr).starts_with(refused));
    check(
        &robot,
        &["param", "get", node, "label"],
        "String value is: front\n",
    );
}

/// Lets every transition succeed.
struct Willing;

impl rosebay_rcl::lifecycle::LifecycleCallbacks for Willing {}

#[test]
fn lifecycles() {
    let robot = Robot::start();
    let node = rosebay_rcl::Node::new(&robot.context, "arm").unwrap();
    let _managed = rosebay_rcl::lifecycle::LifecycleNode::new(&node, Willing).unwrap();
    robot.executor.add_node(&node);
    check(&robot, &["lifecycle", "nodes"], "/arm\n");
    check(&robot, &["lifecycle", "get"], "/arm: unconfigured [1]\n");
    check(
        &robot,
        &["lifecycle", "list", "arm"],
        "- configure [1]\n\tStart: unconfigured\n\tGoal: configuring\n\
         - shutdown [5]\n\tStart: unconfigured\n\tGoal: shuttingdown\n",
    );
    check(
        &robot,
        &["lifecycle", "set", "/arm", "configure"],
        "Transitioning successful\n",
    );
    check(&robot, &["lifecycle", "get", "/arm"], "inactive [2]\n");
    let refused = robot.ros2(&["lifecycle", "set", "/arm", "configure"]);
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(
        text(&refused.stderr),
        "Unknown transition requested, available ones are:\n- cleanup [2]\n- activate [3]\n- shutdown [6]\n"
    );
}
