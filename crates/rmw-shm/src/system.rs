//! System calls that neither the standard library nor socket2 wraps: memfd, seals, eventfd, epoll, descriptors that
//! travel through a socket, pthread_atfork.
#![allow(unsafe_code)]

use std::ffi::CStr;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};
use std::time::Duration;

/// Descriptors in one message at most.
pub(crate) const MAX_DESCRIPTORS: usize = 4;

fn check(result: libc::c_int) -> io::Result<libc::c_int> {
    if result < 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(result)
    }
}

fn owned(result: libc::c_int) -> io::Result<OwnedFd> {
    let descriptor = check(result)?;
    // SAFETY: the callers pass what a system call that makes descriptors has just returned; nobody else owns it.
    Ok(unsafe { OwnedFd::from_raw_fd(descriptor) })
}

/// Memory without a file, of `size` bytes that can never become fewer: a mapping of it cannot fault. None of it is
/// taken before it is touched.
pub(crate) fn memory(name: &CStr, size: usize) -> io::Result<OwnedFd> {
    // SAFETY: the name is a string that ends with 0 and outlives the call.
    let descriptor = owned(unsafe {
        libc::memfd_create(name.as_ptr(), libc::MFD_CLOEXEC | libc::MFD_ALLOW_SEALING)
    })?;
    let length = libc::off_t::try_from(size).map_err(|_| io::ErrorKind::InvalidInput)?;
    // SAFETY: no pointers are passed.
    check(unsafe { libc::ftruncate(descriptor.as_raw_fd(), length) })?;
    let seals = libc::F_SEAL_SHRINK | libc::F_SEAL_GROW | libc::F_SEAL_SEAL;
    // SAFETY: no pointers are passed.
    check(unsafe { libc::fcntl(descriptor.as_raw_fd(), libc::F_ADD_SEALS, seals) })?;
    Ok(descriptor)
}

/// The same memory through a descriptor that cannot write to it.
pub(crate) fn read_only(memory: BorrowedFd<'_>) -> io::Result<OwnedFd> {
    let path = format!("/proc/self/fd/{}", memory.as_raw_fd());
    std::fs::File::open(path).map(OwnedFd::from)
}

/// The size of memory that a peer has sent, if it can never become less.
pub(crate) fn sealed_size(memory: BorrowedFd<'_>) -> io::Result<usize> {
    // SAFETY: no pointers are passed.
    let seals = check(unsafe { libc::fcntl(memory.as_raw_fd(), libc::F_GET_SEALS) })?;
    if seals & libc::F_SEAL_SHRINK == 0 {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "shared memory of a peer may shrink",
        ));
    }
    let mut status = MaybeUninit::<libc::stat>::uninit();
    // SAFETY: the pointer is to memory of a stat's size, which the call fills where it succeeds.
    let status = unsafe {
        check(libc::fstat(memory.as_raw_fd(), status.as_mut_ptr()))?;
        status.assume_init()
    };
    usize::try_from(status.st_size).map_err(|_| io::ErrorKind::InvalidData.into())
}

/// Makes sure that the memory is there, rather than to fault when it is touched.
pub(crate) fn commit(memory: BorrowedFd<'_>, start: usize, length: usize) -> io::Result<()> {
    let invalid = |_| io::Error::from(io::ErrorKind::InvalidInput);
    let start = libc::off_t::try_from(start).map_err(invalid)?;
    let length = libc::off_t::try_from(length).map_err(invalid)?;
    // SAFETY: no pointers are passed.
    check(unsafe { libc::fallocate(memory.as_raw_fd(), 0, start, length) }).map(|_| ())
}

/// Gives memory back to the system; it reads as zeros and is taken again when it is touched.
pub(crate) fn discard(memory: BorrowedFd<'_>, start: usize, length: usize) -> io::Result<()> {
    let invalid = |_| io::Error::from(io::ErrorKind::InvalidInput);
    let start = libc::off_t::try_from(start).map_err(invalid)?;
    let length = libc::off_t::try_from(length).map_err(invalid)?;
    let mode = libc::FALLOC_FL_PUNCH_HOLE | libc::FALLOC_FL_KEEP_SIZE;
    // SAFETY: no pointers are passed.
    check(unsafe { libc::fallocate(memory.as_raw_fd(), mode, start, length) }).map(|_| ())
}

