//! Sockets that send to a multicast group and receive from it, no further than discovery reaches.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, UdpSocket};
use std::time::Duration;

use rosebay_rcl::context::DiscoveryOptions;
use rosebay_rcl::rmw::DiscoveryRange;
use socket2::{Domain, Protocol, Socket, Type};

use crate::error::{Error, Result};

/// A multicast group with a port; displays as `225.0.0.1:49150`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) address: Ipv4Addr,
    pub(crate) port: u16,
}

impl Group {
    /// Upstream's.
    pub(crate) const DEFAULT: Self = Self {
        address: Ipv4Addr::new(225, 0, 0, 1),
        port: 49150,
    };
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.address, self.port)
    }
}

/// Reads the address of a multicast group.
pub(super) fn group_address(text: &str) -> std::result::Result<Ipv4Addr, String> {
    match text.parse::<Ipv4Addr>() {
        Ok(address) if address.is_multicast() => Ok(address),
        _ => Err("expected an IPv4 multicast address, 224.0.0.0 to 239.255.255.255".to_owned()),
    }
}

/// The interface to use: where discovery stays on this host, the loopback; else the system's choice.
pub(crate) fn default_interface() -> Ipv4Addr {
    match DiscoveryOptions::from_environment().range {
        DiscoveryRange::Off | DiscoveryRange::Localhost => Ipv4Addr::LOCALHOST,
        DiscoveryRange::Subnet | DiscoveryRange::SystemDefault => Ipv4Addr::UNSPECIFIED,
    }
}

fn socket() -> io::Result<Socket> {
    Socket::new(Domain::IPV4, Type::DGRAM, Some(Protocol::UDP))
}

/// Sends to a group.
pub(crate) struct Sender {
    socket: UdpSocket,
    group: Group,
}

impl Sender {
    /// Opens a socket that sends through the interface of an address; what it sends passes at most `ttl`
    /// routers, by default none.
    pub(crate) fn open(group: Group, interface: Ipv4Addr, ttl: Option<u8>) -> Result<Self> {
        let open = || -> io::Result<UdpSocket> {
            let socket = socket()?;
            socket.set_multicast_if_v4(&interface)?;
            if let Some(ttl) = ttl {
                socket.set_multicast_ttl_v4(ttl.into())?;
            }
            Ok(socket.into())
        };
        let socket = open().map_err(Error::io(format_args!("cannot send to {group}")))?;
        Ok(Self { socket, group })
    }

    pub(crate) fn send(&self, datagram: &[u8]) -> Result<()> {
        let group = self.group;
        let to = SocketAddrV4::new(group.address, group.port);
        let sent = self.socket.send_to(datagram, to);
        sent.map_err(Error::io(format_args!("cannot send to {group}")))?;
        Ok(())
    }
}

/// Receives what is sent to a group.
pub(crate) struct Receiver {
    socket: UdpSocket,
    group: Group,
}

impl Receiver {
    /// Joins the group on the interface of an address. Others on this host may have joined it too. Where the
    /// group's port is 0, the system chooses one.
    pub(crate) fn join(group: Group, interface: Ipv4Addr) -> Result<Self> {
        let open = || -> io::Result<UdpSocket> {
            let socket = socket()?;
            socket.set_reuse_address(true)?;
            socket.set_reuse_port(true)?;
            socket.bind(&SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, group.port).into())?;
            socket.join_multicast_v4(&group.address, &interface)?;
            Ok(socket.into())
        };
        let socket = open().map_err(Error::io(format_args!("cannot join {group}")))?;
        let bound = socket.local_addr().map_err(Error::io("a socket"))?;
        let group = Group {
            port: bound.port(),
            ..group
        };
        Ok(Self { socket, group })
    }

    pub(crate) fn group(&self) -> Group {
        self.group
    }

    /// Waits for a datagram. Returns what it says, and who sent it; nothing, where none comes in time.
    pub(crate) fn receive(&self, timeout: Duration) -> Result<Option<(Vec<u8>, SocketAddr)>> {
        let failed = || Error::io(format!("cannot receive from {}", self.group));
        self.socket
            .set_read_timeout(Some(timeout))
            .map_err(failed())?;
        let mut buffer = vec![0; 4096];
        match self.socket.recv_from(&mut buffer) {
            Ok((length, sender)) => {
                buffer.truncate(length);
                Ok(Some((buffer, sender)))
            }
            Err(error) if is_no_datagram(&error) => Ok(None),
            Err(error) => Err(failed()(error)),
        }
    }
}

fn is_no_datagram(error: &io::Error) -> bool {
    use io::ErrorKind;
    matches!(
        error.kind(),
        ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted
    )
}
