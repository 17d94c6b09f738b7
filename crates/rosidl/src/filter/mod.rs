//! Content filters: the conditions of DDS's SQL (DDS 1.4, Annex B) on the fields of a message, held against
//! serialized messages without decoding them.
//!
//! ```
//! use rosebay_rosidl::filter::Filter;
//! use rosebay_rosidl::{DynamicMessage, Registry, Value};
//!
//! let ty = Registry::standard().message(&"sensor_msgs/msg/Temperature".parse()?)?;
//! let parameters = ["'oven'".to_owned(), "200".to_owned()];
//! let filter = Filter::new(&ty, "header.frame_id = %0 AND temperature > %1", &parameters)?;
//! let cold = DynamicMessage::new(ty).encode()?;
//! assert!(!filter.accepts(&cold)?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! - Fields: `data`, `header.stamp.sec`, and elements of arrays and sequences, `ranges[0]`. A comparison with an
//!   element that a message does not have is false.
//! - Operators: `=`, `<>` (or `!=`), `<`, `<=`, `>`, `>=`, `BETWEEN … AND …`, `LIKE` (`%` or `*` for any characters,
//!   `_` or `?` for one), `AND`, `OR`, `NOT`, parentheses. Keywords are of any case.
//! - Values: integers (also `0x…`), floats, `'text'`, `TRUE` and `FALSE`, parameters `%0` to `%99`. A text
//!   beside an integer field is a constant of the message that the field belongs to:
//!   `power_supply_status = 'POWER_SUPPLY_STATUS_FULL'`.

mod compile;
mod evaluate;
mod parse;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::cdr::DecodeError;
use crate::message_type::MessageType;

use compile::Condition;

/// Why an expression is no filter of a message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// The expression does not follow the grammar.
    #[error("expected {expected} at character {at} of the filter '{expression}', found {found}")]
    Syntax {
        /// The expression, or the parameter, that is wrong.
        expression: String,
        /// Which of its characters, from 0.
        at: usize,
        /// What may stand there.
        expected: &'static str,
        /// What stands there.
        found: String,
    },
    /// The conditions are nested too deeply.
    #[error(
        "the filter nests its conditions deeper than {} levels",
        parse::MAX_DEPTH
    )]
    TooDeep,
    /// A parameter is named that is not given.
    #[error("the filter names the parameter %{index}, but {given} are given")]
    MissingParameter {
        /// Its number.
        index: usize,
        /// How many there are.
        given: usize,
    },
    /// A message has no such field.
    #[error("the filter names '{path}', but the type '{type_name}' has no field '{field}'")]
    UnknownField {
        /// What the filter names.
        path: String,
        /// The message that lacks it.
        type_name: String,
        /// What it lacks.
        field: String,
    },
    /// A field is no single number, bool or text.
    #[error(
        "the filter compares '{path}', which is a '{found}': expected a number, bool or string"
    )]
    NotComparable {
        /// What the filter names.
        path: String,
        /// Its type.
        found: String,
    },
    /// The two sides of a comparison do not fit each other or the operator.
    #[error("the filter compares '{left}' with '{right}': expected {expected}")]
    Mismatch {
        /// One side.
        left: String,
        /// The other side.
        right: String,
        /// What would fit.
        expected: &'static str,
    },
}

/// A compiled condition on the messages of one type.
#[derive(Debug, Clone)]
pub struct Filter {
    message_type: Arc<MessageType>,
    condition: Condition,
    /// The top-level fields up to this one are of interest.
    width: usize,
}

impl Filter {
    /// Compiles an expression. Parameters are written as values are in expressions: `'text'`, `10`, `TRUE`.
    ///
    /// # Errors
    /// When the expression or a parameter breaks the grammar, or does not fit the type.
    pub fn new(
        message_type: &Arc<MessageType>,
        expression: &str,
        parameters: &[String],
    ) -> Result<Self, FilterError> {
        let parsed = parse::parse(expression, parameters)?;
        let (condition, width) = compile::compile(message_type, parsed)?;
        Ok(Self {
            message_type: Arc::clone(message_type),
            condition,
            width,
        })
    }

    /// Whether a serialized message, encapsulation header included, meets the condition.
    ///
    /// # Errors
    /// When the payload is no message of the type.
    pub fn accepts(&self, payload: &[u8]) -> Result<bool, DecodeError> {
        evaluate::evaluate(self, payload)
    }
}
