//! What a participant announces of itself (DDSI-RTPS §8.5.3.2, §9.6.2.2.1).

use super::{encapsulation, parameter_list, write_encapsulation};
use crate::types::{Duration, GuidPrefix, Locator, ProtocolVersion, VendorId};
use crate::wire::{Parameter, ParameterId, ParameterListWriter, WireError, WireResult};

/// Which built-in endpoints a participant has (DDSI-RTPS §9.3.2.12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct BuiltinEndpointSet(pub u32);

impl BuiltinEndpointSet {
    /// Writer of participants.
    pub const PARTICIPANT_ANNOUNCER: BuiltinEndpointSet = BuiltinEndpointSet(1 << 0);
    /// Reader of participants.
    pub const PARTICIPANT_DETECTOR: BuiltinEndpointSet = BuiltinEndpointSet(1 << 1);
    /// Writer of writers.
    pub const PUBLICATIONS_ANNOUNCER: BuiltinEndpointSet = BuiltinEndpointSet(1 << 2);
    /// Reader of writers.
    pub const PUBLICATIONS_DETECTOR: BuiltinEndpointSet = BuiltinEndpointSet(1 << 3);
    /// Writer of readers.
    pub const SUBSCRIPTIONS_ANNOUNCER: BuiltinEndpointSet = BuiltinEndpointSet(1 << 4);
    /// Reader of readers.
    pub const SUBSCRIPTIONS_DETECTOR: BuiltinEndpointSet = BuiltinEndpointSet(1 << 5);
    /// Writer of liveliness assertions.
    pub const PARTICIPANT_MESSAGE_WRITER: BuiltinEndpointSet = BuiltinEndpointSet(1 << 10);
    /// Reader of liveliness assertions.
    pub const PARTICIPANT_MESSAGE_READER: BuiltinEndpointSet = BuiltinEndpointSet(1 << 11);
    /// All of the above, which every participant of this crate has.
    pub const ALL: BuiltinEndpointSet = BuiltinEndpointSet(0x0c3f);

    /// Whether all of `endpoints` are in the set.
    pub const fn contains(self, endpoints: BuiltinEndpointSet) -> bool {
        self.0 & endpoints.0 == endpoints.0
    }
}

/// What a participant announces of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpdpDiscoveredParticipantData {
    /// Which participant.
    pub guid_prefix: GuidPrefix,
    /// The version of the protocol that it speaks.
    pub version: ProtocolVersion,
    /// Whose implementation it is.
    pub vendor: VendorId,
    /// Its domain, if it says so; participants of other domains may be heard and are to be ignored.
    pub domain_id: Option<u32>,
    /// Only participants of one tag belong together.
    pub domain_tag: String,
    /// Its name.
    pub entity_name: String,
    /// What the application attached.
    pub user_data: Vec<u8>,
    /// Names and values that the implementation attached.
    pub properties: Vec<(String, String)>,
    /// Its built-in endpoints.
    pub builtin_endpoints: BuiltinEndpointSet,
    /// How long it counts as alive after an announcement.
    pub lease_duration: Duration,
    /// Where its built-in endpoints are reached.
    pub metatraffic_unicast_locators: Vec<Locator>,
    /// Groups that its built-in endpoints have joined.
    pub metatraffic_multicast_locators: Vec<Locator>,
    /// Where its endpoints are reached that name no place of their own.
    pub default_unicast_locators: Vec<Locator>,
    /// Groups that its endpoints have joined that name none of their own.
    pub default_multicast_locators: Vec<Locator>,
    /// Whether its built-in readers want the inline QoS with each sample.
    pub expects_inline_qos: bool,
    /// How many bytes its socket holds, if it says so; what is sent to it at once had better be less.
    pub receive_buffer_size: Option<u32>,
    /// The host on which it shares memory with other participants of this implementation, if it does.
    pub shared_memory_host: Option<[u8; 16]>,
}

