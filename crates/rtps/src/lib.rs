//! A DDSI-RTPS 2.5 engine: discovery, reliability, fragments, QoS, UDP

pub mod qos;
pub mod types;
pub mod wire;

mod budget;
mod config;
mod counters;
mod discovery;
mod engine;
mod error;
mod history;
mod outbox;
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
    Interfaces, Limits, NetworkConfig, ParticipantConfig, ReaderConfig, WriteOptions, WriterConfig,
};
pub use counters::Counters;
pub use discovery::{Change, DiscoveryListener, EndpointData, LostReason, ParticipantData};
pub use error::{Error, WriteError};
pub use participant::Participant;
pub use reader::Reader;
pub use sample::Sample;
pub use status::{
    CountStatus, IncompatibleQosStatus, LivelinessChangedStatus, MatchedStatus, ReaderListener,
    ReaderStatus, WriterListener, WriterStatus,
};
pub use writer::Writer;
