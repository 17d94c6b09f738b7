//! What a parameter is for, and which values it takes.

use super::{ParameterError, ParameterType, ParameterValue};
use crate::interfaces::rcl_interfaces::msg;

/// The integers from one to another, both included, in steps. The bounds may come in either order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct IntegerRange {
    /// One bound.
    pub from_value: i64,
    /// The other bound.
    pub to_value: i64,
    /// The distance of allowed values from the lower bound; 0 allows all. The bounds are always allowed.
    pub step: u64,
}

/// The floats from one to another, both included, in steps. The bounds may come in either order.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct FloatingPointRange {
    /// One bound.
    pub from_value: f64,
    /// The other bound.
    pub to_value: f64,
    /// The distance of allowed values from the lower bound; 0 allows all. The bounds are always allowed.
    pub step: f64,
}

/// What a parameter is for, and which values it takes (`rcl_interfaces/msg/ParameterDescriptor`).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ParameterDescriptor {
    /// The parameter's name. Declaring sets it.
    pub name: String,
    /// The type of its values. Declaring sets it.
    pub parameter_type: ParameterType,
    /// What it is for.
    pub description: String,
    /// What else holds for its values, in words.
    pub additional_constraints: String,
    /// Whether it keeps the value that it was declared with.
    pub read_only: bool,
    /// Whether its values may change their type.
    pub dynamic_typing: bool,
    /// The range of floats.
    pub floating_point_range: Option<FloatingPointRange>,
    /// The range of integers.
    pub integer_range: Option<IntegerRange>,
}

/// Floats this close to each other, relatively, are taken for the same, as upstream does.
const RELATIVE_TOLERANCE: f64 = 1e-6;

fn is_close(one: f64, other: f64) -> bool {
    one == other || (one - other).abs() <= RELATIVE_TOLERANCE * one.abs().max(other.abs())
}

impl IntegerRange {
    fn check(&self, name: &str, value: i64) -> Result<(), String> {
        let least = self.from_value.min(self.to_value);
        let most = self.from_value.max(self.to_value);
        if value == least || value == most {
            return Ok(());
        }
        if value < least || value > most {
            return Err(format!(
                "Parameter {name} out of range. Min: {least}, Max: {most}, value: {value}"
            ));
        }
        let distance = i128::from(value) - i128::from(least);
        if self.step != 0 && distance % i128::from(self.step) != 0 {
            return Err(format!(
                "The parameter value for {name} is not a valid step. \
                 Min: {least}, max: {most}, value: {value}, step: {}",
                self.step
            ));
        }
        Ok(())
    }
}

impl FloatingPointRange {
    fn check(&self, name: &str, value: f64) -> Result<(), String> {
        let least = self.from_value.min(self.to_value);
        let most = self.from_value.max(self.to_value);
        if is_close(value, least) || is_close(value, most) {
            return Ok(());
        }
        if !(least < value && value < most) {
            return Err(format!(
                "Parameter {name} out of range Min: {least:?}, Max: {most:?}, value: {value:?}"
            ));
        }
        let steps = ((value - least) / self.step).round_ties_even();
        if self.step != 0.0 && !is_close(least + steps * self.step, value) {
            return Err(format!(
                "The parameter value for {name} is not close enough to a valid step. \
                 Min: {least:?}, max: {most:?}, value: {value:?}, step: {:?}",
                self.step
            ));
        }
        Ok(())
    }
}

/// Why a descriptor rejects a value.
pub(super) enum Rejection {
    Type(ParameterType),
    Reason(String),
}

impl Rejection {
    /// In upstream's words.
    pub(super) fn reason(&self, value: &ParameterValue) -> String {
        match self {
            Self::Type(expected) => format!(
                "Wrong parameter type, expected 'Type.{expected}' got 'Type.{}'",
                value.parameter_type()
            ),
            Self::Reason(reason) => reason.clone(),
        }
    }

    pub(super) fn into_error(self, name: &str, value: &ParameterValue) -> ParameterError {
        let (name, value) = (name.to_owned(), value.clone());
        match self {
            Self::Type(expected) => ParameterError::InvalidType {
                name,
                value,
                expected,
            },
            Self::Reason(reason) => ParameterError::InvalidValue {
                name,
                value,
                reason,
            },
        }
    }
}

impl ParameterDescriptor {
    /// Whether a parameter may take a value.
    pub(super) fn check(
        &self,
        name: &str,
        value: &ParameterValue,
        is_declared: bool,
    ) -> Result<(), Rejection> {
        let found = value.parameter_type();
        if !self.dynamic_typing {
            if found == ParameterType::NotSet {
                if is_declared {
                    let reason = "Static parameter cannot be undeclared".to_owned();
                    return Err(Rejection::Reason(reason));
                }
            } else if found != self.parameter_type {
                return Err(Rejection::Type(self.parameter_type));
            }
        }
        let checked = match (value, self.integer_range, self.floating_point_range) {
            (ParameterValue::Integer(value), Some(range), _) => range.check(name, *value),
            (ParameterValue::Double(value), _, Some(range)) => range.check(name, *value),
            _ => Ok(()),
        };
        checked.map_err(Rejection::Reason)
    }

    pub(super) fn to_message(&self) -> msg::ParameterDescriptor {
        let float = self.floating_point_range;
        let float = float.map(|range| msg::FloatingPointRange {
            from_value: range.from_value,
            to_value: range.to_value,
            step: range.step,
        });
        let integer = self.integer_range.map(|range| msg::IntegerRange {
            from_value: range.from_value,
            to_value: range.to_value,
            step: range.step,
        });
        msg::ParameterDescriptor {
            name: self.name.clone(),
            r#type: self.parameter_type as u8,
            description: self.description.clone(),
            additional_constraints: self.additional_constraints.clone(),
            read_only: self.read_only,
            dynamic_typing: self.dynamic_typing,
            floating_point_range: float.into_iter().collect(),
            integer_range: integer.into_iter().collect(),
        }
    }

    pub(super) fn from_message(message: msg::ParameterDescriptor) -> Self {
        let float = message.floating_point_range.first();
        let integer = message.integer_range.first();
        Self {
            name: message.name,
            parameter_type: ParameterType::from_number(message.r#type).unwrap_or_default(),
            description: message.description,
            additional_constraints: message.additional_constraints,
            read_only: message.read_only,
            dynamic_typing: message.dynamic_typing,
            floating_point_range: float.map(|range| FloatingPointRange {
                from_value: range.from_value,
                to_value: range.to_value,
                step: range.step,
            }),
            integer_range: integer.map(|range| IntegerRange {
                from_value: range.from_value,
                to_value: range.to_value,
                step: range.step,
            }),
        }
    }
}
