//! What a subscription knows of its publishers, before its queue.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use rosebay_locks::Mutex;
use rosebay_rmw::endpoint::{self, Item, ReaderOptions, Timed, nanoseconds_since_epoch};
use rosebay_rmw::{
    Durability, EventKind, Gid, History, Liveliness, MessageInfo, ReadyListener, Reliability,
    SubscriptionOptions,
};
use zenoh::Wait;
use zenoh::query::Query;
use zenoh::sample::Sample;

use crate::acks::{Answer, Question};
use crate::attachment::Attachment;
use crate::deferred::tell;
use crate::party::{Party, Verdict, verdict};
use crate::payload;

/// How many messages may wait in a reliable subscription that keeps all, beside which each publisher of ours waits for
/// its own.
const RELIABLE_LIMIT: usize = 20 * endpoint::KEEP_ALL_LIMIT;

/// How many publishers are remembered that have sent something and told nothing of themselves.
const STRANGERS: usize = 1_000;

/// A subscription, as those that it meets see it.
pub(crate) struct Reader {
    pub(crate) party: Party,
    pub(crate) queue: endpoint::Reader,
    listens: AtomicBool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    writers: HashMap<Gid, Known>,
    /// Questions whose answer is "not yet".
    questions: Vec<(Question, Query)>,
}

/// A publisher that has told of itself or sent something.
struct Known {
    standing: Standing,
    so_far: Answer,
    lifespan: Option<Duration>,
    /// Of one that has to show itself that it is alive.
    lease: Option<Duration>,
    alive: bool,
    last_sign_of_life: Instant,
}

/// What a publisher is to a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// It has sent something and not told of itself yet, or in a way that is not known.
    Stranger,
    Matched,
    /// What it sends is not wanted.
    Refused,
}

impl Known {
    fn new(standing: Standing) -> Self {
        Self {
            standing,
            so_far: Answer::default(),
            lifespan: None,
            lease: None,
            alive: true,
            last_sign_of_life: Instant::now(),
        }
    }
}

impl Reader {
    pub(crate) fn new(party: Party, type_name: String, special: SubscriptionOptions) -> Self {
        let reliable = party.qos.reliability == Reliability::Reliable;
        let keep_all_limit = if reliable {
            RELIABLE_LIMIT
        } else {
            endpoint::KEEP_ALL_LIMIT
        };
        let queue = endpoint::Reader::new(ReaderOptions {
            gid: party.gid,
            participant: Gid::default(),
            type_name,
            qos: party.qos,
            ignore_local_publications: special.ignore_local_publications,
            client: None,
            keep_all_limit,
            content_filter: special.content_filter,
        });
        Self {
            party,
            queue,
            listens: AtomicBool::new(false),
            state: Mutex::default(),
        }
    }

    /// It listens from now on.
    pub(crate) fn listens(&self) {
        self.listens.store(true, Ordering::SeqCst);
    }

    /// Whether what a publisher of this context sends is heard.
    pub(crate) fn hears(&self, writer: &Party) -> bool {
        self.listens.load(Ordering::SeqCst) && !self.ignores(writer)
    }

    fn ignores(&self, writer: &Party) -> bool {
        self.queue.options.ignore_local_publications && writer.session == self.party.session
    }

    /// Meets a publisher of its topic. Returns who is to be told.
    pub(crate) fn meet(&self, writer: &Party) -> Vec<ReadyListener> {
        if self.ignores(writer) {
            return Vec::new();
        }
        let verdict = verdict(writer, &self.party);
        let mut state = self.state.lock();
        let known = state
            .writers
            .entry(writer.gid)
            .or_insert_with(|| Known::new(Standing::Stranger));
        known.standing = match verdict {
            Verdict::Matched => Standing::Matched,
            Verdict::OtherType | Verdict::OtherQos(_) => Standing::Refused,
        };
        known.lifespan = writer.qos.lifespan.finite();
        let shows_itself = writer.qos.liveliness == Liveliness::ManualByTopic && writer.keeps_qos();
        known.lease = writer
            .qos
            .liveliness_lease_duration
            .finite()
            .filter(|_| shows_itself);
        drop(state);
        match verdict {
            Verdict::Matched => self.queue.add_writer(writer.gid, true),
            Verdict::OtherType => {
                Vec::from_iter(self.queue.events.count(EventKind::IncompatibleType))
            }
            Verdict::OtherQos(policy) => Vec::from_iter(self.queue.events.incompatible(policy)),
        }
    }

    /// A publisher is gone. Returns who is to be told.
    pub(crate) fn part(&self, writer: Gid) -> Vec<ReadyListener> {
        match self.state.lock().writers.remove(&writer) {
            Some(known) if known.standing == Standing::Matched => {
                self.queue.remove_writer(writer, known.alive)
            }
            _ => Vec::new(),
        }
    }

    /// The lease of a publisher that is matched and has to show that it is alive.
    pub(crate) fn lease_of(&self, writer: Gid) -> Option<Duration> {
        let state = self.state.lock();
        let known = state.writers.get(&writer)?;
        known.lease.filter(|_| known.standing == Standing::Matched)
    }

    /// A publisher shows that it is alive.
    pub(crate) fn sign_of_life(&self, writer: Gid) {
        let revived = self
            .state
            .lock()
            .writers
            .get_mut(&writer)
            .is_some_and(show_alive);
        tell(revived.then(|| self.queue.writer_alive(true)).flatten());
    }

