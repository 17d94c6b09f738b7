//! Received bytes that messages and the views of their numbers share.

use std::sync::Arc;

use bytes::Bytes;
use parking_lot::Mutex;

/// One serialized message, as it was received.
///
/// Python may write to its numbers in place, through a writable buffer, but only while nothing
/// outside this struct holds the bytes; and from then on they are not handed out again.
#[derive(Debug)]
pub(crate) struct Payload {
    bytes: Bytes,
    writable: Mutex<bool>,
}

impl Payload {
    pub(crate) fn new(bytes: Bytes) -> Arc<Self> {
        Arc::new(Self {
            bytes,
            writable: Mutex::new(false),
        })
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
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
        *writable = *writable || self.bytes.is_unique();
        *writable
    }
}
