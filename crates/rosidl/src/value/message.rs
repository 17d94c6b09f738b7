//! A message whose type is known only at run time.

use std::fmt;
use std::sync::Arc;

use super::{Value, ValueError};
use crate::definition::Arity;
use crate::message_type::{MessageType, Type};

/// A message of any type: a value for each of its fields, each always of the field's type and
/// within its bounds.
#[derive(Clone)]
pub struct DynamicMessage {
    ty: Arc<MessageType>,
    pub(super) fields: Vec<Value>,
}

impl DynamicMessage {
    /// Makes a message with the defaults of its definition.
    pub fn new(ty: Arc<MessageType>) -> Self {
        let fields = ty
            .fields
            .iter()
            .map(|field| Value::default_of(&field.ty, field.default.as_ref()))
            .collect();
        Self { ty, fields }
    }

    /// Makes a message of one value for each field; the caller has made them of the fields' types.
    pub(super) fn from_parts(ty: Arc<MessageType>, fields: Vec<Value>) -> Self {
        Self { ty, fields }
    }

    /// The type.
    pub fn message_type(&self) -> &Arc<MessageType> {
        &self.ty
    }

    /// The fields' names and values, in the order of the definition.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &Value)> {
        let names = self.ty.fields.iter().map(|field| field.name.as_str());
        names.zip(&self.fields)
    }

    /// The value of a field.
    ///
    /// # Errors
    /// [`ValueError::UnknownField`].
    pub fn get(&self, name: &str) -> Result<&Value, ValueError> {
        Ok(&self.fields[self.index(name)?])
    }

    /// Replaces the value of a field.
    ///
    /// # Errors
    /// When there is no such field, or the value is of another type or too long.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) -> Result<(), ValueError> {
        let index = self.index(name)?;
        let value = value.into();
        value
            .check(&self.ty.fields[index].ty)
            .map_err(|error| error.in_field(name))?;
        self.fields[index] = value;
        Ok(())
    }

    /// A copy of the value at a path like `pose.position.x` or `transforms[2].header`.
    ///
    /// # Errors
    /// When the path is malformed or leads nowhere.
    pub fn get_path(&self, path: &str) -> Result<Value, ValueError> {
        let step = Step::parse(path)?;
        let value = self.get(step.name)?;
        let found = match (step.index, step.rest) {
            (None, None) => Ok(value.clone()),
            (Some(index), None) => value.element(index).ok_or_else(|| no_element(value, index)),
            (index, Some(rest)) => match (value, index) {
                (Value::Message(nested), None) => nested.get_path(rest),
                (Value::MessageArray(nested), Some(index)) => match nested.get(index) {
                    Some(nested) => nested.get_path(rest),
                    None => Err(no_element(value, index)),
                },
                _ => Err(no_parts(value)),
            },
        };
        found.map_err(|error| step.locate(error))
    }

    /// Replaces the value at a path like `pose.position.x` or `transforms[2].header`.
    ///
    /// # Errors
    /// When the path is malformed or leads nowhere, or the value is of another type or too long.
    pub fn set_path(&mut self, path: &str, value: impl Into<Value>) -> Result<(), ValueError> {
        let step = Step::parse(path)?;
        let field = self.index(step.name)?;
        let set = match (step.index, step.rest) {
            (None, None) => return self.set(step.name, value),
            (Some(index), None) => self.set_element(field, index, value.into()),
            (index, Some(rest)) => match (&mut self.fields[field], index) {
                (Value::Message(nested), None) => nested.set_path(rest, value),
                (Value::MessageArray(nested), Some(index)) if index < nested.len() => {
                    nested[index].set_path(rest, value)
                }
                (array @ Value::MessageArray(_), Some(index)) => Err(no_element(array, index)),
                (other, _) => Err(no_parts(other)),
            },
        };
        set.map_err(|error| step.locate(error))
    }

    fn set_element(&mut self, field: usize, index: usize, value: Value) -> Result<(), ValueError> {
        let array = &mut self.fields[field];
        if array.len().is_none_or(|length| index >= length) {
            return Err(no_element(array, index));
        }
        let element = Type {
            element: self.ty.fields[field].ty.element.clone(),
            arity: Arity::One,
        };
        value.check(&element)?;
        array
            .set_element(index, value)
            .map_err(|value| ValueError::WrongType {
                expected: element.to_string(),
                got: value.describe(),
            })
    }

    /// Whether the message is of this type.
    pub(super) fn is_of(&self, ty: &Arc<MessageType>) -> bool {
        Arc::ptr_eq(&self.ty, ty) || self.ty == *ty
    }

    fn index(&self, name: &str) -> Result<usize, ValueError> {
        self.ty
            .field_index(name)
            .ok_or_else(|| unknown_field(&self.ty, name))
    }
}

/// The name of the type and the fields, not the whole type.
impl fmt::Debug for DynamicMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut output = f.debug_struct(&self.ty.name.to_string());
        for (name, value) in self.fields() {
            output.field(name, value);
        }
        output.finish()
    }
}

/// Messages are equal when they have the same type and equal values; as in IEEE 754, NaN equals
/// nothing.
impl PartialEq for DynamicMessage {
    fn eq(&self, other: &Self) -> bool {
        self.is_of(&other.ty) && self.fields == other.fields
    }
}

/// The first step of a path: `name`, `name[index]`, and what follows the dot behind it.
struct Step<'a> {
    name: &'a str,
    index: Option<usize>,
    rest: Option<&'a str>,
}

impl<'a> Step<'a> {
    fn parse(path: &'a str) -> Result<Self, ValueError> {
        let malformed = || ValueError::Path {
            path: path.to_owned(),
        };
        let (step, rest) = match path.split_once('.') {
            Some((step, rest)) => (step, Some(rest)),
            None => (path, None),
        };
        let (name, index) = match step.split_once('[') {
            Some((name, index)) => {
                let index = index.strip_suffix(']').ok_or_else(malformed)?;
                (name, Some(index.parse().map_err(|_| malformed())?))
            }
            None => (step, None),
        };
        if name.is_empty() {
            return Err(malformed());
        }
        Ok(Self { name, index, rest })
    }

    /// Puts this step before the path in an error.
    fn locate(&self, error: ValueError) -> ValueError {
        match self.index {
            Some(index) => error.in_element(index).in_field(self.name),
            None => error.in_field(self.name),
        }
    }
}

pub(super) fn unknown_field(ty: &MessageType, name: &str) -> ValueError {
    let known: Vec<_> = ty.fields.iter().map(|field| field.name.as_str()).collect();
    ValueError::UnknownField {
        message: ty.name.to_string(),
        name: name.to_owned(),
        known: if known.is_empty() {
            "none".to_owned()
        } else {
            known.join(", ")
        },
    }
}

fn no_element(value: &Value, index: usize) -> ValueError {
    match value.len() {
        Some(length) => ValueError::Index { index, length },
        None => no_parts(value),
    }
}

fn no_parts(value: &Value) -> ValueError {
    ValueError::NoParts {
        got: value.describe(),
    }
}
