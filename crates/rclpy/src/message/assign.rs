//! What may be assigned to a field, and what the field then holds.
//!
//! Upstream checks only when asked to (`check_fields=True` or `ROS_PYTHON_CHECK_FIELDS=1`) and
//! otherwise fails, or brings the process down, when the message is published. Here the types are
//! always checked, and what upstream would convert is converted. The mode, here called `strict`,
//! decides only where the two ways of upstream differ: strictly, arrays of the right type are kept
//! as the objects they are, and others refused; otherwise they are copied and converted.

use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{
    PyBool, PyByteArray, PyBytes, PyFloat, PyInt, PyList, PyMapping, PyString, PyTuple, PyType,
};
use rosebay_rosidl::{Arity, Primitive};

use super::class::{Field, Item, Kind, MessageClass};
use super::expect::{Miss, Refusal, is_float32};
use super::instance::Message;
use super::numbers;

impl Field {
    /// Checks a value and converts it to what the field holds.
    pub(crate) fn accept<'py>(
        &self,
        value: &Bound<'py, PyAny>,
        strict: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let accepted = match self.kind {
            Kind::One(item) => item
                .accept(value, strict)
                .map_err(|why| why.refusal(|miss| item.expectation(miss), value)),
            Kind::List { item, arity } => accept_list(self.kind, item, arity, value, strict),
            Kind::Sequence { numeric, bound } => {
                numbers::accept_sequence(self.kind, numeric, bound, value, strict)
            }
            Kind::Array { numeric, length } => {
                numbers::accept_array(self.kind, numeric, length, value, strict)
            }
        };
        accepted.map_err(|refusal| refusal.inside(&self.info.name).into())
    }
}

/// Why an item does not accept a value.
pub(crate) enum Unfit {
    Misses(Miss),
    Python(PyErr),
}

impl Unfit {
    pub(crate) fn refusal(
        self,
        expectation: impl FnOnce(Miss) -> String,
        value: &Bound<'_, PyAny>,
    ) -> Refusal {
        match self {
            Self::Misses(miss) => Refusal::new(&expectation(miss), value),
            Self::Python(error) => Refusal::Python(error),
        }
    }
}

impl From<Miss> for Unfit {
    fn from(miss: Miss) -> Self {
        Self::Misses(miss)
    }
}

impl From<PyErr> for Unfit {
    fn from(error: PyErr) -> Self {
        Self::Python(error)
    }
}

impl Item {
    /// Checks a value and converts it to what the field holds: the value itself wherever upstream
    /// accepts it.
    pub(crate) fn accept<'py>(
        self,
        value: &Bound<'py, PyAny>,
        strict: bool,
    ) -> Result<Bound<'py, PyAny>, Unfit> {
        match self {
            Self::Text { bound, .. } => accept_text(value, bound),
            Self::Message(class) => accept_message(value, class),
            Self::Float(primitive) => accept_float(value, primitive, strict),
            Self::Int(primitive) => accept_int(value, primitive),
            Self::Bool => accept_bool(value),
            Self::Byte => accept_byte(value),
            Self::Char => accept_char(value),
        }
    }
}

fn accept_text<'py>(
    value: &Bound<'py, PyAny>,
    bound: Option<u32>,
) -> Result<Bound<'py, PyAny>, Unfit> {
    let fits = |length: usize| bound.is_none_or(|bound| length <= bound as usize);
    if value.is_instance_of::<PyString>() {
        return match bound {
            Some(_) if !fits(value.len()?) => Err(Miss::Range.into()),
            _ => Ok(value.clone()),
        };
    }
    if bound.is_some() && is_user_string(value)? && fits(value.len()?) {
        return Ok(value.str()?.into_any());
    }
    Err(Miss::Type.into())
}

fn accept_message<'py>(
    value: &Bound<'py, PyAny>,
    class: &'static MessageClass,
) -> Result<Bound<'py, PyAny>, Unfit> {
    match value.cast::<Message>() {
        Ok(message) if std::ptr::eq(message.get().class, class) => Ok(value.clone()),
        Ok(_) => Err(Miss::Type.into()),
        Err(_) => match time_message(value, class)? {
            Some(message) => Ok(message),
            None => Err(Miss::Type.into()),
        },
    }
}

