//! Standard output: lines, JSON and tables, which all end quietly when nobody reads them any more. Notes go
//! to standard error.

use std::fmt;
use std::io::{self, BufWriter, Stdout, Write};

use serde_json::Value as Json;

use crate::error::{Error, Result};

/// Writes a line to standard error, whole: what other processes write there does not come between.
pub(crate) fn note(line: impl fmt::Display) {
    // There is nobody left to tell that it failed.
    let _ = io::stderr().write_all(format!("{line}\n").as_bytes());
}

/// Standard output.
pub(crate) struct Output(BufWriter<Stdout>);

impl Output {
    pub(crate) fn new() -> Self {
        Self(BufWriter::new(io::stdout()))
    }

    /// Writes text as it is.
    pub(crate) fn text(&mut self, text: &str) -> Result<()> {
        self.0.write_all(text.as_bytes()).map_err(failed)
    }

    /// Writes a line.
    pub(crate) fn line(&mut self, line: impl fmt::Display) -> Result<()> {
        writeln!(self.0, "{line}").map_err(failed)
    }

    /// Writes a whole document of JSON.
    pub(crate) fn json(&mut self, json: &Json) -> Result<()> {
        writeln!(self.0, "{json:#}").map_err(failed)
    }

    /// Writes one of many documents of JSON, on a line of its own, at once.
    pub(crate) fn json_line(&mut self, json: &Json) -> Result<()> {
        writeln!(self.0, "{json}").map_err(failed)?;
        self.flush()
    }

    /// Writes rows in columns that are as wide as they must be, under a head.
    pub(crate) fn table<const N: usize>(
        &mut self,
        head: [&str; N],
        rows: &[[String; N]],
    ) -> Result<()> {
        let mut widths = head.map(str::len);
        for row in rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.chars().count());
            }
        }
        let line = |cells: [&str; N]| {
            let padded = cells.iter().zip(widths);
            let padded: Vec<_> = padded
                .map(|(cell, width)| format!("{cell:<width$}"))
                .collect();
            padded.join("  ").trim_end().to_owned()
        };
        self.line(line(head))?;
        self.line("=".repeat(widths.iter().sum::<usize>() + 2 * (N - 1)))?;
        for row in rows {
            self.line(line(row.each_ref().map(String::as_str)))?;
        }
        Ok(())
    }

    /// Hands over what was written.
    pub(crate) fn flush(&mut self) -> Result<()> {
        self.0.flush().map_err(failed)
    }

    /// [`Self::flush`] at the end of a command.
    pub(crate) fn finish(mut self) -> Result<()> {
        self.flush()
    }
}

fn failed(source: io::Error) -> Error {
    if source.kind() == io::ErrorKind::BrokenPipe {
        return Error::ClosedPipe;
    }
    Error::Io {
        what: "standard output".to_owned(),
        source,
    }
}
