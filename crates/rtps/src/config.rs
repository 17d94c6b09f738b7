//! What a participant, a writer and a reader are made with.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddrV4};
use std::sync::Arc;

use bytes::Bytes;

use crate::content_filter::{ContentFilterProperty, FilterCompiler};
use crate::qos::QosPolicies;
use crate::sample::Sample;
use crate::types::{Duration, Guid, SampleIdentity, Timestamp, VendorId};

/// What a [`Participant`](crate::Participant) is made with. The default is usable: domain 0, every interface, multicast.
#[derive(Clone, Debug)]
pub struct ParticipantConfig {
    /// Participants of different domains do not see each other; 0..=232 (the ports of more do not exist).
    pub domain_id: u32,
    /// The index that decides the unicast ports; `None` takes the first free one of 0..=119.
    pub participant_id: Option<u32>,
    /// A name for people to read, announced to the peers; may be empty.
    pub entity_name: String,
    /// USER_DATA of the participant, announced to the peers.
    pub user_data: Vec<u8>,
    /// Properties announced to the peers, name and value.
    pub properties: Vec<(String, String)>,
    /// For how long the peers believe in this participant without hearing from it.
    pub lease_duration: Duration,
    /// Between two announcements once the first few are out.
    pub announcement_period: Duration,
    /// How the network is used.
    pub network: NetworkConfig,
    /// What the network may cost.
    pub limits: Limits,
}

impl Default for ParticipantConfig {
    fn default() -> Self {
        Self {
            domain_id: 0,
            participant_id: None,
            entity_name: String::new(),
            user_data: Vec::new(),
            properties: Vec::new(),
            lease_duration: Duration::from_seconds(20),
            announcement_period: Duration::from_seconds(3),
            network: NetworkConfig::default(),
            limits: Limits::default(),
        }
    }
}

/// Which of the machine's interfaces a participant uses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Interfaces {
    /// Every IPv4 interface that is up, and the loopback.
    #[default]
    Auto,
    /// The loopback alone: nothing leaves the machine.
    Loopback,
    /// Those with these names or IPv4 addresses.
    Named(Vec<String>),
}

/// How a participant uses the network.
#[derive(Clone, Debug)]
pub struct NetworkConfig {
    /// The interfaces to use.
    pub interfaces: Interfaces,
    /// Whether to discover anybody at all. Without, a participant announces itself to nobody, whatever else
    /// is set here, and hears nobody; its own writers and readers meet.
    pub discovery: bool,
    /// Whether to announce by multicast and to listen to multicast announcements.
    pub multicast_discovery: bool,
    /// Hosts to announce to by unicast, to the ports of the participant indices `0..peer_participants`.
    pub peers: Vec<Ipv4Addr>,
    /// Exact addresses to announce to by unicast.
    pub peer_addresses: Vec<SocketAddrV4>,
    /// How many participants to look for on each of [`peers`](Self::peers).
    pub peer_participants: u32,
    /// The socket receive buffer to ask the kernel for, in bytes. The engine works with what it gets.
    pub receive_buffer: usize,
    /// The socket send buffer to ask the kernel for, in bytes.
    pub send_buffer: usize,
    /// The largest fragment of a sample in one datagram, in bytes; `None` chooses by path: about 64 KB over
    /// the loopback, where a datagram is never cut, and what one packet of the interface holds elsewhere,
    /// where one lost packet would lose the whole datagram.
    pub fragment_size: Option<u16>,
    /// How many bytes of memory to share with participants of this implementation on the same host at most, for
    /// payloads that then are not sent over the network; `None` shares nothing.
    pub shared_memory: Option<usize>,
}

impl Default for NetworkConfig {
    fn default() -> Self {
        Self {
            interfaces: Interfaces::Auto,
            discovery: true,
            multicast_discovery: true,
            peers: Vec::new(),
            peer_addresses: Vec::new(),
            peer_participants: 32,
            receive_buffer: 4 << 20,
            send_buffer: 4 << 20,
            fragment_size: None,
            shared_memory: Some(512 << 20),
        }
    }
}

/// What bytes from the network may make a participant hold.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of samples of which some fragments have not come yet, and of samples that came before an
    /// earlier one, in all readers together.
    pub reassembly_bytes: usize,
    /// Remote participants.
    pub participants: usize,
    /// Writers and readers of one remote participant.
    pub endpoints_per_participant: usize,
    /// Bytes of what all remote writers and readers announce of themselves.
    pub endpoint_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            reassembly_bytes: 512 << 20,
            participants: 1000,
            endpoints_per_participant: 10_000,
            endpoint_bytes: 128 << 20,
        }
    }
}

/// What a [`Writer`](crate::Writer) is made with.
#[derive(Clone, Debug, Default)]
pub struct WriterConfig {
    /// The topic.
    pub topic_name: String,
    /// The type of the topic's samples; writer and reader match only if it is the same.
    pub type_name: String,
    /// What the writer offers. A deadline or lease below 1 ms counts as 1 ms.
    pub qos: QosPolicies,
    /// USER_DATA of the writer, announced to the peers.
    pub user_data: Vec<u8>,
    /// How the writer understands what its readers tell of their filters.
    pub filters: FilterCompiler,
}

/// What a [`Reader`](crate::Reader) is made with.
#[derive(Clone, Debug, Default)]
pub struct ReaderConfig {
    /// The topic.
    pub topic_name: String,
    /// The type of the topic's samples; writer and reader match only if it is the same.
    pub type_name: String,
    /// What the reader requests. A deadline or lease below 1 ms counts as 1 ms.
    pub qos: QosPolicies,
    /// USER_DATA of the reader, announced to the peers.
    pub user_data: Vec<u8>,
    /// Whether the writers of the reader's own participant are passed over: they do not match.
    pub ignore_local: bool,
    /// Which samples the reader wants.
    pub filter: SampleFilter,
    /// What the peers are told of the filter; `None` where they are told nothing.
    pub content_filter: Option<ContentFilterProperty>,
}

/// Which samples a reader wants; the default is all. The others count as received, and are dropped before they take
/// the place of one that is wanted.
#[derive(Clone, Default)]
pub struct SampleFilter(Option<Arc<Wants>>);

type Wants = dyn Fn(&Sample) -> bool + Send + Sync;

impl SampleFilter {
    /// Those of which `wants` says so. It is called while the reader is locked, once or more for each sample: it
    /// must be quick, say the same each time, and leave the reader alone.
    pub fn new(wants: impl Fn(&Sample) -> bool + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(wants)))
    }

    /// Whether some samples may be unwanted.
    pub(crate) fn is_some(&self) -> bool {
        self.0.is_some()
    }

    /// Whether a sample is wanted.
    pub(crate) fn wants(&self, sample: &Sample) -> bool {
        self.0.as_ref().is_none_or(|wants| wants(sample))
    }
}

impl fmt::Debug for SampleFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_some() { "some" } else { "all" })
    }
}

/// What goes along with one sample.
#[derive(Clone, Debug, Default)]
pub struct WriteOptions {
    /// When the sample was made; `None` means now.
    pub source_timestamp: Option<Timestamp>,
    /// The sample that this one answers (DDS-RPC §7.5.1.1.1), sent in inline QoS.
    pub related_sample_identity: Option<SampleIdentity>,
    /// Readers of this vendor get this payload instead, and no related sample identity.
    pub by_vendor: Option<(VendorId, Bytes)>,
    /// Only this reader gets the sample.
    pub destination: Option<Guid>,
}
