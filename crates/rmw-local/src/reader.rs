//! What subscriptions, services and clients read from.

use std::collections::VecDeque;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use rosebay_locks::{Condvar, Mutex, RwLock};
use rosebay_rmw::{
    ContentFilter, EventKind, Gid, History, MessageInfo, QosProfile, ReadyListener, Reliability,
    RequestId,
};

use crate::KEEP_ALL_LIMIT;
use crate::events::Events;
use crate::timer::Timed;

/// A sample on its way from a writer, and in a reader's queue.
#[derive(Clone)]
pub(crate) struct Item {
    pub(crate) payload: Bytes,
    pub(crate) info: MessageInfo,
    /// The request that this answers.
    pub(crate) related: Option<RequestId>,
    /// When it is not worth delivering any more.
    pub(crate) expires: Option<Instant>,
}

impl Item {
    pub(crate) fn is_alive(&self, now: Instant) -> bool {
        self.expires.is_none_or(|expires| now < expires)
    }
}

/// What is fixed when a reader is made.
pub(crate) struct ReaderOptions {
    pub(crate) gid: Gid,
    pub(crate) participant: Gid,
    pub(crate) type_name: String,
    pub(crate) qos: QosProfile,
    pub(crate) ignore_local_publications: bool,
    /// Only responses to this client's requests are of interest.
    pub(crate) client: Option<Gid>,
    pub(crate) content_filter: Option<ContentFilter>,
}

pub(crate) struct Reader {
    pub(crate) options: ReaderOptions,
    pub(crate) events: Events,
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

impl Reader {
    pub(crate) fn new(mut options: ReaderOptions) -> Self {
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
    pub(crate) fn is_full(&self) -> bool {
        self.pushes_back() && self.state.lock().queue.len() >= KEEP_ALL_LIMIT
    }

    fn pushes_back(&self) -> bool {
        self.keeps_all() && self.options.qos.reliability == Reliability::Reliable
    }

    /// Waits until there is room; returns whether there is.
    pub(crate) fn wait_for_room(&self, deadline: Instant) -> bool {
        let mut state = self.state.lock();
        while state.queue.len() >= KEEP_ALL_LIMIT {
            if self.room.wait_until(&mut state, deadline).timed_out() {
                return state.queue.len() < KEEP_ALL_LIMIT;
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

    pub(crate) fn set_content_filter(&self, filter: Option<ContentFilter>) {
        *self.content_filter.write() = filter;
    }

    /// Queues a sample. Returns who is to be told.
    pub(crate) fn push(&self, mut item: Item) -> Option<ReadyListener> {
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
            if state.queue.len() >= KEEP_ALL_LIMIT {
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

    pub(crate) fn take(&self) -> Option<Item> {
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

    pub(crate) fn set_listener(&self, listener: Option<ReadyListener>) {
        let waiting = {
            let mut state = self.state.lock();
            state.listener.clone_from(&listener);
            !state.queue.is_empty()
        };
        if let (true, Some(listener)) = (waiting, listener) {
            listener();
        }
    }

    pub(crate) fn matched_count(&self) -> usize {
        self.state.lock().matched.len()
    }

    /// A writer has matched.
    pub(crate) fn add_writer(&self, writer: Gid, alive: bool) -> Vec<ReadyListener> {
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
    pub(crate) fn remove_writer(&self, writer: Gid, alive: bool) -> Vec<ReadyListener> {
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
    pub(crate) fn writer_alive(&self, alive: bool) -> Option<ReadyListener> {
        self.liveliness(if alive { (1, -1) } else { (-1, 1) })
    }

    fn liveliness(&self, (alive, not_alive): (i32, i32)) -> Option<ReadyListener> {
        self.events.record(EventKind::LivelinessChanged, |counts| {
            counts.current.add(alive);
            counts.not_alive.add(not_alive);
        })
    }

    /// Nobody waits for room in a reader that is going.
    pub(crate) fn close(&self) {
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
            crate::events::tell(self.events.count(EventKind::DeadlineMissed));
        }
        missed.or(Some(now + period))
    }
}

/// When the next sample is due; `None` where it should have come by now: then the next period begins.
/// Before the first sample nothing is due, and looking again after one period is soon enough.
pub(crate) fn due_since(
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

pub(crate) fn nanoseconds_since_epoch() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)
}
