//! Where a context's own endpoints meet those of the same topic, own or not.

use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::Instant;

use rosebay_locks::Mutex;
use rosebay_rmw::endpoint::{Timed, Timer};
use rosebay_rmw::{Gid, QosProfile, ReadyListener};
use rosebay_rosidl::TypeHash;
use zenoh::query::Query;

use crate::acks::Question;
use crate::deferred::tell;
use crate::party::Party;
use crate::reader::{LeaseWatch, Reader};
use crate::token::{Token, TokenKind};
use crate::writer::Writer;

/// All publishers, subscriptions and services that a context knows.
#[derive(Default)]
pub(crate) struct Directory {
    timer: Timer,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    topics: HashMap<String, Topic>,
    services: HashMap<String, Vec<Offer>>,
}

#[derive(Default)]
struct Topic {
    writers: Vec<Arc<Writer>>,
    readers: Vec<Arc<Reader>>,
    other_writers: Vec<Party>,
    other_readers: Vec<Party>,
}

/// A service that somebody offers.
struct Offer {
    gid: Gid,
    wire_type: String,
    type_hash: Option<TypeHash>,
}

impl Topic {
    fn is_empty(&self) -> bool {
        self.writers.is_empty()
            && self.readers.is_empty()
            && self.other_writers.is_empty()
            && self.other_readers.is_empty()
    }
}

impl Directory {
    /// Looks at something later.
    pub(crate) fn look_at(&self, at: Instant, what: Arc<dyn Timed>) {
        self.timer.keep(at, what);
    }

    /// A publisher of this context is made. It is kept until [`Self::remove_writer`].
    pub(crate) fn add_writer(&self, topic: &str, writer: &Arc<Writer>) {
        self.watch(writer, &writer.party.qos);
        let mut listeners = Vec::new();
        let mut state = self.state.lock();
        let entry = state.topics.entry(topic.to_owned()).or_default();
        for reader in &entry.readers {
            listeners.extend(self.meet(reader, &writer.party));
            if reader.hears(&writer.party) {
                listeners.extend(writer.meet(&reader.party));
            }
        }
        let others = entry.other_readers.iter();
        listeners.extend(others.filter_map(|reader| writer.meet(reader)));
        entry.writers.push(Arc::clone(writer));
        drop(state);
        tell(listeners);
    }

    /// A subscription of this context is about to listen: it learns of its publishers first, so that it knows what to
    /// make of their messages. It is kept until [`Self::remove_reader`].
    pub(crate) fn add_reader(&self, topic: &str, reader: &Arc<Reader>) {
        self.watch(reader, &reader.party.qos);
        let mut listeners = Vec::new();
        let mut state = self.state.lock();
        let entry = state.topics.entry(topic.to_owned()).or_default();
        let own = entry.writers.iter().map(|writer| &writer.party);
        for writer in own.chain(&entry.other_writers) {
            listeners.extend(self.meet(reader, writer));
        }
        entry.readers.push(Arc::clone(reader));
        drop(state);
        tell(listeners);
    }

    /// A subscription listens: the publishers of this context learn of it.
    pub(crate) fn reader_listens(&self, topic: &str, reader: &Reader) {
        let mut listeners = Vec::new();
        let state = self.state.lock();
        reader.listens();
        let writers = state.topics.get(topic).map(|topic| topic.writers.iter());
        for writer in writers.into_iter().flatten() {
            if reader.hears(&writer.party) {
                listeners.extend(writer.meet(&reader.party));
            }
        }
        drop(state);
        tell(listeners);
    }

