//! From the errors of parameters to `rclpy.exceptions`.

use pyo3::exceptions::PyValueError;
use pyo3::import_exception;
use pyo3::prelude::*;
use rosebay_rcl::ParameterError;

use super::convert::{parameter_object, value_object};

import_exception!(rclpy.exceptions, InvalidParameterException);
import_exception!(rclpy.exceptions, InvalidParameterTypeException);
import_exception!(rclpy.exceptions, InvalidParameterValueException);
import_exception!(rclpy.exceptions, ParameterAlreadyDeclaredException);
import_exception!(rclpy.exceptions, ParameterImmutableException);
import_exception!(rclpy.exceptions, ParameterNotDeclaredException);
import_exception!(rclpy.exceptions, ParameterUninitializedException);

/// The exception that upstream raises where one parameter is asked for.
pub(crate) fn raise_parameter(error: ParameterError) -> PyErr {
    Python::attach(|py| exception(py, error).unwrap_or_else(|failure| failure))
}

/// The exception that upstream raises where parameters are set.
pub(super) fn raise_set(error: ParameterError) -> PyErr {
    match error {
        ParameterError::NotDeclared { names } => ParameterNotDeclaredException::new_err((names,)),
        other => raise_parameter(other),
    }
}

fn exception(py: Python<'_>, error: ParameterError) -> PyResult<PyErr> {
    let text = error.to_string();
    Ok(match error {
        ParameterError::NotDeclared { names } => {
            ParameterNotDeclaredException::new_err((names.join(", "),))
        }
        ParameterError::AlreadyDeclared { names } => {
            ParameterAlreadyDeclaredException::new_err((names,))
        }
        ParameterError::InvalidName { name } => InvalidParameterException::new_err((name,)),
        ParameterError::InvalidDeclaration { .. } => PyValueError::new_err(text),
        ParameterError::InvalidType {
            name,
            value,
            expected,
        } => {
            let desired = parameter_object(py, &name, &value)?.unbind();
            InvalidParameterTypeException::new_err((desired, expected.name()))
        }
        ParameterError::InvalidValue {
            name,
            value,
            reason,
        } => {
            let value = value_object(py, &value)?.unbind();
            InvalidParameterValueException::new_err((name, value, reason))
        }
        ParameterError::Immutable { name } => ParameterImmutableException::new_err((name,)),
        ParameterError::Uninitialized { name } => ParameterUninitializedException::new_err((name,)),
    })
}
