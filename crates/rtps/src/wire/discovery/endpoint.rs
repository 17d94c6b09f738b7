//! What a participant announces of its writers and readers (DDSI-RTPS §8.5.4.4, §9.6.2.2.2).

use super::{encapsulation, parameter_list, write_encapsulation};
use crate::content_filter::ContentFilterProperty;
use crate::qos::QosPolicies;
use crate::types::{Guid, Locator, ProtocolVersion, VendorId};
use crate::wire::parameter_list::ValueWriter;
use crate::wire::{Cursor, Parameter, ParameterId, ParameterListWriter, WireError, WireResult};

/// A writer or a reader as its participant announces it; its entity id tells which of the two it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiscoveredEndpointData {
    /// The endpoint.
    pub guid: Guid,
    /// The version of the protocol that it speaks, if it says so.
    pub version: Option<ProtocolVersion>,
    /// Whose implementation it is, if it says so.
    pub vendor: Option<VendorId>,
    /// Its topic.
    pub topic_name: String,
    /// The type of its topic.
    pub type_name: String,
    /// Its policies.
    pub qos: QosPolicies,
    /// What the application attached.
    pub user_data: Vec<u8>,
    /// Where it is reached; if empty, where its participant says.
    pub unicast_locators: Vec<Locator>,
    /// Groups that it has joined; if empty, those that its participant says.
    pub multicast_locators: Vec<Locator>,
    /// Whether it wants the inline QoS with each sample; of readers.
    pub expects_inline_qos: bool,
    /// The samples that it wants; of readers.
    pub content_filter: Option<ContentFilterProperty>,
}

impl DiscoveredEndpointData {
    /// An endpoint of this crate, to be reached where its participant is.
    pub fn new(
        guid: Guid,
        topic_name: String,
        type_name: String,
        qos: QosPolicies,
    ) -> DiscoveredEndpointData {
        DiscoveredEndpointData {
            guid,
            version: Some(ProtocolVersion::ANNOUNCED),
            vendor: Some(VendorId::ROSEBAY),
            topic_name,
            type_name,
            qos,
            user_data: Vec::new(),
            unicast_locators: Vec::new(),
            multicast_locators: Vec::new(),
            expects_inline_qos: false,
            content_filter: None,
        }
    }

    /// Reads the payload of a sample of DCPSPublication.
    ///
    /// # Errors
    /// [`WireError`] if it is not a parameter list, lacks GUID, topic or type, names something other than a writer,
    /// or a known parameter is damaged, or one that must be understood is not known.
    pub fn parse_writer(payload: &[u8]) -> WireResult<DiscoveredEndpointData> {
        let data = Self::parse(payload, QosPolicies::default_writer())?;
        if data.guid.entity_id.is_writer() {
            Ok(data)
        } else {
            Err(data.is_not("the entity id of a writer"))
        }
    }

    /// Reads the payload of a sample of DCPSSubscription.
    ///
    /// # Errors
    /// As [`parse_writer`](Self::parse_writer), for a reader.
    pub fn parse_reader(payload: &[u8]) -> WireResult<DiscoveredEndpointData> {
        let data = Self::parse(payload, QosPolicies::default())?;
        if data.guid.entity_id.is_reader() {
            Ok(data)
        } else {
            Err(data.is_not("the entity id of a reader"))
        }
    }

    fn is_not(&self, expected: &'static str) -> WireError {
        let value = u32::from_be_bytes(self.guid.entity_id.0).into();
        WireError::Invalid {
            what: "entity id of the endpoint",
            value,
            expected,
        }
    }

    fn parse(payload: &[u8], qos: QosPolicies) -> WireResult<DiscoveredEndpointData> {
        let mut data = Self::new(Guid::UNKNOWN, String::new(), String::new(), qos);
        (data.version, data.vendor) = (None, None);
        let mut key_hash = None;
        for parameter in parameter_list(payload)?.iter() {
            if parameter.id == ParameterId::KEY_HASH {
                key_hash = Some(parameter.cursor().guid()?);
            } else {
                data.read_parameter(&parameter)?;
            }
        }
        if data.guid == Guid::UNKNOWN {
            // Some implementations name the endpoint by its key hash only; it is the GUID.
            data.guid = key_hash.ok_or(WireError::Missing("the GUID of the endpoint"))?;
        }
        for (text, what) in [
            (&data.topic_name, "the name of the topic"),
            (&data.type_name, "the name of the type"),
        ] {
            if text.is_empty() {
                return Err(WireError::Missing(what));
            }
        }
        Ok(data)
    }

