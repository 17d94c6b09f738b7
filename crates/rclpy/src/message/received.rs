//! Messages on their way from the wire to Python.

use bytes::Bytes;
use pyo3::prelude::*;
use pyo3::types::PyType;
use rosebay_rosidl::MessageType;

use crate::errors::RMWError;

/// A payload that was checked, outside the interpreter, before Python is given a message of it.
pub(crate) struct Received(Result<Bytes, String>);

impl Received {
    /// Checks a payload.
    pub(crate) fn check(message_type: &MessageType, payload: Bytes) -> Self {
        match message_type.plan.validate(&payload) {
            Ok(_) => Self(Ok(payload)),
            Err(error) => Self(Err(format!(
                "a {} was received that cannot be read: {error}",
                message_type.name
            ))),
        }
    }

    /// What is wrong with it.
    pub(crate) fn error(&self) -> Option<&str> {
        self.0.as_ref().err().map(String::as_str)
    }

    /// The message.
    ///
    /// # Errors
    /// `RMWError` when it cannot be read.
    pub(crate) fn into_message(
        self,
        py: Python<'_>,
        class: &Bound<'_, PyType>,
    ) -> PyResult<Py<PyAny>> {
        super::from_bytes(py, class, self.0.map_err(RMWError::new_err)?)
    }

    /// The message, or the exception that tells why there is none.
    pub(crate) fn into_message_or_error(
        self,
        py: Python<'_>,
        class: &Bound<'_, PyType>,
    ) -> (Option<Py<PyAny>>, Option<PyErr>) {
        match self.into_message(py, class) {
            Ok(message) => (Some(message), None),
            Err(error) => (None, Some(error)),
        }
    }
}
