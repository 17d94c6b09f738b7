//! Endpoint discovery (DDSI-RTPS §8.5.4): announcing writers and readers, hearing of others', and matching the two.

use std::sync::Arc;
use std::time::Instant;

use super::database::Database;
use super::events::Event;
use super::{Change, EndpointData, LostReason};
use crate::history::ChangeKind;
use crate::participant::inner::Inner;
use crate::qos::{EndpointDescription, Mismatch, match_endpoints};
use crate::reader::core::ReaderCore;
use crate::reader::state::ReaderEvents;
use crate::sample::Sample;
use crate::status::{ReaderStatus, WriterStatus};
use crate::types::Guid;
use crate::wire::discovery::{DiscoveredEndpointData, write_key};
use crate::writer::core::WriterCore;

impl Inner {
    /// Announces a writer and matches it with the readers there are.
    pub(crate) fn add_writer(&self, writer: &Arc<WriterCore>) {
        let config = &writer.config;
        let mut database = self.discovery.lock();
        let topic = database.topic(&config.topic_name);
        topic.writers.push(Arc::clone(writer));
        let (local, remote) = (topic.readers.clone(), topic.remote_readers.clone());
        for reader in local {
            self.try_match_local(writer, &reader);
        }
        for reader in remote {
            self.try_match_remote_reader(&database, writer, &reader);
        }
        let mut data = DiscoveredEndpointData::new(
            writer.guid,
            config.topic_name.clone(),
            config.type_name.clone(),
            config.qos.clone(),
        );
        data.user_data.clone_from(&config.user_data);
        self.announce_endpoint(&mut database, &data);
        drop(database);
        if let Some(lease) = config.qos.liveliness.lease_duration.to_std() {
            self.lease_begins(lease, config.qos.liveliness.kind);
        }
        self.tell();
    }

    /// Announces a reader and matches it with the writers there are.
    pub(crate) fn add_reader(&self, reader: &Arc<ReaderCore>) {
        let config = &reader.config;
        let mut database = self.discovery.lock();
        let topic = database.topic(&config.topic_name);
        topic.readers.push(Arc::clone(reader));
        let (local, remote) = (topic.writers.clone(), topic.remote_writers.clone());
        for writer in local {
            self.try_match_local(&writer, reader);
        }
        for writer in remote {
            self.try_match_remote_writer(&database, &writer, reader);
        }
        self.announce_endpoint(&mut database, &reader_data(reader));
        drop(database);
        self.tell();
    }

    /// Announces a reader anew: its filter has changed.
    pub(crate) fn update_reader(&self, reader: &Arc<ReaderCore>) {
        let mut database = self.discovery.lock();
        // One that has been withdrawn meanwhile stays so.
        if database.announcements.contains_key(&reader.guid) {
            self.announce_endpoint(&mut database, &reader_data(reader));
        }
    }

    fn announce_endpoint(&self, database: &mut Database, data: &DiscoveredEndpointData) {
        let announcer = self.builtin.announcer(data.guid.entity_id.is_writer());
        let announced = database.announcements.get(&data.guid).copied();
        let number = announcer.write_builtin(ChangeKind::Alive, data.write().into(), announced);
        database.announcements.insert(data.guid, number);
    }

    fn withdraw_endpoint(&self, database: &mut Database, guid: Guid) {
        let announced = database.announcements.remove(&guid);
        let announcer = self.builtin.announcer(guid.entity_id.is_writer());
        announcer.write_builtin(
            ChangeKind::Disposed(guid),
            write_key(guid).into(),
            announced,
        );
    }

    /// Withdraws a writer.
    pub(crate) fn remove_writer(&self, writer: &Arc<WriterCore>) {
        let mut database = self.discovery.lock();
        let topic = database.topic(&writer.config.topic_name);
        topic.writers.retain(|known| known.guid != writer.guid);
        for reader in topic.readers.clone() {
            if writer.unmatch(reader.guid) {
                self.reader_lost(&reader, writer.guid);
            }
        }
        database.tidy_topic(&writer.config.topic_name);
        self.withdraw_endpoint(&mut database, writer.guid);
        drop(database);
        self.tell();
    }