/// What an `rclpy.time.Time` or `Duration` is as a message, if the field is of that type.
fn time_message<'py>(
    value: &Bound<'py, PyAny>,
    class: &'static MessageClass,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let name = &class.ty.name;
    let py = value.py();
    if name.package() != "builtin_interfaces"
        || !value.hasattr(intern!(py, "nanoseconds"))?
        || !value.hasattr(intern!(py, "to_msg"))?
    {
        return Ok(None);
    }
    let message = value.call_method0(intern!(py, "to_msg"))?;
    let fits = message
        .cast::<Message>()
        .is_ok_and(|message| std::ptr::eq(message.get().class, class));
    Ok(fits.then_some(message))
}

fn accept_float<'py>(
    value: &Bound<'py, PyAny>,
    primitive: Primitive,
    strict: bool,
) -> Result<Bound<'py, PyAny>, Unfit> {
    let float = match value.cast::<PyFloat>() {
        Ok(float) => float.clone(),
        Err(_) => number_as_float(value)?,
    };
    if primitive == Primitive::Float32 && !is_float32(float.value(), strict) {
        return Err(Miss::Range.into());
    }
    Ok(float.into_any())
}

/// The `float` that an integer or another kind of number is.
fn number_as_float<'py>(value: &Bound<'py, PyAny>) -> Result<Bound<'py, PyFloat>, Unfit> {
    let py = value.py();
    let is_number = !value.is_instance_of::<PyBool>()
        && (value.is_instance_of::<PyInt>() || value.hasattr(intern!(py, "__float__"))?);
    if !is_number {
        return Err(Miss::Type.into());
    }
    match value.extract::<f64>() {
        Ok(number) => Ok(PyFloat::new(py, number)),
        Err(error) if error.is_instance_of::<PyOverflowError>(py) => Err(Miss::Range.into()),
        Err(error) if error.is_instance_of::<PyTypeError>(py) => Err(Miss::Type.into()),
        Err(error) => Err(error.into()),
    }
}

fn accept_int<'py>(
    value: &Bound<'py, PyAny>,
    primitive: Primitive,
) -> Result<Bound<'py, PyAny>, Unfit> {
    let py = value.py();
    let int = if value.is_instance_of::<PyInt>() {
        value.clone()
    } else if value.hasattr(intern!(py, "__index__"))? {
        match value.call_method0(intern!(py, "__index__")) {
            Ok(int) => int,
            Err(error) if error.is_instance_of::<PyTypeError>(py) => {
                return Err(Miss::Type.into());
            }
            Err(error) => return Err(error.into()),
        }
    } else {
        return Err(Miss::Type.into());
    };
    let range = primitive.integer_range();
    let number = match int.extract::<i64>() {
        Ok(number) => Some(i128::from(number)),
        Err(_) => int.extract::<u64>().ok().map(i128::from),
    };
    match (number, range) {
        (Some(number), Some(range)) if range.contains(&number) => Ok(int),
        _ => Err(Miss::Range.into()),
    }
}

fn accept_bool<'py>(value: &Bound<'py, PyAny>) -> Result<Bound<'py, PyAny>, Unfit> {
    if value.is_instance_of::<PyBool>() {
        return Ok(value.clone());
    }
    // NumPy's own booleans, "bool" since NumPy 2.
    let ty = value.get_type();
    let name = ty.name()?;
    if matches!(name.to_str()?, "bool" | "bool_") && ty.module()?.to_str()? == "numpy" {
        let truth = value.is_truthy()?;
        return Ok(PyBool::new(value.py(), truth).to_owned().into_any());
    }
    Err(Miss::Type.into())
}

fn accept_byte<'py>(value: &Bound<'py, PyAny>) -> Result<Bound<'py, PyAny>, Unfit> {
    if let Ok(bytes) = value.cast::<PyBytes>() {
        return match bytes.as_bytes() {
            [_] => Ok(value.clone()),
            _ => Err(Miss::Range.into()),
        };
    }
    match numbers::bytes_of(value)?.as_deref() {
        Some(byte @ [_]) => Ok(PyBytes::new(value.py(), byte).into_any()),
        Some(_) => Err(Miss::Range.into()),
        None => Err(Miss::Type.into()),
    }
}

