//! The programs of upstream's packages that are verbs here, by the names that `ros2 run` knows them by.

use std::ffi::OsString;

/// A program that this command is itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tool {
    pub(crate) package: &'static str,
    pub(crate) executable: &'static str,
    /// The verb that does it.
    pub(crate) verb: [&'static str; 2],
}

pub(crate) const TOOLS: [Tool; 4] = [
    tool(
        "tf2_ros",
        "static_transform_publisher",
        ["tf2", "static_transform_publisher"],
    ),
    tool("tf2_ros", "tf2_echo", ["tf2", "echo"]),
    tool("tf2_ros", "tf2_monitor", ["tf2", "monitor"]),
    tool("tf2_tools", "view_frames", ["tf2", "view_frames"]),
];

const fn tool(package: &'static str, executable: &'static str, verb: [&'static str; 2]) -> Tool {
    Tool {
        package,
        executable,
        verb,
    }
}

impl Tool {
    /// The words that start it.
    pub(crate) fn words(&self) -> Vec<OsString> {
        let own = std::env::current_exe().map_or_else(|_| OsString::from("ros2"), Into::into);
        let verb = self.verb.map(OsString::from);
        std::iter::once(own).chain(verb).collect()
    }
}