    fn read_parameter(&mut self, parameter: &Parameter<'_>) -> WireResult<()> {
        let mut cursor = parameter.cursor();
        match parameter.id {
            ParameterId::ENDPOINT_GUID => self.guid = cursor.guid()?,
            ParameterId::PROTOCOL_VERSION => {
                let [major, minor] = cursor.array("protocol version")?;
                self.version = Some(ProtocolVersion { major, minor });
            }
            ParameterId::VENDOR_ID => self.vendor = Some(VendorId(cursor.array("vendor id")?)),
            ParameterId::TOPIC_NAME => self.topic_name = cursor.string("topic name")?.to_owned(),
            ParameterId::TYPE_NAME => self.type_name = cursor.string("type name")?.to_owned(),
            ParameterId::USER_DATA => self.user_data = cursor.octets("USER_DATA")?.to_vec(),
            ParameterId::UNICAST_LOCATOR => self.unicast_locators.push(cursor.locator()?),
            ParameterId::MULTICAST_LOCATOR => self.multicast_locators.push(cursor.locator()?),
            ParameterId::EXPECTS_INLINE_QOS => {
                self.expects_inline_qos = cursor.u8("expects inline QoS")? != 0
            }
            ParameterId::CONTENT_FILTER_PROPERTY => {
                self.content_filter = Some(read_content_filter(&mut cursor)?);
            }
            other => {
                let is_policy = self.qos.read_parameter(parameter)?;
                // The participant's GUID and group entities add nothing to the endpoint's own.
                if !is_policy && parameter.must_understand && other != ParameterId::PARTICIPANT_GUID
                {
                    return Err(WireError::NotUnderstood(other.0));
                }
            }
        }
        Ok(())
    }

    /// The payload of a sample of DCPSPublication or DCPSSubscription.
    pub fn write(&self) -> Vec<u8> {
        let mut payload = Vec::with_capacity(512);
        write_encapsulation(&mut payload, encapsulation::PL_CDR_LE);
        let mut list = ParameterListWriter::new(&mut payload);
        list.parameter(ParameterId::ENDPOINT_GUID, |value| value.guid(self.guid));
        list.parameter(ParameterId::PARTICIPANT_GUID, |value| {
            value.guid(self.guid.prefix.participant())
        });
        if let Some(version) = self.version {
            list.parameter(ParameterId::PROTOCOL_VERSION, |value| {
                value.bytes(&[version.major, version.minor])
            });
        }
        if let Some(vendor) = self.vendor {
            list.parameter(ParameterId::VENDOR_ID, |value| value.bytes(&vendor.0));
        }
        list.parameter(ParameterId::TOPIC_NAME, |value| {
            value.string(&self.topic_name)
        });
        list.parameter(ParameterId::TYPE_NAME, |value| {
            value.string(&self.type_name)
        });
        self.qos.write_parameters(&mut list);
        if !self.user_data.is_empty() {
            list.parameter(ParameterId::USER_DATA, |value| {
                value.octets(&self.user_data)
            });
        }
        for (id, locators) in [
            (ParameterId::UNICAST_LOCATOR, &self.unicast_locators),
            (ParameterId::MULTICAST_LOCATOR, &self.multicast_locators),
        ] {
            for locator in locators {
                list.parameter(id, |value| value.locator(locator));
            }
        }
        if self.expects_inline_qos {
            list.parameter(ParameterId::EXPECTS_INLINE_QOS, |value| value.bytes(&[1]));
        }
        if let Some(filter) = &self.content_filter {
            list.parameter(ParameterId::CONTENT_FILTER_PROPERTY, |value| {
                write_content_filter(filter, value);
            });
        }
        list.finish();
        payload
    }
}

fn read_content_filter(cursor: &mut Cursor<'_>) -> WireResult<ContentFilterProperty> {
    let what = "ContentFilterProperty";
    let mut text = || cursor.string(what).map(str::to_owned);
    let mut property = ContentFilterProperty {
        content_filtered_topic_name: text()?,
        related_topic_name: text()?,
        filter_class_name: text()?,
        filter_expression: text()?,
        expression_parameters: Vec::new(),
    };
    cursor.align(4);
    for _ in 0..cursor.u32(what)? {
        let parameter = cursor.string(what)?.to_owned();
        property.expression_parameters.push(parameter);
    }
    Ok(property)
}

fn write_content_filter(property: &ContentFilterProperty, value: &mut ValueWriter<'_>) {
    value.string(&property.content_filtered_topic_name);
    value.string(&property.related_topic_name);
    value.string(&property.filter_class_name);
    value.string(&property.filter_expression);
    value.length(property.expression_parameters.len());
    let parameters = property.expression_parameters.iter();
    parameters.for_each(|parameter| value.string(parameter));
}