    /// A message has come.
    pub(crate) fn receive(&self, sample: &Sample) {
        let now = nanoseconds_since_epoch();
        let attachment = sample.attachment().and_then(Attachment::parse);
        let Some(attachment) = attachment else {
            // A bare Zenoh application's.
            let item = item(None, sample, None, now);
            tell(self.queue.push(item));
            return;
        };
        let gid = attachment.source_gid;
        let mut listeners = Vec::new();
        let mut state = self.state.lock();
        if !state.writers.contains_key(&gid) && state.writers.len() >= STRANGERS {
            state
                .writers
                .retain(|_, known| known.standing != Standing::Stranger);
        }
        let known = state
            .writers
            .entry(gid)
            .or_insert_with(|| Known::new(Standing::Stranger));
        if known.standing == Standing::Refused {
            return;
        }
        if show_alive(known) && known.standing == Standing::Matched {
            listeners.extend(self.queue.writer_alive(true));
        }
        let item = item(Some(attachment), sample, known.lifespan, now);
        let number = item.info.publication_sequence_number.unwrap_or_default();
        let lost = number.saturating_sub(known.so_far.received + 1);
        // A history has gaps, and what it lacks is asked for again.
        let is_live = self.party.qos.durability != Durability::TransientLocal;
        if lost > 0 && known.so_far.received > 0 && is_live {
            listeners.extend(self.queue.events.lost(lost));
        }
        known.so_far.received = known.so_far.received.max(number);
        listeners.extend(self.queue.push(item));
        let answers = self.answers(&mut state);
        drop(state);
        tell(listeners);
        send(answers);
    }

    /// Takes the oldest message in the queue.
    pub(crate) fn take(&self) -> Option<Item> {
        let item = self.queue.take();
        if self.party.qos.history == History::KeepAll {
            let mut state = self.state.lock();
            if let Some(item) = &item {
                let number = item.info.publication_sequence_number.unwrap_or_default();
                if let Some(known) = state.writers.get_mut(&item.info.publisher_gid) {
                    known.so_far.taken = known.so_far.taken.max(number);
                }
            }
            let answers = self.answers(&mut state);
            drop(state);
            send(answers);
        }
        item
    }

    /// A publisher wants to know how far this subscription has come.
    pub(crate) fn ask(&self, question: Question, query: Query) {
        let mut state = self.state.lock();
        state.questions.push((question, query));
        let answers = self.answers(&mut state);
        drop(state);
        send(answers);
    }

    /// Takes the questions that can be answered now. What was not wanted counts as taken once nothing waits.
    fn answers(&self, state: &mut State) -> Vec<(Query, Answer)> {
        if state.questions.is_empty() {
            return Vec::new();
        }
        let nothing_waits = self.queue.is_empty();
        let writers = &mut state.writers;
        let mut so_far = |question: &Question| {
            let known = writers.get_mut(&question.writer);
            known.map_or_else(Answer::default, |known| {
                if nothing_waits {
                    known.so_far.taken = known.so_far.received;
                }
                known.so_far
            })
        };
        let questions = std::mem::take(&mut state.questions);
        let mut answers = Vec::new();
        for (question, query) in questions {
            let so_far = so_far(&question);
            if question.is_met(so_far) {
                answers.push((query, so_far));
            } else {
                state.questions.push((question, query));
            }
        }
        answers
    }

    /// No messages any more, and no answers.
    pub(crate) fn close(&self) {
        self.queue.close();
        let questions = std::mem::take(&mut self.state.lock().questions);
        drop(questions);
    }
}

/// Notes a sign of life; returns whether the publisher has become alive by it.
fn show_alive(known: &mut Known) -> bool {
    known.last_sign_of_life = Instant::now();
    !std::mem::replace(&mut known.alive, true)
}

fn item(
    attachment: Option<Attachment>,
    sample: &Sample,
    lifespan: Option<Duration>,
    now: i64,
) -> Item {
    let source_timestamp = attachment.map_or(0, |attachment| attachment.source_timestamp);
    let number = attachment.and_then(|attachment| u64::try_from(attachment.sequence_number).ok());
    let age = u64::try_from(now.saturating_sub(source_timestamp)).unwrap_or_default();
    Item {
        payload: payload::from_zenoh(sample.payload()),
        info: MessageInfo {
            source_timestamp,
            publication_sequence_number: number,
            publisher_gid: attachment.map_or_else(Gid::default, |known| known.source_gid),
            ..MessageInfo::default()
        },
        related: None,
        expires: lifespan.and_then(|span| {
            Instant::now().checked_add(span.saturating_sub(Duration::from_nanos(age)))
        }),
    }
}

fn send(answers: Vec<(Query, Answer)>) {
    for (query, answer) in answers {
        let key = query.key_expr().clone();
        if let Err(error) = query.reply(key, answer.to_bytes()).wait() {
            tracing::debug!("a publisher does not learn how far a subscription has come: {error}");
        }
    }
}

impl Timed for Reader {
    fn due(&self, now: Instant) -> Option<Instant> {
        self.queue.due(now)
    }
}

/// Watches the lease of one publisher of a subscription.
pub(crate) struct LeaseWatch {
    pub(crate) reader: Weak<Reader>,
    pub(crate) writer: Gid,
}

impl Timed for LeaseWatch {
    fn due(&self, now: Instant) -> Option<Instant> {
        let reader: Arc<Reader> = self.reader.upgrade()?;
        let mut state = reader.state.lock();
        let known = state.writers.get_mut(&self.writer)?;
        let lease = known.lease?;
        let end = known.last_sign_of_life + lease;
        if known.alive && now < end {
            return Some(end);
        }
        let lost = std::mem::replace(&mut known.alive, false);
        drop(state);
        tell(lost.then(|| reader.queue.writer_alive(false)).flatten());
        Some(now + lease)
    }
}
