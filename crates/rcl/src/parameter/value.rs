//! What a parameter can hold.

use std::fmt;

use crate::interfaces::rcl_interfaces::msg;

/// The type of a parameter's value, with the numbers of `rcl_interfaces/msg/ParameterType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[repr(u8)]
pub enum ParameterType {
    /// There is no value.
    #[default]
    NotSet = 0,
    /// True or false.
    Bool = 1,
    /// A 64-bit integer.
    Integer = 2,
    /// A 64-bit float.
    Double = 3,
    /// A string.
    String = 4,
    /// Bytes.
    ByteArray = 5,
    /// Booleans.
    BoolArray = 6,
    /// Integers.
    IntegerArray = 7,
    /// Floats.
    DoubleArray = 8,
    /// Strings.
    StringArray = 9,
}

impl ParameterType {
    /// Every type, in the order of the numbers.
    pub const ALL: [Self; 10] = [
        Self::NotSet,
        Self::Bool,
        Self::Integer,
        Self::Double,
        Self::String,
        Self::ByteArray,
        Self::BoolArray,
        Self::IntegerArray,
        Self::DoubleArray,
        Self::StringArray,
    ];

    /// The type of a number; `None` where no type has it.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }

    /// The name, as upstream writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotSet => "NOT_SET",
            Self::Bool => "BOOL",
            Self::Integer => "INTEGER",
            Self::Double => "DOUBLE",
            Self::String => "STRING",
            Self::ByteArray => "BYTE_ARRAY",
            Self::BoolArray => "BOOL_ARRAY",
            Self::IntegerArray => "INTEGER_ARRAY",
            Self::DoubleArray => "DOUBLE_ARRAY",
            Self::StringArray => "STRING_ARRAY",
        }
    }
}

impl fmt::Display for ParameterType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A parameter's value.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum ParameterValue {
    /// None: a parameter of dynamic type that is declared without a value; set, it deletes the parameter.
    #[default]
    NotSet,
    /// True or false.
    Bool(bool),
    /// A 64-bit integer.
    Integer(i64),
    /// A 64-bit float.
    Double(f64),
    /// A string.
    String(String),
    /// Bytes.
    ByteArray(Vec<u8>),
    /// Booleans.
    BoolArray(Vec<bool>),
    /// Integers.
    IntegerArray(Vec<i64>),
    /// Floats.
    DoubleArray(Vec<f64>),
    /// Strings.
    StringArray(Vec<String>),
}

impl ParameterValue {
    /// Its type.
    pub fn parameter_type(&self) -> ParameterType {
        match self {
            Self::NotSet => ParameterType::NotSet,
            Self::Bool(_) => ParameterType::Bool,
            Self::Integer(_) => ParameterType::Integer,
            Self::Double(_) => ParameterType::Double,
            Self::String(_) => ParameterType::String,
            Self::ByteArray(_) => ParameterType::ByteArray,
            Self::BoolArray(_) => ParameterType::BoolArray,
            Self::IntegerArray(_) => ParameterType::IntegerArray,
            Self::DoubleArray(_) => ParameterType::DoubleArray,
            Self::StringArray(_) => ParameterType::StringArray,
        }
    }

    /// Whether there is one.
    pub fn is_set(&self) -> bool {
        *self != Self::NotSet
    }

    pub(super) fn to_message(&self) -> msg::ParameterValue {
        let mut message = msg::ParameterValue {
            r#type: self.parameter_type() as u8,
            ..Default::default()
        };
        match self.clone() {
            Self::NotSet => {}
            Self::Bool(value) => message.bool_value = value,
            Self::Integer(value) => message.integer_value = value,
            Self::Double(value) => message.double_value = value,
            Self::String(value) => message.string_value = value,
            Self::ByteArray(value) => message.byte_array_value = value,
            Self::BoolArray(value) => message.bool_array_value = value,
            Self::IntegerArray(value) => message.integer_array_value = value,
            Self::DoubleArray(value) => message.double_array_value = value,
            Self::StringArray(value) => message.string_array_value = value,
        }
        message
    }

