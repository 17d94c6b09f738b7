//! A sequence of received numbers that behaves as an `array.array`.

use std::ffi::c_int;

use pyo3::exceptions::{PyAttributeError, PyBufferError, PyIndexError};
use pyo3::ffi;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pyclass::CompareOp;
use pyo3::types::{PyBytes, PyList, PySlice, PyType};
use pyo3::{PyTraverseError, PyVisit};
use rosebay_locks::Mutex;

use super::buffer::{self, Window};
use super::numeric::{Numeric, array_type};

/// Numbers of a received message, not copied as long as nobody changes their count or order. Then,
/// or when others hold the bytes too and somebody wants to write, they move to an `array.array` of
/// their own, and everything is left to that.
#[pyclass(frozen, sequence, weakref, module = "rclpy._rclpy")]
pub(crate) struct ArrayView {
    numeric: Numeric,
    state: Mutex<State>,
}

/// Locked for moments only, in which no Python code runs.
struct State {
    storage: Storage,
    /// Buffers of the payload that are in Python's hands.
    exports: usize,
}

enum Storage {
    Received(Window),
    Own(Py<PyAny>),
}

/// Methods of `array.array` that leave it as it is.
const READING: [&str; 5] = ["buffer_info", "count", "index", "tofile", "tounicode"];

impl ArrayView {
    pub(crate) fn new(numeric: Numeric, window: Window) -> Self {
        Self {
            numeric,
            state: Mutex::new(State {
                storage: Storage::Received(window),
                exports: 0,
            }),
        }
    }

    /// Where the received bytes are, unless the numbers have moved.
    pub(crate) fn window(&self) -> Option<Window> {
        match &self.state.lock().storage {
            Storage::Received(window) => Some(window.clone()),
            Storage::Own(_) => None,
        }
    }

    /// Another view of the same bytes; `None` when a change of one would show in the other.
    pub(crate) fn another(&self) -> Option<Self> {
        let window = self.window()?;
        (!window.payload().is_writable()).then(|| Self::new(self.numeric, window))
    }

    /// The `array.array` that the numbers have moved to, or else a copy.
    pub(crate) fn array<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let window = match &self.state.lock().storage {
            Storage::Received(window) => window.clone(),
            Storage::Own(array) => return Ok(array.bind(py).clone()),
        };
        self.numeric.array(py, window.bytes())
    }

    /// Moves the numbers to an `array.array`, which is returned.
    fn make_own<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let array = self.array(py)?;
        let mut state = self.state.lock();
        if let Storage::Own(own) = &state.storage {
            return Ok(own.bind(py).clone());
        }
        if state.exports > 0 {
            return Err(PyBufferError::new_err(
                "cannot resize an array that is exporting buffers",
            ));
        }
        state.storage = Storage::Own(array.clone().unbind());
        Ok(array)
    }

    /// The machine bytes of a number; `None` when the numbers have moved.
    fn number_at(&self, index: isize) -> Option<PyResult<super::numeric::Number>> {
        let window = self.window()?;
        let size = self.numeric.size();
        let bytes = window.bytes();
        let from_front = if index < 0 {
            (bytes.len() / size).checked_sub(index.unsigned_abs())
        } else {
            Some(index.unsigned_abs())
        };
        let number = from_front
            .and_then(|index| index.checked_mul(size))
            .and_then(|at| bytes.get(at..)?.get(..size));
        Some(match number {
            Some(number) => Ok(self.numeric.read(number)),
            None => Err(PyIndexError::new_err("array index out of range")),
        })
    }
}

#[pymethods]
impl ArrayView {
    #[getter(__class__)]
    fn class<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyType>> {
        array_type(py).cloned()
    }

