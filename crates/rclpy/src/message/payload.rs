//! Received bytes that messages and the views of their numbers share.

use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use rosebay_locks::Mutex;
use rosebay_rcl::PrivateView;

/// One serialized message, as it was received.
///
/// Python may write to its numbers in place, through a writable buffer, but only while nothing
/// outside this struct holds the bytes, or in a view of its own where they lie in memory shared with
/// other processes; and from then on they are not handed out again.
#[derive(Debug)]
pub(crate) struct Payload {
    bytes: Bytes,
    view: OnceLock<PrivateView>,
    writable: Mutex<bool>,
}

impl Payload {
    pub(crate) fn new(bytes: Bytes) -> Arc<Self> {
        Arc::new(Self {
            bytes,
            view: OnceLock::new(),
            writable: Mutex::new(false),
        })
    }

    /// Bytes that nobody else holds, lent to Python to be written to until they are [published](Self::seal).
    pub(crate) fn lent(bytes: Bytes) -> Arc<Self> {
        Arc::new(Self {
            bytes,
            view: OnceLock::new(),
            writable: Mutex::new(true),
        })
    }

    /// The bytes of a loan.
    pub(crate) fn lent_bytes(&self) -> Bytes {
        self.bytes.clone()
    }

    /// Ends a loan: what is not in Python's hands yet cannot be written to any more.
    pub(crate) fn seal(&self) {
        *self.writable.lock() = false;
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.view.get().map_or(&self.bytes, |view| view)
    }

    /// The bytes themselves, unless Python may have written to them.
    pub(crate) fn share(&self) -> Option<Bytes> {
        let writable = self.writable.lock();
        (!*writable).then(|| self.bytes.clone())
    }

    /// Whether Python may have written to the bytes.
    pub(crate) fn is_writable(&self) -> bool {
        *self.writable.lock()
    }

    /// Lets Python write to the bytes; `false` when others hold them, who must not see that.
    pub(crate) fn make_writable(&self) -> bool {
        let mut writable = self.writable.lock();
        *writable = *writable || self.bytes.is_unique() || self.has_view();
        *writable
    }

    /// Whether there is a view of shared memory that nobody else sees; if there can be one, there is.
    fn has_view(&self) -> bool {
        match PrivateView::of(&self.bytes) {
            Some(view) => self.view.set(view).is_ok(),
            None => false,
        }
    }
}
