//! From the tree of an expression to a condition on the messages of one type.

use std::sync::Arc;

use super::FilterError;
use super::parse::{Expression, Literal, Operand, Operator, PathStep};
use crate::definition::{Arity, Literal as ConstantValue, Primitive};
use crate::message_type::{Element, MessageType};

/// A condition whose fields are found and whose comparisons make sense.
#[derive(Debug, Clone)]
pub(super) enum Condition {
    And(Box<Condition>, Box<Condition>),
    Or(Box<Condition>, Box<Condition>),
    Not(Box<Condition>),
    Compare(Term, Operator, Term),
    Like(Term, Term),
}

/// One side of a comparison.
#[derive(Debug, Clone)]
pub(super) enum Term {
    Field(Access),
    Literal(Literal),
}

/// The way to a datum.
#[derive(Debug, Clone)]
pub(super) struct Access {
    pub(super) steps: Vec<AccessStep>,
    pub(super) datum: Datum,
}

/// Into the field of a message.
#[derive(Debug, Clone)]
pub(super) struct AccessStep {
    pub(super) message: Arc<MessageType>,
    pub(super) field: usize,
    pub(super) element: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Datum {
    Primitive(Primitive),
    Text,
    WideText,
}

/// What can be compared with what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Bool,
    Text,
}

/// Returns the condition and how many of the top-level fields it needs.
pub(super) fn compile(
    message_type: &Arc<MessageType>,
    expression: Expression,
) -> Result<(Condition, usize), FilterError> {
    let mut compiler = Compiler {
        message_type,
        width: 0,
    };
    let condition = compiler.condition(expression)?;
    Ok((condition, compiler.width))
}

struct Compiler<'a> {
    message_type: &'a Arc<MessageType>,
    width: usize,
}

impl Compiler<'_> {
    fn condition(&mut self, expression: Expression) -> Result<Condition, FilterError> {
        Ok(match expression {
            Expression::And(left, right) => Condition::And(self.boxed(*left)?, self.boxed(*right)?),
            Expression::Or(left, right) => Condition::Or(self.boxed(*left)?, self.boxed(*right)?),
            Expression::Not(inner) => Condition::Not(self.boxed(*inner)?),
            Expression::Compare(left, operator, right) => self.compare(left, operator, right)?,
            Expression::Between(value, low, high) => {
                let above = self.compare(value.clone(), Operator::GreaterOrEqual, low)?;
                let below = self.compare(value, Operator::LessOrEqual, high)?;
                Condition::And(Box::new(above), Box::new(below))
            }
            Expression::Like(value, pattern) => {
                let names = (name(&value), name(&pattern));
                let (value, pattern) = self.pair(value, pattern)?;
                if value.kind() != Kind::Text {
                    return Err(mismatch(names, "texts beside LIKE"));
                }
                Condition::Like(value, pattern)
            }
        })
    }

    fn boxed(&mut self, expression: Expression) -> Result<Box<Condition>, FilterError> {
        self.condition(expression).map(Box::new)
    }

    fn compare(
        &mut self,
        left: Operand,
        operator: Operator,
        right: Operand,
    ) -> Result<Condition, FilterError> {
        let names = (name(&left), name(&right));
        let (left, right) = self.pair(left, right)?;
        let orders = !matches!(operator, Operator::Equal | Operator::NotEqual);
        if left.kind() == Kind::Bool && orders {
            return Err(mismatch(names, "= or <> between bools"));
        }
        Ok(Condition::Compare(left, operator, right))
    }

    /// Two sides that can be compared.
    fn pair(&mut self, left: Operand, right: Operand) -> Result<(Term, Term), FilterError> {
        let names = (name(&left), name(&right));
        let (left, right) = (self.term(left)?, self.term(right)?);
        if matches!((&left, &right), (Term::Literal(_), Term::Literal(_))) {
            return Err(mismatch(names, "a field on one side at least"));
        }
        let left = constant(left, &right);
        let right = constant(right, &left);
        match left.kind() == right.kind() {
            true => Ok((left, right)),
            false => Err(mismatch(names, "two numbers, two bools or two texts")),
        }
    }

    fn term(&mut self, operand: Operand) -> Result<Term, FilterError> {
        match operand {
            Operand::Literal(literal) => Ok(Term::Literal(literal)),
            Operand::Field(path) => self.access(&path).map(Term::Field),
        }
    }

    fn access(&mut self, path: &[PathStep]) -> Result<Access, FilterError> {
        let mut steps: Vec<AccessStep> = Vec::with_capacity(path.len());
        let mut message = Arc::clone(self.message_type);
        for (index, step) in path.iter().enumerate() {
            let Some(field) = message.field_index(&step.name) else {
                return Err(FilterError::UnknownField {
                    path: joined(path),
                    type_name: message.name.to_string(),
                    field: step.name.clone(),
                });
            };
            let ty = message.fields[field].ty.clone();
            let not_comparable = || FilterError::NotComparable {
                path: joined(&path[..=index]),
                found: ty.to_string(),
            };
            if (ty.arity == Arity::One) != step.element.is_none() {
                return Err(not_comparable());
            }
            steps.push(AccessStep {
                message: Arc::clone(&message),
                field,
                element: step.element.unwrap_or(0),
            });
            let datum = match &ty.element {
                Element::Message(nested) if index + 1 < path.len() => {
                    message = Arc::clone(nested);
                    continue;
                }
                Element::Primitive(primitive) => Datum::Primitive(*primitive),
                Element::String { .. } => Datum::Text,
                Element::WString { .. } => Datum::WideText,
                Element::Message(_) => return Err(not_comparable()),
            };
            if index + 1 < path.len() {
                return Err(FilterError::UnknownField {
                    path: joined(path),
                    type_name: ty.to_string(),
                    field: path[index + 1].name.clone(),
                });
            }
            self.width = self.width.max(steps[0].field + 1);
            return Ok(Access { steps, datum });
        }
        // The grammar has no empty path.
        Err(FilterError::NotComparable {
            path: joined(path),
            found: self.message_type.name.to_string(),
        })
    }
}

