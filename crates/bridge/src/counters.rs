//! What has passed in one direction.

use std::sync::atomic::{AtomicU64, Ordering};

use rosebay_rcl::{Error, Logger};

/// Counts what passes in one direction.
pub(crate) struct Counters {
    logger: Logger,
    messages: AtomicU64,
    bytes: AtomicU64,
    dropped: AtomicU64,
    failed: AtomicU64,
    requests: AtomicU64,
    unanswered: AtomicU64,
}

/// What has passed in one direction, and what is mirrored now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Nodes that are mirrored.
    pub nodes: usize,
    /// Publishers that are mirrored.
    pub publishers: usize,
    /// Servers that are mirrored.
    pub servers: usize,
    /// Messages that were passed on.
    pub messages: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Messages that the rates did not let pass.
    pub dropped: u64,
    /// Messages that could not be published.
    pub failed: u64,
    /// Requests that were passed on.
    pub requests: u64,
    /// Requests that could not be passed on, most of them because their server did not come.
    pub unanswered: u64,
}

impl Counters {
    pub(crate) fn new(logger: &Logger) -> Self {
        Self {
            logger: logger.clone(),
            messages: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            dropped: AtomicU64::new(0),
            failed: AtomicU64::new(0),
            requests: AtomicU64::new(0),
            unanswered: AtomicU64::new(0),
        }
    }

    pub(crate) fn message(&self, length: usize) {
        self.messages.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(length as u64, Ordering::Relaxed);
    }

    pub(crate) fn dropped(&self) {
        self.dropped.fetch_add(1, Ordering::Relaxed);
    }

    /// The first failure is worth a line; a stalled network would have one for each message.
    pub(crate) fn failed(&self, error: &Error) {
        if self.failed.fetch_add(1, Ordering::Relaxed) == 0 {
            self.logger
                .warn(format_args!("a message cannot be passed on: {error}"));
        }
    }

    pub(crate) fn request(&self) {
        self.requests.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn unanswered(&self) {
        self.unanswered.fetch_add(1, Ordering::Relaxed);
    }

    /// What has been counted.
    pub(crate) fn read(&self) -> Traffic {
        let value = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Traffic {
            messages: value(&self.messages),
            bytes: value(&self.bytes),
            dropped: value(&self.dropped),
            failed: value(&self.failed),
            requests: value(&self.requests),
            unanswered: value(&self.unanswered),
            ..Traffic::default()
        }
    }
}
