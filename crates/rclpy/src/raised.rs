//! What Python callbacks raise that the client library calls amid work of its own.

use std::cell::{Cell, RefCell};

use pyo3::prelude::*;

use crate::gil;
use crate::work::{Turn, Work, hand_over};

thread_local! {
    /// How many calls into the client library wait on this thread for what callbacks raise.
    static WAITING: Cell<usize> = const { Cell::new(0) };
    /// What a callback raised.
    static RAISED: RefCell<Option<PyErr>> = const { RefCell::new(None) };
}

/// Calls into the client library, outside the interpreter. What a callback raises meanwhile beats the result.
///
/// # Errors
/// What a callback raised.
pub(crate) fn with_callbacks<T: Send>(
    py: Python<'_>,
    call: impl FnOnce() -> T + Send,
) -> PyResult<T> {
    let before = RAISED.take();
    WAITING.set(WAITING.get() + 1);
    let result = gil::outside(py, call);
    WAITING.set(WAITING.get() - 1);
    match RAISED.replace(before) {
        Some(error) => Err(error),
        None => Ok(result),
    }
}

/// Calls back into Python; `None` where that raises, or another callback has raised before. The exception
/// leaves the call that waits for it or, where an entity's turn led here, the executor.
pub(crate) fn call_back<T>(call: impl FnOnce(Python<'_>) -> PyResult<T>) -> Option<T> {
    if RAISED.with_borrow(Option::is_some) {
        return None;
    }
    Python::attach(|py| {
        let error = match call(py) {
            Ok(result) => return Some(result),
            Err(error) => error,
        };
        if WAITING.get() > 0 {
            RAISED.set(Some(error));
        } else if let Err(error) = leave_executor(py, &error) {
            error.write_unraisable(py, None);
        }
        None
    })
}

/// Leaves the executor a task that has failed with the exception.
fn leave_executor(py: Python<'_>, error: &PyErr) -> PyResult<()> {
    let task = py
        .import("rclpy.task")?
        .getattr("Task")?
        .call1((py.None(),))?;
    task.call_method1("set_exception", (error.value(py),))?;
    let task = task.unbind();
    hand_over(Work::Task(Box::new(|_| Some(task)), Turn::default()));
    Ok(())
}
