//! Environment variables that contradict each other or say nothing here, and versions.

use std::env;
use std::path::Path;

use super::finding::{Check, Report};
use crate::error::Error;
use crate::packages;
use crate::session::Session;

/// Variables that only upstream's middlewares read.
const OF_OTHERS: [&str; 5] = [
    "CYCLONEDDS_URI",
    "FASTRTPS_DEFAULT_PROFILES_FILE",
    "FASTDDS_DEFAULT_PROFILES_FILE",
    "ROS_DISCOVERY_SERVER",
    "RMW_FASTRTPS_USE_QOS_FROM_XML",
];
/// Variables that name folders.
const PATHS: [&str; 2] = ["AMENT_PREFIX_PATH", "ROSEBAY_INTERFACE_PATH"];
/// What is reported besides.
const REPORTED: [&str; 9] = [
    "ROS_DOMAIN_ID",
    "ROS_AUTOMATIC_DISCOVERY_RANGE",
    "ROS_STATIC_PEERS",
    "ROS_LOCALHOST_ONLY",
    "ROS_DISTRO",
    "ROS_VERSION",
    "ROSEBAY_SHM",
    "VIRTUAL_ENV",
    "PYTHONPATH",
];
/// The first domain whose ports an unchanged Linux gives to others: from 32768 on they are ephemeral.
const FIRST_EPHEMERAL_DOMAIN: u32 = 102;
/// The first domain that is above the ephemeral ports again, which end at 60999.
const FIRST_SAFE_DOMAIN: u32 = 215;

fn variable(name: &str) -> Option<String> {
    let value = env::var_os(name)?.to_string_lossy().into_owned();
    Some(value).filter(|value| !value.is_empty())
}

/// What the environment says of ROS; with why the graph could not be joined, where that is so.
pub(super) fn check(refused: Option<&Error>) -> Check {
    let mut check = Check::new("environment");
    if let Some(error) = refused {
        check.fail(error.to_string());
    }
    check_discovery(&mut check);
    for name in OF_OTHERS {
        if let Some(value) = variable(name) {
            check.warn(format!(
                "{name}='{value}' is set, but Rosebay does not read it"
            ));
        }
    }
    // On Zenoh, what is configured decides, and joining the graph has said what is wrong with it.
    let by_zenoh = variable("RMW_IMPLEMENTATION").is_some_and(|value| value == "rmw_zenoh_cpp");
    if variable("ROS_SECURITY_ENABLE").is_some_and(|value| value == "true") && !by_zenoh {
        check.fail(
            "ROS_SECURITY_ENABLE=true, but nothing is encrypted: there is no DDS Security here; go by Zenoh \
             ('ros2 security --help')",
        );
    }
    for name in PATHS {
        let list = env::var_os(name).unwrap_or_default();
        for folder in env::split_paths(&list) {
            if !folder.as_os_str().is_empty() && !folder.is_dir() {
                check.warn(format!(
                    "{name} names '{}', which is no folder",
                    folder.display()
                ));
            }
        }
    }
    check
}