    #[getter]
    fn typecode(&self) -> &'static str {
        self.numeric.typecode()
    }

    #[getter]
    fn itemsize(&self) -> usize {
        self.numeric.size()
    }

    fn tolist<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let Some(window) = self.window() else {
            return self.array(py)?.call_method0(intern!(py, "tolist"));
        };
        let numbers = window
            .bytes()
            .chunks_exact(self.numeric.size())
            .map(|number| self.numeric.read(number).to_python(py))
            .collect::<PyResult<Vec<_>>>()?;
        Ok(PyList::new(py, numbers)?.into_any())
    }

    fn tobytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match self.window() {
            Some(window) => Ok(PyBytes::new(py, window.bytes()).into_any()),
            None => self.array(py)?.call_method0(intern!(py, "tobytes")),
        }
    }

    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        match self.window() {
            Some(window) => Ok(window.bytes().len() / self.numeric.size()),
            None => self.array(py)?.len(),
        }
    }

    fn __getitem__<'py>(&self, key: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = key.py();
        if let Ok(index) = key.extract::<isize>()
            && let Some(number) = self.number_at(index)
        {
            return number?.to_python(py);
        }
        if let Ok(slice) = key.cast::<PySlice>()
            && let Some(window) = self.window()
        {
            let size = self.numeric.size();
            let bytes = window.bytes();
            let range = slice.indices((bytes.len() / size).try_into()?)?;
            if range.step == 1 {
                let start = usize::try_from(range.start)?.saturating_mul(size);
                let end = start.saturating_add(range.slicelength.saturating_mul(size));
                return self
                    .numeric
                    .array(py, bytes.get(start..end).unwrap_or_default());
            }
        }
        self.array(py)?.get_item(key)
    }

    fn __setitem__(
        slf: &Bound<'_, Self>,
        key: &Bound<'_, PyAny>,
        value: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        let py = slf.py();
        let exported = slf.get().state.lock().exports > 0;
        if exported && !key.is_instance_of::<PySlice>() {
            // Whoever holds a buffer sees the change, as with an `array.array`.
            return py
                .import(intern!(py, "builtins"))?
                .call_method1(intern!(py, "memoryview"), (slf,))?
                .set_item(key, value);
        }
        let value = plain(value)?;
        slf.get().make_own(py)?.set_item(key, value)
    }

    fn __delitem__(&self, key: &Bound<'_, PyAny>) -> PyResult<()> {
        self.make_own(key.py())?.del_item(key)
    }

    fn __iter__(slf: Bound<'_, Self>) -> ArrayIterator {
        ArrayIterator {
            next: Mutex::new((0, Some(slf.unbind()))),
        }
    }

    fn __contains__(&self, value: &Bound<'_, PyAny>) -> PyResult<bool> {
        self.array(value.py())?.contains(value)
    }

    fn __concat__<'py>(&self, other: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        self.array(other.py())?.add(plain(other)?)
    }

    /// What Python calls for `array.array(…) + view`, since `array.array` knows only its own kind.
    fn __radd__<'py>(&self, other: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        plain(other)?.add(self.array(other.py())?)
    }

    fn __repeat__<'py>(&self, py: Python<'py>, count: isize) -> PyResult<Bound<'py, PyAny>> {
        self.array(py)?.mul(count)
    }

    fn __inplace_concat__<'py>(
        slf: Bound<'py, Self>,
        other: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, Self>> {
        let py = slf.py();
        let own = slf.get().make_own(py)?;
        own.call_method1(intern!(py, "__iadd__"), (plain(other)?,))?;
        Ok(slf)
    }

    fn __inplace_repeat__(slf: Bound<'_, Self>, count: isize) -> PyResult<Bound<'_, Self>> {
        let py = slf.py();
        let own = slf.get().make_own(py)?;
        own.call_method1(intern!(py, "__imul__"), (count,))?;
        Ok(slf)
    }

    fn __richcmp__<'py>(
        &self,
        other: &Bound<'py, PyAny>,
        op: CompareOp,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.array(other.py())?.rich_compare(plain(other)?, op)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(self.array(py)?.repr()?.to_str()?.to_owned())
    }

    /// Everything else that an `array.array` can do.
    fn __getattr__<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
        if name.starts_with("__") {
            return Err(PyAttributeError::new_err(format!(
                "'array.array' object has no attribute '{name}'"
            )));
        }
        if READING.contains(&name) || !array_type(py)?.hasattr(name)? {
            return self.array(py)?.getattr(name);
        }
        self.make_own(py)?.getattr(name)
    }

    fn __copy__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.array(py)?.call_method0(intern!(py, "__copy__"))
    }

    fn __deepcopy__<'py>(
        &self,
        py: Python<'py>,
        _memo: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.__copy__(py)
    }

    fn __reduce_ex__<'py>(&self, py: Python<'py>, protocol: i32) -> PyResult<Bound<'py, PyAny>> {
        self.array(py)?
            .call_method1(intern!(py, "__reduce_ex__"), (protocol,))
    }

    #[allow(unsafe_code)]
    unsafe fn __getbuffer__(
        slf: Bound<'_, Self>,
        view: *mut ffi::Py_buffer,
        flags: c_int,
    ) -> PyResult<()> {
        let this = slf.get();
        // An `array.array` is writable whoever asks; only a buffer without a format, as `bytes()`
        // takes it, is surely just read.
        let reads = flags & (ffi::PyBUF_WRITABLE | ffi::PyBUF_FORMAT) == 0;
        if let Some(window) = this.window() {
            let writable = !reads && window.payload().make_writable();
            if reads || writable {
                let exporter = slf.clone().into_any();
                // SAFETY: `view` is Python's, and `__releasebuffer__` calls `release`.
                unsafe { buffer::export(view, flags, window, this.numeric, writable, exporter)? };
                this.state.lock().exports += 1;
                return Ok(());
            }
        }
        let own = this.make_own(slf.py())?;
        // SAFETY: `view` is Python's.
        unsafe { buffer::forward(&own, view, flags) }
    }

    #[allow(unsafe_code)]
    unsafe fn __releasebuffer__(&self, view: *mut ffi::Py_buffer) {
        self.state.lock().exports -= 1;
        // SAFETY: a forwarded buffer is released by its own owner, so `export` filled in this one.
        unsafe { buffer::release(view) }
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        match self.state.try_lock().as_deref() {
            Some(State {
                storage: Storage::Own(array),
                ..
            }) => visit.call(array),
            _ => Ok(()),
        }
    }
}

/// An `array.array` in the place of a view, which `array.array` itself does not know.
fn plain<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    match value.cast::<ArrayView>() {
        Ok(view) => view.get().array(value.py()),
        Err(_) => Ok(value.clone()),
    }
}

/// Iterates over an [`ArrayView`], which may change meanwhile.
#[pyclass(frozen, module = "rclpy._rclpy")]
pub(crate) struct ArrayIterator {
    next: Mutex<(isize, Option<Py<ArrayView>>)>,
}

#[pymethods]
impl ArrayIterator {
    fn __iter__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let (index, view) = {
            let mut next = self.next.lock();
            let Some(view) = next.1.as_ref().map(|view| view.clone_ref(py)) else {
                return Ok(None);
            };
            next.0 += 1;
            (next.0 - 1, view)
        };
        let item = match view.get().number_at(index) {
            Some(number) => number.and_then(|number| number.to_python(py)),
            None => view.get().array(py)?.get_item(index),
        };
        match item {
            Err(error) if error.is_instance_of::<PyIndexError>(py) => {
                let finished = self.next.lock().1.take();
                drop(finished);
                Ok(None)
            }
            item => item.map(Some),
        }
    }
}
