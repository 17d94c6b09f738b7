//! Contexts, and what the environment says about them.

// Also in what the tests share.
#![allow(clippy::unwrap_used)]

mod common;

use std::process::Output;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use common::{context, context_with, is_child, run_child};
use rosebay_rcl::context::ShutdownReason;
use rosebay_rcl::rmw::DiscoveryRange;
use rosebay_rcl::{Context, Error, InitOptions};

#[test]
fn a_context_is_shut_down_once() {
    let context = context();
    let count = Arc::new(AtomicUsize::new(0));
    let add = || {
        let count = Arc::clone(&count);
        move || {
            count.fetch_add(1, Ordering::SeqCst);
        }
    };
    let _kept = context.on_shutdown(add());
    drop(context.on_shutdown(add()));
    assert!(context.ok());
    assert_eq!(context.shutdown_reason(), None);
    context.clone().shutdown("enough").unwrap();
    assert!(!context.ok());
    assert_eq!(count.load(Ordering::SeqCst), 1);
    let reason = ShutdownReason::Requested("enough".to_owned());
    assert_eq!(context.shutdown_reason(), Some(reason));
    assert!(matches!(
        context.shutdown("again"),
        Err(Error::AlreadyShutDown)
    ));
    let _late = context.on_shutdown(add());
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

#[test]
fn a_shutdown_callback_may_use_the_context() {
    let context = context();
    let inside = context.clone();
    let _handle = context.on_shutdown(move || {
        assert!(!inside.ok());
        assert!(inside.shutdown_reason().is_some());
        let _again = inside.on_shutdown(|| {});
    });
    context.shutdown("test").unwrap();
}

#[test]
fn bad_arguments_are_errors() {
    let open = |arguments: &[&str]| {
        Context::new(InitOptions {
            arguments: arguments
                .iter()
                .map(|argument| (*argument).to_owned())
                .collect(),
            middleware: Some(Arc::new(rosebay_rmw_local::LocalMiddleware)),
            initialize_logging: false,
            ..InitOptions::default()
        })
    };
    let unknown = open(&["program", "--ros-args", "--what"]).unwrap_err();
    assert!(matches!(unknown, Error::UnknownRosArgs { .. }), "{unknown}");
    let invalid = open(&["program", "--ros-args", "-r", "x"]).unwrap_err();
    assert!(matches!(invalid, Error::InvalidRosArgs { .. }), "{invalid}");
    let enclave = open(&["program", "--ros-args", "-e", "x"]).unwrap_err();
    assert!(matches!(enclave, Error::InvalidName(_)), "{enclave}");
    let context = context_with(&["program", "--ros-args", "-e", "/x", "--", "-v"]);
    assert_eq!(context.arguments().non_ros_args(), ["program", "-v"]);
    assert_eq!(context.arguments().enclave(), Some("/x"));
}

/// What the process that [`environment`] starts does: it shows what a context makes of the environment.
#[test]
fn child() {
    if !is_child() {
        return;
    }
    let line = std::env::var("CHILD_ARGUMENTS").unwrap_or_default();
    match Context::new(InitOptions {
        arguments: line.split_whitespace().map(str::to_owned).collect(),
        initialize_logging: false,
        ..InitOptions::default()
    }) {
        Ok(context) => println!(
            "\n= {} {:?} {:?} {}",
            context.domain_id(),
            context.discovery().range,
            context.discovery().static_peers,
            context.middleware_identifier()
        ),
        Err(error) => println!("\n! {error}"),
    }
}

fn environment(variables: &[(&str, &str)]) -> Output {
    let unset = [
        "ROS_DOMAIN_ID",
        "ROS_LOCALHOST_ONLY",
        "ROS_AUTOMATIC_DISCOVERY_RANGE",
        "ROS_STATIC_PEERS",
        "RCUTILS_CONSOLE_OUTPUT_FORMAT",
        "CHILD_ARGUMENTS",
    ];
    let mut environment = vec![("RMW_IMPLEMENTATION", "rosebay_local")];
    environment.extend(variables);
    run_child(&unset, &environment)
}

/// The line that shows the context, or why there is none.
fn shown(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text.lines().find(|line| line.starts_with(['=', '!']));
    line.unwrap_or_else(|| panic!("{output:?}")).to_owned()
}

#[test]
fn the_environment_says_where() {
    let range = |range: DiscoveryRange| format!("{range:?}");
    let (subnet, localhost) = (
        range(DiscoveryRange::Subnet),
        range(DiscoveryRange::Localhost),
    );
    for (variables, expected) in [
        (vec![], format!("= 0 {subnet} [] rosebay_local")),
        (
            vec![("ROS_DOMAIN_ID", "42")],
            format!("= 42 {subnet} [] rosebay_local"),
        ),
        (
            vec![
                ("ROS_AUTOMATIC_DISCOVERY_RANGE", "LOCALHOST"),
                ("ROS_STATIC_PEERS", "a;b"),
            ],
            format!("= 0 {localhost} [\"a\", \"b\"] rosebay_local"),
        ),
        (
            vec![
                ("ROS_AUTOMATIC_DISCOVERY_RANGE", "OFF"),
                ("ROS_STATIC_PEERS", "a;b"),
            ],
            "= 0 Off [] rosebay_local".to_owned(),
        ),
        (
            vec![
                ("ROS_LOCALHOST_ONLY", "1"),
                ("ROS_AUTOMATIC_DISCOVERY_RANGE", "SUBNET"),
                ("ROS_STATIC_PEERS", "a"),
            ],
            format!("= 0 {localhost} [] rosebay_local"),
        ),
        (
            vec![("ROS_LOCALHOST_ONLY", "0"), ("ROS_STATIC_PEERS", "a")],
            format!("= 0 {subnet} [\"a\"] rosebay_local"),
        ),
    ] {
        assert_eq!(shown(&environment(&variables)), expected, "{variables:?}");
    }
}

#[test]
fn a_bad_environment_is_an_error_that_names_it() {
    for (variables, parts) in [
        (
            ("ROS_DOMAIN_ID", "many"),
            ["ROS_DOMAIN_ID='many'", "0 to 232"],
        ),
        (("ROS_DOMAIN_ID", "-1"), ["ROS_DOMAIN_ID='-1'", "0 to 232"]),
        (("ROS_DOMAIN_ID", "233"), ["233", "0 to 232"]),
        (
            ("RMW_IMPLEMENTATION", "rmw_nothing"),
            ["RMW_IMPLEMENTATION='rmw_nothing'", "rosebay_local"],
        ),
    ] {
        let shown = shown(&environment(&[variables]));
        assert!(shown.starts_with('!'), "{shown}");
        for part in parts {
            assert!(shown.contains(part), "{part} in {shown}");
        }
    }
}

#[test]
fn what_is_doubtful_is_a_warning() {
    for (variable, value, parts) in [
        (
            "CHILD_ARGUMENTS",
            "program a:=b",
            &["remap rule 'a:=b'", "--ros-args --remap a:=b"][..],
        ),
        (
            "ROS_LOCALHOST_ONLY",
            "1",
            &["ROS_LOCALHOST_ONLY is deprecated", "will be ignored"],
        ),
        (
            "ROS_LOCALHOST_ONLY",
            "0",
            &["ROS_LOCALHOST_ONLY is deprecated", "will be used"],
        ),
        (
            "ROS_AUTOMATIC_DISCOVERY_RANGE",
            "FAR",
            &["Invalid value 'FAR'", "localhost only"],
        ),
    ] {
        let output = environment(&[(variable, value)]);
        assert!(shown(&output).starts_with('='));
        let warnings = String::from_utf8_lossy(&output.stderr).into_owned();
        for part in parts {
            assert!(warnings.contains(part), "{part} in {warnings}");
        }
        assert!(
            warnings
                .lines()
                .all(|line| line.starts_with("[WARN] [") && line.contains("] [rcl]: "))
        );
    }
    assert!(environment(&[]).stderr.is_empty());
}