    /// Withdraws a reader.
    pub(crate) fn remove_reader(&self, reader: &Arc<ReaderCore>) {
        let mut database = self.discovery.lock();
        let topic = database.topic(&reader.config.topic_name);
        topic.readers.retain(|known| known.guid != reader.guid);
        for writer in topic.writers.clone() {
            self.writer_lost(&writer, reader.guid);
        }
        for writer in &topic.remote_writers {
            self.disconnect(writer.guid, reader.guid);
        }
        database.tidy_topic(&reader.config.topic_name);
        self.withdraw_endpoint(&mut database, reader.guid);
        drop(database);
        self.tell();
    }

    fn writer_lost(&self, writer: &Arc<WriterCore>, reader: Guid) {
        if writer.unmatch(reader) {
            self.events.push(Event::WriterStatus(
                Arc::clone(writer),
                WriterStatus::Matched,
            ));
        }
    }

    fn reader_lost(&self, reader: &Arc<ReaderCore>, writer: Guid) {
        let events = reader.unmatch(writer);
        self.push_reader_events(reader, events);
    }

    fn push_reader_events(&self, reader: &Arc<ReaderCore>, events: ReaderEvents) {
        if events.data_available || !events.statuses.is_empty() {
            self.events
                .push(Event::ReaderEvents(Arc::clone(reader), events));
        }
    }

    /// Takes what the built-in readers have heard of remote endpoints of one kind.
    pub(crate) fn hear_endpoints(&self, of_writers: bool) {
        let reader = if of_writers {
            &self.builtin.publications_reader
        } else {
            &self.builtin.subscriptions_reader
        };
        let mut samples: Vec<Sample> = Vec::new();
        reader.take(|sample| {
            samples.push(sample);
            true
        });
        let mut database = self.discovery.lock();
        for sample in samples {
            if let Some(guid) = sample.disposed {
                if guid.prefix == sample.writer.prefix {
                    self.lose_endpoint(&mut database, guid, LostReason::Disposed);
                }
                continue;
            }
            let parsed = if of_writers {
                DiscoveredEndpointData::parse_writer(&sample.payload)
            } else {
                DiscoveredEndpointData::parse_reader(&sample.payload)
            };
            match parsed {
                Ok(data) if data.guid.prefix == sample.writer.prefix => {
                    self.hear_endpoint(&mut database, endpoint_data(data, &sample));
                }
                Ok(_) => self.engine.counters.dropped_malformed.add(1),
                Err(error) => {
                    self.engine.counters.dropped_malformed.add(1);
                    tracing::debug!(participant = %sample.writer.prefix, %error, "an endpoint's announcement is malformed");
                }
            }
        }
        drop(database);
        self.tell();
    }

    fn hear_endpoint(&self, database: &mut Database, data: EndpointData) {
        let (guid, is_writer) = (data.guid, data.guid.entity_id.is_writer());
        let known = database.remote(is_writer).get(&guid).cloned();
        if !database.has_room_for(&data, self.config.limits.endpoint_bytes) {
            self.engine.counters.dropped_limit.add(1);
            return;
        }
        let data = Arc::new(data);
        let change = match known {
            Some(known) if *known == *data => return,
            Some(known) if !is_writer && known.differs_in_filter_alone(&data) => {
                self.hear_filter(database, data);
                return;
            }
            Some(known) => {
                self.unmatch_endpoint(database, &known);
                Change::Updated
            }
            None => {
                let limit = self.config.limits.endpoints_per_participant;
                let Some(participant) = database
                    .participants
                    .get_mut(&guid.prefix)
                    .filter(|participant| participant.endpoints < limit)
                else {
                    self.engine.counters.dropped_limit.add(1);
                    return;
                };
                participant.endpoints += 1;
                Change::Discovered
            }
        };
        database.insert_endpoint(Arc::clone(&data));
        if is_writer {
            self.events.push(Event::Writer(change, Arc::clone(&data)));
            let topic = database.topic(&data.topic_name);
            topic.remote_writers.push(Arc::clone(&data));
            for reader in topic.readers.clone() {
                self.try_match_remote_writer(database, &data, &reader);
            }
        } else {
            self.events.push(Event::Reader(change, Arc::clone(&data)));
            let topic = database.topic(&data.topic_name);
            topic.remote_readers.push(Arc::clone(&data));
            for writer in topic.writers.clone() {
                self.try_match_remote_reader(database, &writer, &data);
            }
        }
    }

