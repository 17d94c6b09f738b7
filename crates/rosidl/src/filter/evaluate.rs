//! Conditions held against payloads.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::Filter;
use super::compile::{Access, AccessStep, Condition, Datum, Term};
use super::parse::{Literal, Operator};
use crate::cdr::{DecodeError, Reader};
use crate::definition::Primitive;
use crate::message_type::Element;
use crate::plan::read_count;

/// A datum as it is compared.
enum Value<'a> {
    Integer(i128),
    Float(f64),
    Bool(bool),
    Text(Cow<'a, str>),
}

pub(super) fn evaluate(filter: &Filter, payload: &[u8]) -> Result<bool, DecodeError> {
    let mut offsets = vec![0; filter.width];
    let plan = &filter.message_type.plan;
    plan.locate(&mut Reader::new(payload)?, &mut offsets)?;
    let message = Located {
        payload,
        offsets: &offsets,
    };
    message.meets(&filter.condition)
}

/// A message whose top-level fields are found.
struct Located<'a> {
    payload: &'a [u8],
    offsets: &'a [u32],
}

impl<'a> Located<'a> {
    fn meets(&self, condition: &Condition) -> Result<bool, DecodeError> {
        Ok(match condition {
            Condition::And(left, right) => self.meets(left)? && self.meets(right)?,
            Condition::Or(left, right) => self.meets(left)? || self.meets(right)?,
            Condition::Not(inner) => !self.meets(inner)?,
            Condition::Compare(left, operator, right) => {
                let ordering = match (self.value(left)?, self.value(right)?) {
                    (Some(left), Some(right)) => compare(&left, &right),
                    _ => None,
                };
                ordering.is_some_and(|ordering| holds(*operator, ordering))
            }
            Condition::Like(value, pattern) => match (self.value(value)?, self.value(pattern)?) {
                (Some(Value::Text(value)), Some(Value::Text(pattern))) => like(&value, &pattern),
                _ => false,
            },
        })
    }

    /// The value of a term; `None` for an element that is not there.
    fn value<'t>(&self, term: &'t Term) -> Result<Option<Value<'t>>, DecodeError>
    where
        'a: 't,
    {
        match term {
            Term::Literal(literal) => Ok(Some(match literal {
                Literal::Integer(value) => Value::Integer(*value),
                Literal::Float(value) => Value::Float(*value),
                Literal::Bool(value) => Value::Bool(*value),
                Literal::Text(value) => Value::Text(Cow::Borrowed(value)),
            })),
            Term::Field(access) => self.field(access),
        }
    }

    fn field(&self, access: &Access) -> Result<Option<Value<'a>>, DecodeError> {
        let mut reader: Option<Reader<'a>> = None;
        for step in &access.steps {
            let mut found = match &mut reader {
                None => self.top_level(step)?,
                Some(reader) => nested(self.payload, reader, step)?,
            };
            if !enter_element(&mut found, step)? {
                return Ok(None);
            }
            reader = Some(found);
        }
        reader
            .map(|mut reader| read(&mut reader, access.datum))
            .transpose()
    }

    fn top_level(&self, step: &AccessStep) -> Result<Reader<'a>, DecodeError> {
        let offset = self.offsets.get(step.field).copied().unwrap_or_default();
        Reader::at(self.payload, offset as usize)
    }
}

/// A field of the message that begins where the reader stands.
fn nested<'a>(
    payload: &'a [u8],
    reader: &mut Reader<'a>,
    step: &AccessStep,
) -> Result<Reader<'a>, DecodeError> {
    let mut offsets = vec![0; step.field + 1];
    step.message.plan.locate(reader, &mut offsets)?;
    let offset = offsets.last().copied().unwrap_or_default();
    Reader::at(payload, offset as usize)
}

