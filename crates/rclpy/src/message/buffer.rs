//! The buffer protocol, the one place of the messages that the compiler does not check.
#![allow(unsafe_code)]

use std::ffi::{c_char, c_int, c_void};
use std::ptr;
use std::sync::Arc;

use pyo3::buffer::PyUntypedBuffer;
use pyo3::exceptions::PyBufferError;
use pyo3::ffi;
use pyo3::prelude::*;

use super::numeric::Numeric;
use super::payload::Payload;

/// Where the numbers of a view lie.
#[derive(Debug, Clone)]
pub(crate) struct Window {
    payload: Arc<Payload>,
    start: usize,
    end: usize,
}

impl Window {
    /// The part of a payload that `bytes`, a slice of it, is; `None` if it is no such slice.
    pub(crate) fn new(payload: &Arc<Payload>, bytes: &[u8]) -> Option<Self> {
        let start = (bytes.as_ptr() as usize).checked_sub(payload.bytes().as_ptr() as usize)?;
        let end = start.checked_add(bytes.len())?;
        payload.bytes().get(start..end)?;
        Some(Self {
            payload: Arc::clone(payload),
            start,
            end,
        })
    }

    pub(crate) fn payload(&self) -> &Payload {
        &self.payload
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.payload
            .bytes()
            .get(self.start..self.end)
            .unwrap_or_default()
    }
}

/// What an exported buffer needs until it is released.
struct Export {
    /// Keeps the bytes alive.
    _window: Window,
    shape: ffi::Py_ssize_t,
    stride: ffi::Py_ssize_t,
}

/// Fills in a buffer over a window of a payload.
///
/// # Safety
/// `view` must be the pointer that Python gave to `__getbuffer__`, and what is filled in must go
/// through [`release`] once.
pub(crate) unsafe fn export(
    view: *mut ffi::Py_buffer,
    flags: c_int,
    window: Window,
    numeric: Numeric,
    writable: bool,
    exporter: Bound<'_, PyAny>,
) -> PyResult<()> {
    if view.is_null() {
        return Err(PyBufferError::new_err("expected a buffer to fill in"));
    }
    let bytes = window.bytes();
    let pointer = bytes.as_ptr().cast_mut().cast::<c_void>();
    let (Ok(length), Ok(size)) = (
        ffi::Py_ssize_t::try_from(bytes.len()),
        ffi::Py_ssize_t::try_from(numeric.size()),
    ) else {
        return Err(PyBufferError::new_err("too long for a buffer"));
    };
    let export = Box::into_raw(Box::new(Export {
        shape: length / size,
        stride: size,
        _window: window,
    }));
    let wants = |flag: c_int| flags & flag == flag;
    // SAFETY: `view` is valid for writes by this function's contract and not null. The pointers
    // stored in it stay valid until `release`: those into `export` because it is freed only there,
    // `pointer` because `export` holds the bytes, `format` because it is static. Whoever gets a
    // buffer with `readonly == 0` may write: the caller has made the payload writable, so its
    // memory is a heap allocation, a private mapping or lent by the middleware, and nothing else
    // reads it through a `Bytes`.
    unsafe {
        (*view).buf = pointer;
        (*view).obj = exporter.into_ptr();
        (*view).len = length;
        (*view).readonly = c_int::from(!writable);
        (*view).itemsize = size;
        (*view).format = if wants(ffi::PyBUF_FORMAT) {
            numeric.format().as_ptr().cast::<c_char>().cast_mut()
        } else {
            ptr::null_mut()
        };
        (*view).ndim = 1;
        (*view).shape = if wants(ffi::PyBUF_ND) {
            &raw mut (*export).shape
        } else {
            ptr::null_mut()
        };
        (*view).strides = if wants(ffi::PyBUF_STRIDES) {
            &raw mut (*export).stride
        } else {
            ptr::null_mut()
        };
        (*view).suboffsets = ptr::null_mut();
        (*view).internal = export.cast();
    }
    Ok(())
}

/// Frees what [`export`] has stored.
///
/// # Safety
/// `view` must have been filled in by [`export`], and not released before.
pub(crate) unsafe fn release(view: *mut ffi::Py_buffer) {
    // SAFETY: `internal` is what `export` got from `Box::into_raw`, by this function's contract.
    unsafe { drop(Box::from_raw((*view).internal.cast::<Export>())) }
}

/// Fills in a buffer of another object, which Python then releases there.
///
/// # Safety
/// `view` must be the pointer that Python gave to `__getbuffer__`.
pub(crate) unsafe fn forward(
    owner: &Bound<'_, PyAny>,
    view: *mut ffi::Py_buffer,
    flags: c_int,
) -> PyResult<()> {
    // SAFETY: `owner` is a live object and `view` valid by this function's contract.
    if unsafe { ffi::PyObject_GetBuffer(owner.as_ptr(), view, flags) } == 0 {
        Ok(())
    } else {
        Err(PyErr::fetch(owner.py()))
    }
}

/// Writes to a part of a payload that Python, too, may write to; nothing if it is none.
pub(crate) fn write(payload: &Payload, start: usize, bytes: &[u8]) {
    let place = payload
        .bytes()
        .get(start..start.saturating_add(bytes.len()));
    if let Some(place) = place.filter(|_| payload.is_writable()) {
        // SAFETY: `place` has room for all of `bytes`, and `copy` copes with an overlap. The payload is writable, so its memory is a heap allocation, or lent by the
        // middleware, that nothing else reads yet.
        unsafe {
            ptr::copy(bytes.as_ptr(), place.as_ptr().cast_mut(), bytes.len());
        }
    }
}

/// Calls `read` with the bytes of a buffer; `None` if they do not lie side by side.
pub(crate) fn with_bytes<R>(buffer: &PyUntypedBuffer, read: impl FnOnce(&[u8]) -> R) -> Option<R> {
    if !buffer.is_c_contiguous() {
        return None;
    }
    let bytes = if buffer.len_bytes() == 0 {
        &[]
    } else {
        // SAFETY: the buffer is contiguous, holds `len_bytes` bytes from `buf_ptr` on and keeps
        // them alive while it is borrowed. Python code that writes to them at the same time could
        // only run on another thread that has let go of the interpreter lock, which every reader
        // of Python buffers has to live with.
        unsafe { std::slice::from_raw_parts(buffer.buf_ptr().cast::<u8>(), buffer.len_bytes()) }
    };
    Some(read(bytes))
}
