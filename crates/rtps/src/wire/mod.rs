//! How RTPS looks on the wire (DDSI-RTPS 2.5 §8.3, §9.4): messages, parameter lists, and the data of discovery.
//!
//! Reading takes nothing on trust: each length is checked against what is there, and nothing is allocated that the
//! bytes do not back. What is read borrows from the datagram ([`bytes::Bytes::slice_ref`] turns a borrowed payload
//! into a shared one). Both byte orders are read; little endian is written.

mod builder;
mod cursor;
pub mod discovery;
mod inline_qos;
mod message;
mod parameter_list;
mod qos_parameters;
mod submessage;

pub use builder::{DATA_HEADER_MAX, MessageBuilder};
pub use cursor::{Cursor, Endianness};
pub use inline_qos::{InlineQos, StatusInfo};
pub use message::{Header, Message, Submessages};
pub use parameter_list::{Parameter, ParameterId, ParameterList, ParameterListWriter};
pub use submessage::{
    AckNack, Data, DataFrag, Gap, Heartbeat, HeartbeatFrag, InfoReply, InfoSource, NackFrag,
    PayloadKind, Submessage, SubmessageKind,
};

/// What is wrong with bytes that should have been RTPS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    /// There are fewer bytes than the thing has.
    #[error("{what}: {needed} bytes expected, {available} left")]
    Truncated {
        /// The thing.
        what: &'static str,
        /// Its size in bytes.
        needed: usize,
        /// How many bytes were left.
        available: usize,
    },
    /// The datagram does not begin as an RTPS message does.
    #[error("not an RTPS message: the first four bytes are {0:02x?}, expected \"RTPS\"")]
    NotRtps([u8; 4]),
    /// A version that this crate cannot read.
    #[error("RTPS version {0} is not supported, expected 2.x")]
    UnsupportedVersion(crate::types::ProtocolVersion),
    /// A value that the specification rules out.
    #[error("{what} is {value}, expected {expected}")]
    Invalid {
        /// The thing.
        what: &'static str,
        /// What it was.
        value: i64,
        /// What it has to be.
        expected: &'static str,
    },
    /// Text that is not UTF-8, or a string without its terminating zero.
    #[error("{0} is not a string in UTF-8 with a terminating zero")]
    NotAString(&'static str),
    /// Something without which the whole has no meaning.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// A parameter that its sender requires to be understood, and that is not known here (DDSI-RTPS §9.4.2.11.2).
    #[error("parameter 0x{0:04x} has to be understood and is not known")]
    NotUnderstood(u16),
}

/// The result of reading bytes.
pub type WireResult<T> = Result<T, WireError>;
