//! What becomes of handles in a child process: nothing of them may be used or closed there, for the sockets
//! and the names in the graph are the parent's.

use std::sync::atomic::{AtomicU32, Ordering};

use pyo3::pyfunction;
use rosebay_rcl::signals;

static GENERATION: AtomicU32 = AtomicU32::new(0);

/// How many forks lie between the first process and this one. A handle of another generation is the
/// parent's.
pub(crate) fn generation() -> u32 {
    GENERATION.load(Ordering::Relaxed)
}

/// To be called in the child right after a fork. Signals do there what they did before the parent had
/// them shut its contexts down: whoever terminates a child means it.
#[pyfunction]
#[pyo3(name = "_after_fork_in_child")]
pub(crate) fn after_fork_in_child() {
    GENERATION.fetch_add(1, Ordering::Relaxed);
    signals::uninstall();
}
