//! Logging: levels by name, and messages.

use std::collections::BTreeSet;
use std::path::PathBuf;

use pyo3::prelude::*;
use rosebay_locks::Mutex;
use rosebay_rcl::Severity;
use rosebay_rcl::logging::{self, Location, Sublogger};

use crate::errors::{RCUtilsError, raise};
use crate::gil;

fn severity(number: i64) -> PyResult<Severity> {
    Severity::from_number(number).ok_or_else(|| {
        RCUtilsError::new_err(format!(
            "{number} is no log severity: expected 0 (UNSET), 10 (DEBUG), 20 (INFO), 30 (WARN), \
             40 (ERROR) or 50 (FATAL)"
        ))
    })
}

/// Nothing to do: logging is always ready.
#[pyfunction]
pub(crate) fn rclpy_logging_initialize() {}

/// The loggers that Python has given a level.
static NAMED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Forgets the levels that Python has set.
#[pyfunction]
pub(crate) fn rclpy_logging_shutdown() {
    for name in std::mem::take(&mut *NAMED.lock()) {
        logging::set_logger_level(&name, Severity::Unset);
    }
}

/// Logs to the console alone from now on.
#[pyfunction]
pub(crate) fn rclpy_logging_fini(py: Python<'_>) {
    gil::outside(py, logging::shutdown);
}

#[pyfunction]
pub(crate) fn rclpy_logging_get_separator_string() -> &'static str {
    "."
}

/// Sets a logger's level. A name is never wrong, so there is no detail to give.
#[pyfunction]
#[pyo3(signature = (name, level, detailed_error = false))]
pub(crate) fn rclpy_logging_set_logger_level(
    name: &str,
    level: i64,
    detailed_error: bool,
) -> PyResult<()> {
    let _ = detailed_error;
    logging::set_logger_level(name, severity(level)?);
    NAMED.lock().insert(name.to_owned());
    Ok(())
}

#[pyfunction]
pub(crate) fn rclpy_logging_get_logger_level(name: &str) -> i64 {
    logging::logger_level(name) as i64
}

#[pyfunction]
pub(crate) fn rclpy_logging_get_logger_effective_level(name: &str) -> i64 {
    logging::effective_level(name) as i64
}

#[pyfunction]
pub(crate) fn rclpy_logging_logger_is_enabled_for(name: &str, level: i64) -> PyResult<bool> {
    Ok(logging::is_enabled_for(name, severity(level)?))
}

/// The severity of a name in whatever case.
#[pyfunction]
pub(crate) fn rclpy_logging_severity_level_from_string(name: &str) -> PyResult<i64> {
    name.parse::<Severity>()
        .map(|severity| severity as i64)
        .map_err(raise)
}

/// Keeps a child of a node's logger on `/rosout` while it lives.
#[pyclass(name = "Sublogger", frozen, module = "rclpy._rclpy")]
pub(crate) struct PySublogger {
    _sublogger: Option<Sublogger>,
}

#[pymethods]
impl PySublogger {
    /// Does nothing where the parent's messages are not published.
    #[new]
    fn new(parent: &str, child: &str) -> Self {
        Self {
            _sublogger: Sublogger::new(parent, child),
        }
    }
}

/// Logs a message.
#[pyfunction]
pub(crate) fn rclpy_logging_rcutils_log(
    py: Python<'_>,
    level: i64,
    name: &str,
    message: &Bound<'_, PyAny>,
    function: &str,
    file: &str,
    line: u32,
) -> PyResult<()> {
    let severity = severity(level)?;
    let text = message.str()?;
    let text = text.to_str()?;
    let location = Some(Location {
        function,
        file,
        line,
    });
    gil::outside(py, || {
        logging::log(severity, name, format_args!("{text}"), location)
    });
    Ok(())
}

/// The folder of the log files.
#[pyfunction]
pub(crate) fn rclpy_logging_get_logging_directory() -> PyResult<PathBuf> {
    logging::log_directory().ok_or_else(|| {
        crate::errors::RCLError::new_err(
            "there is no folder for log files: set ROS_LOG_DIR, ROS_HOME or HOME",
        )
    })
}
