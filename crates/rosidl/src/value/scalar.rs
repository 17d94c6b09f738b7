//! What run-time values need of each primitive type.

use super::Value;
use crate::cdr::Scalar;
use crate::definition::Literal;

/// A primitive type and its places in [`Value`].
pub(super) trait ValueScalar: Scalar {
    /// Wraps one.
    fn one(self) -> Value;
    /// Wraps many.
    fn many(values: Vec<Self>) -> Value;
    /// Whether the value is one, or else many, of this type.
    fn is(value: &Value, one: bool) -> bool;
    /// Converts a literal that this type can hold exactly; an integer may stand for a
    /// floating-point number.
    fn from_literal(literal: &Literal) -> Option<Self>;
}

macro_rules! value_scalar {
    ($($type:ident $one:ident $many:ident: $($literal:pat => $converted:expr),+;)*) => {$(
        impl ValueScalar for $type {
            fn one(self) -> Value {
                Value::$one(self)
            }

            fn many(values: Vec<Self>) -> Value {
                Value::$many(values)
            }

            fn is(value: &Value, one: bool) -> bool {
                match value {
                    Value::$one(_) => one,
                    Value::$many(_) => !one,
                    _ => false,
                }
            }

            fn from_literal(literal: &Literal) -> Option<Self> {
                match *literal {
                    $($literal => $converted,)+
                    _ => None,
                }
            }
        }
    )*};
}

value_scalar! {
    bool Bool BoolArray: Literal::Bool(value) => Some(value);
    u8 U8 U8Array: Literal::Int(value) => value.try_into().ok();
    i8 I8 I8Array: Literal::Int(value) => value.try_into().ok();
    u16 U16 U16Array: Literal::Int(value) => value.try_into().ok();
    i16 I16 I16Array: Literal::Int(value) => value.try_into().ok();
    u32 U32 U32Array: Literal::Int(value) => value.try_into().ok();
    i32 I32 I32Array: Literal::Int(value) => value.try_into().ok();
    u64 U64 U64Array: Literal::Int(value) => value.try_into().ok();
    i64 I64 I64Array: Literal::Int(value) => value.try_into().ok();
    f32 F32 F32Array: Literal::Float(value) => Some(value as f32), Literal::Int(value) => Some(value as f32);
    f64 F64 F64Array: Literal::Float(value) => Some(value), Literal::Int(value) => Some(value as f64);
}

/// Evaluates an expression with `$T` standing for the Rust type of a primitive.
macro_rules! with_scalar {
    ($primitive:expr, $T:ident => $body:expr) => {
        match $primitive {
            $crate::definition::Primitive::Bool => {
                type $T = bool;
                $body
            }
            $crate::definition::Primitive::Byte
            | $crate::definition::Primitive::Char
            | $crate::definition::Primitive::UInt8 => {
                type $T = u8;
                $body
            }
            $crate::definition::Primitive::Int8 => {
                type $T = i8;
                $body
            }
            $crate::definition::Primitive::UInt16 => {
                type $T = u16;
                $body
            }
            $crate::definition::Primitive::Int16 => {
                type $T = i16;
                $body
            }
            $crate::definition::Primitive::UInt32 => {
                type $T = u32;
                $body
            }
            $crate::definition::Primitive::Int32 => {
                type $T = i32;
                $body
            }
            $crate::definition::Primitive::UInt64 => {
                type $T = u64;
                $body
            }
            $crate::definition::Primitive::Int64 => {
                type $T = i64;
                $body
            }
            $crate::definition::Primitive::Float32 => {
                type $T = f32;
                $body
            }
            $crate::definition::Primitive::Float64 => {
                type $T = f64;
                $body
            }
        }
    };
}
pub(super) use with_scalar;