impl SpdpDiscoveredParticipantData {
    /// A participant of this crate that can be reached nowhere yet; the lease is the 100 s that the specification
    /// assumes of those that announce none.
    pub fn new(guid_prefix: GuidPrefix) -> SpdpDiscoveredParticipantData {
        SpdpDiscoveredParticipantData {
            guid_prefix,
            version: ProtocolVersion::ANNOUNCED,
            vendor: VendorId::ROSEBAY,
            domain_id: None,
            domain_tag: String::new(),
            entity_name: String::new(),
            user_data: Vec::new(),
            properties: Vec::new(),
            builtin_endpoints: BuiltinEndpointSet::ALL,
            lease_duration: Duration::from_seconds(100),
            metatraffic_unicast_locators: Vec::new(),
            metatraffic_multicast_locators: Vec::new(),
            default_unicast_locators: Vec::new(),
            default_multicast_locators: Vec::new(),
            expects_inline_qos: false,
            receive_buffer_size: None,
            shared_memory_host: None,
        }
    }

    /// Reads the payload of a sample of DCPSParticipant.
    ///
    /// # Errors
    /// [`WireError`] if it is not a parameter list, holds no GUID, or a known parameter is damaged, or one that must
    /// be understood is not known.
    pub fn parse(payload: &[u8]) -> WireResult<SpdpDiscoveredParticipantData> {
        let mut data = SpdpDiscoveredParticipantData::new(GuidPrefix::UNKNOWN);
        data.vendor = VendorId::UNKNOWN;
        data.builtin_endpoints = BuiltinEndpointSet::default();
        for parameter in parameter_list(payload)?.iter() {
            data.read_parameter(&parameter)?;
        }
        if data.guid_prefix == GuidPrefix::UNKNOWN {
            return Err(WireError::Missing("the GUID of the participant"));
        }
        if ![VendorId::CYCLONE_DDS, VendorId::ROSEBAY].contains(&data.vendor) {
            data.receive_buffer_size = None;
        }
        if data.vendor != VendorId::ROSEBAY {
            data.shared_memory_host = None;
        }
        Ok(data)
    }

    fn read_parameter(&mut self, parameter: &Parameter<'_>) -> WireResult<()> {
        let mut cursor = parameter.cursor();
        match parameter.id {
            ParameterId::PARTICIPANT_GUID => self.guid_prefix = cursor.guid()?.prefix,
            ParameterId::PROTOCOL_VERSION => {
                let [major, minor] = cursor.array("protocol version")?;
                self.version = ProtocolVersion { major, minor };
            }
            ParameterId::VENDOR_ID => self.vendor = VendorId(cursor.array("vendor id")?),
            ParameterId::DOMAIN_ID => self.domain_id = Some(cursor.u32("domain id")?),
            ParameterId::DOMAIN_TAG => self.domain_tag = cursor.string("domain tag")?.to_owned(),
            ParameterId::ENTITY_NAME => self.entity_name = cursor.string("entity name")?.to_owned(),
            ParameterId::USER_DATA => self.user_data = cursor.octets("USER_DATA")?.to_vec(),
            ParameterId::PROPERTY_LIST => {
                let count = cursor.u32("property list")?;
                self.properties.clear();
                for _ in 0..count {
                    let name = cursor.string("name of property")?.to_owned();
                    self.properties
                        .push((name, cursor.string("value of property")?.to_owned()));
                }
            }
            ParameterId::BUILTIN_ENDPOINT_SET => {
                self.builtin_endpoints = BuiltinEndpointSet(cursor.u32("built-in endpoint set")?);
            }
            ParameterId::PARTICIPANT_LEASE_DURATION => self.lease_duration = cursor.duration()?,
            ParameterId::METATRAFFIC_UNICAST_LOCATOR => {
                self.metatraffic_unicast_locators.push(cursor.locator()?)
            }
            ParameterId::METATRAFFIC_MULTICAST_LOCATOR => {
                self.metatraffic_multicast_locators.push(cursor.locator()?)
            }
            ParameterId::DEFAULT_UNICAST_LOCATOR => {
                self.default_unicast_locators.push(cursor.locator()?)
            }
            ParameterId::DEFAULT_MULTICAST_LOCATOR => {
                self.default_multicast_locators.push(cursor.locator()?)
            }
            ParameterId::EXPECTS_INLINE_QOS => {
                self.expects_inline_qos = cursor.u8("expects inline QoS")? != 0
            }
            // The number is a vendor's own, so what lies there need not be a size.
            ParameterId::RECEIVE_BUFFER_SIZE => {
                self.receive_buffer_size = cursor.u32("receive buffer size").ok()
            }
            ParameterId::SHARED_MEMORY_HOST => {
                self.shared_memory_host = cursor.array("host of shared memory").ok()
            }
            unknown if parameter.must_understand => {
                return Err(WireError::NotUnderstood(unknown.0));
            }
            _ => {}
        }
        Ok(())
    }

