//! The types of a message's fields, as `rosidl_parser.definition` describes them.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use rosebay_rosidl::{Arity, Element, Type};

use super::class::MessageClass;

/// `SLOT_TYPES`.
pub(crate) fn slot_types<'py>(
    py: Python<'py>,
    class: &MessageClass,
) -> PyResult<Bound<'py, PyTuple>> {
    let definition = py.import(intern!(py, "rosidl_parser.definition"))?;
    let types = class
        .fields
        .iter()
        .map(|field| slot_type(&definition, &field.info.ty))
        .collect::<PyResult<Vec<_>>>()?;
    PyTuple::new(py, types)
}

/// `_fields_and_field_types`.
pub(crate) fn as_text<'py>(py: Python<'py>, class: &MessageClass) -> PyResult<Bound<'py, PyDict>> {
    let types = PyDict::new(py);
    for field in &class.fields {
        types.set_item(&field.name, field.info.ty.to_string())?;
    }
    Ok(types)
}

fn slot_type<'py>(definition: &Bound<'py, PyModule>, ty: &Type) -> PyResult<Bound<'py, PyAny>> {
    let element = element_type(definition, &ty.element)?;
    match ty.arity {
        Arity::One => Ok(element),
        Arity::Array(size) => definition.getattr("Array")?.call1((element, size)),
        Arity::Sequence { bound: Some(bound) } => definition
            .getattr("BoundedSequence")?
            .call1((element, bound)),
        Arity::Sequence { bound: None } => {
            definition.getattr("UnboundedSequence")?.call1((element,))
        }
    }
}

fn element_type<'py>(
    definition: &Bound<'py, PyModule>,
    element: &Element,
) -> PyResult<Bound<'py, PyAny>> {
    match element {
        Element::Primitive(primitive) => definition
            .getattr("BasicType")?
            .call1((primitive.ros_name(),)),
        Element::String { bound: None } => definition.getattr("UnboundedString")?.call0(),
        Element::String { bound: Some(bound) } => {
            definition.getattr("BoundedString")?.call1((*bound,))
        }
        Element::WString { bound: None } => definition.getattr("UnboundedWString")?.call0(),
        Element::WString { bound: Some(bound) } => {
            definition.getattr("BoundedWString")?.call1((*bound,))
        }
        Element::Message(message) => {
            let name = &message.name;
            let namespaces = vec![name.package(), name.kind().as_str()];
            definition
                .getattr("NamespacedType")?
                .call1((namespaces, name.name()))
        }
    }
}