fn check_discovery(check: &mut Check) {
    let range = variable("ROS_AUTOMATIC_DISCOVERY_RANGE");
    let peers = variable("ROS_STATIC_PEERS");
    let localhost_only = variable("ROS_LOCALHOST_ONLY");
    if localhost_only
        .as_deref()
        .is_some_and(|value| value.starts_with('1'))
    {
        let beaten = [
            (
                "ROS_AUTOMATIC_DISCOVERY_RANGE",
                range.as_deref().filter(|range| *range != "LOCALHOST"),
            ),
            ("ROS_STATIC_PEERS", peers.as_deref()),
        ];
        for (name, value) in beaten {
            if let Some(value) = value {
                check.fail(format!(
                    "ROS_LOCALHOST_ONLY=1 contradicts {name}='{value}', which is ignored; unset ROS_LOCALHOST_ONLY"
                ));
            }
        }
    } else if let (Some(range @ ("OFF" | "SYSTEM_DEFAULT")), Some(peers)) =
        (range.as_deref(), peers)
    {
        check.fail(format!(
            "ROS_AUTOMATIC_DISCOVERY_RANGE={range} contradicts ROS_STATIC_PEERS='{peers}', which are ignored"
        ));
    }
    if let Some(range) = range
        .filter(|range| !["SUBNET", "LOCALHOST", "OFF", "SYSTEM_DEFAULT"].contains(&range.as_str()))
    {
        check.fail(format!(
            "ROS_AUTOMATIC_DISCOVERY_RANGE='{range}' is taken for LOCALHOST; expected SUBNET, LOCALHOST, OFF or \
             SYSTEM_DEFAULT"
        ));
    }
    let domain = variable("ROS_DOMAIN_ID").and_then(|value| value.trim().parse::<u32>().ok());
    if let Some(domain) =
        domain.filter(|domain| (FIRST_EPHEMERAL_DOMAIN..FIRST_SAFE_DOMAIN).contains(domain))
    {
        check.warn(format!(
            "ROS_DOMAIN_ID={domain}: its ports are among those that Linux gives to any program; 0 to 101 are safe"
        ));
    }
}

/// Whether the programs that run are those that were meant.
pub(super) fn check_packages() -> Check {
    let mut check = Check::new("package");
    let own = env!("CARGO_PKG_VERSION");
    if let Some(installed) = packages::installed_version("rosebay").filter(|version| version != own)
    {
        check.fail(format!(
            "this command is of Rosebay {own}, but Python's package is {installed}; install them together"
        ));
    }
    let folders = packages::python_path();
    let libraries: Vec<_> = folders.iter().filter(|folder| has_rclpy(folder)).collect();
    if let [first, second, ..] = libraries.as_slice() {
        check.warn(format!(
            "Python imports rclpy from '{}'; there is another one in '{}'",
            first.display(),
            second.display()
        ));
    }
    check
}

fn has_rclpy(folder: &Path) -> bool {
    folder.join("rclpy/__init__.py").is_file()
}

/// The versions.
pub(super) fn packages() -> Report {
    let mut report = Report::new("package", "PACKAGE VERSIONS");
    report.add("ros2 command", env!("CARGO_PKG_VERSION"));
    let installed = packages::installed_version("rosebay");
    report.add(
        "rosebay (Python)",
        installed.as_deref().unwrap_or("not installed"),
    );
    report.add("python", packages::python().display());
    for (name, package) in packages::all() {
        if let Some(prefix) = package.prefix() {
            report.add(&name, prefix.display());
        }
    }
    report
}

/// The machine.
pub(super) fn platform() -> Report {
    let mut report = Report::new("platform", "PLATFORM INFORMATION");
    let kernel = |file: &str| {
        let text = std::fs::read_to_string(Path::new("/proc/sys/kernel").join(file));
        text.map_or_else(|_| "unknown".to_owned(), |text| text.trim().to_owned())
    };
    report.add("system", kernel("ostype"));
    report.add("release", kernel("osrelease"));
    report.add("version", kernel("version"));
    report.add("processor", env::consts::ARCH);
    report
}

/// The middleware and the variables that are set.
pub(super) fn report(session: Option<&Session>) -> Report {
    let mut report = Report::new("environment", "RMW MIDDLEWARE");
    if let Some(session) = session {
        let context = session.context();
        report.add("middleware name", context.middleware_identifier());
        report.add("domain", context.domain_id());
        report.add(
            "discovery range",
            format_args!("{:?}", context.discovery().range),
        );
        report.add("static peers", context.discovery().static_peers.join(";"));
        report.add("other participants", session.other_participants());
    }
    let names = REPORTED.iter().chain(&PATHS).chain(&OF_OTHERS);
    for name in names {
        if let Some(value) = variable(name) {
            report.add(name, value);
        }
    }
    report
}
