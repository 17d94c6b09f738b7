//! Logging to the console, to a file and to the topic `/rosout`, with upstream's format, levels and environment variables.

mod console;
mod file;
mod format;
mod levels;
mod logger;
mod refusals;
pub(crate) mod rosout;
pub(crate) mod service;
mod severity;
mod tracing_bridge;

use std::sync::Arc;

use rosebay_locks::{Mutex, MutexGuard, RwLock};

use crate::Arguments;
use crate::clock::system_ns;

pub use levels::{
    default_level, effective_level, is_enabled_for, logger_level, set_default_level,
    set_logger_level,
};
pub use logger::Logger;
pub use rosout::Sublogger;
pub use severity::Severity;

/// Where in a program a message was logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Location<'a> {
    /// The function's name, empty where unknown.
    pub function: &'a str,
    /// The file's name.
    pub file: &'a str,
    /// The line, from 1.
    pub line: u32,
}

/// A logged message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record<'a> {
    /// How grave it is.
    pub severity: Severity,
    /// The logger's name.
    pub name: &'a str,
    /// When: nanoseconds since the Unix epoch.
    pub time: i64,
    /// The message.
    pub message: &'a str,
    /// Where, if known.
    pub location: Option<Location<'a>>,
}

/// Somewhere that messages go.
trait Output: Send + Sync {
    fn write(&self, record: &Record<'_>);
}

type Outputs = Arc<[Arc<dyn Output>]>;

static OUTPUTS: RwLock<Option<Outputs>> = RwLock::new(None);
/// Held by the thread that writes to the console or the file, which have locks of their own that a fork
/// cannot hold.
static WRITING: Mutex<()> = Mutex::new(());

/// For a fork: see [`crate::fork`].
pub(crate) fn hold() -> impl Sized + 'static {
    (
        begin_writing(),
        rosout::hold(),
        OUTPUTS.write(),
        levels::hold(),
    )
}

/// Waits for the turn to write to the console or the file.
fn begin_writing() -> MutexGuard<'static, ()> {
    WRITING.lock()
}

fn outputs() -> Outputs {
    if let Some(outputs) = &*OUTPUTS.read() {
        return Arc::clone(outputs);
    }
    set_outputs(vec![Arc::new(console::Console::from_environment())])
}

fn set_outputs(outputs: Vec<Arc<dyn Output>>) -> Outputs {
    let outputs: Outputs = outputs.into();
    *OUTPUTS.write() = Some(Arc::clone(&outputs));
    outputs
}

/// Has the process's logging follow a program's arguments and the environment. Events that this program's
/// libraries trace as warnings or errors are logged too, unless the program collects them itself.
pub fn configure(arguments: &Arguments) {
    if let Some(level) = arguments.default_log_level() {
        set_default_level(level);
    }
    for (name, level) in arguments.log_levels() {
        set_logger_level(name, *level);
    }
    let mut outputs: Vec<Arc<dyn Output>> = Vec::new();
    if arguments.stdout_logs() {
        outputs.push(Arc::new(console::Console::from_environment()));
    }
    if arguments.external_lib_logs() {
        outputs.push(Arc::new(file::LogFile::from_environment(
            arguments.log_file_name(),
        )));
    }
    if arguments.rosout_logs() {
        outputs.push(Arc::new(rosout::Rosout));
    }
    rosout::set_enabled(arguments.rosout_logs());
    set_outputs(outputs);
    tracing_bridge::install();
}

/// Logs to the console alone from now on.
pub fn shutdown() {
    rosout::set_enabled(false);
    set_outputs(vec![Arc::new(console::Console::from_environment())]);
}

/// The folder that log files go to: `ROS_LOG_DIR`, else `log` in `ROS_HOME`, else `.ros/log` in the
/// user's home.
pub fn log_directory() -> Option<std::path::PathBuf> {
    file::directory()
}

/// Logs a message if its severity reaches the logger's level.
pub fn log(
    severity: Severity,
    name: &str,
    message: std::fmt::Arguments<'_>,
    location: Option<Location<'_>>,
) {
    if !is_enabled_for(name, severity) {
        return;
    }
    let owned;
    let message = match message.as_str() {
        Some(literal) => literal,
        None => {
            owned = message.to_string();
            &owned
        }
    };
    let record = Record {
        severity,
        name,
        time: system_ns(),
        message,
        location,
    };
    for output in outputs().iter() {
        output.write(&record);
    }
}

/// Logs a warning of the client library's own.
pub(crate) fn warn(message: std::fmt::Arguments<'_>) {
    log(Severity::Warn, "rcl", message, None);
}
