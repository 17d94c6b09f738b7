//! What is taken from subscriptions, clients and services.

use std::fmt;

use bytes::Bytes;

/// The globally unique identity of an endpoint or participant (16 bytes, in DDS the GUID).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Gid(pub [u8; 16]);

impl fmt::Debug for Gid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Bytes in hexadecimal with dots between, as upstream's tools print them.
impl fmt::Display for Gid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, byte) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(".")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

/// Where a message came from and when. Times are nanoseconds since the Unix epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MessageInfo {
    /// When it was published, by the publisher's clock; 0 where unknown.
    pub source_timestamp: i64,
    /// When it was received, by this host's clock.
    pub received_timestamp: i64,
    /// Its number among its publisher's messages, from 1; `None` where the middleware has none.
    pub publication_sequence_number: Option<u64>,
    /// Its number among those this subscription received, from 1; `None` where it is not counted.
    pub reception_sequence_number: Option<u64>,
    /// Who published it.
    pub publisher_gid: Gid,
    /// Whether it came from a publisher in this process.
    pub from_intra_process: bool,
}

/// A message as it was received: serialized, encapsulation header included.
#[derive(Debug, Clone)]
pub struct Sample {
    /// The serialized message.
    pub payload: Bytes,
    /// Where it came from and when.
    pub info: MessageInfo,
}

/// What ties a response to its request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct RequestId {
    /// The client's request writer.
    pub writer_gid: Gid,
    /// The request's number.
    pub sequence_number: i64,
}

/// A request or a response as it was received.
#[derive(Debug, Clone)]
pub struct ServiceSample {
    /// Which request it is, or which it answers.
    pub request_id: RequestId,
    /// The serialized request or response.
    pub payload: Bytes,
    /// When it was sent: nanoseconds since the Unix epoch, 0 where unknown.
    pub source_timestamp: i64,
    /// When it was received: nanoseconds since the Unix epoch.
    pub received_timestamp: i64,
}
