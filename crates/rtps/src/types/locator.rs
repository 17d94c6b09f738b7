//! Where an entity can be reached (DDSI-RTPS §8.2.6, §9.3.2.3).

use std::fmt;
use std::net::{Ipv4Addr, SocketAddrV4};

/// The sort of transport that a [`Locator`] belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LocatorKind(pub i32);

impl LocatorKind {
    /// No transport.
    pub const INVALID: LocatorKind = LocatorKind(-1);
    /// UDP over IPv4, the transport of this crate.
    pub const UDP_V4: LocatorKind = LocatorKind(1);
    /// UDP over IPv6.
    pub const UDP_V6: LocatorKind = LocatorKind(2);
}

/// An address of one transport. Peers announce locators of transports that only they know; those are kept and not used.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Locator {
    /// Which transport.
    pub kind: LocatorKind,
    /// The port, for UDP in 1..=65535.
    pub port: u32,
    /// The address; of IPv4 the last four bytes.
    pub address: [u8; 16],
}

impl Locator {
    /// Nowhere.
    pub const INVALID: Locator = Locator {
        kind: LocatorKind::INVALID,
        port: 0,
        address: [0; 16],
    };

    /// The socket address behind the locator, if it is one of UDP over IPv4 with a port that exists.
    pub fn to_udp_v4(&self) -> Option<SocketAddrV4> {
        let [.., a, b, c, d] = self.address;
        let port = u16::try_from(self.port).ok().filter(|&port| port != 0)?;
        (self.kind == LocatorKind::UDP_V4)
            .then(|| SocketAddrV4::new(Ipv4Addr::new(a, b, c, d), port))
    }
}

impl From<SocketAddrV4> for Locator {
    fn from(socket_address: SocketAddrV4) -> Locator {
        let mut address = [0; 16];
        address[12..].copy_from_slice(&socket_address.ip().octets());
        Locator {
            kind: LocatorKind::UDP_V4,
            port: socket_address.port().into(),
            address,
        }
    }
}

impl fmt::Display for Locator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_udp_v4() {
            Some(address) => write!(f, "udp/{address}"),
            None => write!(
                f,
                "kind {} {:02x?}:{}",
                self.kind.0, self.address, self.port
            ),
        }
    }
}

impl fmt::Debug for Locator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_udp_v4_with_a_real_port_is_an_address() {
        let address = SocketAddrV4::new(Ipv4Addr::new(127, 0, 0, 1), 7411);
        let locator = Locator::from(address);
        assert_eq!(locator.to_udp_v4(), Some(address));
        assert_eq!(Locator { port: 0, ..locator }.to_udp_v4(), None);
        assert_eq!(
            Locator {
                port: 65536,
                ..locator
            }
            .to_udp_v4(),
            None
        );
        assert_eq!(
            Locator {
                kind: LocatorKind::UDP_V6,
                ..locator
            }
            .to_udp_v4(),
            None
        );
        assert_eq!(Locator::INVALID.to_udp_v4(), None);
    }
}
