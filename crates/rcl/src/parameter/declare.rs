//! Declaring parameters.

use super::store::{Result, SEPARATOR, variant};
use super::{
    Parameter, ParameterDescriptor, ParameterError, ParameterType, ParameterValue,
    ParameterVariant, Parameters,
};

/// What a parameter begins with.
#[derive(Debug, Clone, PartialEq)]
pub enum Initial {
    /// A value, whose type is the parameter's unless that is dynamic.
    Value(ParameterValue),
    /// No value, but a type. An override or a later call gives it one.
    Type(ParameterType),
}

impl<T: Into<ParameterValue>> From<T> for Initial {
    fn from(value: T) -> Self {
        Self::Value(value.into())
    }
}

impl From<ParameterType> for Initial {
    fn from(parameter_type: ParameterType) -> Self {
        Self::Type(parameter_type)
    }
}

/// A parameter that is to be declared.
#[derive(Debug, Clone, PartialEq)]
pub struct Declaration {
    /// The name.
    pub name: String,
    /// What it begins with, unless an override says otherwise.
    pub initial: Initial,
    /// What it is for. Name and type are filled in.
    pub descriptor: ParameterDescriptor,
}

impl Parameters {
    /// Declares a parameter, whose type is that of its value from now on. Returns its value: an override,
    /// or the one given.
    ///
    /// # Errors
    /// When the name is empty or declared already, or when an override is of another type or a callback
    /// rejects the value.
    pub fn declare<T: ParameterVariant>(&self, name: &str, default: T) -> Result<T> {
        let value = self.declare_with(name, default.into(), ParameterDescriptor::default())?;
        variant(name, value)
    }

    /// Declares a parameter with a descriptor.
    ///
    /// # Errors
    /// As [`Self::declare_all`].
    pub fn declare_with(
        &self,
        name: &str,
        initial: impl Into<Initial>,
        descriptor: ParameterDescriptor,
    ) -> Result<ParameterValue> {
        let declaration = Declaration {
            name: name.to_owned(),
            initial: initial.into(),
            descriptor,
        };
        let mut values = self.declare_all("", vec![declaration], false)?;
        Ok(values.pop().unwrap_or_default())
    }

    /// Declares parameters whose names are `<namespace>.<name>`, or `<name>` where the namespace is empty.
    /// Returns their values: an override, unless those are to be ignored, or the initial one. The on-set and
    /// post-set callbacks are called for one after the other.
    ///
    /// # Errors
    /// Before any is declared, when a name is empty or declared already, or a declaration has neither a
    /// type nor dynamic typing. When an override is of the wrong type, or the descriptor or a callback
    /// rejects a value; those before it stay declared.
    pub fn declare_all(
        &self,
        namespace: &str,
        declarations: Vec<Declaration>,
        ignore_overrides: bool,
    ) -> Result<Vec<ParameterValue>> {
        let mut prepared = Vec::with_capacity(declarations.len());
        for mut declaration in declarations {
            if !namespace.is_empty() {
                declaration.name = format!("{namespace}{SEPARATOR}{}", declaration.name);
            }
            prepared.push(self.prepare(declaration, ignore_overrides)?);
        }
        let _setting = self.begin_setting();
        let names = prepared.iter().map(|(parameter, _)| &parameter.name);
        let names: Vec<_> = names.filter(|name| self.has(name)).cloned().collect();
        if !names.is_empty() {
            return Err(ParameterError::AlreadyDeclared { names });
        }
        for (parameter, descriptor) in &prepared {
            self.change(std::slice::from_ref(parameter), Some(descriptor))
                .map_err(|rejection| rejection.into_error(&parameter.name, &parameter.value))?;
        }
        Ok(prepared
            .into_iter()
            .map(|(parameter, _)| self.value(&parameter.name).unwrap_or_default())
            .collect())
    }

    fn prepare(
        &self,
        declaration: Declaration,
        ignore_overrides: bool,
    ) -> Result<(Parameter, ParameterDescriptor)> {
        let (name, mut descriptor) = (declaration.name, declaration.descriptor);
        if name.is_empty() {
            return Err(ParameterError::InvalidName { name });
        }
        let refuse = |name, reason| Err(ParameterError::InvalidDeclaration { name, reason });
        let value = match declaration.initial {
            Initial::Type(ParameterType::NotSet) => {
                return refuse(name, "it is statically typed, but of type NOT_SET");
            }
            Initial::Type(_) if descriptor.dynamic_typing => {
                return refuse(
                    name,
                    "a descriptor with dynamic_typing is not allowed when the type is given",
                );
            }
            Initial::Type(parameter_type) => {
                descriptor.parameter_type = parameter_type;
                ParameterValue::NotSet
            }
            Initial::Value(value) => {
                if !descriptor.dynamic_typing {
                    descriptor.parameter_type = value.parameter_type();
                    if !value.is_set() {
                        return refuse(
                            name,
                            "it is statically typed, but its default value is not set",
                        );
                    }
                }
                value
            }
        };
        let mut overrides = self.overrides().iter();
        let value = match overrides.find(|parameter| parameter.name == name) {
            Some(parameter) if !ignore_overrides => parameter.value.clone(),
            _ => value,
        };
        Ok((Parameter { name, value }, descriptor))
    }
}
