//! Assertions between participants that their writers live (DDSI-RTPS §8.4.13).

use std::collections::HashMap;
use std::time::{Duration, Instant};

use crate::history::ChangeKind;
use crate::participant::inner::Inner;
use crate::qos::LivelinessKind;
use crate::sample::Sample;
use crate::types::SequenceNumber;
use crate::wire::discovery::{ParticipantMessageData, ParticipantMessageKind};

/// What this participant asserts and when.
#[derive(Default)]
pub(crate) struct Assertions {
    /// The last message of each kind, which a new one makes void.
    sent: HashMap<ParticipantMessageKind, SequenceNumber>,
    automatic_due: Option<Instant>,
}

impl Inner {
    /// Asserts the writers whose liveliness is the process's, if it is time to; says when it will be next.
    pub(crate) fn assert_automatically(&self, now: Instant) -> Option<Instant> {
        let period = self.shortest_automatic_lease()? / 3;
        let mut assertions = self.liveliness.lock();
        if assertions.automatic_due.is_some_and(|due| due > now) {
            return assertions.automatic_due;
        }
        assertions.automatic_due = Some(now + period);
        drop(assertions);
        self.send_assertion(ParticipantMessageKind::AUTOMATIC_LIVELINESS_UPDATE);
        self.tell_readers(self.engine.prefix, LivelinessKind::Automatic);
        Some(now + period)
    }

    /// The first of several writers with a lease asserts at once.
    pub(crate) fn lease_begins(&self, lease: Duration, kind: LivelinessKind) {
        if kind == LivelinessKind::Automatic {
            self.liveliness.lock().automatic_due = None;
            self.call_at(Instant::now() + lease / 3);
        }
    }

    fn shortest_automatic_lease(&self) -> Option<Duration> {
        self.writers
            .read()
            .values()
            .map(|writer| &writer.config.qos.liveliness)
            .filter(|liveliness| liveliness.kind == LivelinessKind::Automatic)
            .filter_map(|liveliness| liveliness.lease_duration.to_std())
            .min()
    }

    fn send_assertion(&self, kind: ParticipantMessageKind) {
        let message = ParticipantMessageData {
            guid_prefix: self.engine.prefix,
            kind,
            data: Vec::new(),
        };
        let mut assertions = self.liveliness.lock();
        let replaces = assertions.sent.get(&kind).copied();
        let number = self.builtin.messages_writer.write_builtin(
            ChangeKind::Alive,
            message.write().into(),
            replaces,
        );
        assertions.sent.insert(kind, number);
    }

    /// Asserts every writer whose liveliness the application asserts by participant.
    pub(crate) fn assert_by_participant(&self) {
        let writers: Vec<_> = self
            .writers
            .read()
            .values()
            .filter(|writer| {
                writer.config.qos.liveliness.kind == LivelinessKind::ManualByParticipant
            })
            .cloned()
            .collect();
        if writers.is_empty() {
            return;
        }
        writers.iter().for_each(|writer| writer.assert_liveliness());
        self.send_assertion(ParticipantMessageKind::MANUAL_LIVELINESS_UPDATE);
        self.tell_readers(self.engine.prefix, LivelinessKind::ManualByParticipant);
    }

    /// Takes what the reader of assertions has heard.
    pub(crate) fn hear_liveliness(&self) {
        let mut samples: Vec<Sample> = Vec::new();
        self.builtin.messages_reader.take(|sample| {
            samples.push(sample);
            true
        });
        for sample in samples.iter().filter(|sample| sample.disposed.is_none()) {
            let Ok(message) = ParticipantMessageData::parse(&sample.payload) else {
                self.engine.counters.dropped_malformed.add(1);
                continue;
            };
            let kind = match message.kind {
                ParticipantMessageKind::AUTOMATIC_LIVELINESS_UPDATE => LivelinessKind::Automatic,
                ParticipantMessageKind::MANUAL_LIVELINESS_UPDATE => {
                    LivelinessKind::ManualByParticipant
                }
                _ => continue,
            };
            self.tell_readers(sample.writer.prefix, kind);
        }
    }

    fn tell_readers(&self, prefix: crate::types::GuidPrefix, kind: LivelinessKind) {
        let readers: Vec<_> = self.readers.read().values().cloned().collect();
        let now = Instant::now();
        readers
            .iter()
            .for_each(|reader| reader.assert_participant(prefix, kind, now));
    }
}
