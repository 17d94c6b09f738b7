//! Parameters and their descriptors, from Python and to it.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{IntoPyDict, PyBytes, PyDict, PyList, PyType};
use rosebay_rcl::parameter::{
    FloatingPointRange, IntegerRange, ParameterDescriptor, ParameterType,
};
use rosebay_rcl::{Parameter, ParameterValue};

/// A parameter's name, the number of its type and its value.
pub(crate) type Parts<'py> = (String, u8, Bound<'py, PyAny>);

/// The type of a number.
///
/// # Errors
/// `ValueError` where no type has it.
pub(super) fn type_of(number: u8) -> PyResult<ParameterType> {
    ParameterType::from_number(number)
        .ok_or_else(|| PyValueError::new_err(format!("{number} is no type of parameters")))
}

/// The value of a type.
///
/// # Errors
/// When the object is none of this type, or an integer has more than 64 bits.
pub(super) fn value_of(number: u8, value: &Bound<'_, PyAny>) -> PyResult<ParameterValue> {
    Ok(match type_of(number)? {
        ParameterType::NotSet => ParameterValue::NotSet,
        ParameterType::Bool => ParameterValue::Bool(value.extract()?),
        ParameterType::Integer => ParameterValue::Integer(value.extract()?),
        ParameterType::Double => ParameterValue::Double(value.extract()?),
        ParameterType::String => ParameterValue::String(value.extract()?),
        ParameterType::ByteArray => {
            let parts: Vec<Vec<u8>> = value.extract()?;
            ParameterValue::ByteArray(parts.concat())
        }
        ParameterType::BoolArray => ParameterValue::BoolArray(value.extract()?),
        ParameterType::IntegerArray => ParameterValue::IntegerArray(value.extract()?),
        ParameterType::DoubleArray => ParameterValue::DoubleArray(value.extract()?),
        ParameterType::StringArray => ParameterValue::StringArray(value.extract()?),
    })
}

/// A parameter.
///
/// # Errors
/// As [`value_of`].
pub(super) fn parameter_of(parts: &Parts<'_>) -> PyResult<Parameter> {
    let (name, number, value) = parts;
    Ok(Parameter {
        name: name.clone(),
        value: value_of(*number, value)?,
    })
}

/// Parameters.
///
/// # Errors
/// As [`value_of`].
pub(crate) fn parameters_of(all: &[Parts<'_>]) -> PyResult<Vec<Parameter>> {
    all.iter().map(parameter_of).collect()
}

/// A value as the object that `rclpy.parameter.Parameter` has.
pub(super) fn value_object<'py>(
    py: Python<'py>,
    value: &ParameterValue,
) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        ParameterValue::NotSet => py.None().into_bound(py),
        ParameterValue::Bool(value) => value.into_pyobject(py)?.to_owned().into_any(),
        ParameterValue::Integer(value) => value.into_pyobject(py)?.into_any(),
        ParameterValue::Double(value) => value.into_pyobject(py)?.into_any(),
        ParameterValue::String(value) => value.into_pyobject(py)?.into_any(),
        ParameterValue::ByteArray(values) => {
            let values = values.iter().map(|byte| PyBytes::new(py, &[*byte]));
            PyList::new(py, values.collect::<Vec<_>>())?.into_any()
        }
        ParameterValue::BoolArray(values) => PyList::new(py, values)?.into_any(),
        ParameterValue::IntegerArray(values) => PyList::new(py, values)?.into_any(),
        ParameterValue::DoubleArray(values) => PyList::new(py, values)?.into_any(),
        ParameterValue::StringArray(values) => PyList::new(py, values)?.into_any(),
    })
}

/// A parameter's parts.
pub(super) fn parts<'py>(
    py: Python<'py>,
    name: &str,
    value: &ParameterValue,
) -> PyResult<Parts<'py>> {
    let number = value.parameter_type() as u8;
    Ok((name.to_owned(), number, value_object(py, value)?))
}

