//! Expressions over a message: the part of Python that filters are written in.
//!
//! `m` is the message, `m.pose.position.x` a field, `m.ranges[0]` an element. There are numbers, strings,
//! `True`, `False`, lists, arithmetic, comparisons (also chained, and `in`), `and`, `or`, `not`, the functions
//! `len`, `abs`, `int`, `float`, `min`, `max`, `sum`, `any` and `all`, and methods of strings: `startswith`,
//! `endswith`, `lower`, `upper`, `strip`, `split`, `partition` and `rpartition`.

mod method;
mod operand;
mod parse;

use std::str::FromStr;

use rosebay_rosidl::Value;

use crate::error::{Error, Result};
use operand::Operand;

/// A filter that has been read.
#[derive(Debug, Clone)]
pub(crate) struct Filter {
    text: String,
    root: Expression,
}

#[derive(Debug, Clone)]
enum Expression {
    Constant(Operand),
    Message,
    List(Vec<Expression>),
    Field(Box<Expression>, String),
    Element(Box<Expression>, Box<Expression>),
    Call(Function, Vec<Expression>),
    Method(Box<Expression>, Method, Vec<Expression>),
    Not(Box<Expression>),
    Negative(Box<Expression>),
    And(Box<Expression>, Box<Expression>),
    Or(Box<Expression>, Box<Expression>),
    Arithmetic(Arithmetic, Box<Expression>, Box<Expression>),
    /// The first operand, and each further one with how it is compared to the one before.
    Comparison(Box<Expression>, Vec<(Comparison, Expression)>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    FloorDivide,
    Remainder,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    NotIn,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Function {
    Len,
    Abs,
    Int,
    Float,
    Min,
    Max,
    Sum,
    Any,
    All,
}

/// What a string can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    StartsWith,
    EndsWith,
    Lower,
    Upper,
    Strip,
    Split,
    Partition,
    RightPartition,
}

impl FromStr for Filter {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        Ok(Self {
            text: text.to_owned(),
            root: parse::parse(text)?,
        })
    }
}

impl Filter {
    /// Whether the expression is true of a message or a field.
    ///
    /// # Errors
    /// When it has no value: an unknown field, a comparison of things that do not compare.
    pub(crate) fn holds(&self, value: &Value) -> Result<bool> {
        match self.root.evaluate(value) {
            Ok(operand) => Ok(operand.is_true()),
            Err(reason) => Err(Error::Failed(format!("filter '{}': {reason}", self.text))),
        }
    }
}

impl Expression {
    fn evaluate(&self, message: &Value) -> std::result::Result<Operand, String> {
        match self {
            Self::Constant(operand) => Ok(operand.clone()),
            Self::Message => Ok(Operand::of(message)),
            Self::List(items) => Ok(Operand::List(evaluate_all(items, message)?)),
            Self::Field(from, name) => from.evaluate(message)?.field(name),
            Self::Element(from, index) => {
                from.evaluate(message)?.element(&index.evaluate(message)?)
            }
            Self::Call(function, arguments) => {
                operand::call(*function, evaluate_all(arguments, message)?)
            }
            Self::Method(of, method, arguments) => method::call(
                *method,
                &of.evaluate(message)?,
                &evaluate_all(arguments, message)?,
            ),
            Self::Not(of) => Ok(Operand::Bool(!of.evaluate(message)?.is_true())),
            Self::Negative(of) => of.evaluate(message)?.negative(),
            Self::And(first, second) => {
                let first = first.evaluate(message)?;
                if first.is_true() {
                    second.evaluate(message)
                } else {
                    Ok(first)
                }
            }
            Self::Or(first, second) => {
                let first = first.evaluate(message)?;
                if first.is_true() {
                    Ok(first)
                } else {
                    second.evaluate(message)
                }
            }
            Self::Arithmetic(how, first, second) => {
                operand::arithmetic(*how, &first.evaluate(message)?, &second.evaluate(message)?)
            }
            Self::Comparison(first, rest) => {
                let mut before = first.evaluate(message)?;
                for (how, next) in rest {
                    let next = next.evaluate(message)?;
                    if !operand::compare(*how, &before, &next)? {
                        return Ok(Operand::Bool(false));
                    }
                    before = next;
                }
                Ok(Operand::Bool(true))
            }
        }
    }
}

fn evaluate_all(
    expressions: &[Expression],
    message: &Value,
) -> std::result::Result<Vec<Operand>, String> {
    let values = expressions.iter();
    values.map(|value| value.evaluate(message)).collect()
}

