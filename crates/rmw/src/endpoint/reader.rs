//! What subscriptions, services and clients read from.

use std::collections::VecDeque;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::{
    ContentFilter, EventKind, Gid, History, MessageInfo, QosProfile, ReadyListener, Reliability,
    RequestId,
};
use bytes::Bytes;
use rosebay_locks::{Condvar, Mutex, RwLock};

use super::events::Events;
use super::timer::Timed;

/// A sample on its way from a writer, and in a reader's queue.
#[derive(Debug, Clone)]
pub struct Item {
    /// The serialized message.
    pub payload: Bytes,
    /// Where it came from and when.
    pub info: MessageInfo,
    /// The request that this answers.
    pub related: Option<RequestId>,
    /// When it is not worth delivering any more.
    pub expires: Option<Instant>,
}

impl Item {
    /// Whether it is worth delivering at `now`.
    pub fn is_alive(&self, now: Instant) -> bool {
        self.expires.is_none_or(|expires| now < expires)
    }
}

/// What is fixed when a reader is made.
#[derive(Debug, Clone)]
pub struct ReaderOptions {
    /// Its identity.
    pub gid: Gid,
    /// The participant that owns it.
    pub participant: Gid,
    /// The type's name as ROS sees it.
    pub type_name: String,
    /// What it asks for, resolved.
    pub qos: QosProfile,
    /// Whether writers of the same participant are passed over.
    pub ignore_local_publications: bool,
    /// Only responses to this client's requests are of interest.
    pub client: Option<Gid>,
    /// How many samples wait in it where it keeps all, before its writers have to.
    pub keep_all_limit: usize,
    /// The messages that it wants; `None` for all.
    pub content_filter: Option<ContentFilter>,
}

/// The queue of a subscription, service or client, and what it knows of its writers.
pub struct Reader {
    /// What was fixed when it was made.
    pub options: ReaderOptions,
    /// Its events.
    pub events: Events,
    state: Mutex<State>,
    room: Condvar,
    content_filter: RwLock<Option<ContentFilter>>,
}

