//! What callbacks leave for the thread that prints.

use std::collections::VecDeque;
use std::sync::Arc;

use rosebay_locks::Mutex;

/// A queue that callbacks fill. Clones are the same queue.
#[derive(Debug)]
pub(crate) struct Inbox<T>(Arc<Mutex<VecDeque<T>>>);

impl<T> Clone for Inbox<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Inbox<T> {
    pub(crate) fn new() -> Self {
        Self(Arc::default())
    }

    pub(crate) fn put(&self, item: T) {
        self.0.lock().push_back(item);
    }

    pub(crate) fn take(&self) -> Option<T> {
        self.0.lock().pop_front()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.lock().is_empty()
    }
}
