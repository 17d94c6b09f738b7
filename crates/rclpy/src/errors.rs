//! From the errors of the crates below to upstream's exceptions. This is the only place that decides.

use std::ffi::CString;

use pyo3::create_exception;
use pyo3::exceptions::{PyNotImplementedError, PyRuntimeError, PyRuntimeWarning, PyValueError};
use pyo3::prelude::*;
use rosebay_rcl::Error;

use crate::parameter::raise_parameter;

create_exception!(
    _rclpy,
    RCUtilsError,
    PyRuntimeError,
    "A failure of the utilities."
);
create_exception!(
    _rclpy,
    RMWError,
    PyRuntimeError,
    "A failure of the middleware."
);
create_exception!(
    _rclpy,
    RCLError,
    PyRuntimeError,
    "A failure of the client library."
);
create_exception!(
    _rclpy,
    RCLInvalidROSArgsError,
    RCLError,
    "ROS arguments that cannot be read."
);
create_exception!(
    _rclpy,
    UnknownROSArgsError,
    PyRuntimeError,
    "ROS arguments that nobody knows."
);
create_exception!(
    _rclpy,
    NodeNameNonExistentError,
    RCLError,
    "There is no such node in the graph."
);
create_exception!(
    _rclpy,
    UnsupportedEventTypeError,
    RCLError,
    "The middleware does not tell of this event."
);
create_exception!(
    _rclpy,
    NotImplementedError,
    PyNotImplementedError,
    "The middleware cannot do this."
);
create_exception!(
    _rclpy,
    InvalidHandle,
    PyRuntimeError,
    "A handle whose object is destroyed was used."
);

/// Turns an error of the client library into the exception that upstream raises.
///
/// Where a signal has shut the context down, what Python's own handler raises comes first: Ctrl-C is a
/// `KeyboardInterrupt`, whatever it interrupts.
pub(crate) fn raise(error: Error) -> PyErr {
    let text = error.to_string();
    match error {
        Error::ContextShutDown { .. } => Python::attach(|py| py.check_signals())
            .err()
            .unwrap_or_else(|| RCLError::new_err(text)),
        Error::InvalidRosArgs { .. } => RCLInvalidROSArgsError::new_err(text),
        // As a list in Python's notation, which programs look for.
        Error::UnknownRosArgs { arguments } => UnknownROSArgsError::new_err(format!(
            "unknown ROS arguments: [{}]",
            arguments
                .iter()
                .map(|argument| format!("'{argument}'"))
                .collect::<Vec<_>>()
                .join(", ")
        )),
        Error::InvalidName(_) | Error::UnknownSubstitution { .. } => PyValueError::new_err(text),
        Error::Middleware(error) => raise_rmw(error),
        Error::Parameter(error) => raise_parameter(error),
        Error::Decode { .. } | Error::Encode { .. } => RMWError::new_err(text),
        Error::UnknownSeverity(_) => RCUtilsError::new_err(text),
        Error::Destroyed { .. } => InvalidHandle::new_err(text),
        _ => RCLError::new_err(text),
    }
}

/// What became of a response. As upstream, a client that cannot be reached is warned of: it may have gone, and
/// the others are still to be answered.
pub(crate) fn warn_or_raise(py: Python<'_>, sent: rosebay_rcl::Result<()>) -> PyResult<()> {
    let Err(error) = sent else { return Ok(()) };
    let Error::Middleware(rosebay_rmw::Error::UnreachableClient { .. }) = error else {
        return Err(raise(error));
    };
    let text = CString::new(format!("failed to send response (timeout): {error}"))?;
    PyErr::warn(py, &py.get_type::<PyRuntimeWarning>(), &text, 1)
}

/// Turns an error of the middleware into the exception that upstream raises.
pub(crate) fn raise_rmw(error: rosebay_rmw::Error) -> PyErr {
    use rosebay_rmw::Error;
    let text = error.to_string();
    match error {
        Error::UnsupportedEvent { .. } => UnsupportedEventTypeError::new_err(text),
        Error::UnknownNode { .. } => NodeNameNonExistentError::new_err(text),
        _ => RCLError::new_err(text),
    }
}
