//! Writers: what is written, who has it, who still needs it.

pub(crate) mod core;
mod flight;
pub(crate) mod proxy;
pub(crate) mod state;

use std::sync::{Arc, Weak};
use std::time::Duration;

use bytes::Bytes;
use rosebay_rmw_shm::Loan;

use self::core::WriterCore;
use crate::config::{WriteOptions, WriterConfig};
use crate::discovery::EndpointData;
use crate::error::WriteError;
use crate::participant::inner::Inner;
use crate::qos::LivelinessKind;
use crate::status::{CountStatus, IncompatibleQosStatus, MatchedStatus};
use crate::types::{Guid, SequenceNumber};

/// Writes samples of one topic. Clones are the same writer; dropping the last removes it from the domain.
#[derive(Clone)]
pub struct Writer {
    handle: Arc<Handle>,
}

/// Removes the writer from the domain when its last user handle goes.
struct Handle {
    core: Arc<WriterCore>,
    participant: Weak<Inner>,
}

impl Handle {
    fn close(&self) {
        if self.core.is_in_child_process() {
            return;
        }
        match self.participant.upgrade() {
            Some(participant) => participant.delete_writer(&self.core),
            None => self.core.close(),
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.close();
    }
}

impl Writer {
    pub(crate) fn new(core: Arc<WriterCore>, participant: Weak<Inner>) -> Writer {
        Writer {
            handle: Arc::new(Handle { core, participant }),
        }
    }

    fn core(&self) -> &WriterCore {
        &self.handle.core
    }

    /// The writer's name, unique in the domain.
    pub fn guid(&self) -> Guid {
        self.core().guid
    }

    /// What the writer was made with.
    pub fn config(&self) -> &WriterConfig {
        &self.core().config
    }

    /// Writes a serialized message, on this thread as far as readers can take it at once.
    ///
    /// A keep-all writer waits, at most its max_blocking_time, until readers have acknowledged enough.
    ///
    /// # Errors
    /// See [`WriteError`]; the sample is then not written at all.
    pub fn write(
        &self,
        payload: Bytes,
        options: WriteOptions,
    ) -> Result<SequenceNumber, WriteError> {
        self.core().write(payload, options)
    }

    /// Whether a matched reader of another process can read this process's memory.
    pub fn shares_memory(&self) -> bool {
        self.core().shares_memory()
    }

    /// Shared memory for a payload of `length` bytes, which is written without a copy once it is frozen; `None` if no
    /// matched reader could read it there, or there is no room.
    pub fn loan(&self, length: usize) -> Option<Loan> {
        self.core().loan(length)
    }

    /// The number that the next sample will get, unless another thread writes before.
    pub fn next_sequence_number(&self) -> SequenceNumber {
        self.core().shared().protocol.history.last().next()
    }

    /// Asserts the writer's liveliness, as writing does.
    pub fn assert_liveliness(&self) {
        match (
            self.core().config.qos.liveliness.kind,
            self.handle.participant.upgrade(),
        ) {
            (LivelinessKind::ManualByParticipant, Some(participant)) => {
                participant.assert_by_participant()
            }
            _ => self.core().assert_liveliness(),
        }
    }

    /// Waits until every matched reliable reader has acknowledged what was written; false when `timeout` came first.
    pub fn wait_for_acknowledgments(&self, timeout: Duration) -> bool {
        self.core().wait_for_acknowledgments(timeout)
    }

    /// The matched readers of other participants.
    pub fn matched_readers(&self) -> Vec<Arc<EndpointData>> {
        self.core()
            .shared()
            .protocol
            .remote
            .iter()
            .map(|proxy| Arc::clone(&proxy.data))
            .collect()
    }

    /// The names of all matched readers, those of the own participant included.
    pub fn matched_reader_guids(&self) -> Vec<Guid> {
        let shared = self.core().shared();
        let remote = shared.protocol.remote.iter().map(|proxy| proxy.guid());
        remote
            .chain(shared.protocol.local.iter().map(|local| local.guid))
            .collect()
    }

    /// How many readers are matched, those of the own participant included.
    pub fn matched_reader_count(&self) -> usize {
        let shared = self.core().shared();
        shared.protocol.remote.len() + shared.protocol.local.len()
    }

    /// Takes PUBLICATION_MATCHED.
    pub fn take_matched_status(&self) -> MatchedStatus {
        self.core().shared().statuses.matched.take()
    }

    /// Takes OFFERED_INCOMPATIBLE_QOS.
    pub fn take_incompatible_qos_status(&self) -> IncompatibleQosStatus {
        self.core().shared().statuses.incompatible_qos.take()
    }

    /// Takes INCONSISTENT_TOPIC.
    pub fn take_inconsistent_topic_status(&self) -> CountStatus {
        self.core().shared().statuses.inconsistent_topic.take()
    }

    /// Takes OFFERED_DEADLINE_MISSED.
    pub fn take_deadline_missed_status(&self) -> CountStatus {
        self.core().shared().statuses.deadline_missed.take()
    }

    /// Takes LIVELINESS_LOST.
    pub fn take_liveliness_lost_status(&self) -> CountStatus {
        self.core().shared().statuses.liveliness_lost.take()
    }

    /// Removes the writer from the domain. May be called again.
    pub fn close(&self) {
        self.handle.close();
    }
}