    fn meet(&self, reader: &Arc<Reader>, writer: &Party) -> Vec<ReadyListener> {
        let listeners = reader.meet(writer);
        if let Some(lease) = reader.lease_of(writer.gid) {
            let watch = Arc::new(LeaseWatch {
                reader: Arc::downgrade(reader),
                writer: writer.gid,
            });
            self.timer.keep(Instant::now() + lease, watch);
        }
        listeners
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

    pub(crate) fn remove_writer(&self, topic: &str, writer: &Arc<Writer>) {
        let gid = writer.party.gid;
        let listeners = self.edit(topic, |topic| {
            topic.writers.retain(|known| !Arc::ptr_eq(known, writer));
            part_from_writer(topic, gid)
        });
        tell(listeners);
    }

    pub(crate) fn remove_reader(&self, topic: &str, reader: &Arc<Reader>) {
        let gid = reader.party.gid;
        let listeners = self.edit(topic, |topic| {
            topic.readers.retain(|known| !Arc::ptr_eq(known, reader));
            part_from_reader(topic, gid)
        });
        reader.close();
        tell(listeners);
    }

    /// Another context tells of an endpoint.
    pub(crate) fn add_other(&self, token: &Token) {
        let Some(endpoint) = &token.endpoint else {
            return;
        };
        let Some(party) = Party::of(token) else {
            return;
        };
        let mut listeners = Vec::new();
        let mut state = self.state.lock();
        match token.kind {
            TokenKind::Publisher => {
                let topic = state.topics.entry(endpoint.topic.clone()).or_default();
                for reader in &topic.readers {
                    listeners.extend(self.meet(reader, &party));
                }
                topic.other_writers.push(party);
            }
            TokenKind::Subscription => {
                let topic = state.topics.entry(endpoint.topic.clone()).or_default();
                let writers = topic.writers.iter();
                listeners.extend(writers.filter_map(|writer| writer.meet(&party)));
                topic.other_readers.push(party);
            }
            TokenKind::Service => offer(&mut state, &endpoint.topic, party),
            TokenKind::Node | TokenKind::Client => (),
        }
        drop(state);
        tell(listeners);
    }

    /// An endpoint of another context is gone.
    pub(crate) fn remove_other(&self, token: &Token) {
        let (Some(endpoint), Some(Party { gid, .. })) = (&token.endpoint, Party::of(token)) else {
            return;
        };
        let listeners = match token.kind {
            TokenKind::Publisher => self.edit(&endpoint.topic, |topic| {
                topic.other_writers.retain(|known| known.gid != gid);
                part_from_writer(topic, gid)
            }),
            TokenKind::Subscription => self.edit(&endpoint.topic, |topic| {
                topic.other_readers.retain(|known| known.gid != gid);
                part_from_reader(topic, gid)
            }),
            TokenKind::Service => {
                self.remove_service(&endpoint.topic, gid);
                Vec::new()
            }
            TokenKind::Node | TokenKind::Client => Vec::new(),
        };
        tell(listeners);
    }

    fn edit(
        &self,
        name: &str,
        edit: impl FnOnce(&mut Topic) -> Vec<ReadyListener>,
    ) -> Vec<ReadyListener> {
        let mut state = self.state.lock();
        let Some(topic) = state.topics.get_mut(name) else {
            return Vec::new();
        };
        let listeners = edit(topic);
        if topic.is_empty() {
            state.topics.remove(name);
        }
        listeners
    }

    /// A service of this context is made.
    pub(crate) fn add_service(&self, service: &str, party: Party) {
        offer(&mut self.state.lock(), service, party);
    }

    pub(crate) fn remove_service(&self, service: &str, gid: Gid) {
        let mut state = self.state.lock();
        if let Some(offers) = state.services.get_mut(service) {
            offers.retain(|known| known.gid != gid);
            if offers.is_empty() {
                state.services.remove(service);
            }
        }
    }

    /// Whether a client's requests can be answered.
    pub(crate) fn is_offered(&self, service: &str, client: &Party) -> bool {
        let state = self.state.lock();
        let mut offers = state.services.get(service).into_iter().flatten();
        offers.any(|offer| {
            (&offer.wire_type, offer.type_hash) == (&client.wire_type, client.type_hash)
        })
    }

    /// Passes a question on to the subscription that it is for. Where there is none, it is never answered.
    pub(crate) fn ask(&self, question: Question, query: Query) {
        let reader = {
            let state = self.state.lock();
            let mut readers = state.topics.values().flat_map(|topic| &topic.readers);
            readers
                .find(|reader| reader.party.gid == question.reader)
                .cloned()
        };
        if let Some(reader) = reader {
            reader.ask(question, query);
        }
    }

    /// A publisher of another context shows that it is alive.
    pub(crate) fn sign_of_life(&self, writer: Gid) {
        let readers: Vec<_> = {
            let state = self.state.lock();
            let topics = state.topics.values();
            let topic =
                topics.filter(|topic| topic.other_writers.iter().any(|known| known.gid == writer));
            topic.flat_map(|topic| &topic.readers).cloned().collect()
        };
        for reader in readers {
            reader.sign_of_life(writer);
        }
    }

    /// The subscriptions of this context that a publisher of it has to show itself to.
    pub(crate) fn own_readers(&self, topic: &str) -> Vec<Arc<Reader>> {
        let state = self.state.lock();
        state
            .topics
            .get(topic)
            .map(|topic| topic.readers.clone())
            .unwrap_or_default()
    }
}

fn offer(state: &mut State, service: &str, party: Party) {
    let offers = state.services.entry(service.to_owned()).or_default();
    offers.push(Offer {
        gid: party.gid,
        wire_type: party.wire_type,
        type_hash: party.type_hash,
    });
}

fn part_from_writer(topic: &Topic, writer: Gid) -> Vec<ReadyListener> {
    let readers = topic.readers.iter();
    readers.flat_map(|reader| reader.part(writer)).collect()
}

fn part_from_reader(topic: &Topic, reader: Gid) -> Vec<ReadyListener> {
    let writers = topic.writers.iter();
    writers.filter_map(|writer| writer.part(reader)).collect()
}
