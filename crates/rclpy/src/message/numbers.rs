//! What may be assigned to a field of many numbers.

use bytes::Bytes;
use pyo3::buffer::PyUntypedBuffer;
use pyo3::exceptions::PyException;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyByteArray, PyBytes, PyList, PyMapping, PyString, PyTuple};
use rosebay_rosidl::{Arity, Primitive};

use super::assign::check_length;
use super::buffer::{Window, with_bytes};
use super::class::Kind;
use super::expect::{Miss, Refusal, is_float32};
use super::numeric::{BufferFormat, Numeric, array_type};
use super::payload::Payload;
use super::view::ArrayView;

/// What a sequence field holds: an `array.array`, or a view of received numbers.
pub(crate) fn accept_sequence<'py>(
    kind: Kind,
    numeric: Numeric,
    bound: Option<u32>,
    value: &Bound<'py, PyAny>,
    strict: bool,
) -> Result<Bound<'py, PyAny>, Refusal> {
    let array = match without_copy(numeric, value, strict)? {
        Some(array) => array,
        None => to_array(kind, numeric, value, strict)?,
    };
    check_length(Arity::Sequence { bound }, array.len()?)
        .map_err(|()| Refusal::new(&kind.expectation(Miss::Type), value))?;
    Ok(array)
}

/// What can be held without copying the numbers: strictly, any array of the right type; otherwise
/// only what cannot be changed by whoever else holds it.
fn without_copy<'py>(
    numeric: Numeric,
    value: &Bound<'py, PyAny>,
    strict: bool,
) -> Result<Option<Bound<'py, PyAny>>, Refusal> {
    let py = value.py();
    if let Some(view) = view_of_bytes(numeric, value, strict) {
        return Ok(Some(Bound::new(py, view)?.into_any()));
    }
    let view = value.cast::<ArrayView>().ok();
    if view.is_none() && !value.is_instance(array_type(py)?)? {
        return Ok(None);
    }
    let typecode = value.getattr(intern!(py, "typecode"))?;
    match (strict, typecode.eq(numeric.typecode())?) {
        (true, true) => Ok(Some(value.clone())),
        (true, false) => Err(misfit(
            "array.array() must have the type code of",
            numeric.typecode(),
            value,
        )),
        (false, true) => match view.and_then(|view| view.get().another()) {
            Some(another) => Ok(Some(Bound::new(py, another)?.into_any())),
            None => Ok(None),
        },
        (false, false) => Ok(None),
    }
}

/// A view of `bytes`, which nobody can change, where that saves more than it costs.
fn view_of_bytes(numeric: Numeric, value: &Bound<'_, PyAny>, strict: bool) -> Option<ArrayView> {
    const WORTH_IT: usize = 4096;
    let bytes = value.cast_exact::<PyBytes>().ok()?;
    if strict || numeric.size() > 1 || bytes.as_bytes().len() < WORTH_IT {
        return None;
    }
    let payload = Payload::new(Bytes::from_owner(PyBackedBytes::from(bytes.clone())));
    Window::new(&payload, payload.bytes()).map(|window| ArrayView::new(numeric, window))
}

/// What an array field holds: a `numpy.ndarray` of one dimension.
pub(crate) fn accept_array<'py>(
    kind: Kind,
    numeric: Numeric,
    length: usize,
    value: &Bound<'py, PyAny>,
    strict: bool,
) -> Result<Bound<'py, PyAny>, Refusal> {
    let py = value.py();
    let numpy = py.import(intern!(py, "numpy"))?;
    if strict && value.is_instance(&numpy.getattr(intern!(py, "ndarray"))?)? {
        let dtype = value.getattr(intern!(py, "dtype"))?;
        if !dtype.eq(numeric.dtype())? {
            let dtype = format!("numpy.{}", numeric.dtype());
            return Err(misfit(
                "numpy.ndarray() must have the dtype of",
                &dtype,
                value,
            ));
        }
        if value.getattr(intern!(py, "size"))?.extract::<usize>()? != length {
            return Err(Refusal::phrased(
                &format!("numpy.ndarray() must have a size of {length}"),
                value,
            ));
        }
        return Ok(value.clone());
    }
    let array = to_array(kind, numeric, value, strict)?;
    if array.len()? != length {
        return Err(Refusal::new(&kind.expectation(Miss::Type), value));
    }
    Ok(numpy.call_method1(intern!(py, "array"), (array, numeric.dtype()))?)
}

