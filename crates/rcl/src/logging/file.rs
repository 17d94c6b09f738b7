//! Messages in a file.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rosebay_locks::Mutex;

use super::format::Format;
use super::{Output, Record, Severity, begin_writing, console};
use crate::clock::system_ns;
use crate::env;

/// A process's log file, which is made when the first message comes. Where it cannot be made or written,
/// one warning says so and the program goes on without it.
pub(super) struct LogFile {
    format: Format,
    state: Mutex<State>,
}

enum State {
    /// Not made yet.
    Planned(Option<PathBuf>),
    Open(File, PathBuf),
    GivenUp,
}

/// The folder for log files.
pub(super) fn directory() -> Option<PathBuf> {
    let set = |name| Some(env::get(name)).filter(|value| !value.is_empty());
    let expand = |path: String| match path.strip_prefix('~') {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => {
            set("HOME").map(|home| PathBuf::from(format!("{home}{rest}")))
        }
        _ => Some(PathBuf::from(path)),
    };
    if let Some(folder) = set("ROS_LOG_DIR") {
        return expand(folder);
    }
    let home = set("ROS_HOME").or_else(|| set("HOME").map(|home| format!("{home}/.ros")));
    home.and_then(expand).map(|home| home.join("log"))
}

/// The last part of the name by which the program was called, as upstream.
fn program_name() -> String {
    let path = std::env::args_os().next().map(PathBuf::from);
    let name = path.as_deref().and_then(Path::file_name);
    name.map_or_else(
        || "ros".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}

impl LogFile {
    /// The file of this process: `<prefix>_<process>_<milliseconds>.log`, the program's name for a prefix
    /// unless one is given.
    pub(super) fn from_environment(prefix: Option<&str>) -> Self {
        let prefix = prefix.map_or_else(program_name, str::to_owned);
        let name = format!(
            "{prefix}_{}_{}.log",
            std::process::id(),
            system_ns() / 1_000_000
        );
        Self {
            format: Format::from_environment(),
            state: Mutex::new(State::Planned(directory().map(|folder| folder.join(name)))),
        }
    }
}

fn open(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    OpenOptions::new().create(true).append(true).open(path)
}

/// Opens the file where it is not, and writes to it.
fn write(state: &mut State, line: &str) -> Result<(), (PathBuf, io::Error)> {
    if let State::Planned(path) = state {
        *state = match path.take() {
            Some(path) => State::Open(open(&path).map_err(|error| (path.clone(), error))?, path),
            None => State::GivenUp,
        };
    }
    if let State::Open(file, path) = state {
        file.write_all(line.as_bytes())
            .map_err(|error| (path.clone(), error))?;
    }
    Ok(())
}

impl Output for LogFile {
    fn write(&self, record: &Record<'_>) {
        let mut line = String::with_capacity(record.message.len() + 96);
        self.format.write(&mut line, record);
        line.push('\n');
        let result = {
            let _turn = begin_writing();
            let mut state = self.state.lock();
            write(&mut state, &line).inspect_err(|_| *state = State::GivenUp)
        };
        if let Err((path, error)) = result {
            console::Console::from_environment().write(&Record {
                severity: Severity::Warn,
                name: "rcl.logging",
                time: system_ns(),
                message: &format!(
                    "cannot write the log file {}: {error}; going on without it",
                    path.display()
                ),
                location: None,
            });
        }
    }
}
