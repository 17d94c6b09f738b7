//! Which of a reader's writers assert in time that they live (DDS 1.4 §2.2.3.11).

use std::time::{Duration, Instant};

use crate::qos::{Liveliness, LivelinessKind};
use crate::status::LivelinessChangedStatus;
use crate::types::{Guid, GuidPrefix};

/// One matched writer.
#[derive(Debug)]
struct Watched {
    writer: Guid,
    kind: LivelinessKind,
    lease: Option<Duration>,
    asserted: Instant,
    alive: bool,
}

/// All matched writers of one reader.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    writers: Vec<Watched>,
    /// Writers whose assertions matter at all.
    with_lease: usize,
    pub(crate) status: LivelinessChangedStatus,
}

impl Watch {
    /// Begins to watch a writer, which is alive.
    pub(crate) fn add(&mut self, writer: Guid, liveliness: &Liveliness, now: Instant) {
        let lease = liveliness.lease_duration.to_std();
        self.with_lease += usize::from(lease.is_some());
        self.writers.push(Watched {
            writer,
            kind: liveliness.kind,
            lease,
            asserted: now,
            alive: true,
        });
        self.status.alive(1, writer);
    }

    /// Stops watching a writer.
    pub(crate) fn remove(&mut self, writer: Guid) {
        let Some(index) = self
            .writers
            .iter()
            .position(|watched| watched.writer == writer)
        else {
            return;
        };
        let watched = self.writers.swap_remove(index);
        self.with_lease -= usize::from(watched.lease.is_some());
        if watched.alive {
            self.status.alive(-1, writer);
        } else {
            self.status.not_alive(-1, writer);
        }
    }

    /// A writer showed that it lives; says whether one came back to life.
    pub(crate) fn assert_writer(&mut self, writer: Guid, now: Instant) -> bool {
        self.assert(now, |watched| watched.writer == writer)
    }

    /// A participant showed that its writers of a kind live; says whether one came back to life.
    pub(crate) fn assert_participant(
        &mut self,
        prefix: GuidPrefix,
        kind: LivelinessKind,
        now: Instant,
    ) -> bool {
        self.assert(now, |watched| {
            watched.writer.prefix == prefix && watched.kind == kind
        })
    }

    fn assert(&mut self, now: Instant, is_meant: impl Fn(&Watched) -> bool) -> bool {
        if self.with_lease == 0 {
            return false;
        }
        let mut revived = false;
        for watched in self.writers.iter_mut().filter(|watched| is_meant(watched)) {
            watched.asserted = now;
            if !watched.alive {
                watched.alive = true;
                revived = true;
                self.status.not_alive(-1, watched.writer);
                self.status.alive(1, watched.writer);
            }
        }
        revived
    }

    /// Finds writers that did not assert themselves in time; says whether there are any.
    pub(crate) fn expire(&mut self, now: Instant) -> bool {
        let mut expired = false;
        for watched in &mut self.writers {
            if watched.alive
                && watched
                    .lease
                    .is_some_and(|lease| watched.asserted + lease <= now)
            {
                watched.alive = false;
                expired = true;
                self.status.alive(-1, watched.writer);
                self.status.not_alive(1, watched.writer);
            }
        }
        expired
    }

    /// When the next lease runs out.
    pub(crate) fn due(&self) -> Option<Instant> {
        if self.with_lease == 0 {
            return None;
        }
        self.writers
            .iter()
            .filter(|watched| watched.alive)
            .filter_map(|watched| Some(watched.asserted + watched.lease?))
            .min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::EntityId;

    #[test]
    fn a_writer_that_is_silent_is_not_alive_until_it_speaks() {
        let writer = GuidPrefix([1; 12]).guid(EntityId([0, 0, 1, 3]));
        let lease_duration = crate::types::Duration::from_milliseconds(100);
        let liveliness = Liveliness {
            kind: LivelinessKind::ManualByParticipant,
            lease_duration,
        };
        let start = Instant::now();
        let at = |milliseconds| start + Duration::from_millis(milliseconds);
        let mut watch = Watch::default();
        watch.add(writer, &liveliness, start);
        assert!(!watch.expire(at(99)) && watch.due() == Some(at(100)));
        assert!(!watch.assert_participant(writer.prefix, LivelinessKind::Automatic, at(50)));
        assert!(watch.expire(at(100)) && watch.due().is_none());
        assert_eq!(
            (watch.status.alive_count, watch.status.not_alive_count),
            (0, 1)
        );
        assert!(watch.assert_participant(
            writer.prefix,
            LivelinessKind::ManualByParticipant,
            at(150)
        ));
        assert_eq!(
            (watch.status.alive_count, watch.status.not_alive_count),
            (1, 0)
        );
        watch.remove(writer);
        assert_eq!(
            (watch.status.alive_count, watch.status.not_alive_count),
            (0, 0)
        );
    }
}
