//! Taking turns at what comes in: the receive thread, or in its stead a thread that has nothing else to do.
//!
//! Two sets of descriptors are waited for. `all` has the sockets, the doorbell and what interrupts; who leads waits for
//! it. `away` has `all` itself, and the receive thread waits for that: it is not reported while somebody leads, so that a
//! message wakes one thread only. What comes while the leader is away, be it for hours, wakes the receive thread.
//!
//! A leader that runs a callback for each message is away for moments, and mostly back before the receive thread could
//! do anything. When one is seen to come and go, the receive thread is not told any more but looks every [`TICK`]. Then
//! coming and going costs no system call, and nobody need ring the doorbell meanwhile. When it has not been back for a
//! tick, or not away, the receive thread is told again.

use std::io;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release, SeqCst};
use std::sync::atomic::{AtomicBool, AtomicU32};
use std::time::{Duration, Instant};

use rosebay_locks::{Mutex, MutexGuard};
use rosebay_rmw_shm::{Poll, Trigger};

use super::shared::SharedMemory;
use super::system::{ReceiveBatch, Wake};
use super::{Receive, Transport};

/// Messages handed out by each look at the rings, so that the sockets are looked at too.
const RING_BATCH: usize = 64;

/// How often in a row the system need not be asked what has come, as long as the rings have something.
const MAX_UNASKED: usize = 16;

/// How often the receive thread looks whether a leader that comes and goes has stayed away.
const TICK: Duration = Duration::from_micros(500);

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
    /// How often somebody has begun to lead.
    leads: AtomicU32,
    /// Whether the receive thread looks every [`TICK`].
    is_ticking: AtomicBool,
    /// Whether others wait for what comes while the leader is away.
    others_wait: AtomicBool,
    /// Whether a second thread has ever wanted to lead.
    is_contested: AtomicBool,
}

/// What a turn needs, and who takes what comes. Whoever holds it has the turn.
pub(crate) struct Taking<R> {
    /// Whether the receive thread is told of what comes.
    is_told: bool,
    /// How often in a row the rings alone were looked at.
    unasked: usize,
    batch: ReceiveBatch,
    message: Vec<u8>,
    receive: R,
}

impl<R: Receive> Taking<R> {
    pub(crate) fn new(receive: R) -> Taking<R> {
        Taking {
            is_told: true,
            unasked: 0,
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
            leads: AtomicU32::new(0),
            is_ticking: AtomicBool::new(false),
            others_wait: AtomicBool::new(false),
            is_contested: AtomicBool::new(false),
        })
    }

    pub(super) fn stop(&self) {
        self.is_stopped.store(true, Release);
        self.stop.wake();
    }

    /// Has the receive thread told of what comes, or no more.
    fn tell<R>(&self, taking: &mut Taking<R>, is_told: bool) -> io::Result<()> {
        if taking.is_told != is_told {
            self.away.report(&self.all, 0, is_told)?;
            taking.is_told = is_told;
        }
        Ok(())
    }

    /// Whether the receive thread may leave what comes to a leader that is away for moments.
    fn may_tick(&self) -> bool {
        !self.others_wait.load(Relaxed) && !self.is_contested.load(Relaxed)
    }
}

/// That a thread leads, and has the turn. When it drops, be it because a listener has panicked, the receive thread is
/// told of what comes, unless it looks by itself.
struct Lead<'a, R: Receive> {
    transport: &'a Transport,
    taking: MutexGuard<'a, Taking<R>>,
}

impl<R: Receive> Drop for Lead<'_, R> {
    fn drop(&mut self) {
        let turns = &self.transport.turns;
        // The receive thread does these in the reverse order, so that one of the two sees the other.
        turns.has_leader.store(false, SeqCst);
        if turns.is_ticking.load(SeqCst) && turns.may_tick() {
            return;
        }
        if !self.transport.may_sleep() {
            turns.interrupt.wake();
        }
        if let Err(error) = turns.tell(&mut self.taking, true) {
            tracing::error!(%error, "the receive thread is not told of datagrams any more");
        }
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
        let mut seen = 0;
        while !self.turns.is_stopped.load(Acquire) {
            let result = self.receive_unless_led(taking, &mut seen);
            if let Err(error) = result {
                tracing::error!(%error, "waiting for datagrams failed; nothing is received any more");
                return;
            }
        }
    }

    /// `seen` is how often there was a leader when this thread last looked.
    fn receive_unless_led(
        &self,
        taking: &Mutex<Taking<impl Receive>>,
        seen: &mut u32,
    ) -> io::Result<()> {
        let turns = &self.turns;
        let leads = turns.leads.load(Acquire);
        let has_led_since = std::mem::replace(seen, leads) != leads;
        let was_ticking = turns.is_ticking.load(Relaxed);
        if turns.has_leader.load(SeqCst) {
            if was_ticking && !has_led_since {
                turns.is_ticking.store(false, SeqCst);
                if !turns.has_leader.load(SeqCst) {
                    turns.is_ticking.store(true, Relaxed);
                }
            }
        // Not a lock that is waited for: who leads may be waiting for this thread to end.
        } else if !(was_ticking && has_led_since && turns.may_tick())
            && let Some(mut taking) = taking.try_lock()
        {
            self.turn(&mut taking, Some(Duration::ZERO))?;
            let ticks = !was_ticking && has_led_since && turns.may_tick();
            turns.is_ticking.store(ticks, Relaxed);
            turns.tell(&mut taking, !ticks)?;
            if !ticks && !self.may_sleep() {
                return Ok(());
            }
        }
        let timeout = turns.is_ticking.load(Relaxed).then_some(TICK);
        turns.away.wait(timeout, |_| ())
    }

    /// Takes what comes in on the calling thread, until a point in time or until `is_over` holds, which is looked at
    /// after what has come and after [`Transport::interrupt`]. Returns at once, and false, where another thread leads or
    /// nothing comes any more. Where nobody else waits for what comes, the leader `is_alone`, it may be left to a leader
    /// that is away for moments.
    pub(crate) fn lead(
        &self,
        taking: &Mutex<Taking<impl Receive>>,
        until: Option<Instant>,
        is_alone: bool,
        is_over: &dyn Fn() -> bool,
    ) -> bool {
        let turns = &self.turns;
        if self.is_in_child_process() || turns.is_stopped.load(Acquire) {
            return false;
        }
        if turns.has_leader.swap(true, SeqCst) {
            turns.is_contested.store(true, Relaxed);
            return false;
        }
        turns.leads.fetch_add(1, Release);
        turns.others_wait.store(!is_alone, Relaxed);
        let mut lead = Lead {
            transport: self,
            taking: taking.lock(),
        };
        let result = turns
            .tell(&mut lead.taking, false)
            .and_then(|()| self.lead_with(&mut lead.taking, until, is_over));
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

    /// Takes what has come, or waits for it and then takes it. Whoever calls this looks what came of it before the next
    /// wait, so it does not wait where it has taken something.
    fn turn(&self, taking: &mut Taking<impl Receive>, timeout: Option<Duration>) -> io::Result<()> {
        let Taking {
            batch,
            message,
            receive,
            unasked,
            ..
        } = taking;
        let has_taken = self.take_shared(RING_BATCH, message, receive);
        if has_taken && *unasked < MAX_UNASKED {
            *unasked += 1;
            return Ok(());
        }
        *unasked = 0;
        let timeout = if has_taken || !self.may_sleep() {
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
