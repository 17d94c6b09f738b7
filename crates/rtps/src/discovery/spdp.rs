//! Participant discovery (DDSI-RTPS §8.5.3): announcing this participant, hearing of others, and of their end.

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, SocketAddrV4};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::database::RemoteParticipant;
use super::events::Event;
use super::{Change, LostReason, ParticipantData};
use crate::config::ParticipantConfig;
use crate::engine::Engine;
use crate::participant::inner::Inner;
use crate::timers::Timed;
use crate::types::{EntityId, Guid, GuidPrefix, Locator, SequenceNumber, Timestamp};
use crate::wire::discovery::{BuiltinEndpointSet, SpdpDiscoveredParticipantData, write_key};
use crate::wire::{Data, Header, InlineQos, MessageBuilder, PayloadKind, StatusInfo};
use std::io::IoSlice;

/// After the first announcement; doubled until it is the period.
const FIRST_PERIOD: Duration = Duration::from_millis(100);
/// If none is asked for.
const LONGEST_PERIOD: Duration = Duration::from_secs(60);

/// Who announces this participant, to whom and when.
pub(crate) struct Announcer {
    payload: Vec<u8>,
    peers: BTreeSet<SocketAddrV4>,
    sequence_number: SequenceNumber,
    period: Duration,
    longest_period: Duration,
    /// When the next announcement is due.
    due: Instant,
}

impl Announcer {
    pub(crate) fn new(engine: &Engine, config: &ParticipantConfig) -> Announcer {
        let transport = &engine.transport;
        let mut hosts = config.network.peers.clone();
        if transport.multicast_address().is_none() {
            hosts.push(Ipv4Addr::LOCALHOST);
        }
        let mut peers: BTreeSet<SocketAddrV4> = transport
            .peer_addresses(&hosts, config.network.peer_participants)
            .into_iter()
            .collect();
        peers.extend(&config.network.peer_addresses);
        Announcer {
            payload: announcement(engine, config).write(),
            peers,
            sequence_number: SequenceNumber::ZERO,
            period: FIRST_PERIOD,
            longest_period: config
                .announcement_period
                .to_std()
                .unwrap_or(LONGEST_PERIOD),
            due: Instant::now(),
        }
    }

    fn message(&mut self, prefix: GuidPrefix) -> MessageBuilder {
        let payload = std::mem::take(&mut self.payload);
        let message = self.message_with(prefix, PayloadKind::Data, &payload, &InlineQos::default());
        self.payload = payload;
        message
    }

    fn goodbye(&mut self, prefix: GuidPrefix) -> MessageBuilder {
        let participant = prefix.participant();
        let inline_qos = InlineQos {
            status_info: StatusInfo::DISPOSED_UNREGISTERED,
            key_hash: Some(participant.to_bytes()),
            related_sample_identity: None,
        };
        self.message_with(
            prefix,
            PayloadKind::Key,
            &write_key(participant),
            &inline_qos,
        )
    }

    /// Every announcement has a number of its own: some peers drop one that they have seen.
    fn message_with(
        &mut self,
        prefix: GuidPrefix,
        kind: PayloadKind,
        payload: &[u8],
        inline_qos: &InlineQos,
    ) -> MessageBuilder {
        self.sequence_number = self.sequence_number.next();
        let mut message = MessageBuilder::new(Header::new(prefix));
        message.info_timestamp(Some(Timestamp::now()));
        let data = Data {
            reader_id: EntityId::UNKNOWN,
            writer_id: EntityId::SPDP_WRITER,
            sequence_number: self.sequence_number,
            inline_qos: None,
            kind,
            payload,
        };
        message.data(&data, inline_qos);
        message
    }
}