fn accept_char<'py>(value: &Bound<'py, PyAny>) -> Result<Bound<'py, PyAny>, Unfit> {
    let text = if value.is_instance_of::<PyString>() || is_user_string(value)? {
        value.str()?
    } else {
        return Err(Miss::Type.into());
    };
    let text_ref = text.to_str()?;
    let mut characters = text_ref.chars();
    match (characters.next(), characters.next()) {
        (Some(character), None) if u32::from(character) < 256 => Ok(text.into_any()),
        _ => Err(Miss::Range.into()),
    }
}

fn is_user_string(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    static TYPE: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    value.is_instance(TYPE.import(value.py(), "collections", "UserString")?)
}

fn accept_list<'py>(
    kind: Kind,
    item: Item,
    arity: Arity,
    value: &Bound<'py, PyAny>,
    strict: bool,
) -> Result<Bound<'py, PyAny>, Refusal> {
    let refuse = || Refusal::new(&kind.expectation(Miss::Type), value);
    let Some(items) = as_items(value, item)? else {
        return Err(refuse());
    };
    check_length(arity, items.len()?).map_err(|()| refuse())?;
    let mut changed = Vec::new();
    for (index, element) in items.try_iter()?.enumerate() {
        let element = element?;
        if is_look_alike(item, &element)? {
            continue;
        }
        let accepted = item
            .accept(&element, strict)
            .map_err(|why| why.refusal(|_| kind.expectation(Miss::Type), value))?;
        if !accepted.is(&element) {
            changed.push((index, accepted));
        }
    }
    if changed.is_empty() {
        return Ok(items);
    }
    let list = value.py().get_type::<PyList>().call1((items,))?;
    for (index, accepted) in changed {
        list.set_item(index, accepted)?;
    }
    Ok(list)
}

/// Whether a value has all that is asked of a list's message without being one, as an `rclpy.parameter.Parameter` in an
/// event of parameters. Upstream's lists take it; serializing refuses it there and here.
fn is_look_alike(item: Item, value: &Bound<'_, PyAny>) -> PyResult<bool> {
    let Item::Message(class) = item else {
        return Ok(false);
    };
    if class.fields.is_empty() || value.is_instance_of::<Message>() {
        return Ok(false);
    }
    for field in &class.fields {
        if !value.hasattr(field.info.name.as_str())? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Checks the number of elements.
pub(crate) fn check_length(arity: Arity, length: usize) -> Result<(), ()> {
    let fits = match arity {
        Arity::One | Arity::Sequence { bound: None } => true,
        Arity::Array(count) => length == count as usize,
        Arity::Sequence { bound: Some(bound) } => length <= bound as usize,
    };
    if fits { Ok(()) } else { Err(()) }
}

/// The collection that a value is, or that its buffer's elements make; `None` if it is neither.
fn as_items<'py>(value: &Bound<'py, PyAny>, item: Item) -> PyResult<Option<Bound<'py, PyAny>>> {
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        return Ok(Some(value.clone()));
    }
    let py = value.py();
    if value.is_instance_of::<PyBytes>() || value.is_instance_of::<PyByteArray>() {
        return match item {
            Item::Byte => byte_list(value).map(Some),
            _ => Ok(None),
        };
    }
    if value.is_instance_of::<PyString>()
        || value.cast::<PyMapping>().is_ok()
        || is_user_string(value)?
    {
        return Ok(None);
    }
    if let Ok(tolist) = value.getattr(intern!(py, "tolist")) {
        // An ndarray, a memoryview, an array.
        return match item {
            Item::Byte => byte_list(value).map(Some),
            _ => Ok(tolist
                .call0()?
                .cast_into::<PyList>()
                .ok()
                .map(Bound::into_any)),
        };
    }
    Ok(is_collection(value)?.then(|| value.clone()))
}

fn byte_list<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = value.py();
    let bytes = numbers::bytes_of(value)?
        .ok_or_else(|| PyValueError::new_err("expected a buffer of bytes"))?;
    let items = bytes.iter().map(|byte| PyBytes::new(py, &[*byte]));
    Ok(PyList::new(py, items)?.into_any())
}

/// Whether a value is a sequence or a set, as `collections.abc` has it.
pub(crate) fn is_collection(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    static TYPES: PyOnceLock<Py<PyTuple>> = PyOnceLock::new();
    let py = value.py();
    let types = TYPES.get_or_try_init(py, || {
        let abc = py.import("collections.abc")?;
        PyTuple::new(py, [abc.getattr("Sequence")?, abc.getattr("Set")?]).map(Bound::unbind)
    })?;
    value.is_instance(types.bind(py))
}