/// What mappings begin at a multiple of, in bytes.
pub(crate) fn page_size() -> usize {
    // SAFETY: it reads a number that does not change.
    let size = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    usize::try_from(size).unwrap_or(4096).max(1)
}

/// A counter that wakes who waits for it.
pub(crate) fn event() -> io::Result<OwnedFd> {
    // SAFETY: no pointers are passed.
    owned(unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) })
}

/// Whether writing to a descriptor that a peer has sent cannot block.
pub(crate) fn is_nonblocking(descriptor: BorrowedFd<'_>) -> io::Result<bool> {
    // SAFETY: no pointers are passed.
    let flags = check(unsafe { libc::fcntl(descriptor.as_raw_fd(), libc::F_GETFL) })?;
    Ok(flags & libc::O_NONBLOCK != 0)
}

/// Adds to an [`event`].
pub(crate) fn ring(event: BorrowedFd<'_>) {
    let one = 1u64;
    // SAFETY: eight bytes are read from `one`, which outlives the call. It fails only when the counter is full, and
    // then who waits is awake.
    unsafe { libc::write(event.as_raw_fd(), (&raw const one).cast(), size_of::<u64>()) };
}

/// What many descriptors are waited for with. It can itself be waited for.
#[derive(Debug)]
pub struct Poll(OwnedFd);

/// Descriptors that one wait reports at most.
const MAX_EVENTS: usize = 16;
/// The longest wait, in seconds; who waits for more is woken and waits again.
const LONGEST_WAIT: u64 = 3600;

/// How a descriptor is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// As long as it can be read.
    Level,
    /// Once each time that there is something new to read.
    Edge,
}

impl Poll {
    /// Waits for nothing yet.
    ///
    /// # Errors
    /// When the process has no descriptor left.
    pub fn new() -> io::Result<Poll> {
        // SAFETY: no pointers are passed.
        owned(unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) }).map(Poll)
    }

    /// Begins to wait for a descriptor, which is told by `token`. One that is closed is not waited for any more.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn add(&self, descriptor: &impl AsFd, token: u64, trigger: Trigger) -> io::Result<()> {
        let edge = match trigger {
            Trigger::Level => 0,
            Trigger::Edge => libc::EPOLLET,
        };
        let mut event = libc::epoll_event {
            events: (libc::EPOLLIN | edge) as u32,
            u64: token,
        };
        let descriptor = descriptor.as_fd().as_raw_fd();
        // SAFETY: the event outlives the call.
        let result = unsafe {
            libc::epoll_ctl(
                self.0.as_raw_fd(),
                libc::EPOLL_CTL_ADD,
                descriptor,
                &raw mut event,
            )
        };
        check(result).map(|_| ())
    }

    /// Begins or ceases to report a descriptor that was added.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn report(&self, descriptor: &impl AsFd, token: u64, is_reported: bool) -> io::Result<()> {
        let mut event = libc::epoll_event {
            events: if is_reported { libc::EPOLLIN as u32 } else { 0 },
            u64: token,
        };
        // SAFETY: the event outlives the call.
        let result = unsafe {
            libc::epoll_ctl(
                self.0.as_raw_fd(),
                libc::EPOLL_CTL_MOD,
                descriptor.as_fd().as_raw_fd(),
                &raw mut event,
            )
        };
        check(result).map(|_| ())
    }

    /// Waits for a descriptor no more.
    pub(crate) fn remove(&self, descriptor: &impl AsFd) {
        let descriptor = descriptor.as_fd().as_raw_fd();
        // SAFETY: no event is read for this operation. It fails only for what is not waited for.
        unsafe {
            libc::epoll_ctl(
                self.0.as_raw_fd(),
                libc::EPOLL_CTL_DEL,
                descriptor,
                std::ptr::null_mut(),
            )
        };
    }

    /// Waits until some can be read, for a time at most, forever without one, and hands the token of each to `ready`. A
    /// signal ends the wait.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn wait(&self, timeout: Option<Duration>, mut ready: impl FnMut(u64)) -> io::Result<()> {
        let mut events = [libc::epoll_event { events: 0, u64: 0 }; MAX_EVENTS];
        let count = match timeout {
            None => self.wait_for_milliseconds(&mut events, -1),
            Some(Duration::ZERO) => self.wait_for_milliseconds(&mut events, 0),
            Some(timeout) => self.wait_at_most(&mut events, timeout),
        };
        match count {
            Ok(count) => {
                events
                    .iter()
                    .take(count as usize)
                    .for_each(|event| ready(event.u64));
                Ok(())
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(()),
            Err(error) => Err(error),
        }
    }
}

