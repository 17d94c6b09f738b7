//! What becomes of handles in a child process: nothing of them may be used or closed there, for the sockets
//! and the names in the graph are the parent's.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU32, Ordering};

use pyo3::prelude::*;
use pyo3::types::PyDict;
use rosebay_rcl::fork::{self, Held};
use rosebay_rcl::signals;

static GENERATION: AtomicU32 = AtomicU32::new(0);

/// How many forks lie between the first process and this one. A handle of another generation is the
/// parent's.
pub(crate) fn generation() -> u32 {
    GENERATION.load(Ordering::Relaxed)
}

thread_local! {
    /// What this thread holds while it forks.
    static HELD: RefCell<Option<Held>> = const { RefCell::new(None) };
}

/// Has the interpreter call the functions below at every fork. Whoever registers after this comes later in a child, so that
/// what it lets go of there is known as the parent's.
pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    let hooks = PyDict::new(py);
    hooks.set_item("before", wrap_pyfunction!(before_fork, module)?)?;
    hooks.set_item(
        "after_in_parent",
        wrap_pyfunction!(after_fork_in_parent, module)?,
    )?;
    hooks.set_item(
        "after_in_child",
        wrap_pyfunction!(after_fork_in_child, module)?,
    )?;
    py.import("os")?
        .call_method("register_at_fork", (), Some(&hooks))?;
    Ok(())
}

/// To be called right before a fork, by the thread that forks.
#[pyfunction]
fn before_fork() {
    HELD.set(Some(fork::hold()));
}

/// To be called in the parent right after a fork.
#[pyfunction]
fn after_fork_in_parent() {
    HELD.set(None);
}

/// To be called in the child right after a fork. Signals do there what they did before the parent had
/// them shut its contexts down: whoever terminates a child means it.
#[pyfunction]
fn after_fork_in_child() {
    HELD.set(None);
    GENERATION.fetch_add(1, Ordering::Relaxed);
    signals::uninstall();
}
