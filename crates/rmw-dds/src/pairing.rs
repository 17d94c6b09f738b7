//! Which reader and which writer are one client's or one service's, and how requests are named in Cyclone's
//! mapping.

use std::collections::HashSet;
use std::fmt::Write;
use std::hash::{DefaultHasher, Hasher};
use std::sync::Arc;

use rosebay_rtps::EndpointData;
use rosebay_rtps::types::{Guid, GuidPrefix};

use crate::user_data;

/// The name of a client or service of this process, unique in the domain.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PairKey([u8; 16]);

impl PairKey {
    pub(crate) fn new(participant: GuidPrefix, number: u32) -> Self {
        let mut key = [0; 16];
        let bytes = participant.0.into_iter().chain(number.to_be_bytes());
        key.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
        Self(key)
    }

    /// As Cyclone DDS's RMW writes it into USER_DATA: hexadecimal with dots, the first byte two columns wide.
    pub(crate) fn to_user_data(self) -> String {
        let mut text = String::new();
        for (index, byte) in self.0.iter().enumerate() {
            // Writing to a string does not fail.
            _ = if index == 0 {
                write!(text, "{byte:2x}")
            } else {
                write!(text, ".{byte:x}")
            };
        }
        text
    }

    /// What names a client in the header of Cyclone's mapping, which has eight bytes for it.
    pub(crate) fn to_header(self) -> u64 {
        let mut hasher = DefaultHasher::new();
        hasher.write(&self.0);
        hasher.finish()
    }
}

/// Whose an endpoint is: what it says itself or, where it does not say, its participant's.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Owner {
    Id(String),
    Participant(GuidPrefix),
}

/// Whether there is a service of which both the reader of requests and the writer of responses are matched.
/// `remote` are other participants' endpoints, `all` the names of all.
pub(crate) fn any_service(
    local: GuidPrefix,
    (remote_readers, all_readers): (&[Arc<EndpointData>], &[Guid]),
    (remote_writers, all_writers): (&[Arc<EndpointData>], &[Guid]),
) -> bool {
    let readers = owners(local, remote_readers, all_readers);
    !readers.is_disjoint(&owners(local, remote_writers, all_writers))
}

fn owners(local: GuidPrefix, remote: &[Arc<EndpointData>], all: &[Guid]) -> HashSet<Owner> {
    let own = all
        .iter()
        .any(|guid| guid.prefix == local)
        .then_some(Owner::Participant(local));
    let remote = remote.iter().map(
        |endpoint| match user_data::service_id(&endpoint.user_data) {
            Some(id) => Owner::Id(id),
            None => Owner::Participant(endpoint.guid.prefix),
        },
    );
    remote.chain(own).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_look_like_cyclones() {
        let prefix = GuidPrefix([
            0x01, 0x10, 0x51, 0xbc, 0xa8, 0x18, 0x5d, 0x24, 0xca, 0x6f, 0x65, 0xdd,
        ]);
        let key = PairKey::new(prefix, 7);
        assert_eq!(
            key.to_user_data(),
            " 1.10.51.bc.a8.18.5d.24.ca.6f.65.dd.0.0.0.7"
        );
        assert_ne!(key.to_header(), PairKey::new(prefix, 8).to_header());
    }
}
