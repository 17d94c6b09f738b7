//! How grave a message is.

use std::fmt;
use std::str::FromStr;

use crate::Error;

/// How grave a message is; also a logger's level, below which it logs nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Severity {
    /// A level that is not set: the parent logger's holds.
    Unset = 0,
    /// For whoever looks for a fault.
    Debug = 10,
    /// What happens.
    Info = 20,
    /// What may be a fault.
    Warn = 30,
    /// What is a fault.
    Error = 40,
    /// What ends the program.
    Fatal = 50,
}

impl Severity {
    /// The names, as upstream writes them.
    pub const NAMES: [&str; 6] = ["UNSET", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];

    const ALL: [Self; 6] = [
        Self::Unset,
        Self::Debug,
        Self::Info,
        Self::Warn,
        Self::Error,
        Self::Fatal,
    ];

    /// The severity of a number that upstream has one for.
    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|severity| *severity as i64 == number)
    }

    /// The name, as upstream writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unset => "UNSET",
            Self::Debug => "DEBUG",
            Self::Info => "INFO",
            Self::Warn => "WARN",
            Self::Error => "ERROR",
            Self::Fatal => "FATAL",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// In upper or lower case.
impl FromStr for Severity {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|severity| severity.name().eq_ignore_ascii_case(text))
            .ok_or_else(|| Error::UnknownSeverity(text.to_owned()))
    }
}