impl Poll {
    fn wait_for_milliseconds(
        &self,
        events: &mut [libc::epoll_event; MAX_EVENTS],
        timeout: libc::c_int,
    ) -> io::Result<libc::c_int> {
        // SAFETY: the array has room for as many events as are asked for, and outlives the call.
        check(unsafe {
            libc::epoll_wait(
                self.0.as_raw_fd(),
                events.as_mut_ptr(),
                MAX_EVENTS as libc::c_int,
                timeout,
            )
        })
    }

    /// Milliseconds are too coarse for timers. Linux waits for nanoseconds since 5.11.
    fn wait_at_most(
        &self,
        events: &mut [libc::epoll_event; MAX_EVENTS],
        timeout: Duration,
    ) -> io::Result<libc::c_int> {
        static IS_MISSING: AtomicBool = AtomicBool::new(false);
        if IS_MISSING.load(Relaxed) {
            return self.poll_at_most(events, timeout);
        }
        // The kernel's own, with 64 bits for each, whatever the C library's is.
        let limit = [
            timeout.as_secs().min(LONGEST_WAIT) as i64,
            timeout.subsec_nanos().into(),
        ];
        // SAFETY: the array has room for as many events as are asked for; it and the limit outlive the call, which is
        // given no signal mask.
        let count = unsafe {
            libc::syscall(
                libc::SYS_epoll_pwait2,
                self.0.as_raw_fd(),
                events.as_mut_ptr(),
                MAX_EVENTS as libc::c_int,
                limit.as_ptr(),
                std::ptr::null::<libc::sigset_t>(),
                0usize,
            )
        };
        match check(count as libc::c_int) {
            Err(error) if matches!(error.raw_os_error(), Some(libc::ENOSYS | libc::EPERM)) => {
                IS_MISSING.store(true, Relaxed);
                self.poll_at_most(events, timeout)
            }
            count => count,
        }
    }

    /// The same with two system calls, one to wait and one to ask: a set of descriptors is itself one.
    fn poll_at_most(
        &self,
        events: &mut [libc::epoll_event; MAX_EVENTS],
        timeout: Duration,
    ) -> io::Result<libc::c_int> {
        let limit = libc::timespec {
            tv_sec: timeout.as_secs().min(LONGEST_WAIT) as libc::time_t,
            tv_nsec: timeout.subsec_nanos() as libc::c_long,
        };
        let mut this = libc::pollfd {
            fd: self.0.as_raw_fd(),
            events: libc::POLLIN,
            revents: 0,
        };
        // SAFETY: both variables outlive the call, which is given no signal mask.
        check(unsafe { libc::ppoll(&raw mut this, 1, &raw const limit, std::ptr::null()) })?;
        self.wait_for_milliseconds(events, 0)
    }
}

