//! What publishers, services and clients write with.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use rosebay_locks::Mutex;
use rosebay_rmw::endpoint::{
    Events, Item, KEEP_ALL_LIMIT, MAX_BLOCKING, Promises, Reader, Timed, nanoseconds_since_epoch,
    tell,
};
use rosebay_rmw::{
    Durability, Error, EventKind, Gid, History, MessageInfo, QosProfile, ReadyListener,
    Reliability, RequestId, Result,
};

/// What is fixed when a writer is made.
pub(crate) struct WriterOptions {
    pub(crate) gid: Gid,
    pub(crate) participant: Gid,
    pub(crate) topic: String,
    pub(crate) type_name: String,
    pub(crate) qos: QosProfile,
}

pub(crate) struct Writer {
    pub(crate) options: WriterOptions,
    pub(crate) events: Events,
    state: Mutex<State>,
}

struct State {
    published: u64,
    history: VecDeque<Item>,
    readers: Vec<Arc<Reader>>,
    promises: Promises,
}

impl Writer {
    pub(crate) fn new(options: WriterOptions) -> Self {
        let promises = Promises::new(&options.qos);
        Self {
            options,
            events: Events::default(),
            state: Mutex::new(State {
                promises,
                published: 0,
                history: VecDeque::new(),
                readers: Vec::new(),
            }),
        }
    }

    fn keeps_all(&self) -> bool {
        self.options.qos.history == History::KeepAll
            && self.options.qos.reliability == Reliability::Reliable
    }

    /// Publishes one sample and returns its number. Blocks while a reliable reader that keeps all is full.
    pub(crate) fn write(&self, payload: Bytes, related: Option<RequestId>) -> Result<u64> {
        let now = Instant::now();
        loop {
            let mut state = self.state.lock();
            if let Some(reader) = self.full_reader(&state) {
                drop(state);
                if !reader.wait_for_room(now + MAX_BLOCKING) {
                    return Err(Error::Timeout {
                        topic: self.options.topic.clone(),
                        waited: MAX_BLOCKING,
                    });
                }
                continue;
            }
            let revived = state.promises.published();
            let mut listeners = show_alive(&state, revived);
            state.published += 1;
            let number = state.published;
            let item = self.item(number, payload, related);
            for reader in &state.readers {
                listeners.extend(reader.push(item.clone()));
            }
            self.remember(&mut state, item);
            drop(state);
            tell(listeners);
            return Ok(number);
        }
    }

    fn full_reader(&self, state: &State) -> Option<Arc<Reader>> {
        let full = state.readers.iter().find(|reader| reader.is_full());
        full.filter(|_| self.keeps_all()).cloned()
    }

    fn item(&self, number: u64, payload: Bytes, related: Option<RequestId>) -> Item {
        let info = MessageInfo {
            source_timestamp: nanoseconds_since_epoch(),
            publication_sequence_number: Some(number),
            publisher_gid: self.options.gid,
            from_intra_process: true,
            ..MessageInfo::default()
        };
        let expires = self
            .options
            .qos
            .lifespan
            .finite()
            .and_then(|span| Instant::now().checked_add(span));
        Item {
            payload,
            info,
            related,
            expires,
        }
    }

    /// Keeps a sample for readers that come later.
    fn remember(&self, state: &mut State, item: Item) {
        if self.options.qos.durability != Durability::TransientLocal {
            return;
        }
        let limit = match self.options.qos.history {
            History::KeepAll => KEEP_ALL_LIMIT,
            _ => self.options.qos.depth,
        };
        while state.history.len() >= limit {
            state.history.pop_front();
        }
        state.history.push_back(item);
    }

    /// A reader has matched: it gets the history, if it asks for it.
    pub(crate) fn add_reader(&self, reader: &Arc<Reader>) -> Vec<ReadyListener> {
        let mut state = self.state.lock();
        let mut listeners = reader.add_writer(self.options.gid, state.promises.is_alive());
        listeners.extend(self.events.matched());
        if reader.options.qos.durability == Durability::TransientLocal {
            let now = Instant::now();
            state.history.retain(|item| item.is_alive(now));
            for item in &state.history {
                listeners.extend(reader.push(item.clone()));
            }
        }
        state.readers.push(Arc::clone(reader));
        listeners
    }

    /// A reader is gone.
    pub(crate) fn remove_reader(&self, reader: &Arc<Reader>) -> Option<ReadyListener> {
        let mut state = self.state.lock();
        let before = state.readers.len();
        state
            .readers
            .retain(|matched| !Arc::ptr_eq(matched, reader));
        let gone = state.readers.len() < before;
        drop(state);
        if gone { self.events.unmatched() } else { None }
    }

    /// This writer is going: its readers are told.
    pub(crate) fn close(&self) -> Vec<ReadyListener> {
        let mut state = self.state.lock();
        let alive = state.promises.is_alive();
        let readers = std::mem::take(&mut state.readers);
        drop(state);
        readers
            .iter()
            .flat_map(|reader| reader.remove_writer(self.options.gid, alive))
            .collect()
    }

    pub(crate) fn matched_count(&self) -> usize {
        self.state.lock().readers.len()
    }

    pub(crate) fn assert_liveliness(&self) {
        let mut state = self.state.lock();
        let revived = state.promises.asserted();
        let listeners = show_alive(&state, revived);
        drop(state);
        tell(listeners);
    }
}

/// Tells the readers of a writer that has become alive.
fn show_alive(state: &State, revived: bool) -> Vec<ReadyListener> {
    let readers = state.readers.iter().filter(|_| revived);
    readers
        .filter_map(|reader| reader.writer_alive(true))
        .collect()
}

impl Timed for Writer {
    fn due(&self, now: Instant) -> Option<Instant> {
        let mut listeners = Vec::new();
        let mut state = self.state.lock();
        let lapse = state.promises.check(now);
        if lapse.liveliness_lost {
            listeners.extend(self.events.count(EventKind::LivelinessLost));
            let readers = state.readers.iter();
            listeners.extend(readers.filter_map(|reader| reader.writer_alive(false)));
        }
        drop(state);
        if lapse.deadline_missed {
            listeners.extend(self.events.count(EventKind::DeadlineMissed));
        }
        tell(listeners);
        lapse.next
    }
}
