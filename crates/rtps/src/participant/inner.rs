//! The participant's parts and how they hang together.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::{Arc, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rosebay_locks::{Mutex, RwLock};

use crate::config::{ParticipantConfig, ReaderConfig, WriterConfig};
use crate::discovery::DiscoveryListener;
use crate::discovery::builtin::Builtin;
use crate::discovery::database::Database;
use crate::discovery::events::EventQueue;
use crate::discovery::liveliness::Assertions;
use crate::discovery::spdp::Announcer;
use crate::engine::Engine;
use crate::error::Error;
use crate::reader::core::ReaderCore;
use crate::status::{ReaderListener, WriterListener};
use crate::types::{EntityId, EntityKind, Guid, GuidPrefix};
use crate::writer::core::WriterCore;

/// How long an end waits for readers to get what was written last.
pub(crate) const LINGER: Duration = Duration::from_millis(200);

thread_local! {
    /// The participant that this thread leads for.
    static LEADS_FOR: Cell<Option<GuidPrefix>> = const { Cell::new(None) };
}

/// Marks this thread as one of a participant's until it drops: it does what the receive thread does.
pub(super) struct Leading {
    before: Option<GuidPrefix>,
}

impl Leading {
    pub(super) fn begin(prefix: GuidPrefix) -> Leading {
        let before = LEADS_FOR.replace(Some(prefix));
        Leading { before }
    }
}

impl Drop for Leading {
    fn drop(&mut self) {
        LEADS_FOR.set(self.before);
    }
}

/// Readers by the remote writer that they are matched with.
type Sources = HashMap<Guid, Arc<[Arc<ReaderCore>]>>;

/// A participant. Locks are taken in this order: `discovery`, then those of a writer, then those of a reader; the
/// tables below are locked last and for a moment.
pub(crate) struct Inner {
    pub(crate) engine: Arc<Engine>,
    pub(crate) config: ParticipantConfig,
    pub(crate) listener: Arc<dyn DiscoveryListener>,
    pub(crate) discovery: Mutex<Database>,
    pub(crate) events: EventQueue,
    pub(crate) builtin: Builtin,
    pub(crate) announcer: Mutex<Announcer>,
    pub(crate) writers: RwLock<HashMap<EntityId, Arc<WriterCore>>>,
    pub(crate) readers: RwLock<HashMap<EntityId, Arc<ReaderCore>>>,
    pub(crate) sources: RwLock<Sources>,
    pub(crate) threads: Mutex<Option<Vec<JoinHandle<()>>>>,
    pub(crate) myself: Weak<Inner>,
    /// When the timer thread was asked to call.
    pub(crate) armed: Mutex<Option<Instant>>,
    pub(crate) liveliness: Mutex<Assertions>,
    next_key: AtomicU32,
}

impl Inner {
    pub(crate) fn new(
        engine: Arc<Engine>,
        config: ParticipantConfig,
        listener: Arc<dyn DiscoveryListener>,
    ) -> Arc<Inner> {
        Arc::new_cyclic(|myself: &Weak<Inner>| {
            let builtin = Builtin::new(&engine, myself);
            Inner {
                writers: RwLock::new(
                    builtin
                        .writers()
                        .map(|writer| (writer.guid.entity_id, writer))
                        .collect(),
                ),
                readers: RwLock::new(
                    builtin
                        .readers()
                        .map(|reader| (reader.guid.entity_id, reader))
                        .collect(),
                ),
                sources: RwLock::default(),
                announcer: Mutex::new(Announcer::new(&engine, &config)),
                engine,
                config,
                listener,
                discovery: Mutex::default(),
                events: EventQueue::default(),
                builtin,
                threads: Mutex::new(None),
                myself: Weak::clone(myself),
                armed: Mutex::new(None),
                liveliness: Mutex::default(),
                next_key: AtomicU32::new(1),
            }
        })
    }

    fn new_guid(&self, kind: EntityKind) -> Guid {
        self.engine
            .prefix
            .guid(EntityId::user(self.next_key.fetch_add(1, Relaxed), kind))
    }

    fn is_closed(&self) -> bool {
        self.engine.transport.is_in_child_process() || self.threads.lock().is_none()
    }

    pub(crate) fn create_writer(
        &self,
        mut config: WriterConfig,
        listener: Arc<dyn WriterListener>,
    ) -> Result<Arc<WriterCore>, Error> {
        if self.is_closed() {
            return Err(Error::Closed);
        }
        config.qos.lengthen_periods();
        let guid = self.new_guid(EntityKind::WriterNoKey);
        let writer = WriterCore::new(guid, config, Arc::clone(&self.engine), listener);
        self.writers
            .write()
            .insert(guid.entity_id, Arc::clone(&writer));
        self.add_writer(&writer);
        Ok(writer)
    }

    pub(crate) fn create_reader(
        &self,
        mut config: ReaderConfig,
        listener: Arc<dyn ReaderListener>,
    ) -> Result<Arc<ReaderCore>, Error> {
        if self.is_closed() {
            return Err(Error::Closed);
        }
        config.qos.lengthen_periods();
        let guid = self.new_guid(EntityKind::ReaderNoKey);
        let reader = ReaderCore::new(guid, config, Arc::clone(&self.engine), listener);
        self.readers
            .write()
            .insert(guid.entity_id, Arc::clone(&reader));
        self.add_reader(&reader);
        Ok(reader)
    }

    /// Whether a listener is being called on a thread that leads for this participant.
    pub(super) fn is_led_by_this_thread(&self) -> bool {
        LEADS_FOR.get() == Some(self.engine.prefix)
    }

    /// Whether this is one of the engine's own threads, which must not wait for what they do themselves.
    pub(crate) fn is_own_thread(&self) -> bool {
        if self.is_led_by_this_thread() {
            return true;
        }
        let current = std::thread::current().id();
        let threads = self.threads.lock();
        threads
            .iter()
            .flatten()
            .any(|thread| thread.thread().id() == current)
    }

    pub(crate) fn delete_writer(&self, writer: &Arc<WriterCore>) {
        if !self.is_own_thread() {
            writer.linger(Instant::now() + LINGER);
        }
        if self
            .writers
            .write()
            .remove(&writer.guid.entity_id)
            .is_some()
        {
            self.remove_writer(writer);
            writer.close();
        }
    }

    pub(crate) fn delete_reader(&self, reader: &Arc<ReaderCore>) {
        if self
            .readers
            .write()
            .remove(&reader.guid.entity_id)
            .is_some()
        {
            self.remove_reader(reader);
            reader.close();
        }
    }

    /// Has samples of a remote writer handed to a reader.
    pub(crate) fn connect(&self, writer: Guid, reader: &Arc<ReaderCore>) {
        let mut sources = self.sources.write();
        let readers = sources.entry(writer).or_insert_with(|| Arc::new([]));
        if !readers.iter().any(|known| known.guid == reader.guid) {
            *readers = readers.iter().chain([reader]).cloned().collect();
        }
    }

    /// The reverse of [`Inner::connect`].
    pub(crate) fn disconnect(&self, writer: Guid, reader: Guid) {
        let mut sources = self.sources.write();
        let Some(readers) = sources.get_mut(&writer) else {
            return;
        };
        *readers = readers
            .iter()
            .filter(|known| known.guid != reader)
            .cloned()
            .collect();
        if readers.is_empty() {
            sources.remove(&writer);
        }
    }

    /// Tells listeners what discovery found. No lock may be held.
    pub(crate) fn tell(&self) {
        self.events.tell(&*self.listener);
    }
}