impl AsFd for Poll {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

/// Room for the control message of [`MAX_DESCRIPTORS`] descriptors, aligned as its header.
#[repr(C, align(8))]
struct Control([u8; 64]);

/// The user that a connected process runs as.
pub(crate) fn peer_user(socket: BorrowedFd<'_>) -> io::Result<u32> {
    let mut credentials = libc::ucred {
        pid: 0,
        uid: u32::MAX,
        gid: u32::MAX,
    };
    let mut length = size_of::<libc::ucred>() as libc::socklen_t;
    // SAFETY: both pointers are to variables that outlive the call, and the length is that of the first.
    check(unsafe {
        libc::getsockopt(
            socket.as_raw_fd(),
            libc::SOL_SOCKET,
            libc::SO_PEERCRED,
            (&raw mut credentials).cast(),
            &raw mut length,
        )
    })?;
    Ok(credentials.uid)
}

/// The user that this process runs as.
pub(crate) fn own_user() -> u32 {
    // SAFETY: it takes nothing and cannot fail.
    unsafe { libc::geteuid() }
}

/// Sends one message and copies of descriptors.
pub(crate) fn send(
    socket: BorrowedFd<'_>,
    message: &[u8],
    descriptors: &[BorrowedFd<'_>],
) -> io::Result<()> {
    assert!(
        descriptors.len() <= MAX_DESCRIPTORS,
        "room for the descriptors"
    );
    let mut control = Control([0; 64]);
    let mut part = libc::iovec {
        iov_base: message.as_ptr().cast_mut().cast(),
        iov_len: message.len(),
    };
    let data_length = size_of_val(descriptors) as libc::c_uint;
    // SAFETY: msghdr is plain data, for which all bits zero mean "nothing". The pointers set are to `part`, `message`
    // and `control`, which outlive the call; CMSG_SPACE of four descriptors is 32 bytes, so header and data lie within
    // `control`, which is aligned for them.
    let sent = unsafe {
        let mut header: libc::msghdr = std::mem::zeroed();
        header.msg_iov = &raw mut part;
        header.msg_iovlen = 1;
        if !descriptors.is_empty() {
            header.msg_control = control.0.as_mut_ptr().cast();
            header.msg_controllen = libc::CMSG_SPACE(data_length) as _;
            let first = libc::CMSG_FIRSTHDR(&raw const header);
            (*first).cmsg_level = libc::SOL_SOCKET;
            (*first).cmsg_type = libc::SCM_RIGHTS;
            (*first).cmsg_len = libc::CMSG_LEN(data_length) as _;
            let data = libc::CMSG_DATA(first).cast::<RawFd>();
            for (index, descriptor) in descriptors.iter().enumerate() {
                data.add(index).write_unaligned(descriptor.as_raw_fd());
            }
        }
        libc::sendmsg(
            socket.as_raw_fd(),
            &raw const header,
            libc::MSG_NOSIGNAL | libc::MSG_DONTWAIT,
        )
    };
    match usize::try_from(sent) {
        Ok(sent) if sent == message.len() => Ok(()),
        Ok(_) => Err(io::ErrorKind::WriteZero.into()),
        Err(_) => Err(io::Error::last_os_error()),
    }
}

/// Receives one message and the descriptors with it, without waiting; 0 bytes mean that the peer is gone.
pub(crate) fn receive(
    socket: BorrowedFd<'_>,
    buffer: &mut [u8],
) -> io::Result<(usize, Vec<OwnedFd>)> {
    let mut control = Control([0; 64]);
    let mut part = libc::iovec {
        iov_base: buffer.as_mut_ptr().cast(),
        iov_len: buffer.len(),
    };
    let mut descriptors = Vec::new();
    // SAFETY: as in `send`. The kernel fills no more than the lengths given; descriptors in a control message of
    // SCM_RIGHTS are new ones of this process, which nobody else owns.
    let received = unsafe {
        let mut header: libc::msghdr = std::mem::zeroed();
        header.msg_iov = &raw mut part;
        header.msg_iovlen = 1;
        header.msg_control = control.0.as_mut_ptr().cast();
        header.msg_controllen = control.0.len() as _;
        let received = libc::recvmsg(
            socket.as_raw_fd(),
            &raw mut header,
            libc::MSG_DONTWAIT | libc::MSG_CMSG_CLOEXEC,
        );
        if received < 0 {
            return Err(io::Error::last_os_error());
        }
        let mut next = libc::CMSG_FIRSTHDR(&raw const header);
        while !next.is_null() {
            if (*next).cmsg_level == libc::SOL_SOCKET && (*next).cmsg_type == libc::SCM_RIGHTS {
                let bytes = (*next).cmsg_len as usize - libc::CMSG_LEN(0) as usize;
                let data = libc::CMSG_DATA(next).cast::<RawFd>();
                for index in 0..bytes / size_of::<RawFd>() {
                    descriptors.push(OwnedFd::from_raw_fd(data.add(index).read_unaligned()));
                }
            }
            next = libc::CMSG_NXTHDR(&raw const header, next);
        }
        received as usize
    };
    Ok((received, descriptors))
}

/// How many forks lie between the first process and this one.
static GENERATION: AtomicU32 = AtomicU32::new(0);

/// Counts up in each child process, where the threads and locks of the parent are not to be relied on, and where its
/// sockets and shared memory are not to be used in its name.
pub fn process_generation() -> u32 {
    static REGISTERED: Once = Once::new();
    extern "C" fn in_child() {
        GENERATION.fetch_add(1, Relaxed);
    }
    REGISTERED.call_once(|| {
        // SAFETY: the handler is a function of this program and does nothing but add to an atomic number.
        let result = unsafe { libc::pthread_atfork(None, None, Some(in_child)) };
        if result != 0 {
            tracing::warn!("child processes cannot be told apart from this one");
        }
    });
    GENERATION.load(Relaxed)
}