#[cfg(test)]
mod tests {
    use rosebay_rosidl::DynamicMessage;

    use super::*;
    use crate::types::message_type;

    fn check(expression: &str, expected: std::result::Result<bool, &str>) {
        let ty = message_type("sensor_msgs/msg/LaserScan").unwrap();
        let mut message = DynamicMessage::new(ty);
        message.set_path("header.frame_id", "laser").unwrap();
        message.set_path("ranges", vec![1.0f32, 2.5, 4.0]).unwrap();
        message.set_path("angle_min", -1.5f32).unwrap();
        let got = expression.parse::<Filter>().and_then(|filter| {
            filter
                .holds(&message.into())
                .map_err(|error| error.to_string())
        });
        assert_eq!(got, expected.map_err(str::to_owned), "{expression}");
    }

    #[test]
    fn expressions_mean_what_they_mean_in_python() {
        for (expression, expected) in [
            ("m.angle_min < 0", true),
            ("m.angle_min == -1.5 and m.header.frame_id == 'laser'", true),
            ("not m.angle_max", true),
            ("len(m.ranges) == 3 and m.ranges[1] > 2", true),
            ("m.ranges[-1] == max(m.ranges)", true),
            ("1 < m.ranges[1] <= 2.5", true),
            ("'las' in m.header.frame_id", true),
            ("m.header.frame_id not in ['map', 'odom']", true),
            ("4 in m.ranges", true),
            ("7 // 2 + 7 % 4 * 2 == 9", true),
            ("-7 // 2 == -4 and -7 % 3 == 2", true),
            ("(m.angle_min + 1.5) or False", false),
            ("abs(m.angle_min) / 3 == 0.5", true),
            ("sum(m.ranges) == 7.5", true),
            ("any(m.intensities) or all(m.ranges)", true),
            ("m.header.stamp.sec != 0", false),
            ("9007199254740993 == 9007199254740992", false),
            ("int('n: 41'.rpartition(':')[-1]) % 2 == 1", true),
            ("int(-2.7) == -2 and int(True) == 1", true),
            ("float(' 2.5 ') == 2.5 and float(3) / 2 == 1.5", true),
            ("m.header.frame_id.startswith('la')", true),
            ("m.header.frame_id.upper().endswith('SER')", true),
            ("'a/b/c'.partition('/')[2] == 'b/c'", true),
            ("'abc'.partition('/') == ['abc', '', '']", true),
            ("'abc'.rpartition('/') == ['', '', 'abc']", true),
            (
                "len(' a  b '.split()) == 2 and len('a,,b'.split(',')) == 3",
                true,
            ),
            (
                "' Ab '.strip().lower() == 'ab' and 'xxaxx'.strip('x') == 'a'",
                true,
            ),
        ] {
            check(expression, Ok(expected));
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (expression, expected) in [
            ("m.", "expected a field's name at the end"),
            ("m.data >", "expected a value at the end"),
            ("m.data = 3", "expected an operator, got '=' at character 8"),
            ("(m.data", "expected ')' at the end"),
            (
                "x > 3",
                "unknown name 'x' at character 1: the message is 'm'",
            ),
            ("'abc", "the string at character 1 does not end"),
            (
                "m.speed > 3",
                "filter 'm.speed > 3': sensor_msgs/msg/LaserScan has no field 'speed'; it has header, angle_min, angle_max, angle_increment, time_increment, scan_time, range_min, range_max, ranges, intensities",
            ),
            (
                "m.ranges[9] > 1",
                "filter 'm.ranges[9] > 1': index 9 is outside of 3 elements",
            ),
            (
                "m.header > 1",
                "filter 'm.header > 1': cannot compare a message with a number",
            ),
            (
                "m.header.frame_id.title()",
                "unknown method 'title' at character 19: strings have startswith, endswith, lower, upper, \
                 strip, split, partition, rpartition",
            ),
            (
                "m.ranges.lower()",
                "filter 'm.ranges.lower()': expected a string, got a list",
            ),
            ("'a'.split('')", "filter ''a'.split('')': empty separator"),
            (
                "int(m.header.frame_id)",
                "filter 'int(m.header.frame_id)': 'laser' is no integer",
            ),
            (
                "1 / m.angle_max",
                "filter '1 / m.angle_max': division by zero",
            ),
        ] {
            check(expression, Err(expected));
        }
        check(&"(".repeat(10_000), Err("it is nested too deeply"));
    }
}
