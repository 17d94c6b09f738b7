//! The participant: one per process and domain as a rule, owner of the sockets and the two threads.

use std::sync::Arc;

use crate::config::{ParticipantConfig, ReaderConfig, WriterConfig};
use crate::counters::Counters;
use crate::discovery::{DiscoveryListener, EndpointData, ParticipantData};
use crate::error::Error;
use crate::reader::Reader;
use crate::status::{ReaderListener, WriterListener};
use crate::types::Guid;
use crate::writer::Writer;

/// A member of a domain (DDSI-RTPS §8.2.3). Clones are the same participant; dropping the last says good-bye.
#[derive(Clone)]
pub struct Participant {}

impl Participant {
    /// Joins a domain: opens the sockets, starts the threads and announces itself.
    ///
    /// # Errors
    /// When the domain or index has no ports, no interface matches, or the system refuses a socket.
    pub fn new(
        config: ParticipantConfig,
        listener: Arc<dyn DiscoveryListener>,
    ) -> Result<Participant, Error> {
        todo!()
    }

    /// The participant's name, unique in the domain.
    pub fn guid(&self) -> Guid {
        todo!()
    }

    /// The index that decided the unicast ports.
    pub fn participant_id(&self) -> u32 {
        todo!()
    }

    /// Makes a writer and tells the peers about it.
    ///
    /// # Errors
    /// [`Error::Closed`] after [`Participant::close`].
    pub fn create_writer(
        &self,
        config: WriterConfig,
        listener: Arc<dyn WriterListener>,
    ) -> Result<Writer, Error> {
        todo!()
    }

    /// Makes a reader and tells the peers about it.
    ///
    /// # Errors
    /// [`Error::Closed`] after [`Participant::close`].
    pub fn create_reader(
        &self,
        config: ReaderConfig,
        listener: Arc<dyn ReaderListener>,
    ) -> Result<Reader, Error> {
        todo!()
    }

    /// The remote participants known now.
    pub fn discovered_participants(&self) -> Vec<Arc<ParticipantData>> {
        todo!()
    }

    /// The remote writers known now.
    pub fn discovered_writers(&self) -> Vec<Arc<EndpointData>> {
        todo!()
    }

    /// The remote readers known now.
    pub fn discovered_readers(&self) -> Vec<Arc<EndpointData>> {
        todo!()
    }

    /// Asserts the liveliness of the writers whose kind is MANUAL_BY_PARTICIPANT (DDS 1.4 §2.2.2.2.1.8).
    pub fn assert_liveliness(&self) {
        todo!()
    }

    /// What went over the network so far, and what of it was dropped.
    pub fn counters(&self) -> Counters {
        todo!()
    }

    /// Says good-bye to the peers, ends the threads and closes the sockets. Writers and readers go dead. May be called again.
    pub fn close(&self) {
        todo!()
    }
}