/// Goes on to the element of an array or sequence; false where it is not there.
fn enter_element(reader: &mut Reader<'_>, step: &AccessStep) -> Result<bool, DecodeError> {
    let ty = &step.message.fields[step.field].ty;
    // The lengths have been checked when the fields were located.
    let count = read_count(reader, ty.arity, 0)?;
    if step.element >= count {
        return Ok(false);
    }
    for _ in 0..step.element {
        match &ty.element {
            Element::Message(message) => message.plan.skip(reader)?,
            Element::String { .. } => drop(reader.string_bytes(None)?),
            Element::WString { .. } => drop(reader.wstring_bytes(None)?),
            Element::Primitive(primitive) => {
                reader.numeric(step.element, primitive.size())?;
                break;
            }
        }
    }
    Ok(true)
}

fn read<'a>(reader: &mut Reader<'a>, datum: Datum) -> Result<Value<'a>, DecodeError> {
    let primitive = match datum {
        Datum::Primitive(primitive) => primitive,
        Datum::Text => {
            let bytes = reader.string_bytes(None)?;
            return Ok(Value::Text(String::from_utf8_lossy(bytes)));
        }
        Datum::WideText => return Ok(Value::Text(Cow::Owned(reader.wstring(None)?))),
    };
    Ok(match primitive {
        Primitive::Bool => Value::Bool(reader.read()?),
        Primitive::UInt8 | Primitive::Char | Primitive::Byte => integer(reader.read::<u8>()?),
        Primitive::Int8 => integer(reader.read::<i8>()?),
        Primitive::UInt16 => integer(reader.read::<u16>()?),
        Primitive::Int16 => integer(reader.read::<i16>()?),
        Primitive::UInt32 => integer(reader.read::<u32>()?),
        Primitive::Int32 => integer(reader.read::<i32>()?),
        Primitive::UInt64 => integer(reader.read::<u64>()?),
        Primitive::Int64 => integer(reader.read::<i64>()?),
        Primitive::Float32 => Value::Float(f64::from(reader.read::<f32>()?)),
        Primitive::Float64 => Value::Float(reader.read()?),
    })
}

fn integer<'a>(value: impl Into<i128>) -> Value<'a> {
    Value::Integer(value.into())
}

/// How two values compare; not at all where one is no number.
fn compare(left: &Value<'_>, right: &Value<'_>) -> Option<Ordering> {
    match (left, right) {
        (Value::Integer(left), Value::Integer(right)) => Some(left.cmp(right)),
        (Value::Integer(left), Value::Float(right)) => (*left as f64).partial_cmp(right),
        (Value::Float(left), Value::Integer(right)) => left.partial_cmp(&(*right as f64)),
        (Value::Float(left), Value::Float(right)) => left.partial_cmp(right),
        (Value::Bool(left), Value::Bool(right)) => Some(left.cmp(right)),
        (Value::Text(left), Value::Text(right)) => Some(left.as_bytes().cmp(right.as_bytes())),
        _ => None,
    }
}

fn holds(operator: Operator, ordering: Ordering) -> bool {
    match operator {
        Operator::Equal => ordering.is_eq(),
        Operator::NotEqual => ordering.is_ne(),
        Operator::Less => ordering.is_lt(),
        Operator::LessOrEqual => ordering.is_le(),
        Operator::Greater => ordering.is_gt(),
        Operator::GreaterOrEqual => ordering.is_ge(),
    }
}

/// Whether a text has the form of a pattern, in time proportional to the product of their lengths.
fn like(text: &str, pattern: &str) -> bool {
    let (text, pattern): (Vec<char>, Vec<char>) =
        (text.chars().collect(), pattern.chars().collect());
    let (mut at, mut in_pattern) = (0, 0);
    // Behind the last wildcard for many, and the text that it has taken so far.
    let mut retry: Option<(usize, usize)> = None;
    while at < text.len() {
        match pattern.get(in_pattern) {
            Some('%' | '*') => {
                in_pattern += 1;
                retry = Some((in_pattern, at));
            }
            Some(c) if matches!(c, '_' | '?') || *c == text[at] => {
                at += 1;
                in_pattern += 1;
            }
            _ => match &mut retry {
                Some((behind, taken)) => {
                    *taken += 1;
                    (in_pattern, at) = (*behind, *taken);
                }
                None => return false,
            },
        }
    }
    pattern[in_pattern..].iter().all(|c| matches!(c, '%' | '*'))
}
