//! What is known of the domain: remote participants and endpoints, and the endpoints of this participant by topic.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use super::{EndpointData, ParticipantData};
use crate::content_filter::ContentFilterProperty;
use crate::reader::core::ReaderCore;
use crate::types::{Guid, GuidPrefix, Locator, SequenceNumber};
use crate::wire::discovery::SpdpDiscoveredParticipantData;
use crate::writer::core::WriterCore;

/// A remote participant and what it announced.
pub(crate) struct RemoteParticipant {
    pub(crate) data: Arc<ParticipantData>,
    pub(crate) announced: SpdpDiscoveredParticipantData,
    /// When it counts as gone unless it is heard from; `None` if never.
    pub(crate) lease_until: Option<Instant>,
    pub(crate) endpoints: usize,
}

impl RemoteParticipant {
    pub(crate) fn renew(&mut self, now: Instant) {
        self.lease_until = self
            .announced
            .lease_duration
            .to_std()
            .map(|lease| now + lease);
    }
}

/// The endpoints of one topic.
#[derive(Default)]
pub(crate) struct Topic {
    pub(crate) writers: Vec<Arc<WriterCore>>,
    pub(crate) readers: Vec<Arc<ReaderCore>>,
    pub(crate) remote_writers: Vec<Arc<EndpointData>>,
    pub(crate) remote_readers: Vec<Arc<EndpointData>>,
}

impl Topic {
    fn is_empty(&self) -> bool {
        self.writers.is_empty()
            && self.readers.is_empty()
            && self.remote_writers.is_empty()
            && self.remote_readers.is_empty()
    }
}

/// What is known of the domain.
#[derive(Default)]
pub(crate) struct Database {
    pub(crate) participants: HashMap<GuidPrefix, RemoteParticipant>,
    pub(crate) writers: HashMap<Guid, Arc<EndpointData>>,
    pub(crate) readers: HashMap<Guid, Arc<EndpointData>>,
    /// What the remote endpoints take up, in bytes.
    endpoint_bytes: usize,
    topics: HashMap<String, Topic>,
    /// The announcements of this participant's own endpoints.
    pub(crate) announcements: HashMap<Guid, SequenceNumber>,
}

impl Database {
    pub(crate) fn topic(&mut self, name: &str) -> &mut Topic {
        if !self.topics.contains_key(name) {
            self.topics.insert(name.to_owned(), Topic::default());
        }
        self.topics.entry(name.to_owned()).or_default()
    }

    /// Forgets a topic that nobody is left of.
    pub(crate) fn tidy_topic(&mut self, name: &str) {
        if self.topics.get(name).is_some_and(Topic::is_empty) {
            self.topics.remove(name);
        }
    }

    /// The endpoints of one kind, by what they are.
    pub(crate) fn remote(&mut self, is_writer: bool) -> &mut HashMap<Guid, Arc<EndpointData>> {
        if is_writer {
            &mut self.writers
        } else {
            &mut self.readers
        }
    }

    /// Whether a remote endpoint can be kept, in place of one of the same name if there is one, within a limit.
    pub(crate) fn has_room_for(&mut self, data: &EndpointData, limit: usize) -> bool {
        let is_writer = data.guid.entity_id.is_writer();
        let replaced = self
            .remote(is_writer)
            .get(&data.guid)
            .map_or(0, |old| size(old));
        self.endpoint_bytes - replaced + size(data) <= limit
    }

    /// Keeps a remote endpoint, in place of one of the same name.
    pub(crate) fn insert_endpoint(&mut self, data: Arc<EndpointData>) {
        self.remove_endpoint(data.guid);
        self.endpoint_bytes += size(&data);
        self.remote(data.guid.entity_id.is_writer())
            .insert(data.guid, data);
    }

    /// Forgets a remote endpoint.
    pub(crate) fn remove_endpoint(&mut self, guid: Guid) -> Option<Arc<EndpointData>> {
        let removed = self.remote(guid.entity_id.is_writer()).remove(&guid)?;
        self.endpoint_bytes -= size(&removed);
        Some(removed)
    }

    /// Every endpoint of a remote participant.
    pub(crate) fn endpoints_of(&self, prefix: GuidPrefix) -> Vec<Guid> {
        self.writers
            .keys()
            .chain(self.readers.keys())
            .filter(|guid| guid.prefix == prefix)
            .copied()
            .collect()
    }

    /// Where a remote endpoint takes its data.
    pub(crate) fn locators_of<'a>(&'a self, endpoint: &'a EndpointData) -> &'a [Locator] {
        if !endpoint.unicast_locators.is_empty() {
            return &endpoint.unicast_locators;
        }
        self.participants
            .get(&endpoint.guid.prefix)
            .map_or(&[], |participant| {
                &participant.announced.default_unicast_locators
            })
    }

    /// A participant that must have died, because another one announces itself at its address. Participants of one
    /// Cyclone process share their address, and tell so by the same process id.
    pub(crate) fn replaced_by(
        &self,
        newcomer: &SpdpDiscoveredParticipantData,
    ) -> Option<GuidPrefix> {
        let is_replaced = |old: &SpdpDiscoveredParticipantData| {
            let same_address = !old.metatraffic_unicast_locators.is_empty()
                && old.metatraffic_unicast_locators == newcomer.metatraffic_unicast_locators;
            let exclusive = [
                crate::types::VendorId::ROSEBAY,
                crate::types::VendorId::FAST_DDS,
            ]
            .contains(&old.vendor);
            let other_process = match (process_id(old), process_id(newcomer)) {
                (Some(old), Some(new)) => old != new,
                _ => false,
            };
            same_address && (exclusive || other_process)
        };
        self.participants
            .iter()
            .find(|(prefix, participant)| {
                **prefix != newcomer.guid_prefix && is_replaced(&participant.announced)
            })
            .map(|(prefix, _)| *prefix)
    }
}

/// About what an endpoint takes up in memory, in bytes.
fn size(endpoint: &EndpointData) -> usize {
    let partitions = endpoint
        .qos
        .partition
        .iter()
        .map(|name| size_of::<String>() + name.len());
    1024 + endpoint.topic_name.len()
        + endpoint.type_name.len()
        + endpoint.user_data.len()
        + size_of_val(endpoint.unicast_locators.as_slice())
        + size_of_val(endpoint.qos.data_representation.as_slice())
        + partitions.sum::<usize>()
        + endpoint
            .content_filter
            .as_ref()
            .map_or(0, ContentFilterProperty::size)
}

fn process_id(participant: &SpdpDiscoveredParticipantData) -> Option<&str> {
    participant
        .properties
        .iter()
        .find(|(name, _)| name == "__Pid")
        .map(|(_, value)| value.as_str())
}