    /// A remote reader wants other samples from now on; all else stays as it is.
    fn hear_filter(&self, database: &mut Database, data: Arc<EndpointData>) {
        database.insert_endpoint(Arc::clone(&data));
        let topic = database.topic(&data.topic_name);
        for known in &mut topic.remote_readers {
            if known.guid == data.guid {
                *known = Arc::clone(&data);
            }
        }
        for writer in &topic.writers {
            writer.set_filter(&data);
        }
        self.events.push(Event::Reader(Change::Updated, data));
    }

    /// Forgets a remote endpoint that is gone.
    pub(crate) fn lose_endpoint(&self, database: &mut Database, guid: Guid, reason: LostReason) {
        let is_writer = guid.entity_id.is_writer();
        let Some(data) = database.remove_endpoint(guid) else {
            return;
        };
        if let Some(participant) = database.participants.get_mut(&guid.prefix) {
            participant.endpoints -= 1;
        }
        self.unmatch_endpoint(database, &data);
        let change = Change::Lost(reason);
        self.events.push(if is_writer {
            Event::Writer(change, data)
        } else {
            Event::Reader(change, data)
        });
    }

    fn unmatch_endpoint(&self, database: &mut Database, data: &EndpointData) {
        let topic = database.topic(&data.topic_name);
        if data.guid.entity_id.is_writer() {
            topic.remote_writers.retain(|known| known.guid != data.guid);
            for reader in topic.readers.clone() {
                self.disconnect(data.guid, reader.guid);
                self.reader_lost(&reader, data.guid);
            }
        } else {
            topic.remote_readers.retain(|known| known.guid != data.guid);
            for writer in topic.writers.clone() {
                self.writer_lost(&writer, data.guid);
            }
        }
        database.tidy_topic(&data.topic_name);
    }

    fn try_match_local(&self, writer: &Arc<WriterCore>, reader: &Arc<ReaderCore>) {
        if reader.config.ignore_local {
            return;
        }
        match match_endpoints(describe_writer(writer), describe_reader(reader)) {
            Ok(()) => {
                let events = reader.match_local(writer, Instant::now());
                self.push_reader_events(reader, events);
                self.events.push(Event::WriterStatus(
                    Arc::clone(writer),
                    WriterStatus::Matched,
                ));
                for (reader, events) in writer.match_local(reader) {
                    self.push_reader_events(&reader, events);
                }
            }
            Err(mismatch) => {
                self.writer_mismatched(writer, &mismatch);
                self.reader_mismatched(reader, &mismatch);
            }
        }
    }

    fn try_match_remote_reader(
        &self,
        database: &Database,
        writer: &Arc<WriterCore>,
        reader: &Arc<EndpointData>,
    ) {
        match match_endpoints(describe_writer(writer), describe(reader)) {
            Ok(()) => {
                let buffer = receive_buffer(database, reader);
                let locators = database.locators_of(reader);
                let Some(route) = self
                    .engine
                    .route(reader.guid, reader.vendor, locators, buffer)
                else {
                    tracing::warn!(reader = %reader.guid, ?locators, "a remote reader has no address that can be reached");
                    return;
                };
                self.events.push(Event::WriterStatus(
                    Arc::clone(writer),
                    WriterStatus::Matched,
                ));
                writer.match_remote(Arc::clone(reader), route);
            }
            Err(mismatch) => self.writer_mismatched(writer, &mismatch),
        }
    }

