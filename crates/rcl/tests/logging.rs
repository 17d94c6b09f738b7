//! Loggers, levels, and what goes where. What a process writes is seen from outside it: these tests run
//! themselves again with an environment.

// Also in what the tests share.
#![allow(clippy::unwrap_used)]

mod common;

use std::path::Path;
use std::process::Output;

use common::{is_child, run_child, run_child_by};
use rosebay_rcl::logging::{
    self, default_level, effective_level, is_enabled_for, logger_level, set_default_level,
    set_logger_level,
};
use rosebay_rcl::{Arguments, Logger, Severity};

#[test]
fn levels_are_inherited() {
    assert_eq!(default_level(), Severity::Info);
    set_logger_level("a", Severity::Warn);
    set_logger_level("a.b.c", Severity::Debug);
    for (name, own, effective) in [
        ("a", Severity::Warn, Severity::Warn),
        ("a.b", Severity::Unset, Severity::Warn),
        ("a.b.c", Severity::Debug, Severity::Debug),
        ("a.b.c.d", Severity::Unset, Severity::Debug),
        ("a.bc", Severity::Unset, Severity::Warn),
        ("ab", Severity::Unset, Severity::Info),
        ("", Severity::Info, Severity::Info),
    ] {
        assert_eq!(logger_level(name), own, "{name}");
        assert_eq!(effective_level(name), effective, "{name}");
        assert!(is_enabled_for(name, effective));
        assert!(is_enabled_for(name, Severity::Fatal));
    }
    assert!(!is_enabled_for("a.b", Severity::Info));
    set_logger_level("a", Severity::Unset);
    assert_eq!(effective_level("a.b"), Severity::Info);
    set_logger_level("", Severity::Error);
    assert_eq!(default_level(), Severity::Error);
    assert_eq!(effective_level("a.b"), Severity::Error);
    set_default_level(Severity::Unset);
    assert_eq!(default_level(), Severity::Info);
}

#[test]
fn loggers_have_children() {
    let logger = Logger::of_node("/a/b", "node");
    assert_eq!(logger.name(), "a.b.node");
    let child = logger.child("part");
    assert_eq!(child.name(), "a.b.node.part");
    logger.set_level(Severity::Error);
    assert_eq!(child.effective_level(), Severity::Error);
    assert!(!child.is_enabled_for(Severity::Warn));
    assert_eq!(Logger::new("").child("a").name(), "a");
}

#[test]
fn severities_have_names() {
    for (text, severity) in [
        ("debug", Severity::Debug),
        ("INFO", Severity::Info),
        ("Warn", Severity::Warn),
        ("ERROR", Severity::Error),
        ("fatal", Severity::Fatal),
        ("unset", Severity::Unset),
    ] {
        assert_eq!(text.parse::<Severity>().unwrap(), severity);
        assert_eq!(Severity::from_number(severity as i64), Some(severity));
    }
    let error = "loud".parse::<Severity>().unwrap_err().to_string();
    assert!(
        error.contains("'loud'") && error.contains("DEBUG, INFO"),
        "{error}"
    );
    assert_eq!(Severity::from_number(7), None);
}

/// What the process that [`run`] starts does: it logs what the tests look for.
#[test]
fn child() {
    if !is_child() {
        return;
    }
    let line = std::env::var("CHILD_ARGUMENTS").unwrap_or_default();
    let arguments: Vec<&str> = line.split_whitespace().collect();
    logging::configure(&Arguments::parse(&arguments).unwrap());
    let logger = Logger::new("ns.node");
    logger.debug("a debug message");
    logger.info("an info message");
    logger.warn("a warning");
    logger
        .child("part")
        .error(format_args!("an error of {}", "a part"));
    logger.fatal("the end");
    tracing::warn!(target: "rosebay_rtps::transport", interface = "eth0", "no network");
    tracing::info!(target: "rosebay_rtps::transport", "not worth telling");
}

