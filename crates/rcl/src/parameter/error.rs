//! What can go wrong with parameters.

use super::{ParameterType, ParameterValue};

/// Why a parameter cannot be declared, read or set.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ParameterError {
    /// Parameters that were not declared, on a node that does not allow that.
    #[error("Invalid access to undeclared parameter(s): {}", .names.join(", "))]
    NotDeclared {
        /// Their names.
        names: Vec<String>,
    },
    /// Parameters that are to be declared and are already.
    #[error("Parameter(s) already declared: {}", .names.join(", "))]
    AlreadyDeclared {
        /// Their names.
        names: Vec<String>,
    },
    /// A name that is empty.
    #[error("Invalid parameter name: '{name}'")]
    InvalidName {
        /// The name.
        name: String,
    },
    /// A declaration that contradicts itself.
    #[error("Cannot declare parameter '{name}': {reason}")]
    InvalidDeclaration {
        /// The parameter.
        name: String,
        /// What contradicts what.
        reason: &'static str,
    },
    /// A value of another type than the parameter's.
    #[error(
        "Trying to set parameter '{name}' to '{value}' of type '{}', expecting type '{expected}'",
        .value.parameter_type()
    )]
    InvalidType {
        /// The parameter.
        name: String,
        /// The value.
        value: ParameterValue,
        /// The parameter's type.
        expected: ParameterType,
    },
    /// A value that the descriptor or a callback rejects.
    #[error("Invalid parameter value ({value}) for parameter. Reason: {reason}: {name}")]
    InvalidValue {
        /// The parameter.
        name: String,
        /// The value.
        value: ParameterValue,
        /// Why it is rejected.
        reason: String,
    },
    /// A read-only parameter that is to be changed.
    #[error("Attempted to modify read-only parameter: {name}")]
    Immutable {
        /// The parameter.
        name: String,
    },
    /// A parameter of a fixed type that has no value yet.
    #[error("The parameter '{name}' is not initialized")]
    Uninitialized {
        /// The parameter.
        name: String,
    },
}

impl ParameterError {
    pub(super) fn not_declared(name: &str) -> Self {
        Self::NotDeclared {
            names: vec![name.to_owned()],
        }
    }
}