/// A new `array.array` of anything that holds numbers.
fn to_array<'py>(
    kind: Kind,
    numeric: Numeric,
    value: &Bound<'py, PyAny>,
    strict: bool,
) -> Result<Bound<'py, PyAny>, Refusal> {
    let py = value.py();
    let is_bytes = value.is_instance_of::<PyBytes>() || value.is_instance_of::<PyByteArray>();
    if is_bytes && !strict {
        return raw_array(kind, numeric, value);
    }
    if is_bytes && numeric.is_float() {
        return Err(Refusal::new(&kind.expectation(Miss::Type), value));
    }
    if !value.is_instance_of::<PyList>()
        && !value.is_instance_of::<PyTuple>()
        && let Ok(buffer) = PyUntypedBuffer::get(value)
    {
        return buffer_array(kind, numeric, value, &buffer);
    }
    let is_text = value.is_instance_of::<PyString>();
    if is_text || value.cast::<PyMapping>().is_ok() {
        return Err(Refusal::new(&kind.expectation(Miss::Type), value));
    }
    let items = match value.cast::<PyList>() {
        Ok(list) => list.clone(),
        Err(_) => match value.try_iter() {
            Ok(items) => PyList::new(py, items.collect::<PyResult<Vec<_>>>()?)?,
            Err(_) => return Err(Refusal::new(&kind.expectation(Miss::Type), value)),
        },
    };
    let refuse = || Refusal::new(&kind.expectation(Miss::Range), value);
    let array = match array_type(py)?.call1((numeric.typecode(), &items)) {
        Ok(array) => array,
        Err(error) if error.is_instance_of::<PyException>(py) => return Err(refuse()),
        Err(error) => return Err(error.into()),
    };
    if numeric.primitive() == Primitive::Float32 && !are_float32(&array, &items, strict)? {
        return Err(refuse());
    }
    Ok(array)
}

/// Whether each number was in the range of `float32`: `array.array` makes others infinite.
fn are_float32(
    array: &Bound<'_, PyAny>,
    items: &Bound<'_, PyList>,
    strict: bool,
) -> PyResult<bool> {
    let buffer = PyUntypedBuffer::get(array)?;
    let suspicious = |single: &[u8]| {
        let bits = single
            .first_chunk()
            .map_or(0, |bytes| u32::from_le_bytes(*bytes));
        let magnitude = f32::from_bits(bits).abs();
        magnitude >= f32::MAX
    };
    let largest = with_bytes(&buffer, |bytes| {
        let singles = bytes.chunks_exact(4).enumerate();
        let largest = singles.filter(|(_, single)| suspicious(single));
        largest.map(|(index, _)| index).collect::<Vec<_>>()
    });
    for index in largest.unwrap_or_default() {
        if !is_float32(items.get_item(index)?.extract()?, strict) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// An array of machine bytes, as `array.array` takes `bytes`.
fn raw_array<'py>(
    kind: Kind,
    numeric: Numeric,
    value: &Bound<'py, PyAny>,
) -> Result<Bound<'py, PyAny>, Refusal> {
    if !value.len()?.is_multiple_of(numeric.size()) {
        return Err(Refusal::new(&kind.expectation(Miss::Type), value));
    }
    Ok(array_type(value.py())?.call1((numeric.typecode(), value))?)
}

/// An array of the numbers in a buffer, of any number of dimensions.
fn buffer_array<'py>(
    kind: Kind,
    numeric: Numeric,
    value: &Bound<'py, PyAny>,
    buffer: &PyUntypedBuffer,
) -> Result<Bound<'py, PyAny>, Refusal> {
    let py = value.py();
    let format = BufferFormat::parse(buffer.format(), buffer.item_size());
    let Some(format) = format.filter(|_| buffer.dimensions() > 0) else {
        return Err(Refusal::new(&kind.expectation(Miss::Type), value));
    };
    if format.native && format.numeric == numeric {
        let array = array_type(py)?.call1((numeric.typecode(),))?;
        array.call_method1(intern!(py, "frombytes"), (flat_bytes(value, buffer)?,))?;
        return Ok(array);
    }
    let mut bytes = match with_bytes(buffer, <[u8]>::to_vec) {
        Some(bytes) => bytes,
        None => flat_bytes(value, buffer)?.extract()?,
    };
    if !format.native {
        format.numeric.swap(&mut bytes);
    }
    match format.convert(&bytes, numeric) {
        Ok(bytes) => Ok(numeric.array(py, &bytes)?),
        Err(_) => Err(Refusal::new(&kind.expectation(Miss::Range), value)),
    }
}

/// The bytes of a buffer as a bytes-like object, without a copy if they lie side by side.
fn flat_bytes<'py>(
    value: &Bound<'py, PyAny>,
    buffer: &PyUntypedBuffer,
) -> PyResult<Bound<'py, PyAny>> {
    let py = value.py();
    let view = py
        .import(intern!(py, "builtins"))?
        .call_method1(intern!(py, "memoryview"), (value,))?;
    if buffer.is_c_contiguous() && buffer.item_count() > 0 {
        view.call_method1(intern!(py, "cast"), (intern!(py, "B"),))
    } else {
        view.call_method0(intern!(py, "tobytes"))
    }
}

/// The bytes of a buffer of single bytes; `None` if the value is no such buffer.
pub(crate) fn bytes_of(value: &Bound<'_, PyAny>) -> PyResult<Option<Vec<u8>>> {
    let Ok(buffer) = PyUntypedBuffer::get(value) else {
        return Ok(None);
    };
    if buffer.item_size() != 1 {
        return Ok(None);
    }
    match with_bytes(&buffer, <[u8]>::to_vec) {
        Some(bytes) => Ok(Some(bytes)),
        None => flat_bytes(value, &buffer)?.extract().map(Some),
    }
}

/// Upstream's words for an array of the wrong kind.
fn misfit(must: &str, quoted: &str, value: &Bound<'_, PyAny>) -> Refusal {
    Refusal::phrased(&format!("{must} '{quoted}'"), value)
}