/// The parts of parameters.
pub(super) fn all_parts<'py>(py: Python<'py>, all: &[Parameter]) -> PyResult<Vec<Parts<'py>>> {
    all.iter()
        .map(|parameter| parts(py, &parameter.name, &parameter.value))
        .collect()
}

/// A `rcl_interfaces.msg.ParameterDescriptor`.
pub(super) fn descriptor_of(message: &Bound<'_, PyAny>) -> PyResult<ParameterDescriptor> {
    let first = |name: &str| -> PyResult<Option<Bound<'_, PyAny>>> {
        message.getattr(name)?.try_iter()?.next().transpose()
    };
    let float = first("floating_point_range")?.map(|range| -> PyResult<_> {
        Ok(FloatingPointRange {
            from_value: range.getattr("from_value")?.extract()?,
            to_value: range.getattr("to_value")?.extract()?,
            step: range.getattr("step")?.extract()?,
        })
    });
    let integer = first("integer_range")?.map(|range| -> PyResult<_> {
        Ok(IntegerRange {
            from_value: range.getattr("from_value")?.extract()?,
            to_value: range.getattr("to_value")?.extract()?,
            step: range.getattr("step")?.extract()?,
        })
    });
    Ok(ParameterDescriptor {
        name: message.getattr("name")?.extract()?,
        parameter_type: type_of(message.getattr("type")?.extract()?)?,
        description: message.getattr("description")?.extract()?,
        additional_constraints: message.getattr("additional_constraints")?.extract()?,
        read_only: message.getattr("read_only")?.extract()?,
        dynamic_typing: message.getattr("dynamic_typing")?.extract()?,
        floating_point_range: float.transpose()?,
        integer_range: integer.transpose()?,
    })
}

/// The `rcl_interfaces.msg.ParameterDescriptor` of a descriptor.
pub(super) fn descriptor_message<'py>(
    py: Python<'py>,
    descriptor: &ParameterDescriptor,
) -> PyResult<Bound<'py, PyAny>> {
    let fields = PyDict::new(py);
    fields.set_item("name", &descriptor.name)?;
    fields.set_item("type", descriptor.parameter_type as u8)?;
    fields.set_item("description", &descriptor.description)?;
    fields.set_item("additional_constraints", &descriptor.additional_constraints)?;
    fields.set_item("read_only", descriptor.read_only)?;
    fields.set_item("dynamic_typing", descriptor.dynamic_typing)?;
    if let Some(range) = descriptor.floating_point_range {
        let bounds = [
            ("from_value", range.from_value),
            ("to_value", range.to_value),
            ("step", range.step),
        ];
        let range = message(py, "FloatingPointRange", &bounds.into_py_dict(py)?)?;
        fields.set_item("floating_point_range", [range])?;
    }
    if let Some(range) = descriptor.integer_range {
        let bounds = [
            ("from_value", i128::from(range.from_value)),
            ("to_value", i128::from(range.to_value)),
            ("step", i128::from(range.step)),
        ];
        let range = message(py, "IntegerRange", &bounds.into_py_dict(py)?)?;
        fields.set_item("integer_range", [range])?;
    }
    message(py, "ParameterDescriptor", &fields)
}

/// A message of `rcl_interfaces`.
fn message<'py>(
    py: Python<'py>,
    name: &str,
    fields: &Bound<'py, PyDict>,
) -> PyResult<Bound<'py, PyAny>> {
    let class = py.import("rcl_interfaces.msg")?.getattr(name)?;
    class.call((), Some(fields))
}

/// A `rclpy.parameter.Parameter`.
pub(super) fn parameter_object<'py>(
    py: Python<'py>,
    name: &str,
    value: &ParameterValue,
) -> PyResult<Bound<'py, PyAny>> {
    static PARAMETER: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let class = PARAMETER.import(py, "rclpy.parameter", "Parameter")?;
    let kind = class
        .getattr("Type")?
        .call1((value.parameter_type() as u8,))?;
    class.call1((name, kind, value_object(py, value)?))
}
