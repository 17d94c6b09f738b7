//! What the contexts of one domain share: the topics, the graph and the timer.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Weak};
use std::time::Instant;

use rosebay_locks::Mutex;
use rosebay_rmw::endpoint::{Reader, Timed, Timer, tell};
use rosebay_rmw::{
    Direction, Entity, EventKind, Gid, Graph, QosPolicyKind, QosProfile, ReadyListener, Subject,
};

use crate::writer::Writer;

/// Where endpoints of this process meet.
#[derive(Default)]
pub(crate) struct Domain {
    pub(crate) graph: Arc<Graph>,
    timer: Timer,
    topics: Mutex<HashMap<TopicKey, Topic>>,
}

/// Topics, requests and responses may have one name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct TopicKey {
    pub(crate) subject: Subject,
    pub(crate) name: String,
}

#[derive(Default)]
struct Topic {
    writers: Vec<Arc<Writer>>,
    readers: Vec<Arc<Reader>>,
}

static DOMAINS: LazyLock<Mutex<HashMap<u32, Weak<Domain>>>> = LazyLock::new(Mutex::default);

/// Keeps the process's list of its domains as it is: a child that is forked meanwhile finds it free.
pub fn hold() -> impl Sized + 'static {
    DOMAINS.lock()
}

impl Domain {
    /// The domain of this process that contexts of `id` share.
    pub(crate) fn shared(id: u32) -> Arc<Self> {
        let mut domains = DOMAINS.lock();
        domains.get(&id).and_then(Weak::upgrade).unwrap_or_else(|| {
            let domain = Arc::new(Self::default());
            domains.insert(id, Arc::downgrade(&domain));
            domain
        })
    }

    pub(crate) fn add_writer(&self, key: &TopicKey, writer: &Arc<Writer>, entity: Entity) {
        let mut listeners = Vec::new();
        {
            let mut topics = self.topics.lock();
            let topic = topics.entry(key.clone()).or_default();
            for reader in &topic.readers {
                listeners.extend(meet(writer, reader));
            }
            topic.writers.push(Arc::clone(writer));
        }
        self.watch(writer, &writer.options.qos);
        self.graph.add_entity(entity);
        tell(listeners);
    }

    pub(crate) fn add_reader(&self, key: &TopicKey, reader: &Arc<Reader>, entity: Entity) {
        let mut listeners = Vec::new();
        {
            let mut topics = self.topics.lock();
            let topic = topics.entry(key.clone()).or_default();
            for writer in &topic.writers {
                listeners.extend(meet(writer, reader));
            }
            topic.readers.push(Arc::clone(reader));
        }
        self.watch(reader, &reader.options.qos);
        self.graph.add_entity(entity);
        tell(listeners);
    }

    pub(crate) fn remove_writer(&self, key: &TopicKey, writer: &Arc<Writer>) {
        self.edit(key, |topic| {
            topic.writers.retain(|known| !Arc::ptr_eq(known, writer))
        });
        self.graph.remove_entity(writer.options.gid);
        tell(writer.close());
    }

    pub(crate) fn remove_reader(&self, key: &TopicKey, reader: &Arc<Reader>) {
        let mut writers = Vec::new();
        self.edit(key, |topic| {
            topic.readers.retain(|known| !Arc::ptr_eq(known, reader));
            writers.clone_from(&topic.writers);
        });
        reader.close();
        self.graph.remove_entity(reader.options.gid);
        tell(
            writers
                .iter()
                .filter_map(|writer| writer.remove_reader(reader)),
        );
    }

    fn edit(&self, key: &TopicKey, edit: impl FnOnce(&mut Topic)) {
        let mut topics = self.topics.lock();
        if let Some(topic) = topics.get_mut(key) {
            edit(topic);
            if topic.writers.is_empty() && topic.readers.is_empty() {
                topics.remove(key);
            }
        }
    }

    fn watch<T: Timed + 'static>(&self, endpoint: &Arc<T>, qos: &QosProfile) {
        let periods = [
            qos.deadline.finite(),
            qos.liveliness_lease_duration.finite(),
        ];
        if let Some(period) = periods.into_iter().flatten().min() {
            let weak: Weak<T> = Arc::downgrade(endpoint);
            self.timer.schedule(Instant::now() + period, weak);
        }
    }
}

/// Matches a writer and a reader of one topic, or tells them why they do not match.
fn meet(writer: &Arc<Writer>, reader: &Arc<Reader>) -> Vec<ReadyListener> {
    let (offered, requested) = (&writer.options, &reader.options);
    if requested.ignore_local_publications && offered.participant == requested.participant {
        return Vec::new();
    }
    if offered.type_name != requested.type_name {
        let both = [&writer.events, &reader.events];
        return both
            .iter()
            .filter_map(|events| events.count(EventKind::IncompatibleType))
            .collect();
    }
    match offered.qos.mismatches(&requested.qos).first() {
        Some(policy) => incompatible(writer, reader, *policy),
        None => writer.add_reader(reader),
    }
}

fn incompatible(writer: &Writer, reader: &Reader, policy: QosPolicyKind) -> Vec<ReadyListener> {
    let both = [&writer.events, &reader.events];
    both.iter()
        .filter_map(|events| events.incompatible(policy))
        .collect()
}

/// How a writer or reader of this process appears in the graph.
pub(crate) fn entity(
    key: &TopicKey,
    direction: Direction,
    (gid, participant): (Gid, Gid),
    (type_name, type_hash): (String, Option<rosebay_rosidl::TypeHash>),
    qos: QosProfile,
) -> Entity {
    Entity {
        gid,
        participant,
        direction,
        subject: key.subject,
        name: key.name.clone(),
        wire_topic: key.name.clone(),
        wire_type: type_name.clone(),
        type_name,
        type_hash,
        qos,
    }
}