    /// The payload of a sample of DCPSParticipant.
    pub fn write(&self) -> Vec<u8> {
        let mut payload = Vec::with_capacity(512);
        write_encapsulation(&mut payload, encapsulation::PL_CDR_LE);
        let mut list = ParameterListWriter::new(&mut payload);
        list.parameter(ParameterId::PROTOCOL_VERSION, |value| {
            value.bytes(&[self.version.major, self.version.minor])
        });
        list.parameter(ParameterId::VENDOR_ID, |value| value.bytes(&self.vendor.0));
        list.parameter(ParameterId::PARTICIPANT_GUID, |value| {
            value.guid(self.guid_prefix.participant())
        });
        list.parameter(ParameterId::BUILTIN_ENDPOINT_SET, |value| {
            value.u32(self.builtin_endpoints.0)
        });
        list.parameter(ParameterId::PARTICIPANT_LEASE_DURATION, |value| {
            value.duration(self.lease_duration)
        });
        if let Some(domain_id) = self.domain_id {
            list.parameter(ParameterId::DOMAIN_ID, |value| value.u32(domain_id));
        }
        if !self.domain_tag.is_empty() {
            list.parameter(ParameterId::DOMAIN_TAG_MUST_UNDERSTAND, |value| {
                value.string(&self.domain_tag)
            });
        }
        for (id, locators) in [
            (
                ParameterId::METATRAFFIC_UNICAST_LOCATOR,
                &self.metatraffic_unicast_locators,
            ),
            (
                ParameterId::METATRAFFIC_MULTICAST_LOCATOR,
                &self.metatraffic_multicast_locators,
            ),
            (
                ParameterId::DEFAULT_UNICAST_LOCATOR,
                &self.default_unicast_locators,
            ),
            (
                ParameterId::DEFAULT_MULTICAST_LOCATOR,
                &self.default_multicast_locators,
            ),
        ] {
            for locator in locators {
                list.parameter(id, |value| value.locator(locator));
            }
        }
        if self.expects_inline_qos {
            list.parameter(ParameterId::EXPECTS_INLINE_QOS, |value| value.bytes(&[1]));
        }
        if !self.entity_name.is_empty() {
            list.parameter(ParameterId::ENTITY_NAME, |value| {
                value.string(&self.entity_name)
            });
        }
        if !self.user_data.is_empty() {
            list.parameter(ParameterId::USER_DATA, |value| {
                value.octets(&self.user_data)
            });
        }
        if !self.properties.is_empty() {
            list.parameter(ParameterId::PROPERTY_LIST, |value| {
                value.length(self.properties.len());
                for (name, text) in &self.properties {
                    value.string(name);
                    value.string(text);
                }
            });
        }
        if let Some(size) = self.receive_buffer_size {
            list.parameter(ParameterId::RECEIVE_BUFFER_SIZE, |value| value.u32(size));
        }
        if let Some(host) = self.shared_memory_host {
            list.parameter(ParameterId::SHARED_MEMORY_HOST, |value| value.bytes(&host));
        }
        list.finish();
        payload
    }
}
