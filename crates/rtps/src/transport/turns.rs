//! Taking turns at what comes in: the receive thread, or in its stead a thread that has nothing else to do.
//!
//! Two sets of descriptors are waited for. `all` has the sockets, the doorbell and what interrupts; who leads waits for
//! it. `away` has `all` itself, and the receive thread waits for that: it is not reported while somebody leads, so that a
//! message wakes one thread only. What comes while the leader is away, be it for hours, wakes the receive thread.

use std::io;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::{AcqRel, Acquire, Release};
use std::time::{Duration, Instant};

use rosebay_locks::Mutex;
use rosebay_rmw_shm::{Poll, Trigger};

use super::shared::SharedMemory;
use super::system::{ReceiveBatch, Wake};
use super::{Receive, Transport};

/// Messages handed out by each look at the rings, so that the sockets are looked at too.
const RING_BATCH: usize = 64;

/// What is waited for, by token.
const SOCKETS: u64 = 3;
const STOPPED: u64 = 3;
const DOORBELL: u64 = 4;
const PEERS: u64 = 5;
const INTERRUPTED: u64 = 6;

/// What the threads that take turns wait for.
pub(super) struct Turns {
    all: Poll,
    away: Poll,
    /// Readable for good when the transport has stopped.
    stop: Wake,
    interrupt: Wake,
    is_stopped: AtomicBool,
    has_leader: AtomicBool,
}

/// What a turn needs, and who takes what comes. Whoever holds it has the turn.
pub(crate) struct Taking<R> {
    batch: ReceiveBatch,
    message: Vec<u8>,
    receive: R,
}

impl<R: Receive> Taking<R> {
    pub(crate) fn new(receive: R) -> Taking<R> {
        Taking {
            batch: ReceiveBatch::new(),
            message: Vec::new(),
            receive,
        }
    }
}

impl Turns {
    pub(super) fn new() -> io::Result<Turns> {
        Ok(Turns {
            all: Poll::new()?,
            away: Poll::new()?,
            stop: Wake::new()?,
            interrupt: Wake::new()?,
            is_stopped: AtomicBool::new(false),
            has_leader: AtomicBool::new(false),
        })
    }

    pub(super) fn stop(&self) {
        self.is_stopped.store(true, Release);
        self.stop.wake();
    }
}

/// That a thread leads. When it drops, be it because a listener has panicked, the receive thread is told of what comes.
struct Lead<'a>(&'a Transport);

impl Drop for Lead<'_> {
    fn drop(&mut self) {
        let turns = &self.0.turns;
        if !self.0.may_sleep() {
            turns.interrupt.wake();
        }
        if let Err(error) = turns.away.report(&turns.all, 0, true) {
            tracing::error!(%error, "the receive thread is not told of datagrams any more");
        }
        turns.has_leader.store(false, Release);
    }
}

impl Transport {
    /// Begins to watch all that something may come through.
    pub(super) fn watch(&self) -> io::Result<()> {
        let Turns {
            all,
            away,
            stop,
            interrupt,
            ..
        } = &self.turns;
        let sockets = [
            Some(&self.metatraffic),
            Some(&self.user),
            self.multicast.as_ref(),
        ];
        for (socket, token) in sockets.iter().zip(0..SOCKETS) {
            if let Some(socket) = socket {
                all.add(*socket, token, Trigger::Level)?;
            }
        }
        all.add(stop, STOPPED, Trigger::Level)?;
        all.add(interrupt, INTERRUPTED, Trigger::Level)?;
        if let Some(SharedMemory { port, .. }) = &self.shared {
            all.add(&port.doorbell(), DOORBELL, Trigger::Edge)?;
            all.add(port.sockets(), PEERS, Trigger::Level)?;
        }
        away.add(all, 0, Trigger::Level)?;
        away.add(stop, STOPPED, Trigger::Level)
    }

    /// Takes what comes in while nobody leads, until [`Transport::stop`] is called.
    pub(crate) fn receive_until_stopped(&self, taking: &Mutex<Taking<impl Receive>>) {
        while !self.turns.is_stopped.load(Acquire) {
            let result = self.receive_unless_led(taking);
            if let Err(error) = result {
                tracing::error!(%error, "waiting for datagrams failed; nothing is received any more");
                return;
            }
        }
    }