fn announcement(engine: &Engine, config: &ParticipantConfig) -> SpdpDiscoveredParticipantData {
    let transport = &engine.transport;
    let locators =
        |addresses: Vec<SocketAddrV4>| addresses.into_iter().map(Locator::from).collect();
    SpdpDiscoveredParticipantData {
        domain_id: Some(config.domain_id),
        entity_name: config.entity_name.clone(),
        user_data: config.user_data.clone(),
        properties: config.properties.clone(),
        builtin_endpoints: BuiltinEndpointSet::ALL,
        lease_duration: config.lease_duration,
        metatraffic_unicast_locators: locators(transport.metatraffic_addresses()),
        metatraffic_multicast_locators: transport
            .multicast_address()
            .map(Locator::from)
            .into_iter()
            .collect(),
        default_unicast_locators: locators(transport.user_addresses()),
        receive_buffer_size: u32::try_from(transport.receive_buffer).ok(),
        shared_memory_host: transport.shared_memory_host(),
        ..SpdpDiscoveredParticipantData::new(engine.prefix)
    }
}

impl Inner {
    /// Announces this participant to everyone if it is time to; says when it will be next.
    fn announce_if_due(&self, now: Instant) -> Instant {
        let mut announcer = self.announcer.lock();
        if announcer.due > now {
            return announcer.due;
        }
        let message = announcer.message(self.engine.prefix);
        let peers = announcer.peers.clone();
        announcer.due = now + announcer.period.min(announcer.longest_period);
        announcer.period = (announcer.period * 2).min(announcer.longest_period);
        let due = announcer.due;
        drop(announcer);
        self.send_to_all(message.as_bytes(), peers);
        due
    }

    /// Tells everyone that this participant is gone.
    pub(crate) fn say_goodbye(&self) {
        let mut announcer = self.announcer.lock();
        let message = announcer.goodbye(self.engine.prefix);
        let peers = announcer.peers.clone();
        drop(announcer);
        self.send_to_all(message.as_bytes(), peers);
    }

    /// By multicast, to the peers that were named, and to everyone known: multicast need not reach them.
    fn send_to_all(&self, message: &[u8], mut addresses: BTreeSet<SocketAddrV4>) {
        if !self.config.network.discovery {
            return;
        }
        addresses.extend(
            self.discovery
                .lock()
                .participants
                .values()
                .filter_map(|known| self.metatraffic_address(&known.announced)),
        );
        self.engine.transport.send_multicast(message);
        for address in addresses {
            self.engine
                .transport
                .send(address, &[IoSlice::new(message)]);
        }
    }

    fn metatraffic_address(
        &self,
        participant: &SpdpDiscoveredParticipantData,
    ) -> Option<SocketAddrV4> {
        let guid = participant.guid_prefix.participant();
        self.engine
            .route(
                guid,
                participant.vendor,
                &participant.metatraffic_unicast_locators,
                None,
            )
            .map(|route| route.address)
    }

    /// Takes the announcement of a participant.
    pub(crate) fn hear_participant(&self, announced: SpdpDiscoveredParticipantData) {
        let prefix = announced.guid_prefix;
        let other_domain = announced
            .domain_id
            .is_some_and(|domain_id| domain_id != self.config.domain_id);
        let is_deaf = !self.config.network.discovery;
        if prefix == self.engine.prefix
            || other_domain
            || is_deaf
            || !announced.domain_tag.is_empty()
        {
            return;
        }
        let transport = &self.engine.transport;
        transport.connect(prefix, announced.shared_memory_host);
        let now = Instant::now();
        let mut database = self.discovery.lock();
        if let Some(known) = database.participants.get_mut(&prefix) {
            known.renew(now);
            let is_update = known.announced != announced;
            if is_update {
                known.data = Arc::new(participant_data(&announced));
                known.announced = announced;
                known.renew(now);
                self.events
                    .push(Event::Participant(Change::Updated, Arc::clone(&known.data)));
            }
            drop(database);
            self.tell();
            return;
        }
        if database.participants.len() >= self.config.limits.participants {
            self.engine.counters.dropped_limit.add(1);
            return;
        }
        if let Some(replaced) = database.replaced_by(&announced) {
            self.lose_participant(&mut database, replaced, LostReason::Replaced);
        }
        let data = Arc::new(participant_data(&announced));
        let mut participant = RemoteParticipant {
            data: Arc::clone(&data),
            announced,
            lease_until: None,
            endpoints: 0,
        };
        participant.renew(now);
        self.events
            .push(Event::Participant(Change::Discovered, data));
        tracing::debug!(%prefix, "participant discovered");
        self.answer_newcomer(&participant);
        self.match_builtin(&participant);
        let lease_until = participant.lease_until;
        database.participants.insert(prefix, participant);
        drop(database);
        if let Some(until) = lease_until {
            self.call_at(until);
        }
        self.tell();
    }

