//! A DDSI-RTPS 2.5 engine: discovery, reliability, fragments, QoS, UDP.
//!
//! It speaks the protocol of DDS (DDSI-RTPS 2.5, with the QoS of DDS 1.4) and nothing above it: what a sample means is
//! the user's business. A [`Participant`] joins a domain; its [`Writer`]s and [`Reader`]s meet those of other
//! participants, of whatever make, that have the same topic and type and whose QoS fits.
//!
//! ```no_run
//! use std::sync::Arc;
//! use rosebay_rtps::{Bytes, Participant, ParticipantConfig, WriteOptions, WriterConfig, qos::QosPolicies};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let participant = Participant::new(ParticipantConfig::default(), Arc::new(()))?;
//! let config = WriterConfig {
//!     topic_name: "rt/chatter".into(),
//!     type_name: "std_msgs::msg::dds_::String_".into(),
//!     qos: QosPolicies::default_writer(),
//!     ..WriterConfig::default()
//! };
//! let writer = participant.create_writer(config, Arc::new(()))?;
//! writer.write(Bytes::from_static(b"\0\x01\0\0\x03\0\0\0hi\0"), WriteOptions::default())?;
//! # Ok(())
//! # }
//! ```
//!
//! # How it is built
//! - [`types`] and [`qos`]: the values that everything speaks of, and the rules by which writers and readers match.
//! - [`wire`]: how they look in datagrams. Reads in place, allocates nothing that the bytes do not back.
//! - `writer` and `reader`: the protocol, first as state machines that are told what came and what time it is and
//!   say what is to be sent (`state`, `proxy`), then with locks and listeners around them (`core`). `simulation` runs
//!   the former over networks that lose, repeat and reorder.
//! - `discovery`: who else is there, and the matching that follows.
//! - `participant` and `transport`: sockets, one thread that receives and one for time. A sample is sent by the thread
//!   that writes it; writer and reader of one participant meet without a socket. Between participants of this
//!   implementation on one host, what would be datagrams goes through rings in shared memory, and payloads of some size
//!   stay where the writer put them ([`rosebay_rmw_shm`]): another way to carry messages, the protocol is the same.
//!
//! # What holds
//! - Bytes from the network are not trusted: what is wrong is dropped and counted ([`Counters`]), and what may be held
//!   on their word is bounded ([`Limits`]).
//! - No lock is held while a listener is called or a write waits.
//! - A reader never acknowledges what it would have to drop; a writer never has more under way to a reader than that
//!   reader's socket can hold.

pub mod qos;
pub mod types;
pub mod wire;

mod budget;
mod config;
mod content_filter;
mod counters;
mod discovery;
mod engine;
mod error;
mod history;
mod outbox;
mod outgoing;
mod participant;
mod reader;
mod sample;
#[cfg(test)]
mod simulation;
mod status;
mod timers;
mod transport;
mod writer;

pub use bytes::Bytes;
pub use config::{
    Interfaces, Limits, NetworkConfig, ParticipantConfig, ReaderConfig, SampleFilter, WriteOptions,
    WriterConfig,
};
pub use content_filter::{ContentFilterProperty, FilterCompiler, PayloadFilter};
pub use counters::Counters;
pub use discovery::{Change, DiscoveryListener, EndpointData, LostReason, ParticipantData};
pub use error::{Error, WriteError};
pub use participant::Participant;
pub use reader::Reader;
pub use rosebay_rmw_shm::Loan;
pub use sample::Sample;
pub use status::{
    CountStatus, IncompatibleQosStatus, LivelinessChangedStatus, MatchedStatus, ReaderListener,
    ReaderStatus, WriterListener, WriterStatus,
};
pub use writer::Writer;
