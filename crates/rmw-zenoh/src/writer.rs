//! What a publisher knows of its subscriptions.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use rosebay_locks::{Condvar, Mutex};
use rosebay_rmw::endpoint::{Events, KEEP_ALL_LIMIT, Lapse, Promises, Timed, tell};
use rosebay_rmw::{Durability, EventKind, Gid, History, QosProfile, ReadyListener, Reliability};

use crate::acks::{Answer, Progress, Question};
use crate::deferred;
use crate::party::{Party, Verdict, verdict};

/// How far ahead of a subscription that keeps all a publisher that keeps all may be.
const WINDOW: u64 = KEEP_ALL_LIMIT as u64;

/// How much further a subscription is to have come before it answers, where nobody waits for that.
const STEP: u64 = WINDOW / 16;

/// A publisher, as those that it meets see it.
pub(crate) struct Writer {
    pub(crate) party: Party,
    pub(crate) events: Events,
    published: AtomicU64,
    sending: Mutex<()>,
    state: Mutex<State>,
    answered: Condvar,
}

struct State {
    promises: Promises,
    readers: HashMap<Gid, Matched>,
}

/// A subscription that matches.
struct Matched {
    session: String,
    /// Whether it answers questions.
    confirms: bool,
    keeps_all: bool,
    so_far: Answer,
    /// The question that it has not answered yet.
    asked: Option<Question>,
}

/// A question and the session that it goes to.
pub(crate) type Addressed = (String, Question);

impl Writer {
    pub(crate) fn new(party: Party) -> Self {
        let promises = Promises::new(&party.qos);
        Self {
            party,
            events: Events::default(),
            published: AtomicU64::new(0),
            sending: Mutex::default(),
            state: Mutex::new(State {
                promises,
                readers: HashMap::new(),
            }),
            answered: Condvar::new(),
        }
    }

    fn qos(&self) -> &QosProfile {
        &self.party.qos
    }

    fn keeps_all(&self) -> bool {
        self.qos().history == History::KeepAll && self.qos().reliability == Reliability::Reliable
    }

    /// Publishes by `send`, which is given the message's number; numbers go out in their order.
    pub(crate) fn publish<R>(&self, send: impl FnOnce(u64) -> R) -> R {
        self.state.lock().promises.published();
        deferred::holding_back(|| {
            let _sending = self.sending.lock();
            send(self.published.fetch_add(1, Ordering::SeqCst) + 1)
        })
    }

    /// The publisher shows that it is alive.
    pub(crate) fn assert_liveliness(&self) {
        self.state.lock().promises.asserted();
    }

    pub(crate) fn matched_count(&self) -> usize {
        self.state.lock().readers.len()
    }

    /// Meets a subscription of its topic. Returns who is to be told.
    pub(crate) fn meet(&self, reader: &Party) -> Option<ReadyListener> {
        match verdict(&self.party, reader) {
            Verdict::OtherType => self.events.count(EventKind::IncompatibleType),
            Verdict::OtherQos(policy) => self.events.incompatible(policy),
            Verdict::Matched => {
                self.state
                    .lock()
                    .readers
                    .insert(reader.gid, self.matched(reader));
                self.events.matched()
            }
        }
    }

    /// A volatile subscription is not to confirm what was published before it came.
    fn matched(&self, reader: &Party) -> Matched {
        let published = self.published.load(Ordering::SeqCst);
        let reliable = reader.qos.reliability == Reliability::Reliable;
        let gets_history = reader.qos.durability == Durability::TransientLocal
            && self.qos().durability == Durability::TransientLocal;
        Matched {
            session: reader.session.clone(),
            confirms: reader.keeps_qos()
                && reliable
                && self.qos().reliability == Reliability::Reliable,
            keeps_all: reader.qos.history == History::KeepAll,
            so_far: Answer {
                received: if gets_history { 0 } else { published },
                taken: published,
            },
            asked: None,
        }
    }

    /// A subscription is gone. Returns who is to be told.
    pub(crate) fn part(&self, reader: Gid) -> Option<ReadyListener> {
        let gone = self.state.lock().readers.remove(&reader);
        self.answered.notify_all();
        gone.and_then(|_| self.events.unmatched())
    }

