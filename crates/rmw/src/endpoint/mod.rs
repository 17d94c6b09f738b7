//! What the endpoints of any middleware have in common that keeps QoS itself: a reader's queue, the statuses of
//! events, what a publisher promises, and the thread that looks whether it keeps that.

mod events;
mod promises;
mod reader;
mod timer;

pub use events::{Count, Counts, Events, supported, tell};
pub use promises::{Lapse, Promises};
pub use reader::{Item, Reader, ReaderOptions, nanoseconds_since_epoch};
pub use timer::{Timed, Timer};

use std::time::Duration;

/// How many samples of a writer wait for a reader that keeps all before that writer has to.
pub const KEEP_ALL_LIMIT: usize = 5_000;

/// How long a writer waits for a reader that keeps all.
pub const MAX_BLOCKING: Duration = Duration::from_millis(100);