    /// `None` where the message's type is none that there is.
    pub(super) fn from_message(message: msg::ParameterValue) -> Option<Self> {
        Some(match ParameterType::from_number(message.r#type)? {
            ParameterType::NotSet => Self::NotSet,
            ParameterType::Bool => Self::Bool(message.bool_value),
            ParameterType::Integer => Self::Integer(message.integer_value),
            ParameterType::Double => Self::Double(message.double_value),
            ParameterType::String => Self::String(message.string_value),
            ParameterType::ByteArray => Self::ByteArray(message.byte_array_value),
            ParameterType::BoolArray => Self::BoolArray(message.bool_array_value),
            ParameterType::IntegerArray => Self::IntegerArray(message.integer_array_value),
            ParameterType::DoubleArray => Self::DoubleArray(message.double_array_value),
            ParameterType::StringArray => Self::StringArray(message.string_array_value),
        })
    }
}

/// As a YAML file would say it.
impl fmt::Display for ParameterValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSet => f.write_str("not set"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Double(value) => write!(f, "{value:?}"),
            Self::String(value) => f.write_str(value),
            Self::ByteArray(values) => write!(f, "{values:?}"),
            Self::BoolArray(values) => write!(f, "{values:?}"),
            Self::IntegerArray(values) => write!(f, "{values:?}"),
            Self::DoubleArray(values) => write!(f, "{values:?}"),
            Self::StringArray(values) => write!(f, "{values:?}"),
        }
    }
}

macro_rules! conversions {
    ($($variant:ident: $type:ty),* $(,)?) => { $(
        impl From<$type> for ParameterValue {
            fn from(value: $type) -> Self {
                Self::$variant(value)
            }
        }

        /// The value itself, where it is of another type.
        impl TryFrom<ParameterValue> for $type {
            type Error = ParameterValue;

            fn try_from(value: ParameterValue) -> Result<Self, ParameterValue> {
                match value {
                    ParameterValue::$variant(value) => Ok(value),
                    other => Err(other),
                }
            }
        }

        impl ParameterVariant for $type {
            const TYPE: ParameterType = ParameterType::$variant;
        }
    )* };
}

/// A Rust type that is a type of parameters.
pub trait ParameterVariant:
    Into<ParameterValue> + TryFrom<ParameterValue, Error = ParameterValue>
{
    /// Which type.
    const TYPE: ParameterType;
}

conversions! {
    Bool: bool,
    Integer: i64,
    Double: f64,
    String: String,
    ByteArray: Vec<u8>,
    BoolArray: Vec<bool>,
    IntegerArray: Vec<i64>,
    DoubleArray: Vec<f64>,
    StringArray: Vec<String>,
}

impl From<&str> for ParameterValue {
    fn from(value: &str) -> Self {
        Self::String(value.to_owned())
    }
}

impl From<Vec<&str>> for ParameterValue {
    fn from(values: Vec<&str>) -> Self {
        Self::StringArray(values.into_iter().map(str::to_owned).collect())
    }
}

/// A name and a value.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parameter {
    /// The name, with the namespaces before it: `camera.exposure`.
    pub name: String,
    /// The value.
    pub value: ParameterValue,
}

impl Parameter {
    /// A parameter.
    pub fn new(name: &str, value: impl Into<ParameterValue>) -> Self {
        Self {
            name: name.to_owned(),
            value: value.into(),
        }
    }

    pub(super) fn to_message(&self) -> msg::Parameter {
        msg::Parameter {
            name: self.name.clone(),
            value: self.value.to_message(),
        }
    }

    pub(super) fn from_message(message: msg::Parameter) -> Option<Self> {
        Some(Self {
            name: message.name,
            value: ParameterValue::from_message(message.value)?,
        })
    }
}
