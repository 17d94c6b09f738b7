//! SIGINT and SIGTERM shut the contexts down.
//!
//! The handler itself only leaves a note; a thread that exists while handlers are installed reads it,
//! tells the listeners and shuts every context down, so that every wait returns. A handler that was there
//! before is called too.

use std::sync::Arc;

use rosebay_locks::Mutex;

use crate::{Result, context};

/// Which signals are handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SignalOptions {
    /// SIGINT, which Ctrl-C sends.
    pub sigint: bool,
    /// SIGTERM.
    pub sigterm: bool,
}

impl SignalOptions {
    /// None.
    pub const NONE: Self = Self {
        sigint: false,
        sigterm: false,
    };
    /// Both.
    pub const ALL: Self = Self {
        sigint: true,
        sigterm: true,
    };
}

type Listener = Arc<dyn Fn(i32) + Send + Sync>;

static LISTENERS: Mutex<(u64, Vec<(u64, Listener)>)> = Mutex::new((0, Vec::new()));

/// For a fork: see [`crate::fork`].
pub(crate) fn hold() -> impl Sized + 'static {
    (handler::hold(), LISTENERS.lock())
}

/// Installs the handlers of the signals that have none of ours yet.
///
/// # Errors
/// When the operating system refuses.
pub fn install(options: SignalOptions) -> Result<()> {
    handler::install(options)
}

/// Puts the handlers back that were there before, and ends the thread. A handler that somebody has put
/// on top of ours stays, and what it passes on to ours goes on to the one before.
pub fn uninstall() {
    handler::uninstall();
}

/// Which signals are handled now.
pub fn installed() -> SignalOptions {
    handler::installed()
}

/// Has `listener` called with the signal's number when a handled signal comes, before the contexts are
/// shut down, on a thread of its own; until the handle drops.
pub fn on_signal(listener: impl Fn(i32) + Send + Sync + 'static) -> SignalListener {
    let mut listeners = LISTENERS.lock();
    listeners.0 += 1;
    let id = listeners.0;
    listeners.1.push((id, Arc::new(listener)));
    SignalListener { id }
}

/// Keeps a signal listener; dropping it takes the listener away.
#[must_use = "the listener is taken away when the handle drops"]
#[derive(Debug)]
pub struct SignalListener {
    id: u64,
}

impl Drop for SignalListener {
    fn drop(&mut self) {
        let mut listeners = LISTENERS.lock();
        let place = listeners.1.iter().position(|(id, _)| *id == self.id);
        let listener = place.map(|place| listeners.1.remove(place));
        // What the listener drops may be anything, which must not come to wait for the lock.
        drop(listeners);
        drop(listener);
    }
}

fn signal_came(signal: i32) {
    let listeners: Vec<Listener> = LISTENERS
        .lock()
        .1
        .iter()
        .map(|(_, listener)| Arc::clone(listener))
        .collect();
    for listener in listeners {
        listener(signal);
    }
    context::shutdown_all(signal);
}

/// Where the operating system is spoken to.
#[allow(unsafe_code)]
mod handler {
    use std::io;
    use std::mem::MaybeUninit;
    use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
    use std::sync::atomic::{AtomicBool, AtomicI32, AtomicUsize, Ordering};
    use std::thread::JoinHandle;

    use libc::{SIGINT, SIGTERM, c_int, c_void, sigaction, siginfo_t};
    use rosebay_locks::Mutex;

    use super::{SignalOptions, signal_came};
    use crate::{Error, Result};

    /// What the handler may touch: atomics only.
    struct Slot {
        signal: c_int,
        /// The handler that was there before: 0 where there was none to call.
        previous: AtomicUsize,
        previous_takes_info: AtomicBool,
        came: AtomicBool,
    }

    impl Slot {
        const fn new(signal: c_int) -> Self {
            Self {
                signal,
                previous: AtomicUsize::new(0),
                previous_takes_info: AtomicBool::new(false),
                came: AtomicBool::new(false),
            }
        }
    }

