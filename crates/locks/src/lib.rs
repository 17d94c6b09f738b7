//! Locks that keep all their state in themselves.
//!
//! A thread that waits does so on the lock's own word in memory, as those of [`std::sync`] do. There is no
//! table of waiting threads that the whole process shares: such a table could be copied into a forked child
//! while one of the parent's threads, which the child does not have, had it locked, and every wait in the
//! child would then last for ever.
//!
//! Poisoning is ignored: what a lock protects is changed in steps that do not panic half-way, and a callback
//! of the user's that panics is not called under a lock. To refuse every later call because of a panic
//! elsewhere would only turn one error into many.

#![forbid(unsafe_code)]

mod condvar;
mod mutex;
mod reentrant;
mod rwlock;

pub use condvar::{Condvar, WaitTimeoutResult};
pub use mutex::{Mutex, MutexGuard};
pub use reentrant::{ReentrantMutex, ReentrantMutexGuard};
pub use rwlock::RwLock;
pub use std::sync::{RwLockReadGuard, RwLockWriteGuard};