impl Term {
    fn kind(&self) -> Kind {
        match self {
            Self::Literal(Literal::Integer(_) | Literal::Float(_)) => Kind::Number,
            Self::Literal(Literal::Bool(_)) => Kind::Bool,
            Self::Literal(Literal::Text(_)) => Kind::Text,
            Self::Field(access) => match access.datum {
                Datum::Primitive(Primitive::Bool) => Kind::Bool,
                Datum::Primitive(_) => Kind::Number,
                Datum::Text | Datum::WideText => Kind::Text,
            },
        }
    }
}

/// A text beside an integer field that names a constant of the field's message is that constant.
fn constant(term: Term, other: &Term) -> Term {
    if let (Term::Literal(Literal::Text(name)), Term::Field(access)) = (&term, other)
        && let Datum::Primitive(_) = access.datum
        && let Some(step) = access.steps.last()
        && let Some(constant) = step
            .message
            .constants
            .iter()
            .find(|each| each.name == *name)
        && let ConstantValue::Int(value) = constant.value
    {
        return Term::Literal(Literal::Integer(value));
    }
    term
}

fn mismatch((left, right): (String, String), expected: &'static str) -> FilterError {
    FilterError::Mismatch {
        left,
        right,
        expected,
    }
}

/// An operand as it stands in an expression, for errors.
fn name(operand: &Operand) -> String {
    match operand {
        Operand::Field(path) => joined(path),
        Operand::Literal(Literal::Integer(value)) => value.to_string(),
        Operand::Literal(Literal::Float(value)) => format!("{value:?}"),
        Operand::Literal(Literal::Bool(value)) => value.to_string(),
        Operand::Literal(Literal::Text(value)) => value.clone(),
    }
}

fn joined(path: &[PathStep]) -> String {
    let steps = path.iter().map(|step| match step.element {
        Some(index) => format!("{}[{index}]", step.name),
        None => step.name.clone(),
    });
    steps.collect::<Vec<_>>().join(".")
}
