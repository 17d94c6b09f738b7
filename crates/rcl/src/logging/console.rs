//! Messages on the console.

use std::io::{self, IsTerminal, Write};

use super::format::{Format, NO_COLOUR, colour};
use super::{Output, Record, begin_writing};
use crate::env;

const USE_STDOUT: &str = "RCUTILS_LOGGING_USE_STDOUT";
const COLORIZED: &str = "RCUTILS_COLORIZED_OUTPUT";
const BUFFERED: &str = "RCUTILS_LOGGING_BUFFERED_STREAM";

/// The console. A message is written whole and at once, so `RCUTILS_LOGGING_BUFFERED_STREAM`, which
/// chooses between writing at once and by line, makes no difference.
pub(super) struct Console {
    format: Format,
    to_stdout: bool,
    colours: bool,
}

impl Console {
    pub(super) fn from_environment() -> Self {
        let to_stdout = flag(USE_STDOUT).unwrap_or(false);
        flag(BUFFERED);
        let terminal = if to_stdout {
            io::stdout().is_terminal()
        } else {
            io::stderr().is_terminal()
        };
        Self {
            format: Format::from_environment(),
            to_stdout,
            colours: flag(COLORIZED).unwrap_or(terminal),
        }
    }
}

/// A variable that is 0 or 1.
fn flag(name: &str) -> Option<bool> {
    match env::get(name).as_str() {
        "" => None,
        "0" => Some(false),
        "1" => Some(true),
        other => {
            // Logging is not there yet.
            let warning =
                format!("invalid value '{other}' of {name}: expected 0 or 1; it is ignored\n");
            io::stderr().write_all(warning.as_bytes()).ok();
            None
        }
    }
}

impl Output for Console {
    /// A console that is closed or full loses the message; there is nowhere to say so.
    fn write(&self, record: &Record<'_>) {
        let mut line = String::with_capacity(record.message.len() + 96);
        if self.colours {
            line.push_str(colour(record.severity));
        }
        self.format.write(&mut line, record);
        if self.colours {
            line.push_str(NO_COLOUR);
        }
        line.push('\n');
        let _turn = begin_writing();
        if self.to_stdout {
            let mut stdout = io::stdout().lock();
            stdout
                .write_all(line.as_bytes())
                .and_then(|()| stdout.flush())
                .ok();
        } else {
            io::stderr().lock().write_all(line.as_bytes()).ok();
        }
    }
}
