//! The one door out of Python and back.
//!
//! Every call that may block goes out through [`outside`] or [`wait_outside`]. No thread of the middleware
//! ever comes in, so none waits for the interpreter.

use std::cell::{Cell, OnceCell};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use rosebay_locks::Mutex;

/// The longest time that a waiting main thread leaves a signal unseen which Python alone handles.
const SLICE: Duration = Duration::from_millis(50);

/// The thread that is about to end the interpreter: whoever else is outside stays there.
static ENDING: OnceLock<ThreadId> = OnceLock::new();
/// Threads that run a callback for an executor.
static CALLING: AtomicUsize = AtomicUsize::new(0);

/// Turns of entities that a thread lets have inside the interpreter before it lets other threads in. Callbacks in
/// Python let them in by themselves; those in C do not.
const MAX_TURNS_INSIDE: usize = 1000;

thread_local! {
    /// How many turns entities have had since this thread last was outside.
    static TURNS_INSIDE: Cell<usize> = const { Cell::new(0) };
}

/// Whether an entity may have its turn inside the interpreter: between two callbacks that are both ready there is no
/// need to leave it, and to wait for it behind every other thread that wants it.
pub(crate) fn may_stay_inside() -> bool {
    TURNS_INSIDE.replace(TURNS_INSIDE.get() + 1) < MAX_TURNS_INSIDE
}

/// Runs `work` without holding the interpreter.
pub(crate) fn outside<T: Send>(py: Python<'_>, work: impl FnOnce() -> T + Send) -> T {
    TURNS_INSIDE.set(0);
    py.detach(|| {
        let result = work();
        stay_out_if_ending();
        result
    })
}

/// Waits outside the interpreter until `wait` returns something or the deadline has passed. It is called
/// with the time it may take; in between, Python handles signals.
///
/// # Errors
/// What a signal's handler raised, [`KeyboardInterrupt`](pyo3::exceptions::PyKeyboardInterrupt) above all.
pub(crate) fn wait_outside<T: Send>(
    py: Python<'_>,
    deadline: Option<Instant>,
    wait: impl Fn(Option<Duration>) -> Option<T> + Send + Sync,
) -> PyResult<Option<T>> {
    let slice = is_main_thread(py)?.then_some(SLICE);
    loop {
        let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        let result = outside(py, || wait(left.into_iter().chain(slice).min()));
        if result.is_some() {
            return Ok(result);
        }
        py.check_signals()?;
        if left.is_some_and(|left| left.is_zero()) {
            return Ok(None);
        }
    }
}

/// Does on a thread of its own what knows of no signals, and waits for it outside the interpreter. Who is interrupted leaves
/// it to itself.
///
/// # Errors
/// What a signal's handler raised; `OSError` where there can be no thread.
pub(crate) fn outside_until_signal<T: Send + 'static>(
    py: Python<'_>,
    work: impl FnOnce() -> T + Send + 'static,
) -> PyResult<T> {
    let (sender, receiver) = mpsc::sync_channel(1);
    let receiver = Mutex::new(receiver);
    let worker = thread::Builder::new().name("rosebay-init".to_owned());
    // Nobody waits any more for what cannot be sent.
    worker.spawn(move || sender.send(work()).ok())?;
    let done = wait_outside(py, None, |left| {
        let receiver = receiver.lock();
        match left {
            Some(left) => receiver
                .recv_timeout(left)
                .map_err(|error| error == RecvTimeoutError::Disconnected),
            None => receiver.recv().map_err(|_| true),
        }
        .map_or_else(
            |has_ended| has_ended.then_some(None),
            |done| Some(Some(done)),
        )
    })?;
    done.flatten()
        .ok_or_else(|| PyRuntimeError::new_err("what was to be done has ended without a result"))
}

/// The time at which a wait of so many nanoseconds ends; `None` for forever, which a negative number means.
pub(crate) fn deadline(timeout_ns: i64) -> Option<Instant> {
    let timeout = Duration::from_nanos(u64::try_from(timeout_ns).ok()?);
    Instant::now().checked_add(timeout)
}

thread_local! {
    /// How many callbacks this thread is in the midst of.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

/// Runs a callback of an executor.
pub(crate) fn calling<T>(call: impl FnOnce() -> T) -> T {
    CALLING.fetch_add(1, Ordering::AcqRel);
    DEPTH.set(DEPTH.get() + 1);
    let result = call();
    DEPTH.set(DEPTH.get() - 1);
    CALLING.fetch_sub(1, Ordering::AcqRel);
    result
}

/// Whether this thread is in the midst of an executor's callback.
pub(crate) fn is_in_callback() -> bool {
    DEPTH.get() > 0
}

/// Whether this is the thread in which Python handles signals.
fn is_main_thread(py: Python<'_>) -> PyResult<bool> {
    thread_local! {
        static IS_MAIN: OnceCell<bool> = const { OnceCell::new() };
    }
    if let Some(known) = IS_MAIN.with(|known| known.get().copied()) {
        return Ok(known);
    }
    let threading = py.import("threading")?;
    let main = threading.call_method0("main_thread")?.getattr("ident")?;
    let is_main = threading.call_method0("get_ident")?.eq(main)?;
    Ok(IS_MAIN.with(|known| *known.get_or_init(|| is_main)))
}

/// A thread that came back to an interpreter that has ended would be killed amid our frames. The callback
/// that it is in the midst of goes on no more, so nobody need wait for it.
fn stay_out_if_ending() {
    let Some(ending) = ENDING.get() else {
        return;
    };
    if *ending == std::thread::current().id() {
        return;
    }
    CALLING.fetch_sub(DEPTH.replace(0), Ordering::AcqRel);
    loop {
        std::thread::park();
    }
}

/// To be called when the interpreter is about to end: daemon threads stay outside from now on, and those
/// that are inside are given a moment to leave.
#[pyfunction]
#[pyo3(name = "_before_exit")]
pub(crate) fn before_exit(py: Python<'_>) {
    ENDING.get_or_init(|| std::thread::current().id());
    py.detach(|| {
        let patience = Instant::now() + Duration::from_millis(200);
        while CALLING.load(Ordering::Acquire) > 0 && Instant::now() < patience {
            std::thread::sleep(Duration::from_millis(1));
        }
    });
}
