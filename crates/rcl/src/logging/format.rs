//! `RCUTILS_CONSOLE_OUTPUT_FORMAT`: how a message becomes a line.

use std::fmt::Write;

use super::{Record, Severity};
use crate::env;

const VARIABLE: &str = "RCUTILS_CONSOLE_OUTPUT_FORMAT";
const DEFAULT: &str = "[{severity}] [{time}] [{name}]: {message}";

const NANOSECONDS_PER_SECOND: i64 = 1_000_000_000;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Severity,
    Name,
    Message,
    FunctionName,
    FileName,
    LineNumber,
    Time,
    TimeAsNanoseconds,
    DateTimeWithMilliseconds,
}

/// A parsed format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Format(Vec<Piece>);

impl Format {
    pub(super) fn from_environment() -> Self {
        let format = env::get(VARIABLE);
        Self::parse(if format.is_empty() { DEFAULT } else { &format })
    }

    /// Reads a format. What stands in braces and is no token stays as it is.
    pub(super) fn parse(format: &str) -> Self {
        let mut pieces = Vec::new();
        let mut text = String::new();
        let mut rest = format;
        while let Some(character) = rest.chars().next() {
            if let Some((piece, after)) = token(rest) {
                if !text.is_empty() {
                    pieces.push(Piece::Text(std::mem::take(&mut text)));
                }
                pieces.push(piece);
                rest = after;
            } else if let Some((escaped, after)) = escape(rest) {
                text.push(escaped);
                rest = after;
            } else {
                text.push(character);
                rest = &rest[character.len_utf8()..];
            }
        }
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
        Self(pieces)
    }

    /// Appends a record's line, without its end.
    pub(super) fn write(&self, line: &mut String, record: &Record<'_>) {
        for piece in &self.0 {
            // Writing to a string cannot fail.
            write_piece(line, piece, record).ok();
        }
    }
}

fn token(rest: &str) -> Option<(Piece, &str)> {
    let (name, after) = rest.strip_prefix('{')?.split_once('}')?;
    let piece = match name {
        "severity" => Piece::Severity,
        "name" => Piece::Name,
        "message" => Piece::Message,
        "function_name" => Piece::FunctionName,
        "file_name" => Piece::FileName,
        "line_number" => Piece::LineNumber,
        "time" => Piece::Time,
        "time_as_nanoseconds" => Piece::TimeAsNanoseconds,
        "date_time_with_ms" => Piece::DateTimeWithMilliseconds,
        _ => return None,
    };
    Some((piece, after))
}

fn escape(rest: &str) -> Option<(char, &str)> {
    let rest = rest.strip_prefix('\\')?;
    if let Some(after) = rest.strip_prefix("x1b") {
        return Some(('\x1b', after));
    }
    let escaped = match rest.chars().next()? {
        'a' => '\x07',
        'b' => '\x08',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        _ => return None,
    };
    Some((escaped, &rest[1..]))
}

fn write_piece(line: &mut String, piece: &Piece, record: &Record<'_>) -> std::fmt::Result {
    let location = record.location;
    match piece {
        Piece::Text(text) => line.push_str(text),
        Piece::Severity => line.push_str(record.severity.name()),
        Piece::Name => line.push_str(record.name),
        Piece::Message => line.push_str(record.message),
        Piece::FunctionName => line.push_str(location.map_or("", |location| location.function)),
        Piece::FileName => line.push_str(location.map_or("", |location| location.file)),
        Piece::LineNumber => {
            if let Some(location) = location {
                write!(line, "{}", location.line)?;
            }
        }
        Piece::Time => {
            let seconds = record.time.div_euclid(NANOSECONDS_PER_SECOND);
            let nanoseconds = record.time.rem_euclid(NANOSECONDS_PER_SECOND);
            write!(line, "{seconds}.{nanoseconds:09}")?;
        }
        Piece::TimeAsNanoseconds => write!(line, "{:019}", record.time)?,
        Piece::DateTimeWithMilliseconds => local_time::write(line, record.time)?,
    }
    Ok(())
}

/// The escape sequence that colours a severity on a terminal.
pub(super) fn colour(severity: Severity) -> &'static str {
    match severity {
        Severity::Debug => "\x1b[32m",
        Severity::Unset | Severity::Info => NO_COLOUR,
        Severity::Warn => "\x1b[33m",
        Severity::Error | Severity::Fatal => "\x1b[31m",
    }
}

/// The escape sequence that ends colours.
pub(super) const NO_COLOUR: &str = "\x1b[0m";

/// The date by the user's time zone, which only the C library knows.
#[allow(unsafe_code)]
mod local_time {
    use std::fmt::Write;
    use std::mem::MaybeUninit;

    use super::NANOSECONDS_PER_SECOND;

    pub(super) fn write(line: &mut String, time: i64) -> std::fmt::Result {
        let seconds = time.div_euclid(NANOSECONDS_PER_SECOND);
        let milliseconds = time.rem_euclid(NANOSECONDS_PER_SECOND) / 1_000_000;
        let mut date = MaybeUninit::<libc::tm>::zeroed();
        // SAFETY: both pointers are valid, and a zeroed `tm` is a valid one where the call fails.
        let date = unsafe {
            libc::localtime_r(&raw const seconds, date.as_mut_ptr());
            date.assume_init()
        };
        write!(
            line,
            "{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{milliseconds:03}",
            date.tm_year + 1900,
            date.tm_mon + 1,
            date.tm_mday,
            date.tm_hour,
            date.tm_min,
            date.tm_sec
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logging::Location;

    #[test]
    fn writes_lines() {
        let record = Record {
            severity: Severity::Warn,
            name: "ns.talker",
            time: 1_700_000_000_012_345_678,
            message: "low battery {name}",
            location: Some(Location {
                function: "tick",
                file: "talker.py",
                line: 42,
            }),
        };
        for (format, line) in [
            (
                DEFAULT,
                "[WARN] [1700000000.012345678] [ns.talker]: low battery {name}",
            ),
            ("{message}", "low battery {name}"),
            (
                "{file_name}:{line_number} {function_name}",
                "talker.py:42 tick",
            ),
            ("{time_as_nanoseconds}", "1700000000012345678"),
            ("{what} {severity", "{what} {severity"),
            ("{{severity}}", "{WARN}"),
            (r"a\tb\n\x1b[1m\q", "a\tb\n\x1b[1m\\q"),
            ("", ""),
            ("é{name}é", "éns.talkeré"),
        ] {
            let mut written = String::new();
            Format::parse(format).write(&mut written, &record);
            assert_eq!(written, line, "{format}");
        }
    }

    #[test]
    fn leaves_out_what_is_unknown() {
        let record = Record {
            severity: Severity::Info,
            name: "a",
            time: 5,
            message: "b",
            location: None,
        };
        let mut line = String::new();
        Format::parse("{file_name}:{line_number}:{function_name}:{time}:{time_as_nanoseconds}")
            .write(&mut line, &record);
        assert_eq!(line, ":::0.000000005:0000000000000000005");
    }

    #[test]
    fn writes_local_dates() {
        let record = Record {
            severity: Severity::Info,
            name: "",
            time: 1_700_000_000_012_000_000,
            message: "",
            location: None,
        };
        let mut line = String::new();
        Format::parse("{date_time_with_ms}").write(&mut line, &record);
        // The hour depends on the time zone.
        assert!(
            line.starts_with("2023-11-1") && line.ends_with(":20.012"),
            "{line}"
        );
    }
}