    fn try_match_remote_writer(
        &self,
        database: &Database,
        writer: &Arc<EndpointData>,
        reader: &Arc<ReaderCore>,
    ) {
        match match_endpoints(describe(writer), describe_reader(reader)) {
            Ok(()) => {
                let locators = database.locators_of(writer);
                let Some(route) = self
                    .engine
                    .route(writer.guid, writer.vendor, locators, None)
                else {
                    tracing::warn!(writer = %writer.guid, ?locators, "a remote writer has no address that can be reached");
                    return;
                };
                self.connect(writer.guid, reader);
                let events = reader.match_remote(Arc::clone(writer), route, Instant::now());
                self.push_reader_events(reader, events);
            }
            Err(mismatch) => self.reader_mismatched(reader, &mismatch),
        }
    }

    fn writer_mismatched(&self, writer: &Arc<WriterCore>, mismatch: &Mismatch) {
        let mut shared = writer.shared();
        let status = match mismatch {
            Mismatch::Qos(policies) => {
                shared.statuses.incompatible_qos.add(policies);
                WriterStatus::IncompatibleQos
            }
            Mismatch::Type { .. } => {
                shared.statuses.inconsistent_topic.add(1);
                WriterStatus::InconsistentTopic
            }
            Mismatch::Topic | Mismatch::Partition { .. } => return,
        };
        drop(shared);
        self.events
            .push(Event::WriterStatus(Arc::clone(writer), status));
    }

    fn reader_mismatched(&self, reader: &Arc<ReaderCore>, mismatch: &Mismatch) {
        let mut shared = reader.shared();
        let statuses = &mut shared.protocol.statuses;
        let status = match mismatch {
            Mismatch::Qos(policies) => {
                statuses.incompatible_qos.add(policies);
                ReaderStatus::IncompatibleQos
            }
            Mismatch::Type { .. } => {
                statuses.inconsistent_topic.add(1);
                ReaderStatus::InconsistentTopic
            }
            Mismatch::Topic | Mismatch::Partition { .. } => return,
        };
        drop(shared);
        self.push_reader_events(
            reader,
            ReaderEvents {
                data_available: false,
                statuses: vec![status],
            },
        );
    }
}

fn reader_data(reader: &ReaderCore) -> DiscoveredEndpointData {
    let config = &reader.config;
    let mut data = DiscoveredEndpointData::new(
        reader.guid,
        config.topic_name.clone(),
        config.type_name.clone(),
        config.qos.clone(),
    );
    data.user_data.clone_from(&config.user_data);
    data.content_filter = reader.content_filter();
    data
}

fn endpoint_data(data: DiscoveredEndpointData, sample: &Sample) -> EndpointData {
    EndpointData {
        guid: data.guid,
        vendor: data.vendor.unwrap_or(sample.vendor),
        topic_name: data.topic_name,
        type_name: data.type_name,
        qos: data.qos,
        user_data: data.user_data.into(),
        unicast_locators: data.unicast_locators,
        expects_inline_qos: data.expects_inline_qos,
        content_filter: data.content_filter,
    }
}

fn receive_buffer(database: &Database, endpoint: &EndpointData) -> Option<u32> {
    database
        .participants
        .get(&endpoint.guid.prefix)?
        .announced
        .receive_buffer_size
}

fn describe(endpoint: &EndpointData) -> EndpointDescription<'_> {
    EndpointDescription {
        topic_name: &endpoint.topic_name,
        type_name: &endpoint.type_name,
        qos: &endpoint.qos,
    }
}

fn describe_writer(writer: &WriterCore) -> EndpointDescription<'_> {
    let config = &writer.config;
    EndpointDescription {
        topic_name: &config.topic_name,
        type_name: &config.type_name,
        qos: &config.qos,
    }
}

fn describe_reader(reader: &ReaderCore) -> EndpointDescription<'_> {
    let config = &reader.config;
    EndpointDescription {
        topic_name: &config.topic_name,
        type_name: &config.type_name,
        qos: &config.qos,
    }
}