    fn receive_unless_led(&self, taking: &Mutex<Taking<impl Receive>>) -> io::Result<()> {
        // Not a lock that is waited for: who leads may be waiting for this thread to end.
        if !self.turns.has_leader.load(Acquire)
            && let Some(mut taking) = taking.try_lock()
        {
            self.turn(&mut taking, Some(Duration::ZERO))?;
            if !self.may_sleep() {
                return Ok(());
            }
        }
        self.turns.away.wait(None, |_| ())
    }

    /// Takes what comes in on the calling thread, until a point in time or until `is_over` holds, which is looked at
    /// after what has come and after [`Transport::interrupt`]. Returns at once, and false, where another thread leads or
    /// nothing comes any more.
    pub(crate) fn lead(
        &self,
        taking: &Mutex<Taking<impl Receive>>,
        until: Option<Instant>,
        is_over: &dyn Fn() -> bool,
    ) -> bool {
        let turns = &self.turns;
        if self.is_in_child_process()
            || turns.is_stopped.load(Acquire)
            || turns.has_leader.swap(true, AcqRel)
        {
            return false;
        }
        let _lead = Lead(self);
        let result = self.lead_with(&mut taking.lock(), until, is_over);
        if let Err(error) = &result {
            tracing::error!(%error, "waiting for datagrams failed");
        }
        result.is_ok()
    }

    fn lead_with(
        &self,
        taking: &mut Taking<impl Receive>,
        until: Option<Instant>,
        is_over: &dyn Fn() -> bool,
    ) -> io::Result<()> {
        self.turns.away.report(&self.turns.all, 0, false)?;
        loop {
            let left = until.map(|until| until.saturating_duration_since(Instant::now()));
            let is_late = left.is_some_and(|left| left.is_zero());
            if is_over() || is_late || self.turns.is_stopped.load(Acquire) {
                return Ok(());
            }
            self.turn(taking, left)?;
        }
    }

    /// Has the leader look whether it is over.
    pub(crate) fn interrupt(&self) {
        self.turns.interrupt.wake();
    }

    /// Whether nothing lies in shared memory. Peers ring the doorbell from now on.
    fn may_sleep(&self) -> bool {
        let may_sleep = |shared: &SharedMemory| shared.port.may_sleep();
        self.shared.as_ref().is_none_or(may_sleep)
    }

    /// Takes what has come, or waits for it and then takes it.
    fn turn(&self, taking: &mut Taking<impl Receive>, timeout: Option<Duration>) -> io::Result<()> {
        let Taking {
            batch,
            message,
            receive,
        } = taking;
        let more = self.take_shared(RING_BATCH, message, receive);
        let timeout = if more || !self.may_sleep() {
            Some(Duration::ZERO)
        } else {
            timeout
        };
        let mut ready = 0u64;
        self.turns.all.wait(timeout, |token| ready |= 1 << token)?;
        if let Some(shared) = &self.shared {
            shared.port.is_awake();
        }
        if ready & (1 << INTERRUPTED) != 0 {
            self.turns.interrupt.clear();
        }
        if ready & !(1 << STOPPED | 1 << INTERRUPTED) != 0 {
            // What a peer said before comes before what its sockets say, its end above all.
            self.take_shared(
                if ready & !(1 << DOORBELL) != 0 {
                    usize::MAX
                } else {
                    RING_BATCH
                },
                message,
                receive,
            );
        }
        let sockets = [
            Some(&self.metatraffic),
            Some(&self.user),
            self.multicast.as_ref(),
        ];
        for (socket, token) in sockets.iter().zip(0..SOCKETS) {
            if ready & (1 << token) != 0
                && let Some(socket) = socket
            {
                self.receive(socket, batch, receive);
            }
        }
        if ready & (1 << PEERS) != 0
            && let Some(shared) = &self.shared
        {
            for event in shared.port.handle_sockets() {
                receive.peer(event);
            }
        }
        Ok(())
    }
}
