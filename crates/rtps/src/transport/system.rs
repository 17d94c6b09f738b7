//! The system calls that neither the standard library nor socket2 wraps: recvmmsg, eventfd.
#![allow(unsafe_code)]

use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd};

/// Datagrams received by one system call at most.
const BATCH: usize = 16;
/// Room for the largest datagram that UDP knows.
const SLOT: usize = 65_536;

/// Room for datagrams, used again and again.
pub(crate) struct ReceiveBatch {
    slots: Vec<Vec<u8>>,
    lengths: [usize; BATCH],
}

impl ReceiveBatch {
    pub(crate) fn new() -> ReceiveBatch {
        ReceiveBatch {
            slots: (0..BATCH).map(|_| vec![0; SLOT]).collect(),
            lengths: [0; BATCH],
        }
    }

    /// Receives what waits in a socket, without blocking, and says how many datagrams.
    pub(crate) fn receive(&mut self, socket: &impl AsRawFd) -> io::Result<usize> {
        let mut vectors: [libc::iovec; BATCH] = std::array::from_fn(|i| libc::iovec {
            iov_base: self.slots[i].as_mut_ptr().cast(),
            iov_len: self.slots[i].len(),
        });
        let mut headers: [libc::mmsghdr; BATCH] = std::array::from_fn(|i| {
            // SAFETY: msghdr is plain data, for which all bits zero mean "no name, no control data, no flags".
            let mut header: libc::mmsghdr = unsafe { std::mem::zeroed() };
            header.msg_hdr.msg_iov = &raw mut vectors[i];
            header.msg_hdr.msg_iovlen = 1;
            header
        });
        // SAFETY: every header names one vector, every vector a slot of its own with its true length; all
        // outlive the call.
        let count = unsafe {
            libc::recvmmsg(
                socket.as_raw_fd(),
                headers.as_mut_ptr(),
                BATCH as libc::c_uint,
                libc::MSG_DONTWAIT,
                std::ptr::null_mut(),
            )
        };
        if count < 0 {
            let error = io::Error::last_os_error();
            return match error.kind() {
                io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted => Ok(0),
                _ => Err(error),
            };
        }
        let count = (count as usize).min(BATCH);
        for (length, header) in self.lengths.iter_mut().zip(&headers[..count]) {
            *length = (header.msg_len as usize).min(SLOT);
        }
        Ok(count)
    }

    /// The datagram number `index` of the last call.
    pub(crate) fn datagram(&self, index: usize) -> &[u8] {
        &self.slots[index][..self.lengths[index]]
    }
}

/// A descriptor that becomes readable when it is told to, and stays so.
pub(crate) struct Wake(OwnedFd);

impl Wake {
    pub(crate) fn new() -> io::Result<Wake> {
        // SAFETY: no pointers are passed; the result is checked.
        let descriptor = unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) };
        if descriptor < 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: the descriptor was just made and nobody else owns it.
        Ok(Wake(unsafe { OwnedFd::from_raw_fd(descriptor) }))
    }

    pub(crate) fn wake(&self) {
        let one = 1u64;
        // SAFETY: eight bytes are read from `one`, which outlives the call. It can only fail when the counter
        // is full, and then the descriptor is readable already.
        unsafe {
            libc::write(
                self.0.as_raw_fd(),
                (&raw const one).cast(),
                size_of::<u64>(),
            )
        };
    }
}

impl Wake {
    /// Undoes it.
    pub(crate) fn clear(&self) {
        let mut count = 0u64;
        // SAFETY: eight bytes are written to `count`, which outlives the call. It fails where there is nothing to undo.
        unsafe {
            libc::read(
                self.0.as_raw_fd(),
                (&raw mut count).cast(),
                size_of::<u64>(),
            )
        };
    }
}

impl AsFd for Wake {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}