    /// A newcomer need not wait for the next announcement.
    fn answer_newcomer(&self, participant: &RemoteParticipant) {
        if let Some(address) = self.metatraffic_address(&participant.announced) {
            let message = self.announcer.lock().message(self.engine.prefix);
            self.engine
                .transport
                .send(address, &[IoSlice::new(message.as_bytes())]);
        }
    }

    /// Takes the good-bye of a participant.
    pub(crate) fn hear_goodbye(&self, participant: Guid) {
        let mut database = self.discovery.lock();
        self.lose_participant(&mut database, participant.prefix, LostReason::Disposed);
        drop(database);
        self.tell();
    }

    /// The process of a participant on this host has ended.
    pub(crate) fn hear_end(&self, prefix: GuidPrefix) {
        let mut database = self.discovery.lock();
        self.lose_participant(&mut database, prefix, LostReason::ProcessEnded);
        drop(database);
        self.tell();
    }

    /// A participant can read this one's memory from now on.
    pub(crate) fn shares_with(&self, prefix: GuidPrefix) {
        // Who matches meanwhile knows it already, or waits for the lock.
        let _database = self.discovery.lock();
        let shared = self.engine.transport.shared_with(prefix);
        let writers: Vec<_> = self.writers.read().values().cloned().collect();
        for writer in writers {
            writer.set_shared(prefix, shared);
        }
    }

    /// A datagram of a participant came in.
    pub(crate) fn heard_from(&self, prefix: GuidPrefix, now: Instant) {
        if let Some(participant) = self.discovery.lock().participants.get_mut(&prefix) {
            participant.renew(now);
        }
    }

    /// Gives up participants that were not heard from in time; says when the next lease runs out.
    fn expire_leases(&self, now: Instant) -> Option<Instant> {
        let mut database = self.discovery.lock();
        let expired: Vec<GuidPrefix> = database
            .participants
            .iter()
            .filter(|(_, participant)| participant.lease_until.is_some_and(|until| until <= now))
            .map(|(prefix, _)| *prefix)
            .collect();
        for prefix in expired {
            self.lose_participant(&mut database, prefix, LostReason::LeaseExpired);
        }
        let next = database
            .participants
            .values()
            .filter_map(|participant| participant.lease_until)
            .min();
        drop(database);
        self.tell();
        next
    }

    /// Has this participant called at `at`, unless it will be called before.
    pub(crate) fn call_at(&self, at: Instant) {
        let mut armed = self.armed.lock();
        if armed.is_none_or(|armed| armed > at) {
            *armed = Some(at);
            self.engine.timers.schedule(at, self.myself.clone());
        }
    }

    fn lose_participant(
        &self,
        database: &mut super::database::Database,
        prefix: GuidPrefix,
        reason: LostReason,
    ) {
        for endpoint in database.endpoints_of(prefix) {
            self.lose_endpoint(database, endpoint, reason);
        }
        let Some(participant) = database.participants.remove(&prefix) else {
            return;
        };
        tracing::debug!(%prefix, %reason, "participant lost");
        self.unmatch_builtin(&participant);
        self.events
            .push(Event::Participant(Change::Lost(reason), participant.data));
    }
}

fn participant_data(announced: &SpdpDiscoveredParticipantData) -> ParticipantData {
    ParticipantData {
        prefix: announced.guid_prefix,
        vendor: announced.vendor,
        protocol_version: announced.version,
        entity_name: announced.entity_name.clone(),
        user_data: announced.user_data.clone().into(),
        properties: announced.properties.clone(),
        lease_duration: announced.lease_duration,
    }
}

impl Timed for Inner {
    fn on_timer(self: Arc<Self>, now: Instant) {
        self.armed.lock().take_if(|armed| *armed <= now);
        let announcement = self.announce_if_due(now);
        let lease = self.expire_leases(now);
        let assertion = self.assert_automatically(now);
        if let Some(next) = [Some(announcement), lease, assertion]
            .into_iter()
            .flatten()
            .min()
        {
            self.call_at(next);
        }
    }
}
