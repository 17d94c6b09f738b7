//! What expressions work on.

use std::cmp::Ordering;

use rosebay_rosidl::Value;

use super::{Arithmetic, Comparison, Function};

/// A value in an expression.
#[derive(Debug, Clone)]
pub(super) enum Operand {
    None,
    Bool(bool),
    Integer(i128),
    Float(f64),
    Text(String),
    List(Vec<Operand>),
    /// A message, or an array or sequence in one.
    Value(Value),
}

type Result<T> = std::result::Result<T, String>;

impl Operand {
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Bool(value) => Self::Bool(*value),
            Value::U8(value) => Self::Integer((*value).into()),
            Value::I8(value) => Self::Integer((*value).into()),
            Value::U16(value) => Self::Integer((*value).into()),
            Value::I16(value) => Self::Integer((*value).into()),
            Value::U32(value) => Self::Integer((*value).into()),
            Value::I32(value) => Self::Integer((*value).into()),
            Value::U64(value) => Self::Integer((*value).into()),
            Value::I64(value) => Self::Integer((*value).into()),
            Value::F32(value) => Self::Float((*value).into()),
            Value::F64(value) => Self::Float(*value),
            Value::String(text) | Value::WString(text) => Self::Text(text.clone()),
            other => Self::Value(other.clone()),
        }
    }

    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::None => "None",
            Self::Bool(_) | Self::Integer(_) | Self::Float(_) => "a number",
            Self::Text(_) => "a string",
            Self::Value(Value::Message(_)) => "a message",
            Self::List(_) | Self::Value(_) => "a list",
        }
    }

    /// What Python takes for true.
    pub(super) fn is_true(&self) -> bool {
        match self {
            Self::None => false,
            Self::Bool(value) => *value,
            Self::Integer(value) => *value != 0,
            Self::Float(value) => *value != 0.0,
            Self::Text(text) => !text.is_empty(),
            Self::List(items) => !items.is_empty(),
            Self::Value(value) => !value.is_empty(),
        }
    }

    pub(super) fn field(&self, name: &str) -> Result<Self> {
        match self {
            Self::Value(Value::Message(message)) => match message.get(name) {
                Ok(value) => Ok(Self::of(value)),
                Err(error) => Err(error.to_string()),
            },
            other => Err(format!("{} has no field '{name}'", other.kind())),
        }
    }

    pub(super) fn element(&self, index: &Self) -> Result<Self> {
        let Self::Integer(index) = *index else {
            return Err(format!("expected a number as index, got {}", index.kind()));
        };
        let items = self.items()?;
        let length = items.len();
        let from_start = if index < 0 {
            index + length as i128
        } else {
            index
        };
        usize::try_from(from_start)
            .ok()
            .and_then(|index| items.into_iter().nth(index))
            .ok_or_else(|| format!("index {index} is outside of {length} elements"))
    }

    /// The elements of a list, the characters of a string.
    fn items(&self) -> Result<Vec<Self>> {
        match self {
            Self::List(items) => Ok(items.clone()),
            Self::Text(text) => {
                let characters = text.chars();
                Ok(characters.map(|one| Self::Text(one.to_string())).collect())
            }
            Self::Value(value) if value.len().is_some() => {
                let indices = 0..value.len().unwrap_or(0);
                let elements = indices.filter_map(|index| value.element(index));
                Ok(elements.map(|element| Self::of(&element)).collect())
            }
            other => Err(format!("expected a list, got {}", other.kind())),
        }
    }

    pub(super) fn negative(&self) -> Result<Self> {
        match self.number() {
            Some(Number::Integer(value)) => Ok(Self::Integer(-value)),
            Some(Number::Float(value)) => Ok(Self::Float(-value)),
            None => Err(format!("expected a number, got {}", self.kind())),
        }
    }

    fn number(&self) -> Option<Number> {
        match self {
            Self::Bool(value) => Some(Number::Integer(i128::from(*value))),
            Self::Integer(value) => Some(Number::Integer(*value)),
            Self::Float(value) => Some(Number::Float(*value)),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Number {
    Integer(i128),
    Float(f64),
}

impl Number {
    fn float(self) -> f64 {
        match self {
            Self::Integer(value) => value as f64,
            Self::Float(value) => value,
        }
    }
}

pub(super) fn arithmetic(how: Arithmetic, first: &Operand, second: &Operand) -> Result<Operand> {
    if let (Arithmetic::Add, Operand::Text(first), Operand::Text(second)) = (how, first, second) {
        return Ok(Operand::Text(format!("{first}{second}")));
    }
    let (Some(a), Some(b)) = (first.number(), second.number()) else {
        return Err(format!(
            "cannot calculate with {} and {}",
            first.kind(),
            second.kind()
        ));
    };
    let divides = !matches!(
        how,
        Arithmetic::Add | Arithmetic::Subtract | Arithmetic::Multiply
    );
    if divides && b.float() == 0.0 {
        return Err("division by zero".to_owned());
    }
    if let (Number::Integer(a), Number::Integer(b)) = (a, b) {
        let result = match how {
            Arithmetic::Add => a.checked_add(b),
            Arithmetic::Subtract => a.checked_sub(b),
            Arithmetic::Multiply => a.checked_mul(b),
            Arithmetic::Divide => return Ok(Operand::Float(a as f64 / b as f64)),
            // Python rounds down; Rust towards zero.
            Arithmetic::FloorDivide => {
                let rounds = a % b != 0 && (a < 0) != (b < 0);
                a.checked_div(b)
                    .map(|quotient| quotient - i128::from(rounds))
            }
            Arithmetic::Remainder => {
                let rest = a % b;
                Some(if rest != 0 && (rest < 0) != (b < 0) {
                    rest + b
                } else {
                    rest
                })
            }
        };
        return result
            .map(Operand::Integer)
            .ok_or_else(|| "the number is too large".to_owned());
    }
    let (a, b) = (a.float(), b.float());
    Ok(Operand::Float(match how {
        Arithmetic::Add => a + b,
        Arithmetic::Subtract => a - b,
        Arithmetic::Multiply => a * b,
        Arithmetic::Divide => a / b,
        Arithmetic::FloorDivide => (a / b).floor(),
        Arithmetic::Remainder => a - b * (a / b).floor(),
    }))
}

pub(super) fn compare(how: Comparison, first: &Operand, second: &Operand) -> Result<bool> {
    let order = |accept: fn(Ordering) -> bool| {
        let order = order(first, second)?;
        Ok(order.is_some_and(accept))
    };
    match how {
        Comparison::Equal => Ok(is_equal(first, second)),
        Comparison::NotEqual => Ok(!is_equal(first, second)),
        Comparison::Less => order(Ordering::is_lt),
        Comparison::LessOrEqual => order(Ordering::is_le),
        Comparison::Greater => order(Ordering::is_gt),
        Comparison::GreaterOrEqual => order(Ordering::is_ge),
        Comparison::In => is_in(first, second),
        Comparison::NotIn => Ok(!is_in(first, second)?),
    }
}

fn is_in(item: &Operand, list: &Operand) -> Result<bool> {
    match (item, list) {
        (Operand::Text(part), Operand::Text(whole)) => Ok(whole.contains(part.as_str())),
        (item, list) => Ok(list.items()?.iter().any(|other| is_equal(item, other))),
    }
}

fn is_equal(first: &Operand, second: &Operand) -> bool {
    match (first, second) {
        (Operand::None, Operand::None) => true,
        (Operand::Value(Value::Message(first)), Operand::Value(Value::Message(second))) => {
            first == second
        }
        (Operand::List(_) | Operand::Value(_), Operand::List(_) | Operand::Value(_)) => {
            match (first.items(), second.items()) {
                (Ok(first), Ok(second)) => {
                    first.len() == second.len()
                        && first.iter().zip(&second).all(|(a, b)| is_equal(a, b))
                }
                _ => false,
            }
        }
        _ => order(first, second).is_ok_and(|order| order == Some(Ordering::Equal)),
    }
}

fn order(first: &Operand, second: &Operand) -> Result<Option<Ordering>> {
    if let (Operand::Text(first), Operand::Text(second)) = (first, second) {
        return Ok(Some(first.cmp(second)));
    }
    match (first.number(), second.number()) {
        (Some(Number::Integer(first)), Some(Number::Integer(second))) => {
            Ok(Some(first.cmp(&second)))
        }
        (Some(first), Some(second)) => Ok(first.float().partial_cmp(&second.float())),
        _ => Err(format!(
            "cannot compare {} with {}",
            first.kind(),
            second.kind()
        )),
    }
}

pub(super) fn call(function: Function, mut arguments: Vec<Operand>) -> Result<Operand> {
    // min and max take a list or its elements.
    if matches!(function, Function::Min | Function::Max) && arguments.len() > 1 {
        arguments = vec![Operand::List(arguments)];
    }
    let [argument] = arguments.as_slice() else {
        return Err(format!("expected one argument, got {}", arguments.len()));
    };
    match function {
        Function::Len => Ok(Operand::Integer(argument.items()?.len() as i128)),
        Function::Abs => match argument.number() {
            Some(Number::Integer(value)) => Ok(Operand::Integer(value.abs())),
            Some(Number::Float(value)) => Ok(Operand::Float(value.abs())),
            None => Err(format!("expected a number, got {}", argument.kind())),
        },
        Function::Int => integer(argument),
        Function::Float => float(argument),
        Function::Min => extreme(argument, Ordering::is_lt),
        Function::Max => extreme(argument, Ordering::is_gt),
        Function::Sum => argument
            .items()?
            .iter()
            .try_fold(Operand::Integer(0), |sum, item| {
                arithmetic(Arithmetic::Add, &sum, item)
            }),
        Function::Any => Ok(Operand::Bool(
            argument.items()?.iter().any(Operand::is_true),
        )),
        Function::All => Ok(Operand::Bool(
            argument.items()?.iter().all(Operand::is_true),
        )),
    }
}

fn integer(of: &Operand) -> Result<Operand> {
    let value = match (of, of.number()) {
        (_, Some(Number::Integer(value))) => value,
        (_, Some(Number::Float(value))) if value.is_finite() => value as i128,
        (_, Some(Number::Float(value))) => return Err(format!("{value} is no integer")),
        (Operand::Text(text), None) => {
            let parsed = text.trim().parse();
            parsed.map_err(|_| format!("'{text}' is no integer"))?
        }
        _ => return Err(format!("expected a number, got {}", of.kind())),
    };
    Ok(Operand::Integer(value))
}

fn float(of: &Operand) -> Result<Operand> {
    match (of, of.number()) {
        (_, Some(number)) => Ok(Operand::Float(number.float())),
        (Operand::Text(text), None) => {
            let parsed = text.trim().parse();
            parsed
                .map(Operand::Float)
                .map_err(|_| format!("'{text}' is no number"))
        }
        _ => Err(format!("expected a number, got {}", of.kind())),
    }
}

fn extreme(list: &Operand, is_better: fn(Ordering) -> bool) -> Result<Operand> {
    let mut items = list.items()?.into_iter();
    let mut best = items
        .next()
        .ok_or_else(|| "expected a list with elements".to_owned())?;
    for item in items {
        if order(&item, &best)?.is_some_and(is_better) {
            best = item;
        }
    }
    Ok(best)
}