    static SLOTS: [Slot; 2] = [Slot::new(SIGINT), Slot::new(SIGTERM)];
    /// The eventfd on which the thread waits; -1 while there is none.
    static NOTE: AtomicI32 = AtomicI32::new(-1);
    /// The process whose thread that is; a forked child leaves it alone.
    static OWNER: AtomicI32 = AtomicI32::new(0);

    struct Installed {
        previous: [Option<sigaction>; 2],
        thread: Option<Thread>,
    }

    struct Thread {
        note: OwnedFd,
        stop: std::sync::Arc<AtomicBool>,
        handle: JoinHandle<()>,
    }

    static INSTALLED: Mutex<Installed> = Mutex::new(Installed {
        previous: [None, None],
        thread: None,
    });

    pub(super) fn hold() -> impl Sized + 'static {
        INSTALLED.lock()
    }

    extern "C" fn handle(signal: c_int, info: *mut siginfo_t, context: *mut c_void) {
        let Some(slot) = SLOTS.iter().find(|slot| slot.signal == signal) else {
            return;
        };
        let previous = slot.previous.load(Ordering::Acquire);
        if previous != 0 {
            if slot.previous_takes_info.load(Ordering::Acquire) {
                // SAFETY: the address came from a `sigaction` with SA_SIGINFO, so it is such a function.
                let previous: extern "C" fn(c_int, *mut siginfo_t, *mut c_void) =
                    unsafe { std::mem::transmute(previous) };
                previous(signal, info, context);
            } else {
                // SAFETY: the address came from a `sigaction` without SA_SIGINFO and is neither SIG_DFL
                // nor SIG_IGN, so it is such a function.
                let previous: extern "C" fn(c_int) = unsafe { std::mem::transmute(previous) };
                previous(signal);
            }
        }
        // SAFETY: getpid and the write to an eventfd are async-signal-safe; errno is put back, so that
        // the interrupted code does not see it change.
        unsafe {
            let note = NOTE.load(Ordering::Acquire);
            if note >= 0 && OWNER.load(Ordering::Acquire) == libc::getpid() {
                slot.came.store(true, Ordering::Release);
                let errno = *libc::__errno_location();
                let one = 1_u64;
                libc::write(note, (&raw const one).cast(), size_of::<u64>());
                *libc::__errno_location() = errno;
            }
        }
    }

    pub(super) fn install(options: SignalOptions) -> Result<()> {
        let mut installed = INSTALLED.lock();
        start_thread(&mut installed)?;
        for (index, wanted) in [options.sigint, options.sigterm].into_iter().enumerate() {
            let (Some(slot), Some(previous)) =
                (SLOTS.get(index), installed.previous.get_mut(index))
            else {
                continue;
            };
            if wanted && previous.is_none() {
                *previous = Some(install_one(slot)?);
            }
        }
        Ok(())
    }

    fn install_one(slot: &Slot) -> Result<sigaction> {
        // SAFETY: a zeroed sigaction is a valid one (default action, empty mask), and both places are
        // valid for the kernel to read and write.
        let (result, previous) = unsafe {
            let mut new: sigaction = MaybeUninit::zeroed().assume_init();
            new.sa_sigaction = handle as *const () as usize;
            new.sa_flags = libc::SA_SIGINFO;
            libc::sigemptyset(&raw mut new.sa_mask);
            let mut previous: sigaction = MaybeUninit::zeroed().assume_init();
            (
                libc::sigaction(slot.signal, &raw const new, &raw mut previous),
                previous,
            )
        };
        if result != 0 {
            return Err(Error::Signal {
                signal: slot.signal,
                source: io::Error::last_os_error(),
            });
        }
        let callable = ![libc::SIG_DFL, libc::SIG_IGN].contains(&previous.sa_sigaction);
        slot.previous_takes_info
            .store(previous.sa_flags & libc::SA_SIGINFO != 0, Ordering::Release);
        slot.previous.store(
            if callable { previous.sa_sigaction } else { 0 },
            Ordering::Release,
        );
        Ok(previous)
    }

    fn start_thread(installed: &mut Installed) -> Result<()> {
        if installed.thread.is_some() && OWNER.load(Ordering::Acquire) == process_id() {
            return Ok(());
        }
        let failed = |source| Error::Signal {
            signal: SIGINT,
            source,
        };
        // SAFETY: eventfd takes no pointers; the descriptor it returns is nobody else's.
        let note = unsafe {
            let descriptor = libc::eventfd(0, libc::EFD_CLOEXEC);
            if descriptor < 0 {
                return Err(failed(io::Error::last_os_error()));
            }
            OwnedFd::from_raw_fd(descriptor)
        };
        let stop = std::sync::Arc::new(AtomicBool::new(false));
        let descriptor = note.as_raw_fd();
        let stopped = std::sync::Arc::clone(&stop);
        let handle = std::thread::Builder::new()
            .name("rosebay-signals".to_owned())
            .spawn(move || {
                while !stopped.load(Ordering::Acquire) {
                    wait(descriptor);
                    for slot in &SLOTS {
                        if slot.came.swap(false, Ordering::AcqRel) {
                            signal_came(slot.signal);
                        }
                    }
                }
            })
            .map_err(failed)?;
        OWNER.store(process_id(), Ordering::Release);
        NOTE.store(descriptor, Ordering::Release);
        // What a forked child finds of its parent's thread is only the shell of it.
        if let Some(inherited) = installed.thread.replace(Thread { note, stop, handle }) {
            std::mem::forget(inherited.handle);
        }
        Ok(())
    }

    fn process_id() -> i32 {
        // SAFETY: getpid cannot fail and takes nothing.
        unsafe { libc::getpid() }
    }

    fn wait(descriptor: c_int) {
        let mut count = 0_u64;
        // SAFETY: `count` is a valid place for the eight bytes of an eventfd.
        unsafe { libc::read(descriptor, (&raw mut count).cast(), size_of::<u64>()) };
    }

    pub(super) fn uninstall() {
        let mut installed = INSTALLED.lock();
        for (slot, previous) in SLOTS.iter().zip(&mut installed.previous) {
            let Some(before) = previous.take() else {
                continue;
            };
            // SAFETY: `before` is what the kernel said was there, and `current` a valid place to write to.
            unsafe {
                let mut current: sigaction = MaybeUninit::zeroed().assume_init();
                libc::sigaction(slot.signal, &raw const before, &raw mut current);
                if current.sa_sigaction != handle as *const () as usize {
                    // Somebody's handler is on top of ours and passes on to it: it stays.
                    libc::sigaction(slot.signal, &raw const current, std::ptr::null_mut());
                }
            }
        }
        let Some(thread) = installed.thread.take() else {
            return;
        };
        NOTE.store(-1, Ordering::Release);
        if OWNER.load(Ordering::Acquire) != process_id() {
            std::mem::forget(thread.handle);
            return;
        }
        thread.stop.store(true, Ordering::Release);
        let one = 1_u64;
        // SAFETY: the descriptor is open and `one` is eight bytes.
        unsafe {
            libc::write(
                thread.note.as_raw_fd(),
                (&raw const one).cast(),
                size_of::<u64>(),
            )
        };
        // A shutdown callback may be what calls this, on that very thread.
        if thread.handle.thread().id() != std::thread::current().id() {
            drop(installed);
            thread.handle.join().ok();
        }
    }

    pub(super) fn installed() -> SignalOptions {
        let [sigint, sigterm] = INSTALLED.lock().previous.each_ref().map(Option::is_some);
        SignalOptions { sigint, sigterm }
    }
}
