//! Memory that a publisher lends for a message.

use std::fmt;
use std::ops::{Deref, DerefMut};

use bytes::Bytes;
use rosebay_rosidl::cdr::{HEADER_SIZE, Memory};

/// Memory for one serialized message: it is filled, then frozen and published. Where the middleware lent it, publishing
/// copies nothing. It goes back when it is dropped, and the frozen bytes when nobody holds them any more.
pub struct LoanedBuffer(Box<dyn Memory>);

impl LoanedBuffer {
    /// Memory that a middleware lends.
    pub fn new(memory: impl Memory + 'static) -> Self {
        Self(Box::new(memory))
    }

    /// Memory of the heap, where a middleware lends none.
    pub fn heap(length: usize) -> Self {
        Self::new(vec![0; length])
    }

    /// The first `length` bytes as they are now, to be published.
    pub fn freeze(self, length: usize) -> Bytes {
        self.0.freeze(length)
    }

    /// Memory for a [`Writer`](rosebay_rosidl::cdr::Writer) to write a payload of up to `length` bytes to, of what
    /// `lend` lends. Its body, not its header, begins at a multiple of eight bytes of that: numbers that are aligned in
    /// the body are so in memory, too.
    pub fn aligned(
        length: usize,
        lend: impl FnOnce(usize) -> Option<Self>,
    ) -> Option<Box<dyn Memory>> {
        let loan = lend(length.saturating_add(SHIFT))?;
        (loan.len() >= SHIFT).then(|| Box::new(Shifted(loan.0)) as Box<dyn Memory>)
    }
}

/// Bytes before a header after which a body is aligned.
const SHIFT: usize = 8 - HEADER_SIZE;

/// Memory without its first [`SHIFT`] bytes, which it has.
struct Shifted(Box<dyn Memory>);

impl Memory for Shifted {
    fn bytes_mut(&mut self) -> &mut [u8] {
        self.0.bytes_mut().get_mut(SHIFT..).unwrap_or_default()
    }

    fn bytes(&self) -> &[u8] {
        self.0.bytes().get(SHIFT..).unwrap_or_default()
    }

    fn freeze(self: Box<Self>, length: usize) -> Bytes {
        self.0.freeze(length.saturating_add(SHIFT)).slice(SHIFT..)
    }
}

/// All of it; what it holds before it is filled is not told.
impl Deref for LoanedBuffer {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.0.bytes()
    }
}

impl DerefMut for LoanedBuffer {
    fn deref_mut(&mut self) -> &mut [u8] {
        self.0.bytes_mut()
    }
}

impl fmt::Debug for LoanedBuffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoanedBuffer")
            .field("length", &self.len())
            .finish()
    }
}