/// Runs [`child`] with arguments and an environment.
fn run(arguments: &str, environment: &[(&str, &str)]) -> Output {
    let unset = [
        "RCUTILS_CONSOLE_OUTPUT_FORMAT",
        "RCUTILS_LOGGING_USE_STDOUT",
        "RCUTILS_COLORIZED_OUTPUT",
        "RCUTILS_LOGGING_BUFFERED_STREAM",
        "ROS_LOG_DIR",
        "ROS_HOME",
    ];
    let mut environment = environment.to_vec();
    environment.push(("CHILD_ARGUMENTS", arguments));
    run_child(&unset, &environment)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

const NO_FILE: &str = "--ros-args --disable-external-lib-logs";

#[test]
fn the_console_is_stderr() {
    let output = run(
        NO_FILE,
        &[(
            "RCUTILS_CONSOLE_OUTPUT_FORMAT",
            "{severity}|{name}|{message}",
        )],
    );
    assert_eq!(
        text(&output.stderr).lines().collect::<Vec<_>>(),
        [
            "INFO|ns.node|an info message",
            "WARN|ns.node|a warning",
            "ERROR|ns.node.part|an error of a part",
            "FATAL|ns.node|the end",
            "WARN|rosebay_rtps.transport|no network interface=\"eth0\"",
        ]
    );
    assert!(!text(&output.stdout).contains("message"));
}

#[test]
fn the_default_format_has_the_time() {
    let output = run(NO_FILE, &[]);
    let first = text(&output.stderr).lines().next().unwrap().to_owned();
    let rest = first.strip_prefix("[INFO] [").unwrap();
    let (time, rest) = rest.split_once("] ").unwrap();
    assert_eq!(rest, "[ns.node]: an info message");
    let (seconds, nanoseconds) = time.split_once('.').unwrap();
    assert!(
        seconds.parse::<u64>().unwrap() > 1_700_000_000 && nanoseconds.len() == 9,
        "{time}"
    );
}

#[test]
fn variables_change_the_console() {
    let format = ("RCUTILS_CONSOLE_OUTPUT_FORMAT", "{message} {line_number}");
    let output = run(NO_FILE, &[format, ("RCUTILS_LOGGING_USE_STDOUT", "1")]);
    assert!(text(&output.stdout).contains("a warning "));
    assert_eq!(text(&output.stderr), "");

    let plain = ("RCUTILS_CONSOLE_OUTPUT_FORMAT", "{message}");
    let output = run(NO_FILE, &[plain, ("RCUTILS_COLORIZED_OUTPUT", "1")]);
    let shown = text(&output.stderr);
    for line in [
        "\u{1b}[0man info message\u{1b}[0m",
        "\u{1b}[33ma warning\u{1b}[0m",
        "\u{1b}[31mthe end\u{1b}[0m",
    ] {
        assert!(
            shown.lines().any(|shown| shown == line),
            "{line:?} in {shown:?}"
        );
    }

    let output = run(NO_FILE, &[plain, ("RCUTILS_COLORIZED_OUTPUT", "maybe")]);
    let shown = text(&output.stderr);
    assert!(
        shown.contains("invalid value 'maybe' of RCUTILS_COLORIZED_OUTPUT"),
        "{shown}"
    );
    assert!(shown.contains("a warning"));
}

#[test]
fn arguments_set_levels_and_outputs() {
    let format = ("RCUTILS_CONSOLE_OUTPUT_FORMAT", "{severity}");
    for (arguments, severities) in [
        (
            "--log-level debug",
            &["DEBUG", "INFO", "WARN", "ERROR", "FATAL", "WARN"][..],
        ),
        ("--log-level fatal", &["FATAL"]),
        ("--log-level ns.node:=fatal", &["FATAL", "WARN"]),
        (
            "--log-level ns:=error --log-level rosebay_rtps:=fatal",
            &["ERROR", "FATAL"],
        ),
        ("--disable-stdout-logs", &[]),
    ] {
        let output = run(&format!("{NO_FILE} {arguments}"), &[format]);
        assert_eq!(
            text(&output.stderr).lines().collect::<Vec<_>>(),
            severities,
            "{arguments}"
        );
    }
}

/// A folder of this test's own, removed when it drops.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("rosebay-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect()
}

#[test]
fn messages_go_to_a_file_too() {
    let folder = Folder::new("log");
    let home = format!("{}/home", folder.path());
    let logs = format!("{}/deep/logs", folder.path());
    for (arguments, environment, place, prefix) in [
        (
            "",
            vec![("ROS_LOG_DIR", logs.as_str()), ("ROS_HOME", &home)],
            logs.clone(),
            "logging-",
        ),
        (
            "--ros-args --log-file-name mine",
            vec![("ROS_HOME", home.as_str())],
            format!("{home}/log"),
            "mine_",
        ),
        (
            "",
            vec![("HOME", home.as_str())],
            format!("{home}/.ros/log"),
            "logging-",
        ),
        (
            "",
            vec![("HOME", home.as_str()), ("ROS_LOG_DIR", "~/mine")],
            format!("{home}/mine"),
            "logging-",
        ),
    ] {
        let output = run(arguments, &environment);
        let written = files(Path::new(&place));
        let [file] = written.as_slice() else {
            panic!("{written:?}")
        };
        let name = file.file_name().unwrap().to_str().unwrap();
        assert!(name.starts_with(prefix) && name.ends_with(".log"), "{name}");
        assert_eq!(std::fs::read_to_string(file).unwrap(), text(&output.stderr));
    }
}

#[test]
fn a_log_file_that_cannot_be_written_is_one_warning() {
    let folder = Folder::new("full");
    let blocked = format!("{}/file", folder.path());
    std::fs::write(&blocked, "not a folder").unwrap();
    for place in [blocked.as_str(), "/proc/no/such/place"] {
        let output = run(
            "",
            &[
                ("ROS_LOG_DIR", place),
                ("RCUTILS_CONSOLE_OUTPUT_FORMAT", "{severity} {message}"),
            ],
        );
        let shown = text(&output.stderr);
        let warnings: Vec<_> = shown
            .lines()
            .filter(|line| line.contains("cannot write the log file"))
            .collect();
        let [warning] = warnings.as_slice() else {
            panic!("{shown}")
        };
        assert!(
            warning.starts_with("WARN ") && warning.contains(place),
            "{warning}"
        );
        assert!(shown.contains("FATAL the end"), "{shown}");
    }
}

#[test]
fn a_disk_that_is_full_is_one_warning() {
    let folder = Folder::new("disk");
    // A limit of no bytes a file, whose signal is ignored, has every write fail as a full disk does.
    let limited = "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\"";
    let output = run_child_by(
        &["sh", "-c", limited],
        &[
            "RCUTILS_COLORIZED_OUTPUT",
            "RCUTILS_LOGGING_USE_STDOUT",
            "CHILD_ARGUMENTS",
        ],
        &[
            ("ROS_LOG_DIR", folder.path()),
            ("RCUTILS_CONSOLE_OUTPUT_FORMAT", "{severity} {message}"),
        ],
    );
    let shown = text(&output.stderr);
    let warnings = shown
        .lines()
        .filter(|line| line.contains("cannot write the log file"));
    assert_eq!(warnings.count(), 1, "{shown}");
    assert!(
        shown.contains("INFO an info message") && shown.contains("FATAL the end"),
        "{shown}"
    );
}