#[derive(Default)]
struct State {
    queue: VecDeque<Item>,
    received: u64,
    last_sample: Option<Instant>,
    matched: Vec<Gid>,
    listener: Option<ReadyListener>,
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader")
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl Reader {
    /// An empty queue.
    pub fn new(mut options: ReaderOptions) -> Self {
        Self {
            content_filter: RwLock::new(options.content_filter.take()),
            options,
            events: Events::default(),
            state: Mutex::default(),
            room: Condvar::new(),
        }
    }

    fn keeps_all(&self) -> bool {
        self.options.qos.history == History::KeepAll
    }

    /// Whether a writer that loses nothing has to wait.
    pub fn is_full(&self) -> bool {
        self.pushes_back() && self.state.lock().queue.len() >= self.options.keep_all_limit
    }

    fn pushes_back(&self) -> bool {
        self.keeps_all() && self.options.qos.reliability == Reliability::Reliable
    }

    /// Waits until there is room; returns whether there is.
    pub fn wait_for_room(&self, deadline: Instant) -> bool {
        let mut state = self.state.lock();
        while state.queue.len() >= self.options.keep_all_limit {
            if self.room.wait_until(&mut state, deadline).timed_out() {
                return state.queue.len() < self.options.keep_all_limit;
            }
        }
        true
    }

    fn wants(&self, item: &Item) -> bool {
        let filter = self.content_filter.read();
        filter
            .as_ref()
            .is_none_or(|filter| filter.accepts(&item.payload))
    }

    /// Wants only what `filter` accepts from now on, or all.
    pub fn set_content_filter(&self, filter: Option<ContentFilter>) {
        *self.content_filter.write() = filter;
    }

    /// Queues a sample. Returns who is to be told.
    pub fn push(&self, mut item: Item) -> Option<ReadyListener> {
        if self
            .options
            .client
            .is_some_and(|client| item.related.is_none_or(|id| id.writer_gid != client))
        {
            return None;
        }
        if !self.wants(&item) {
            return None;
        }
        let mut state = self.state.lock();
        state.last_sample = Some(Instant::now());
        if self.keeps_all() {
            if state.queue.len() >= self.options.keep_all_limit {
                drop(state);
                return self.events.count(EventKind::MessageLost);
            }
        } else {
            while state.queue.len() >= self.options.qos.depth {
                state.queue.pop_front();
            }
        }
        state.received += 1;
        item.info.received_timestamp = nanoseconds_since_epoch();
        item.info.reception_sequence_number = Some(state.received);
        state.queue.push_back(item);
        state.listener.clone()
    }

    /// Takes the oldest sample that is still worth it.
    pub fn take(&self) -> Option<Item> {
        let now = Instant::now();
        let mut state = self.state.lock();
        while let Some(item) = state.queue.pop_front() {
            self.room.notify_all();
            if item.is_alive(now) {
                return Some(item);
            }
        }
        None
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.state.lock().queue.is_empty()
    }

    /// Sets who is told of new samples; called at once where some wait.
    pub fn set_listener(&self, listener: Option<ReadyListener>) {
        let waiting = {
            let mut state = self.state.lock();
            state.listener.clone_from(&listener);
            !state.queue.is_empty()
        };
        if let (true, Some(listener)) = (waiting, listener) {
            listener();
        }
    }

    /// How many writers are matched.
    pub fn matched_count(&self) -> usize {
        self.state.lock().matched.len()
    }

    /// A writer has matched.
    pub fn add_writer(&self, writer: Gid, alive: bool) -> Vec<ReadyListener> {
        self.state.lock().matched.push(writer);
        [
            self.events.matched(),
            self.liveliness(if alive { (1, 0) } else { (0, 1) }),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// A matched writer is gone.
    pub fn remove_writer(&self, writer: Gid, alive: bool) -> Vec<ReadyListener> {
        self.state
            .lock()
            .matched
            .retain(|matched| *matched != writer);
        [
            self.events.unmatched(),
            self.liveliness(if alive { (-1, 0) } else { (0, -1) }),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// A matched writer has become alive or ceased to be.
    pub fn writer_alive(&self, alive: bool) -> Option<ReadyListener> {
        self.liveliness(if alive { (1, -1) } else { (-1, 1) })
    }

    fn liveliness(&self, (alive, not_alive): (i32, i32)) -> Option<ReadyListener> {
        self.events.record(EventKind::LivelinessChanged, |counts| {
            counts.current.add(alive);
            counts.not_alive.add(not_alive);
        })
    }

    /// Nobody waits for room in a reader that is going.
    pub fn close(&self) {
        let mut state = self.state.lock();
        state.listener = None;
        state.queue.clear();
        self.room.notify_all();
    }
}

/// The deadline, which counts from one sample to the next.
impl Timed for Reader {
    fn due(&self, now: Instant) -> Option<Instant> {
        let period = self.options.qos.deadline.finite()?;
        let mut state = self.state.lock();
        let missed = due_since(&mut state.last_sample, now, period);
        drop(state);
        if missed.is_none() {
            super::events::tell(self.events.count(EventKind::DeadlineMissed));
        }
        missed.or(Some(now + period))
    }
}

/// When the next sample is due; `None` where it should have come by now: then the next period begins.
/// Before the first sample nothing is due, and looking again after one period is soon enough.
pub(super) fn due_since(
    last: &mut Option<Instant>,
    now: Instant,
    period: Duration,
) -> Option<Instant> {
    let expected = last.unwrap_or(now) + period;
    if now >= expected {
        *last = Some(now);
        return None;
    }
    Some(expected)
}

/// This host's time, in nanoseconds since the Unix epoch.
pub fn nanoseconds_since_epoch() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)
}