    /// Waits until no subscription that keeps all is too far behind. Returns whether none is. `ask` sends questions.
    pub(crate) fn wait_for_room(&self, deadline: Instant, ask: impl Fn(Vec<Addressed>)) -> bool {
        if !self.keeps_all() {
            return true;
        }
        let published = self.published.load(Ordering::SeqCst);
        let enough = (published + 1).saturating_sub(WINDOW);
        // The question goes out early, so that a subscription that keeps up is never waited for.
        let early = (published + 1).saturating_sub(WINDOW / 2);
        self.wait_for(Progress::Taken, (early, enough), Some(deadline), ask)
    }

    /// Waits until all has been received. Returns whether it has. `ask` sends questions.
    pub(crate) fn wait_for_all(
        &self,
        deadline: Option<Instant>,
        ask: impl Fn(Vec<Addressed>),
    ) -> bool {
        let published = self.published.load(Ordering::SeqCst);
        self.wait_for(Progress::Received, (published, published), deadline, ask)
    }

    /// Waits until all have come as far as `enough`, asking those that have not come as far as `early`.
    fn wait_for(
        &self,
        progress: Progress,
        (early, enough): (u64, u64),
        deadline: Option<Instant>,
        ask: impl Fn(Vec<Addressed>),
    ) -> bool {
        loop {
            let questions = self.questions(progress, early, enough);
            if !questions.is_empty() {
                ask(questions);
            }
            let mut state = self.state.lock();
            let behind = |state: &State| {
                let mut readers = state.readers.iter();
                readers.any(|(gid, reader)| {
                    let question = self.question(*gid, progress, enough);
                    reader.is_asked_for(progress) && !question.is_met(reader.so_far)
                })
            };
            if !behind(&state) {
                return true;
            }
            let timed_out = match deadline {
                Some(deadline) => self.answered.wait_until(&mut state, deadline).timed_out(),
                None => {
                    self.answered.wait(&mut state);
                    false
                }
            };
            if timed_out {
                return !behind(&state);
            }
        }
    }

    fn question(&self, reader: Gid, progress: Progress, number: u64) -> Question {
        Question {
            reader,
            writer: self.party.gid,
            progress,
            number,
        }
    }

    /// The questions to those that have not come as far as `early`; they count as asked. Whoever has not come as far
    /// as `enough` either is asked for exactly that, because it is waited for.
    fn questions(&self, progress: Progress, early: u64, enough: u64) -> Vec<Addressed> {
        let mut state = self.state.lock();
        let mut questions = Vec::new();
        for (gid, reader) in &mut state.readers {
            let question = |number| self.question(*gid, progress, number);
            if !reader.is_asked_for(progress) || question(early).is_met(reader.so_far) {
                continue;
            }
            let number = if question(enough).is_met(reader.so_far) {
                early.max(reader.so_far.taken + STEP)
            } else {
                enough
            };
            // The answer to one that asks for less comes no later.
            let is_open = reader
                .asked
                .is_some_and(|asked| asked.progress == progress && asked.number <= number);
            if !is_open {
                reader.asked = Some(question(number));
                questions.push((reader.session.clone(), question(number)));
            }
        }
        questions
    }

    /// A question was answered or, where there is no answer, never will be.
    pub(crate) fn answer(&self, question: &Question, answer: Option<Answer>) {
        if let Some(reader) = self.state.lock().readers.get_mut(&question.reader) {
            if let Some(answer) = answer {
                reader.so_far.received = reader.so_far.received.max(answer.received);
                reader.so_far.taken = reader.so_far.taken.max(answer.taken);
            }
            if reader.asked == Some(*question) {
                reader.asked = None;
                reader.confirms &= answer.is_some();
            }
        }
        self.answered.notify_all();
    }
}

impl Matched {
    fn is_asked_for(&self, progress: Progress) -> bool {
        self.confirms && (progress == Progress::Received || self.keeps_all)
    }
}

impl Timed for Writer {
    fn due(&self, now: Instant) -> Option<Instant> {
        let Lapse {
            deadline_missed,
            liveliness_lost,
            next,
        } = self.state.lock().promises.check(now);
        let broken = [
            (deadline_missed, EventKind::DeadlineMissed),
            (liveliness_lost, EventKind::LivelinessLost),
        ];
        let broken = broken.into_iter().filter(|(is_broken, _)| *is_broken);
        tell(broken.filter_map(|(_, kind)| self.events.count(kind)));
        next
    }
}
