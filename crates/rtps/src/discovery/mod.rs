//! Who else is in the domain: what is known of remote participants and endpoints, and who is told of it.

pub(crate) mod builtin;
pub(crate) mod database;
pub(crate) mod events;
pub(crate) mod liveliness;
mod sedp;
pub(crate) mod spdp;

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;

use crate::content_filter::ContentFilterProperty;
use crate::qos::QosPolicies;
use crate::types::{Duration, Guid, GuidPrefix, Locator, ProtocolVersion, VendorId};

/// A remote participant.
#[derive(Clone, Debug)]
pub struct ParticipantData {
    /// Its name, unique in the domain.
    pub prefix: GuidPrefix,
    /// Whose implementation it is.
    pub vendor: VendorId,
    /// The version of RTPS that it speaks.
    pub protocol_version: ProtocolVersion,
    /// The name for people to read; may be empty.
    pub entity_name: String,
    /// Its USER_DATA.
    pub user_data: Bytes,
    /// Its properties, name and value.
    pub properties: Vec<(String, String)>,
    /// For how long to believe in it without hearing from it.
    pub lease_duration: Duration,
}

/// A remote writer or reader.
#[derive(Clone, Debug, PartialEq)]
pub struct EndpointData {
    /// Its name, unique in the domain.
    pub guid: Guid,
    /// Whose implementation it is.
    pub vendor: VendorId,
    /// Its topic.
    pub topic_name: String,
    /// The type of its samples.
    pub type_name: String,
    /// What it offers or requests.
    pub qos: QosPolicies,
    /// Its USER_DATA.
    pub user_data: Bytes,
    /// Where it wants its data, if not at its participant's default locators.
    pub unicast_locators: Vec<Locator>,
    /// Whether it wants the writer's QoS along with every sample.
    pub expects_inline_qos: bool,
    /// Which samples a reader wants, as far as it tells.
    pub content_filter: Option<ContentFilterProperty>,
}

impl EndpointData {
    /// Whether nothing but the filter differs.
    pub(crate) fn differs_in_filter_alone(&self, other: &EndpointData) -> bool {
        let unfiltered = |data: &EndpointData| EndpointData {
            content_filter: None,
            ..data.clone()
        };
        self.content_filter != other.content_filter && unfiltered(self) == unfiltered(other)
    }
}

/// Why a remote participant or endpoint is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LostReason {
    /// It said so itself, or its participant did.
    Disposed,
    /// Its participant's lease ran out.
    LeaseExpired,
    /// A new participant has taken its address: it must be dead.
    Replaced,
    /// Its process, on this host, has ended.
    ProcessEnded,
}

impl fmt::Display for LostReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            LostReason::Disposed => "left",
            LostReason::LeaseExpired => "lease expired",
            LostReason::Replaced => "replaced by a participant at the same address",
            LostReason::ProcessEnded => "process ended",
        })
    }
}

/// What happened to a remote participant or endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// It is new.
    Discovered,
    /// Its data changed.
    Updated,
    /// It is gone. An endpoint is reported lost before its participant is.
    Lost(LostReason),
}

/// Is told of remote participants and endpoints, in the order in which things happened.
///
/// Called with no lock of the engine held; it may call the engine, and must return soon.
pub trait DiscoveryListener: Send + Sync {
    /// A participant came, changed or went.
    fn participant_changed(&self, change: Change, participant: &Arc<ParticipantData>);
    /// A writer came, changed or went.
    fn writer_changed(&self, change: Change, writer: &Arc<EndpointData>);
    /// A reader came, changed or went.
    fn reader_changed(&self, change: Change, reader: &Arc<EndpointData>);
}

/// A listener that does nothing.
impl DiscoveryListener for () {
    fn participant_changed(&self, _: Change, _: &Arc<ParticipantData>) {}
    fn writer_changed(&self, _: Change, _: &Arc<EndpointData>) {}
    fn reader_changed(&self, _: Change, _: &Arc<EndpointData>) {}
}
