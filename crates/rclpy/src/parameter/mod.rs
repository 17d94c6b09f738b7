//! A node's parameters.

mod callbacks;
mod convert;
mod error;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use rosebay_rcl::parameter::{Declaration, Initial, NodeParameters, parse_value};
use rosebay_rcl::{ParameterValue, Parameters};

pub(crate) use callbacks::PyParameterCallback;
pub(crate) use convert::{Parts, parameters_of};
pub(crate) use error::raise_parameter;

use crate::raised::with_callbacks;
use convert::{all_parts, descriptor_message, descriptor_of, parts, type_of, value_of};
use error::raise_set;

/// A parameter that is to be declared: its name, the number of its type, its value, and its descriptor.
/// Without a value it is declared to be of the type.
type PyDeclaration<'py> = (String, u8, Option<Bound<'py, PyAny>>, Bound<'py, PyAny>);

/// A node's parameters. They outlive the node.
#[pyclass(name = "Parameters", frozen, module = "rclpy._rclpy")]
pub(crate) struct PyParameters {
    parameters: Parameters,
}

impl From<&Parameters> for PyParameters {
    fn from(parameters: &Parameters) -> Self {
        Self {
            parameters: parameters.clone(),
        }
    }
}

fn declaration_of((name, number, value, descriptor): PyDeclaration<'_>) -> PyResult<Declaration> {
    Ok(Declaration {
        name,
        initial: match value {
            Some(value) => Initial::Value(value_of(number, &value)?),
            None if number == 0 => Initial::Value(ParameterValue::NotSet),
            None => Initial::Type(type_of(number)?),
        },
        descriptor: descriptor_of(&descriptor)?,
    })
}

#[pymethods]
impl PyParameters {
    #[getter]
    fn allow_undeclared(&self) -> bool {
        self.parameters.allow_undeclared()
    }

    #[getter]
    fn overrides<'py>(&self, py: Python<'py>) -> PyResult<Vec<Parts<'py>>> {
        all_parts(py, self.parameters.overrides())
    }

    fn declare<'py>(
        &self,
        py: Python<'py>,
        declarations: Vec<PyDeclaration<'py>>,
        ignore_overrides: bool,
    ) -> PyResult<Vec<Parts<'py>>> {
        let declarations = declarations.into_iter().map(declaration_of);
        let declarations: Vec<_> = declarations.collect::<PyResult<_>>()?;
        let names: Vec<_> = declarations.iter().map(|each| each.name.clone()).collect();
        let declare = || {
            self.parameters
                .declare_all("", declarations, ignore_overrides)
        };
        let values = with_callbacks(py, declare)?.map_err(raise_parameter)?;
        names
            .iter()
            .zip(&values)
            .map(|(name, value)| parts(py, name, value))
            .collect()
    }

    fn undeclare(&self, py: Python<'_>, name: &str) -> PyResult<()> {
        with_callbacks(py, || self.parameters.undeclare(name))?.map_err(raise_parameter)
    }

    fn has(&self, name: &str) -> bool {
        self.parameters.has(name)
    }

    fn get<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Parts<'py>> {
        parts(
            py,
            name,
            &self.parameters.get(name).map_err(raise_parameter)?,
        )
    }

    /// The parameter, or nothing where it is not declared or not set.
    fn get_if_set<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Option<Parts<'py>>> {
        let value = self.parameters.get_or(name, ParameterValue::NotSet);
        value.is_set().then(|| parts(py, name, &value)).transpose()
    }

    fn get_by_prefix<'py>(&self, py: Python<'py>, prefix: &str) -> PyResult<Vec<Parts<'py>>> {
        all_parts(py, &self.parameters.get_by_prefix(prefix))
    }

    /// The number of its type.
    fn get_type(&self, name: &str) -> PyResult<u8> {
        let found = self.parameters.get_type(name);
        Ok(found.map_err(raise_parameter)? as u8)
    }

    fn describe<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
        let descriptor = self.parameters.describe(name).map_err(raise_parameter)?;
        descriptor_message(py, &descriptor)
    }

    /// Names and prefixes.
    fn list(&self, prefixes: Vec<String>, depth: u64) -> (Vec<String>, Vec<String>) {
        let listed = self.parameters.list(&prefixes, depth);
        (listed.names, listed.prefixes)
    }

    /// Whether they were set and, if not, why.
    fn set_atomically(
        &self,
        py: Python<'_>,
        parameters: Vec<Parts<'_>>,
    ) -> PyResult<(bool, String)> {
        let parameters = parameters_of(&parameters)?;
        let set = || self.parameters.set_atomically(&parameters);
        let result = with_callbacks(py, set)?.map_err(raise_set)?;
        Ok((result.successful, result.reason))
    }

    fn set_descriptor<'py>(
        &self,
        py: Python<'py>,
        name: &str,
        descriptor: &Bound<'py, PyAny>,
        alternative: Option<Parts<'py>>,
    ) -> PyResult<Parts<'py>> {
        let descriptor = descriptor_of(descriptor)?;
        let alternative = alternative
            .map(|(_, number, value)| value_of(number, &value))
            .transpose()?;
        let set = || {
            self.parameters
                .set_descriptor(name, descriptor, alternative)
        };
        let value = with_callbacks(py, set)?.map_err(raise_parameter)?;
        parts(py, name, &value)
    }

    /// Has `owner._modify_parameters` asked, with their parts, what is to be set instead. The owner is held
    /// weakly.
    fn on_pre_set(&self, owner: &Bound<'_, PyAny>) -> PyResult<PyParameterCallback> {
        PyParameterCallback::pre_set(&self.parameters, owner)
    }

    /// Has `owner._check_parameters` asked, with their parts, whether and why not they may be set.
    fn on_set(&self, owner: &Bound<'_, PyAny>) -> PyResult<PyParameterCallback> {
        PyParameterCallback::on_set(&self.parameters, owner)
    }

    /// Has `owner._follow_parameters` told of the parts of what was set.
    fn on_post_set(&self, owner: &Bound<'_, PyAny>) -> PyResult<PyParameterCallback> {
        PyParameterCallback::post_set(&self.parameters, owner)
    }
}

/// The value that `-p name:=value` gives to a parameter: the number of its type, and itself. A text that is
/// no value of another type is a string.
#[pyfunction]
pub(crate) fn rclpy_parse_parameter_value(py: Python<'_>, text: &str) -> PyResult<(u8, Py<PyAny>)> {
    let value = parse_value(text).unwrap_or_else(|_| text.into());
    let (_, number, object) = parts(py, "", &value)?;
    Ok((number, object.unbind()))
}

/// The names of the nodes in a parameter file's text, and the parts of their parameters.
///
/// # Errors
/// `RuntimeError` when it is no parameter file.
#[pyfunction]
pub(crate) fn rclpy_parse_parameter_file<'py>(
    py: Python<'py>,
    text: &str,
) -> PyResult<Vec<(String, Vec<Parts<'py>>)>> {
    let nodes =
        NodeParameters::parse(text).map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
    nodes
        .nodes()
        .map(|(name, parameters)| Ok((name.to_owned(), all_parts(py, parameters)?)))
        .collect()
}
