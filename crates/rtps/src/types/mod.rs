//! The basic types of DDSI-RTPS 2.5 (§8.2.4, §9.3): names of entities, sequence numbers, times, locators.
//!
//! They are plain values. How they look on the wire is the business of [`crate::wire`].

mod guid;
mod locator;
mod number_set;
mod sequence;
mod time;

use std::fmt;

pub use guid::{EntityId, EntityKind, Guid, GuidPrefix};
pub use locator::{Locator, LocatorKind};
pub use number_set::{FragmentNumberSet, MAX_SET_BITS, SequenceNumberSet};
pub use sequence::{Count, FragmentNumber, SampleIdentity, SequenceNumber};
pub use time::{Duration, Timestamp};

/// Who made an implementation of RTPS (DDSI-RTPS §8.3.3.1.3); the numbers are given out by the OMG.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct VendorId(pub [u8; 2]);

impl VendorId {
    /// A vendor that did not say who it is.
    pub const UNKNOWN: VendorId = VendorId([0x00, 0x00]);
    /// RTI Connext DDS.
    pub const RTI: VendorId = VendorId([0x01, 0x01]);
    /// ADLink OpenSplice DDS.
    pub const OPENSPLICE: VendorId = VendorId([0x01, 0x02]);
    /// OpenDDS.
    pub const OPENDDS: VendorId = VendorId([0x01, 0x03]);
    /// TwinOaks CoreDX.
    pub const COREDX: VendorId = VendorId([0x01, 0x06]);
    /// eProsima Fast DDS.
    pub const FAST_DDS: VendorId = VendorId([0x01, 0x0f]);
    /// Eclipse Cyclone DDS.
    pub const CYCLONE_DDS: VendorId = VendorId([0x01, 0x10]);
    /// GurumNetworks GurumDDS.
    pub const GURUM_DDS: VendorId = VendorId([0x01, 0x11]);
    /// RustDDS.
    pub const RUST_DDS: VendorId = VendorId([0x01, 0x12]);
    /// ZettaScale, the maintainers of Zenoh's bridge for DDS.
    pub const ZETTASCALE: VendorId = VendorId([0x01, 0x13]);
    /// This implementation. The number is not registered; it lies far from those given out.
    pub const ROSEBAY: VendorId = VendorId([0x01, 0x52]);
}

impl fmt::Display for VendorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02x}.{:02x}", self.0[0], self.0[1])
    }
}

/// A version of the RTPS protocol (DDSI-RTPS §8.3.3.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProtocolVersion {
    /// 2 in every version this crate can talk to.
    pub major: u8,
    /// Grows with additions that older implementations can skip.
    pub minor: u8,
}

impl ProtocolVersion {
    /// Version 2.1, what Cyclone DDS announces.
    pub const V2_1: ProtocolVersion = ProtocolVersion { major: 2, minor: 1 };
    /// Version 2.2, what Fast DDS 2.x announces.
    pub const V2_2: ProtocolVersion = ProtocolVersion { major: 2, minor: 2 };
    /// Version 2.3.
    pub const V2_3: ProtocolVersion = ProtocolVersion { major: 2, minor: 3 };
    /// Version 2.5, the text that this crate follows.
    pub const V2_5: ProtocolVersion = ProtocolVersion { major: 2, minor: 5 };
    /// What this crate writes in its headers and announcements.
    ///
    /// 2.3 rather than 2.5: everything sent is valid in both, and peers that were written against 2.3
    /// have no reason to doubt it.
    pub const ANNOUNCED: ProtocolVersion = ProtocolVersion::V2_3;
}

impl fmt::Display for ProtocolVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}
